"""`[[allowance]]`: a payment for mentoring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from nastavnik.domain.allowance import (
    Allowance,
    Base,
    ByNumber,
    NotPaid,
    OneOff,
    Per,
    PerMentee,
    Recipient,
)
from nastavnik.domain.facts import Subject
from nastavnik.domain.norm import Norm
from nastavnik.domain.provision import Unit
from nastavnik.regions.condition import read_condition
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections import amount
from nastavnik.regions.sections.derived import derived
from nastavnik.regions.sections.shared_keys import CITED, CODE, SELECTORS, Reading, common

_PARAMETER: Final = "allowance.percent"

SECTION: Final = Section(
    name="allowance",
    title="Выплата за наставничество",
    help="Кому, сколько и когда не платят. Размер — ровно один из ключей percent, sum, "
    "up_to_percent, up_to_sum, per_mentee, rows. Считается по календарным дням месяца. Из актов "
    "нескольких уровней с одним code действует внутренний.",
    keys=(
        CODE,
        Key(
            name="title",
            type=KeyType.TEXT,
            title="Название",
            help="Как выплата называется в ведомости.",
            default="выплата за наставничество",
        ),
        Key(
            name="recipient",
            type=KeyType.CHOICE,
            title="Кому",
            required=True,
            choices={one.value: one.label for one in Recipient},
        ),
        *amount.KEYS,
        Key(
            name="base",
            type=KeyType.CHOICE,
            title="От чего процент",
            help="Нужен, если размер сказан в процентах.",
            default="salary",
            choices={one.value: one.label for one in Base},
        ),
        Key(
            name="per",
            type=KeyType.CHOICE,
            title="За что",
            help="person — один раз, сколько бы пар у человека ни было; pair — за каждую пару.",
            default=Per.PERSON.value,
            choices={one.value: one.label for one in Per},
        ),
        Key(
            name="one_off",
            type=KeyType.CHOICE,
            title="Единовременно",
            help="Событие, после которого платят один раз.",
            default="каждый месяц",
            choices={one.value: one.label for one in OneOff},
        ),
        Key(
            name="condition",
            type=KeyType.CONDITION,
            title="При условии",
            help="Факты получателя, если не сказано of.",
            default="без условий",
        ),
        Key(
            name="not_paid",
            type=KeyType.WORDS,
            title="Не платят",
            help="За дни чьего отсутствия не платят: mentee_absent, mentor_absent.",
            default="платят за все дни",
            choices={one.value: one.label for one in NotPaid},
        ),
        Key(
            name="from",
            type=KeyType.DATE,
            title="Действует с",
            default="с начала действия акта",
        ),
        Key(
            name="until",
            type=KeyType.DATE,
            title="Действует по",
            default="до конца действия акта",
        ),
        *SELECTORS,
        *CITED,
    ),
    example="""\
[[allowance]]
code = "mentor"
recipient = "mentor"
percent = 15
base = "salary"
not_paid = ["mentee_absent"]
clause = "5.2"
quote = "в размере 15 % должностного оклада"
""",
)


def read(table: Table, reading: Reading) -> Allowance:
    """An allowance; what does not fit together is reported."""
    recipient = _recipient(table)
    first, last = table.span("from", "until")
    allowance = Allowance(
        code=table.need("code", str, ""),
        title=table.take("title", str, ""),
        recipient=recipient,
        amount=amount.read_amount(table, reading.facts),
        base=table.choice("base", Base, Base.SALARY),
        per=table.choice("per", Per, Per.PERSON),
        one_off=table.choice("one_off", OneOff, OneOff.START) if "one_off" in table.raw else None,
        when=read_condition(table, "condition", Subject(recipient.value), reading.facts),
        not_paid=_not_paid(table),
        first=first,
        last=last,
        **common(table, reading),
    )
    _fit(table, allowance)
    return allowance


def _recipient(table: Table) -> Recipient:
    if "recipient" not in table.raw:
        table.need("recipient", str, "")
        return Recipient.MENTOR
    return table.choice("recipient", Recipient, Recipient.MENTOR)


def _not_paid(table: Table) -> tuple[NotPaid, ...]:
    words = table.words("not_paid")
    for word in words:
        if word not in set(NotPaid):
            table.fault(f"not_paid: нет слова {word!r}; можно: {', '.join(NotPaid)}", "not_paid")
    return tuple(NotPaid(word) for word in words if word in set(NotPaid))


def _fit(table: Table, allowance: Allowance) -> None:
    counts = isinstance(allowance.amount, (PerMentee, ByNumber))
    if counts and (allowance.per is Per.PAIR or allowance.recipient is Recipient.MENTEE):
        table.fault(
            "per_mentee: считают наставляемых одного наставника; уберите per и recipient = mentee",
            "per_mentee",
        )
    if allowance.one_off and allowance.not_paid:
        table.fault("not_paid: единовременную выплату не делят по дням; уберите ключ", "not_paid")


def norms_of(allowances: Iterable[Allowance]) -> Iterator[Norm]:
    """Norms that the allowances also are: of the first code that pays the mentor a percent."""
    stated = [one for one in allowances if one.main_value is not None]
    for one in stated:
        if one.code == stated[0].code and one.main_value is not None:
            norm = derived(_PARAMETER, one.main_value, Unit.PERCENT, one)
            yield replace(norm, when=one.when, first=one.first, last=one.last)
