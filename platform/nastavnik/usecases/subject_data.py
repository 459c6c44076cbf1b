"""All that is known of a person: for a readable page and for a file that a program reads."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.audit import Action
from nastavnik.domain.consent import Purpose
from nastavnik.domain.facts import REGIMES
from nastavnik.domain.mentorship import Step
from nastavnik.domain.personal_data import Ground, RequestKind
from nastavnik.domain.rulebook import RuleBook
from nastavnik.store import audit, subject
from nastavnik.store.audit import Wanted
from nastavnik.store.person import Person
from nastavnik.usecases.access import requires
from nastavnik.usecases.consents import person_of
from nastavnik.usecases.event_details import details, remarks
from nastavnik.usecases.history_columns import TABLES
from nastavnik.usecases.history_words import HIDDEN, PEOPLE, label, value
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.rulebooks import book_of

NOT_OF_A_PERSON: Final[Mapping[str, str]] = {
    "act_scan": "скан акта: в акте правила, а не люди",
    "allowance_sheet": "утверждённая ведомость на всех: бухгалтерский документ, хранится целиком",
    "audit_author": "рабочая строка базы: кто пишет прямо сейчас",
    "audit_event": "журнал действий: его записи о человеке добавляются отдельным разделом",
    "consent_text": "тексты согласий без имён",
    "demo_country": "отметка о демонстрационных данных",
    "incident": "описание происшествия без имён",
    "local_act": "акт организации: в нём правила, а не люди",
    "login_failure": "счётчик неудачных входов: очищается за 15 минут",
    "platform_incident": "происшествие на платформе: без людей и организаций",
    "org_unit": "сведения об организации и её руководителе как о должностном лице",
    "submission": "отчёт: только числа",
    "wage_sum": "фонд оплаты: суммы организации",
}
"""Tables without a foreign key to a person, and why nothing of them is anybody's own."""
_SECRET: Final = re.compile(r"password|secret|hash|token|seal|idempotency|_key$")
_OTHERS: Final = frozenset({"org_path"})
_TITLES: Final = {
    "account_session": "Сеанс",
    "audit_event": "Кто смотрел и менял карточку",
}
_LABELS: Final = {
    "begun_at": "вход",
    "seen_at": "последнее действие",
    "ended_at": "завершён",
    "device": "устройство",
    "address": "адрес",
}
"""Columns of tables that have no history."""
_UNSHOWN: Final = HIDDEN | {"demo_id", "done", "factor"}
_WORDS: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("consent", "purpose"): {one.value: one.label for one in Purpose},
    ("data_request", "kind"): {one.value: one.label for one in RequestKind},
    ("destruction", "ground"): {one.value: one.label for one in Ground},
    ("mentorship", "regime"): REGIMES,
    ("mentorship_event", "kind"): {one.value: one.label for one in Step},
    ("mentoring_order", "kind"): {"appointment": "о назначении", "council": "о совете"},
}
_TOLD: Final[Mapping[str, Callable[[Any], str]]] = {"data": details, "findings": remarks}
_LATEST_EVENTS: Final = 1000


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one table: (label, value) of each column that means something to a person."""

    table: str
    title: str
    rows: Sequence[Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class SubjectData:
    """What is known of a person on a moment; `plain` is the same as JSON."""

    person: Person
    at: datetime
    sections: Sequence[Section]
    plain: Mapping[str, Any]


@requires(Permission.DATA_WRITE, Permission.DATA_READ_OWN)
def everything(*, actor: Actor, public_id: uuid.UUID | None, now: datetime) -> SubjectData:
    """All of the person's rows of this institution; of oneself for None.

    Raises NotFoundError for another's card, unless the actor keeps the institution's data.
    """
    person = person_of(actor, public_id)
    rows = subject.rows_of(person.id)
    kept = {table: [_columns(one) for one in those] for table, those in rows.items() if those}
    unit = unit_of(actor)
    book = book_of(unit, now.date())
    every = [row for those in kept.values() for row in those]
    names = audit.names({row[name] for row in every for name in PEOPLE if row.get(name)})
    sections = [
        Section(
            table,
            title_of(table),
            [_shown(table, _at_home(row, now), names, book) for row in those],
        )
        for table, those in kept.items()
    ]
    events = _events(person, rows)
    return SubjectData(
        person=person,
        at=now,
        sections=[*sections, *_trail(events, now)],
        plain={
            "субъект": person.full_name,
            "оператор": unit.title,
            "выгружено": now.isoformat(timespec="seconds"),
            "таблицы": {
                table: [{key: _json(one) for key, one in row.items()} for row in those]
                for table, those in kept.items()
            },
            "журнал": [_event(one) for one in events],
        },
    )


def title_of(table: str) -> str:
    """What the table is called on the page. LookupError for one that nobody has named."""
    found = TABLES.get(table) or _TITLES.get(table)
    if found is None:
        raise LookupError(table)
    return found


def _columns(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of any model
    """Without secrets and files: a key of a login is nobody's to read, a file is given whole."""
    return {
        name: kept
        for name, kept in subject.columns(row).items()
        if not (_SECRET.search(name) or name in _OTHERS or isinstance(kept, bytes))
    }


def _at_home(row: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    """Moments by the clock of `now`: the database keeps them in UTC."""
    return {
        name: kept.astimezone(now.tzinfo) if isinstance(kept, datetime) else kept
        for name, kept in row.items()
    }


def _shown(
    table: str, row: Mapping[str, Any], names: Mapping[int, str], book: RuleBook
) -> list[tuple[str, str]]:
    words = {
        **_WORDS,
        ("mentorship", "kind"): {one.code: one.title for one in book.kinds.values()},
        ("mentorship", "form"): {one.code: one.title for one in book.forms.values()},
    }
    return [
        (
            called,
            words.get((table, name), {}).get(str(kept))
            or (_TOLD[name](kept) if table == "mentorship_event" and name in _TOLD else "")
            or value(name, _plain(kept), names),
        )
        for name, kept in row.items()
        if name not in _UNSHOWN
        and kept not in (None, "", {}, [])
        and (called := label(table, name) or _LABELS.get(name))
    ]


def _plain(kept: Any) -> Any:  # noqa: ANN401 - a value of a column
    return kept.isoformat() if isinstance(kept, date) else kept


def _json(kept: Any) -> Any:  # noqa: ANN401 - as above
    return (
        kept if kept is None or isinstance(kept, bool | int | float | dict | list) else str(kept)
    )


def _events(person: Person, rows: Mapping[str, Sequence[Any]]) -> Sequence[Any]:
    """Deeds with the card and the person's papers, the latest first."""
    wanted = {
        table: [one.id for one in those]
        for table, those in rows.items()
        if table in {"person", "consent", "data_request"} and those
    }
    return audit.page(Wanted(rows=wanted | {"person": [person.id]}), limit=_LATEST_EVENTS)


def _trail(events: Sequence[Any], now: datetime) -> list[Section]:
    if not events:
        return []
    lines = [
        [
            ("когда", f"{one.at.astimezone(now.tzinfo):%d.%m.%Y %H:%M}"),
            ("что", Action(one.action).label),
            ("кто", one.actor_name),
        ]
        for one in events
    ]
    return [Section("audit_event", title_of("audit_event"), lines)]


def _event(one: Any) -> dict[str, Any]:  # noqa: ANN401 - an event
    return {
        "когда": one.at.isoformat(timespec="seconds"),
        "что": Action(one.action).label,
        "кто": one.actor_name,
        "таблица": one.table_name,
        "было": one.before,
        "стало": one.after,
    }
