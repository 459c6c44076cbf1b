"""`nastavnik doctor`: is this machine set up as the site needs it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from flask import Flask

from nastavnik.cli.app import plain_app, surroundings
from nastavnik.domain.errors import NastavnikError
from nastavnik.regions import registry
from nastavnik.store import health, migrate
from nastavnik.store.db import self_check
from nastavnik.store.postgres_backup import BACKUP_URL
from nastavnik.store.walls import ScopeViolationError
from nastavnik.web.settings import PRODUCTION

_UNWELL: Final = 1
_KEY_LENGTH: Final = 32
_LEAST_FREE: Final = 1 << 30
_SECONDS: Final = 5
_PORTS: Final = {"smtp": 587, "smtps": 465}
_CLOCKS_APART: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at. `remedy` is empty when all is well."""

    name: str
    told: str
    remedy: str = ""

    @property
    def ok(self) -> bool:
        """Is there nothing to be done."""
        return not self.remedy


@click.command()
@click.option("--json", "as_json", is_flag=True, help="То же данными: список объектов JSON.")
def doctor(*, as_json: bool) -> None:
    """Проверить, всё ли готово к работе: настройки, база, защита данных, почта, папки.

    Ничего не меняет. Код выхода 1, если хоть одна проверка нашла неполадку.
    """
    found = list(_checks())
    if as_json:
        click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=2))
    else:
        for one in found:
            click.echo(f"{'в порядке' if one.ok else 'НЕПОЛАДКА'}  {one.name}: {one.told}")
            if one.remedy:
                click.echo(f"           что делать: {one.remedy}")
        bad = sum(not one.ok for one in found)
        click.echo("Всё в порядке." if not bad else f"Неполадок: {bad}.")
    if not all(one.ok for one in found):
        raise SystemExit(_UNWELL)


def as_data(found: Iterable[Check]) -> list[dict[str, object]]:
    """Objects with the keys name, ok, told, remedy."""
    return [{"ok": one.ok, **asdict(one)} for one in found]


def _checks() -> Iterator[Check]:
    """The database is asked only where the settings lead to it."""
    yield from _regions()
    try:
        folder, config = surroundings()
    except NastavnikError as error:
        yield Check("настройки", error.message, "исправьте переменную окружения")
        return
    yield _settings(config)
    yield from _folder(folder)
    yield _secret(folder, config)
    yield _mail(config)
    try:
        app = plain_app()
    except NastavnikError as error:
        yield Check("база данных", error.message, "проверьте NASTAVNIK_DATABASE_URL")
        return
    yield Check("база данных", f"отвечает: {health.place(app)}")
    there, wanted = migrate.current(app), migrate.latest()
    if there != wanted:
        told = f"версия {there or 'не задана: база пуста'}, нужна {wanted}"
        yield Check("версия базы", told, "nastavnik db upgrade")
        return
    yield Check("версия базы", f"нынешняя, {there}")
    yield from (look(app) for look in _OF_THE_DATABASE)
    health.let_go(app)


def _settings(config: Mapping[str, Any]) -> Check:
    """In production: a fixed day and a plain address are mistakes."""
    name, production = "настройки", config["NASTAVNIK_ENV"] == PRODUCTION
    if not production:
        told = "читаются; режим разработки (NASTAVNIK_ENV=production — рабочий)"
        return Check(name, told)
    if config["NASTAVNIK_TODAY"]:
        told = f"на рабочем сайте задан день {config['NASTAVNIK_TODAY']}"
        return Check(name, told, "уберите NASTAVNIK_TODAY")
    if not config["NASTAVNIK_SITE"].startswith("https://"):
        told = f"адрес сайта {config['NASTAVNIK_SITE']} без https"
        return Check(name, told, "укажите в NASTAVNIK_SITE адрес с https://")
    if not config["NASTAVNIK_REQUIRE_TOTP"]:
        told = "второй фактор входа для ведомств не требуется"
        return Check(name, told, "уберите NASTAVNIK_REQUIRE_TOTP=0")
    return Check(name, f"рабочий режим, {config['NASTAVNIK_SITE']}")


def _folder(folder: Path) -> Iterator[Check]:
    name = "папка данных"
    if not os.access(folder, os.W_OK | os.X_OK):
        remedy = f"дайте учётной записи сайта право записи в {folder}"
        yield Check(name, f"в {folder} нельзя писать", remedy)
    elif folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Check(name, f"{folder} открыта другим", f"chmod 700 {folder}")
    else:
        yield Check(name, str(folder))
    free = shutil.disk_usage(folder).free
    told = f"свободно {free / (1 << 30):.1f} ГиБ"
    remedy = "" if free >= _LEAST_FREE else "освободите хотя бы 1 ГиБ"
    yield Check("место на диске", told, remedy)


def _secret(folder: Path, config: Mapping[str, Any]) -> Check:
    name, kept = "ключ сайта", folder / "secret.key"
    if len(config["SECRET_KEY"]) < _KEY_LENGTH:
        remedy = "уберите NASTAVNIK_SECRET_KEY: сайт сам сделает ключ, или задайте длиннее"
        return Check(name, f"короче {_KEY_LENGTH} знаков", remedy)
    own = not os.environ.get("NASTAVNIK_SECRET_KEY")
    if own and kept.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Check(name, f"{kept} читают другие", f"chmod 600 {kept}")
    return Check(name, f"в файле {kept}" if own else "в NASTAVNIK_SECRET_KEY")


def _mail(config: Mapping[str, Any]) -> Check:
    name, address = "почта", config["NASTAVNIK_SMTP_URL"]
    if not address:
        if config["NASTAVNIK_ENV"] == PRODUCTION:
            remedy = "укажите NASTAVNIK_SMTP_URL и NASTAVNIK_MAIL_FROM"
            return Check(name, "сервер не указан, письма не уходят", remedy)
        return Check(name, "письма складываются в папку mail")
    if not config["NASTAVNIK_MAIL_FROM"]:
        remedy = "укажите NASTAVNIK_MAIL_FROM"
        return Check(name, "не указан адрес отправителя", remedy)
    server = urlsplit(address)
    host, port = server.hostname or "localhost", server.port or _PORTS.get(server.scheme, 587)
    try:
        socket.create_connection((host, port), timeout=_SECONDS).close()
    except OSError as error:
        remedy = "проверьте NASTAVNIK_SMTP_URL и доступ к серверу"
        return Check(name, f"{host}:{port} не отвечает ({error})", remedy)
    return Check(name, f"{host}:{port} отвечает")


def _regions() -> Iterator[Check]:
    """Plugins, and the time zones that their people live by."""
    for broken in registry.broken():
        told = f"«{broken.slug}» не загружается: {'; '.join(map(str, broken.problems))}"
        yield Check("регионы", told, f"nastavnik region check {broken.slug}")
    working = registry.installed()
    if not working:
        yield Check("регионы", "не установлено ни одного", "установите дополнение региона")
        return
    yield Check("регионы", ", ".join(sorted(working)))
    for slug, region in working.items():
        try:
            ZoneInfo(region.profile.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            told = f"пояса {region.profile.timezone} (регион «{slug}») здесь нет"
            yield Check("часовые пояса", told, "sudo apt-get install tzdata")
            return
    yield Check("часовые пояса", "известны все")


def _walls(app: Flask) -> Check:
    try:
        with app.app_context():
            self_check()
    except ScopeViolationError as error:
        return Check("защита данных", str(error), "nastavnik db upgrade; nastavnik db roles")
    return Check("защита данных", "обе стены и журнал изменений на месте")


def _rights(app: Flask) -> Check:
    """The site's role on a server; the file's own rights on SQLite."""
    name = "права на базу"
    if (file := health.file(app)) is not None:
        # a closed folder closes what is in it
        if all(
            path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) for path in (file, file.parent)
        ):
            return Check(name, f"{file} читают другие", f"chmod 600 {file}")
        return Check(name, "файл закрыт от других")
    if loose := health.loose_rights(app):
        return Check(name, "; ".join(loose), "nastavnik db roles --create")
    return Check(name, "у роли сайта ничего лишнего")


def _copies(app: Flask) -> Check:
    """The role of copies may live in another file of settings than the site's own."""
    asks = health.file(app) is None and not os.environ.get(BACKUP_URL)
    needs = f"; ей нужен адрес роли копий в {BACKUP_URL}" if asks else ""
    return Check("резервные копии", f"делает nastavnik backup ФАЙЛ{needs}")


def _clock(app: Flask) -> Check:
    gap = health.clock_gap(app)
    if gap > _CLOCKS_APART:
        told = f"часы базы и сайта расходятся на {gap.total_seconds():.0f} с"
        return Check("часы", told, "включите на обеих машинах синхронизацию времени")
    return Check("часы", "идут одинаково")


_OF_THE_DATABASE: Final[tuple[Callable[[Flask], Check], ...]] = (_walls, _rights, _copies, _clock)
