"""Golden allowances: who is paid how much for a month, by which clause; to the kopeck."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from nastavnik.domain.accrual import allowances
from nastavnik.domain.allowance import Recipient
from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.month import Month
from nastavnik.domain.sheet import Absence, Decision, Pair, Participant, Pay, Sheet
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections.amount import hundredths, plain_of, rows_of

if TYPE_CHECKING:
    from nastavnik.domain.case import Case
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.regions.reader import Table

ALLOWANCE: Final = Section(
    name="case.allowance",
    title="Выплаты за месяц",
    help="Что за месяц полагается паре: ровно эти строки, до копейки.",
    keys=(
        Key(name="month", type=KeyType.TEXT, title="Месяц", help="«2026-11».", required=True),
        Key(
            name="salary",
            type=KeyType.NUMBER,
            title="Оклад наставника, ₽",
            default="неизвестен",
        ),
        Key(
            name="mentee_salary",
            type=KeyType.NUMBER,
            title="Оклад наставляемого, ₽",
            default="неизвестен",
        ),
        Key(
            name="absences",
            type=KeyType.TABLE,
            title="Кого не было",
            help='Список {who = "mentee", first = …, last = …, reason = "болезнь"}.',
            default="все на месте",
        ),
        Key(
            name="decided",
            type=KeyType.TABLE,
            title="Решено приказом",
            help='Список {code = "mentor", percent = 12, order = "№ 5"} для размеров «до».',
            default="ничего",
        ),
        Key(
            name="lines",
            type=KeyType.TABLE,
            title="Строки",
            help='Список {recipient = "mentor", days = 26, kopecks = 416000, act = "town", '
            'clause = "5.2"}; без kopecks сумма не определена.',
            default="ничего не полагается",
        ),
        Key(
            name="notes",
            type=KeyType.TABLE,
            title="Почему не полагается",
            help='Список {act = "town", clause = "3.4"}: пункты, на которые ссылаются пояснения.',
            default="пояснений с пунктом нет",
        ),
    ),
    example="""\
[[case.allowance]]
month = "2026-11"
salary = 32000
absences = [{who = "mentee", first = 2026-11-10, last = 2026-11-13, reason = "болезнь"}]
lines = [{recipient = "mentor", days = 26, kopecks = 416000, act = "town", clause = "5.2"}]
""",
)


class ExpectedLine(NamedTuple):
    """What a line is compared by; no kopecks: not determined."""

    month: str
    recipient: str
    days: int
    kopecks: int | None
    act: str
    clause: str

    def __str__(self) -> str:
        """One line of the diff."""
        paid = "не определено" if self.kopecks is None else f"{self.kopecks} коп."
        return (
            f"выплата {self.month} {self.recipient}: {self.days} дн., {paid} "
            f"— {self.act}, {self.clause}"
        )


class ExpectedNote(NamedTuple):
    """What an explanation is compared by."""

    month: str
    act: str
    clause: str

    def __str__(self) -> str:
        """One line of the diff."""
        return f"пояснение {self.month} — {self.act}, {self.clause}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidMonth:
    """One month of a case: what is known of the pay, and what must come."""

    month: Month
    pay: tuple[tuple[Pay, ...], tuple[Pay, ...]]
    absences: tuple[tuple[Recipient, Absence], ...]
    decided: tuple[Decision, ...]
    expected: tuple[ExpectedLine | ExpectedNote, ...]

    def sheet(self, case: Case, book: RuleBook) -> Sheet:
        """The sheet of the case's pair."""
        mentor, mentee = (
            Participant(
                key=side.value,
                pay=pay,
                absences=tuple(one for who, one in self.absences if who is side),
                facts=facts,
            )
            for side, pay, facts in zip(
                Recipient, self.pay, (case.mentor, case.mentee), strict=True
            )
        )
        pair = Pair(
            key="1",
            mentor=mentor,
            mentee=mentee,
            kind=case.kind,
            form=case.form,
            start=case.start,
            end=case.end,
            law_on=case.on,
            pair=case.pair,
        )
        return allowances(lambda _law, _day: book, self.month, [pair], self.decided)

    def given(self, case: Case, book: RuleBook) -> Iterator[ExpectedLine | ExpectedNote]:
        """What comes of the month, as it is compared."""
        sheet, month = self.sheet(case, book), self.month.code
        for line in sheet.lines:
            cite = line.cite
            yield ExpectedLine(
                month, line.side.value, line.days, line.kopecks, cite.act, cite.clause
            )
        for cite in (note.cite for note in sheet.notes if note.cite):
            yield ExpectedNote(month, cite.act, cite.clause)


def read_month(table: Table) -> PaidMonth:
    """One [[case.allowance]]; faults go to the table."""
    month = _month(table)
    lines = rows_of(table, "lines", table.take("lines", list, []), _line(month.code))
    notes = rows_of(table, "notes", table.take("notes", list, []), _note(month.code))
    return PaidMonth(
        month=month,
        pay=(_pay(table, "salary"), _pay(table, "mentee_salary")),
        absences=tuple(rows_of(table, "absences", table.take("absences", list, []), _absence)),
        decided=tuple(rows_of(table, "decided", table.take("decided", list, []), _decision)),
        expected=(*lines, *notes),
    )


def _month(table: Table) -> Month:
    try:
        return Month.parse(table.need("month", str, ""))
    except NotFoundError as error:
        table.fault(f"month: {error.message}", "month")
        return Month(2000, 1)


def _pay(table: Table, key: str) -> tuple[Pay, ...]:
    return (Pay(kopecks=hundredths(table, key)),) if key in table.raw else ()


def _absence(table: Table) -> tuple[Recipient, Absence]:
    who = table.choice("who", Recipient, Recipient.MENTEE)
    first = table.need("first", date, date.min)
    return who, Absence(first, table.need("last", date, first), table.take("reason", str, ""))


def _decision(table: Table) -> Decision:
    return Decision(
        code=table.need("code", str, ""),
        amount=plain_of(table),
        order=table.take("order", str, ""),
    )


def _line(month: str) -> Callable[[Table], ExpectedLine]:
    return lambda table: ExpectedLine(
        month,
        table.choice("recipient", Recipient, Recipient.MENTOR).value,
        table.need("days", int, 0),
        table.need("kopecks", int, 0) if "kopecks" in table.raw else None,
        table.need("act", str, ""),
        table.need("clause", str, ""),
    )


def _note(month: str) -> Callable[[Table], ExpectedNote]:
    return lambda table: ExpectedNote(
        month, table.need("act", str, ""), table.need("clause", str, "")
    )
