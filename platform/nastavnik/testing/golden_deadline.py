"""Golden deadlines: by which day the acts ask for something, and by which clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from nastavnik.domain import date_rules
from nastavnik.domain.approval import PREFIX, Approved
from nastavnik.domain.deadlines import Life, Planned, planned

if TYPE_CHECKING:
    from nastavnik.domain.calendar import WorkCalendar
    from nastavnik.domain.case import Case
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.regions.reader import Table

_WEEKS: Final = (5, 6)


class ExpectedDue(NamedTuple):
    """What a deadline is compared by; `due` is an ISO day."""

    code: str
    due: str
    act: str
    clause: str

    @classmethod
    def of(cls, one: Planned) -> ExpectedDue:
        """The deadline without its words."""
        cite = one.rule.cite
        return cls(one.rule.code, one.due.on.isoformat(), cite.act, cite.clause)

    def __str__(self) -> str:
        """One line of the diff."""
        return f"срок {self.due} {self.code} — {self.act}, {self.clause}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What a case says of days; `dates` and `approvals` are None where it is silent."""

    dates: Mapping[str, date] | None = None
    approvals: tuple[Approved, ...] | None = None
    ended_early_on: date | None = None
    known_on: date | None = None
    week: int = 5
    deadlines: tuple[ExpectedDue, ...] = ()

    def about(self, finding: Finding) -> bool:
        """Is the case about this finding: a case silent of approvals is not about them."""
        if finding.code.startswith(PREFIX):
            return self.approvals is not None
        return finding.code != date_rules.CODE or self.dates is not None

    def planned(self, case: Case, book: RuleBook, calendar: WorkCalendar) -> list[ExpectedDue]:
        """The deadlines that come of the case; none where the case is silent of them."""
        if not self.deadlines:
            return []
        life = Life(
            kind=case.kind,
            form=case.form,
            start=case.start,
            end=case.end,
            order_on=case.order_on,
            admitted_on=case.admitted_on,
            ended_early_on=self.ended_early_on,
            facts=case.pair,
        )
        by = calendar.as_known(self.known_on) if self.known_on else calendar
        return [ExpectedDue.of(one) for one in planned(book, by, life)]


def read_days(
    table: Table, evidence: Mapping[str, str], steps: Iterable[Table], dues: Iterable[Table]
) -> Days:
    """The days of a case; `steps` are its [[case.approvals]], `dues` its [[case.deadline]]."""
    week = table.take("week", int, 5)
    if week not in _WEEKS:
        table.fault(f"week: {week} не бывает; можно 5 или 6", "week")
    return Days(
        dates=_dates(table, evidence) if "dates" in table.raw else None,
        approvals=tuple(_step(one) for one in steps) if "approvals" in table.raw else None,
        ended_early_on=table.optional_date("ended_early_on"),
        known_on=table.optional_date("known_on"),
        week=week,
        deadlines=tuple(_due(one) for one in dues),
    )


def _dates(table: Table, evidence: Mapping[str, str]) -> dict[str, date]:
    found = {}
    for word, day in table.take("dates", dict, {}).items():
        if word not in evidence:
            table.fault(f"dates: нет слова {word!r}; можно: {', '.join(evidence)}", "dates")
        elif not isinstance(day, date):
            table.fault(f"dates: {word} — нужна дата вида 2026-11-02 без кавычек", "dates")
        else:
            found[evidence[word]] = day
    return found


def _step(table: Table) -> Approved:
    return Approved(
        code=table.need("code", str, ""),
        on=table.optional_date("on"),
        number=table.take("number", str, ""),
    )


def _due(table: Table) -> ExpectedDue:
    return ExpectedDue(
        code=table.need("code", str, ""),
        due=table.need("due", date, date.min).isoformat(),
        act=table.need("act", str, ""),
        clause=table.need("clause", str, ""),
    )
