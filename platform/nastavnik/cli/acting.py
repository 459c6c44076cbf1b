"""Acting at the terminal under somebody's account: its role, its unit, its walls."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import click

from nastavnik.cli.app import now, ready_app
from nastavnik.domain.access import Actor, Role
from nastavnik.domain.errors import NotFoundError
from nastavnik.regions import registry
from nastavnik.store import account
from nastavnik.store.author import Author, sign
from nastavnik.store.walls import Scope, acting
from nastavnik.usecases.accounts import Entrance, entrance

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Who acts and when, in the region's own time."""

    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The working day."""
        return self.now.date()


def common(command: Command) -> Command:
    """Options of every command that acts under an account."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Ответ данными JSON."),
        click.option(
            "--role",
            type=click.Choice([role.value for role in Role]),
            help="Роль, если у учётной записи их несколько.",
        ),
        click.option(
            "--as",
            "login",
            required=True,
            metavar="ЛОГИН",
            help="От чьего имени; пароль у терминала сервера не спрашивается.",
        ),
    ):
        command = option(command)
    return command


@contextmanager
def under(login: str, role: str | None, *, write: bool = False) -> Iterator[Moment]:
    """Enter the walls of the account's unit for a block.

    Raises:
        NotFoundError: there is no such open account, or it has no such role.
    """
    app = ready_app()
    with app.app_context():
        actor = _way_in(login, role).actor
        zone = registry.region(actor.region).profile.timezone
        moment = Moment(actor=actor, now=now(app, zone))
        sign(
            Author(
                name=actor.name,
                account_id=actor.account_id,
                role=actor.role.value,
                origin="терминал",
            )
        )
        with acting(Scope.of(actor.unit_path), write=write):
            yield moment


def _way_in(login: str, role: str | None) -> Entrance:
    found = account.by_login(login)
    ways = [entrance(membership_id=one.id) for one in (found.roles if found else ())]
    open_ways = [way for way in ways if way is not None]
    fit = [way for way in open_ways if role in {None, way.actor.role.value}]
    if not open_ways:
        raise NotFoundError(f"Нет действующей учётной записи «{login}». Проверьте логин в --as.")
    if not fit:
        names = ", ".join(way.actor.role.value for way in open_ways)
        raise NotFoundError(f"У учётной записи «{login}» нет роли {role}; есть: {names}.")
    return fit[0]


def show(data: object) -> None:
    """Print data as JSON; dates in ISO form."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
