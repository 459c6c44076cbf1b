"""The register of processing: what for, whose data, which, on what ground, how long, by whom.

Which data are kept is read from the schema, so the register can't lag behind the tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.store import subject
from nastavnik.store.db import models
from nastavnik.usecases.access import requires
from nastavnik.usecases.consents import processor_named
from nastavnik.usecases.erasure import RULES
from nastavnik.usecases.history_words import HIDDEN, label
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.order_context import organisation
from nastavnik.usecases.subject_data import title_of

MEASURES: Final = (
    "организация видит только свои данные: две независимые стены, в программе и в базе",
    "изменения, просмотры карточек, выгрузки и входы — в журнале, который нельзя изменить",
    "права даны по ролям, остальное закрыто; у ролей с широким доступом второй фактор",
    "пароли хранятся в виде argon2id, подбор останавливается, сеансы завершаются",
    "соединение шифруется; сканы отдаются только тем, кто видит карточку",
    "центрам передаются суммы, малые числа скрываются",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One purpose of processing. `tables` name where its data lie."""

    title: str
    people: str
    ground: str
    term: str
    tables: Sequence[str]


PROCESSES: Final = (
    Process(
        title="Организация и учёт наставничества",
        people="работники и обучающиеся организации, участники наставничества",
        ground="согласие субъекта (п. 1 ч. 1 ст. 6 закона № 152-ФЗ); ст. 351.8 ТК РФ",
        term="до окончания участия или отзыва согласия, затем уничтожение за 30 дней",
        tables=("person", "mentorship", "mentorship_event", "replacement"),
    ),
    Process(
        title="Издание приказов о наставничестве",
        people="участники наставничества",
        ground="обязанность оператора по закону (п. 2 ч. 1 ст. 6 закона № 152-ФЗ)",
        term="50 или 75 лет (ст. 22.1 закона № 125-ФЗ)",
        tables=("mentoring_order",),
    ),
    Process(
        title="Выплаты за наставничество",
        people="наставники",
        ground="обязанность работодателя по закону (п. 2 ч. 1 ст. 6 закона № 152-ФЗ)",
        term="не меньше пяти лет (ст. 29 закона № 402-ФЗ)",
        tables=("person_pay", "person_absence", "allowance_decision"),
    ),
    Process(
        title="Ведение реестра статусов",
        people="наставники, которым присвоен статус",
        ground="полномочия министерства (п. 4 ч. 1 ст. 6 закона № 152-ФЗ)",
        term="срок действия статуса и срок хранения приказа о нём",
        tables=("status_grant",),
    ),
    Process(
        title="Передача карточки при переходе в другую организацию",
        people="работники и обучающиеся, которые переходят",
        ground="согласие субъекта на передачу (п. 1 ч. 1 ст. 6 закона № 152-ФЗ)",
        term="код действует 30 дней; запись о передаче — пока хранится карточка",
        tables=("person_move",),
    ),
    Process(
        title="Доступ к платформе и безопасность",
        people="пользователи платформы",
        ground="законный интерес оператора: безопасность данных (п. 7 ч. 1 ст. 6, ст. 19)",
        term="пока есть роль; имя автора в журнале — три года после уничтожения его данных",
        tables=(
            "account", "membership", "account_session", "entry_key", "recovery_code", "totp",
        ),
    ),
    Process(
        title="Права субъектов: согласия, обращения, уничтожение",
        people="субъекты данных, их законные представители",
        ground="обязанность оператора по закону (ст. 9, 14, 20, 21 закона № 152-ФЗ)",
        term="три года после уничтожения данных",
        tables=("consent", "consent_scan", "data_request", "destruction"),
    ),
)  # fmt: skip
"""Every table that refers to a person stands in one of them; a test finds a forgotten one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A process with the data that the schema keeps for it: «Карточка: фамилия, имя, …»."""

    process: Process
    data: Sequence[str]


@requires(Permission.DATA_REGISTER)
def register(*, actor: Actor) -> Sequence[Entry]:
    """The register as it stands: the schema of this very database."""
    del actor
    return [Entry(one, [_data(table) for table in one.tables]) for one in PROCESSES]


@requires(Permission.DATA_REGISTER)
def to_print(*, actor: Actor, processor: str) -> Mapping[str, Any]:
    """Context of the printed register."""
    return {
        "organisation": organisation(unit_of(actor)),
        "processor": processor_named(actor.region, processor),
        "processes": [
            {
                "title": one.process.title,
                "people": one.process.people,
                "data": "; ".join(one.data),
                "ground": one.process.ground,
                "term": one.process.term,
            }
            for one in register(actor=actor)
        ],
        "measures": list(MEASURES),
    }


def held_longer() -> Sequence[tuple[str, str]]:
    """Title of a table, and what is kept of it after the destruction, with the reason."""
    return [(title_of(table), rule.held) for table, rule in RULES.items() if rule.held]


def tables() -> frozenset[str]:
    """Every table that refers to a person."""
    return frozenset({subject.PERSON, subject.ACCOUNT, *subject.links()})


def _data(table: str) -> str:
    model = next(one for one in models() if one.__tablename__ == table)
    names = [
        called
        for column in model.__table__.columns
        if column.name not in HIDDEN and (called := label(table, column.name))
    ]
    title = title_of(table)
    return f"{title}: {', '.join(names)}" if names else title
