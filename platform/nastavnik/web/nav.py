"""The main menu: which pages stand in it and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import current_app, request, url_for

from nastavnik.domain.access import Actor, Permission

HOME: Final = "today.index"
ROW: Final = 8
"""How many lines stand in one row of a window of 1280 px, the reader's name beside them."""
WITHOUT_HOME: Final = "help.index"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: shown to a role that holds one of the permissions.

    A `rare` one goes under «Ещё» where the whole menu would not fit into one row.
    """

    title: str
    endpoint: str
    permissions: frozenset[Permission]
    rare: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the menu as it is drawn."""

    title: str
    href: str
    current: bool
    rare: bool


def _entry(title: str, endpoint: str, *permissions: Permission, rare: bool = False) -> Entry:
    return Entry(title, endpoint, frozenset(permissions), rare)


MENU: Final = (
    _entry("Сегодня", HOME, Permission.HOME),
    _entry(
        "Пары",
        "mentorships.index",
        Permission.MENTORSHIP_READ,
        Permission.MENTORSHIP_READ_OWN,
    ),
    _entry("Приказы", "orders.index", Permission.ORDER_PRINT),
    _entry("Сотрудники", "people.index", Permission.PERSON_READ),
    _entry(
        "Выплаты",
        "allowances.index",
        Permission.ALLOWANCE_READ,
        Permission.ALLOWANCE_READ_OWN,
    ),
    _entry("Статусы", "statuses.index", Permission.STATUS_READ, rare=True),
    _entry("Отчёты", "reports.index", Permission.REPORT_READ),
    _entry("Правила", "rules.index", Permission.RULES_READ),
    _entry("Акты", "acts.index", Permission.RULES_WRITE, rare=True),
    _entry(
        "Данные", "data_requests.index", Permission.DATA_WRITE, Permission.DATA_REGISTER, rare=True
    ),
    _entry("Журнал", "history.unit", Permission.AUDIT_READ_ALL, rare=True),
    _entry("Доступ", "access.index", Permission.ACCESS_BELOW, rare=True),
    _entry("Журнал", "platform.audit", Permission.PLATFORM_ADMIN, rare=True),
    _entry("Права", "platform.permissions", Permission.PLATFORM_ADMIN, rare=True),
)


def menu(actor: Actor) -> list[Link]:
    """The lines that the actor may open, the one of this page marked."""
    return [
        Link(entry.title, href, request.path.startswith(href), entry.rare)
        for entry in MENU
        if entry.endpoint in current_app.view_functions
        and any(actor.can(permission) for permission in entry.permissions)
        for href in (url_for(entry.endpoint),)
    ]


def split(links: list[Link]) -> tuple[list[Link], list[Link]]:
    """What stands in the row, and what goes under «Ещё»; a short menu stands whole."""
    if len(links) <= ROW:
        return links, []
    return [one for one in links if not one.rare], [one for one in links if one.rare]


def home() -> str:
    """Where the name of the site leads."""
    return url_for(HOME if HOME in current_app.view_functions else WITHOUT_HOME)
