"""What the destruction of a person's data does to each table, and what the law makes us keep."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from nastavnik.domain.personal_data import DESTROYED
from nastavnik.store import audit, audit_forget, erase, subject
from nastavnik.store.account import NO_PASSWORD, Account
from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.usecases.subject_data import title_of

_ORDERS: Final = (
    "номер, дата и имена участников в изданном приказе: приказы по личному составу хранят 50 или "
    "75 лет (ст. 22.1 закона № 125-ФЗ «Об архивном деле»), согласие для этого не нужно "
    "(п. 2 ч. 1 ст. 6 закона № 152-ФЗ)"
)
_PAY: Final = (
    "суммы и дни: первичные документы об оплате хранят не меньше пяти лет "
    "(ст. 29 закона № 402-ФЗ «О бухгалтерском учёте»)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`blanks`: attribute -> what it becomes; `held` says what stays and why, "" if nothing."""

    words: str = ""
    """What is destroyed, for the act; "" if nothing is."""
    blanks: Mapping[str, Any] = field(default_factory=dict)
    dropped: bool = False
    held: str = ""


RULES: Final[Mapping[str, Rule]] = {
    "person": Rule(
        words="имя, дата рождения, должность, сведения для правил",
        blanks={
            "last_name": DESTROYED,
            "first_name": "",
            "patronymic": None,
            "birth_date": None,
            "position": "",
            "admitted_on": None,
            "facts": {},
            "overrides": {},
            "is_mentor": False,
            "is_mentee": False,
        },
        held="пустая карточка без имени: на неё ссылаются обезличенные пары",
    ),
    "account": Rule(words="имя, логин, почта, пароль"),
    "account_session": Rule(words="адреса и устройства, с которых входили", dropped=True),
    "entry_key": Rule(words="коды и ссылки для входа", dropped=True),
    "recovery_code": Rule(words="запасные коды", dropped=True),
    "totp": Rule(words="второй фактор", dropped=True),
    "membership": Rule(held="отметка, что роль была и окончена: без имени"),
    "consent": Rule(
        words="чем заполнен текст согласия, представитель и его полномочия",
        blanks={"context": None, "representative": None, "powers": None},
        held="день, цель и редакция текста без имени: оператор обязан доказать, что согласие "
        "было (ч. 3 ст. 9 закона № 152-ФЗ)",
    ),
    "consent_scan": Rule(words="сканы подписанных документов", dropped=True),
    "data_request": Rule(
        words="слова обращений и ответов",
        blanks={"words": DESTROYED},
        held="дни обращения и ответа: ими подтверждают соблюдение сроков",
    ),
    "destruction": Rule(held="акт об уничтожении: три года (приказ Роскомнадзора № 179)"),
    "mentorship": Rule(
        words="примечания и ответы о паре",
        blanks={"note": None, "facts": {}},
        held="сроки, вид и состояние пары без имён: из них посчитаны сданные отчёты",
    ),
    "mentorship_event": Rule(
        words="подробности и замечания истории пары",
        held="какой шаг, в какой день и кто его сделал: журнал действий (п. 8 ч. 2 ст. 19); имя "
        "автора, чьи данные уничтожены, — три года",
    ),
    "replacement": Rule(
        words="слова о причине замены",
        blanks={"words": DESTROYED},
        held="какая пара сменила какую",
    ),
    "mentoring_order": Rule(held=_ORDERS),
    "status_grant": Rule(
        held="запись реестра статусов: её ведёт министерство, обращение передают ему"
    ),
    "allowance_decision": Rule(held=_PAY),
    "person_absence": Rule(held=_PAY),
    "person_pay": Rule(held=_PAY),
    "person_move": Rule(
        held="из какой организации и в какую перешёл человек, без имени: основание передачи данных"
    ),
}
"""Every table of `subject.links` and its two roots; a test finds the one that is forgotten."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the summary and of the act: a table, how many rows, what is destroyed or held."""

    title: str
    rows: int
    words: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What is destroyed, and what is held with the reason."""

    destroyed: Sequence[Line]
    held: Sequence[Line]

    def as_data(self) -> dict[str, Any]:
        """As the act keeps it."""

        def plain(lines: Sequence[Line]) -> list[dict[str, Any]]:
            return [{"title": one.title, "rows": one.rows, "words": one.words} for one in lines]

        return {"destroyed": plain(self.destroyed), "held": plain(self.held)}


def summary(person: Person) -> Summary:
    """What `erase_all` would do to the person's data."""
    rows = subject.rows_of(person.id)
    found = [(table, those) for table, those in rows.items() if those]
    return Summary(
        [
            Line(title_of(table), len(those), RULES[table].words)
            for table, those in found
            if RULES[table].words
        ],
        [
            Line(title_of(table), len(those), RULES[table].held)
            for table, those in found
            if RULES[table].held
        ],
    )


@dataclass(frozen=True, slots=True)
class Erased:
    """What the journal tells of a destruction. `authors`: accounts whose names stay as authors.

    `blanked`: table -> how many events of before have lost their contents.
    """

    events: Sequence[audit.AuditEvent]
    blanked: Mapping[str, int]
    authors: Sequence[int]


def erase_all(
    person: Person, *, today: date, now: datetime, actor_id: int | None = None
) -> Erased:
    """Destroy it. Only within a transaction; nothing brings it back.

    The actor is whose deeds in the journal are this destruction.
    """
    last = audit_forget.mark()
    rows = subject.rows_of(person.id)
    names = {person.full_name, person.short_name} | {one.display_name for one in rows["account"]}
    staying = _close_accounts(person, rows, now)
    touched = _touched(rows, staying=staying)
    for table, those in rows.items():
        rule = RULES[table]
        if table in _OF_ACCOUNT and staying:
            continue
        for one in those:
            if rule.dropped:
                erase.drop(one)
            else:
                _blank(one, rule, names if rule.words else ())
    person.archived_on = person.archived_on or today
    erase.blank_events(touched["mentorship_event"])
    events = audit_forget.since(last, touched, actor_id)
    for one in events:
        db.session.expunge(one)  # the extract is made of them as they are before the redaction
    authors = [one.id for one in rows["account"] if not audit_forget.works_at(one, person)]
    audit_forget.forget_places(authors)
    blanked = {table: audit.redact({table: ids}) for table, ids in touched.items() if ids}
    return Erased(events, {table: number for table, number in blanked.items() if number}, authors)


def _touched(rows: Mapping[str, Sequence[Any]], *, staying: bool) -> Mapping[str, Sequence[int]]:
    """Table -> keys by which the trail knows the rows, where something is destroyed."""
    accounts = [] if staying else [one.id for one in rows["account"]]
    return {
        table: accounts if table in _OF_ACCOUNT else [one.id for one in those]
        for table, those in rows.items()
        if RULES[table].words or table == "membership"
    }


_OF_ACCOUNT: Final = frozenset(
    {"account", "account_session", "entry_key", "recovery_code", "totp"}
)


def _blank(one: Any, rule: Rule, names: Sequence[str] | set[str]) -> None:  # noqa: ANN401 - a row of any model
    for attribute, empty in rule.blanks.items():
        setattr(one, attribute, empty)
    if getattr(one, "answer", None):
        one.answer = DESTROYED
    for attribute in ("recorded_by", "withdrawn_by", "answered_by"):
        if getattr(one, attribute, None) in names:
            setattr(one, attribute, DESTROYED)


def _close_accounts(person: Person, rows: Mapping[str, Sequence[Any]], now: datetime) -> bool:
    """End the roles; an account without others is closed. True if one stays for another unit."""
    for role in rows.get("membership", ()):
        role.ended_at = role.ended_at or now
    staying = False
    for account in rows["account"]:
        if any(one.person_id != person.id for one in account.roles):
            staying = True
        else:
            _close(account)
    return staying


def _close(account: Account) -> None:
    account.login = f"closed-{uuid.uuid4().hex}"
    account.display_name = DESTROYED
    account.email = None
    account.entered_at = None
    account.password_hash = NO_PASSWORD
    account.active = False
