"""The main menu: which pages stand in it and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import current_app, request, url_for

from nastavnik.domain.access import Actor, Permission

HOME: Final = "today.index"
WITHOUT_HOME: Final = "help.index"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: shown to a role that holds one of the permissions."""

    title: str
    endpoint: str
    permissions: frozenset[Permission]


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the menu as it is drawn."""

    title: str
    href: str
    current: bool


def _entry(title: str, endpoint: str, *permissions: Permission) -> Entry:
    return Entry(title, endpoint, frozenset(permissions))


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
    _entry("Статусы", "statuses.index", Permission.STATUS_READ),
    _entry("Отчёты", "reports.index", Permission.REPORT_READ),
    _entry("Правила", "rules.index", Permission.RULES_READ),
    _entry("Акты", "acts.index", Permission.RULES_WRITE),
    _entry("Данные", "data_requests.index", Permission.DATA_WRITE),
    _entry("Инциденты", "incidents.index", Permission.INCIDENT_WRITE),
    _entry("Журнал", "history.unit", Permission.AUDIT_READ_ALL),
    _entry("Доступ", "access.index", Permission.ACCESS_BELOW),
    _entry("Журнал", "platform.audit", Permission.PLATFORM_ADMIN),
    _entry("Права", "platform.permissions", Permission.PLATFORM_ADMIN),
)


def menu(actor: Actor) -> list[Link]:
    """The lines that the actor may open, the one of this page marked."""
    return [
        Link(entry.title, href, request.path.startswith(href))
        for entry in MENU
        if entry.endpoint in current_app.view_functions
        and any(actor.can(permission) for permission in entry.permissions)
        for href in (url_for(entry.endpoint),)
    ]


def home() -> str:
    """Where the name of the site leads."""
    return url_for(HOME if HOME in current_app.view_functions else WITHOUT_HOME)
