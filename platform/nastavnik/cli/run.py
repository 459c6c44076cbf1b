"""`nastavnik run`: the web server."""

from __future__ import annotations

import errno
import logging
import socket
from typing import Final

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from nastavnik.cli.app import ready_app
from nastavnik.cli.demo import table
from nastavnik.domain.errors import NastavnikError
from nastavnik.regions import registry
from nastavnik.store.db import self_check
from nastavnik.usecases import demo

_ANOTHER_PORT: Final = 8080
_THREADS: Final = 4
_WAITING: Final = 256
_DRAIN_SECONDS: Final = 15


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="АДРЕС",
    help="Адрес, на котором отвечать.",
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    metavar="НОМЕР",
    help="Порт, на котором отвечать.",
)
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    metavar="ЧИСЛО",
    help="Сколько процессов отвечают; по одному на ядро достаточно.",
)
def run(host: str, port: int, workers: int) -> None:
    """Запустить сайт.

    Останавливается по Ctrl+C или SIGTERM: начатые запросы доводятся до конца.
    """
    app = ready_app()
    with app.app_context():
        self_check()
        accounts = demo.logins() if demo.is_demo() else ()
    refuse_taken(host, port)
    tell_broken()
    if accounts:
        click.echo("Демо-страна. Учётные записи:")
        click.echo(table(accounts))
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Сайт: http://{shown}:{port}  (остановить: Ctrl+C)")
    _serve(host, port, workers)


def tell_broken() -> None:
    """Say which regions can't be loaded and why; the others work."""
    for one in registry.broken():
        click.echo(f"Регион «{one.slug}» не загружается, остальные работают. Исправьте:", err=True)
        for problem in one.problems:
            click.echo(f"  {problem}", err=True)


def refuse_taken(host: str, port: int) -> None:
    """The server itself would share the port with its owner, and every second answer be foreign.

    Raises:
        NastavnikError: the port is taken, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise NastavnikError(_why(error, host, port)) from error


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Порт {port} занят другой программой. Остановите её или укажите другой порт, "
            f"например: nastavnik run --port {_ANOTHER_PORT}"
        )
    if error.errno == errno.EACCES:
        return f"Порт {port} открыт только администратору. Укажите порт больше 1023."
    return f"Адрес {host}:{port} недоступен ({error.strerror}). Укажите адрес этой машины."


def _serve(host: str, port: int, workers: int) -> None:
    logging.getLogger("granian").setLevel(logging.WARNING)
    Granian(
        "nastavnik.web.app:served",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        backpressure=_WAITING,
        workers_kill_timeout=_DRAIN_SECONDS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()
    click.echo("Сайт остановлен.")
