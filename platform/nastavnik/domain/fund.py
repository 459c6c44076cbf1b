"""The limit of an institution's fund: lines that exceed it together are cut, or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from nastavnik.domain.allowance import Exceeded, Fund
from nastavnik.domain.finding import Finding
from nastavnik.domain.money import rubles, shares
from nastavnik.domain.severity import Severity
from nastavnik.domain.sheet import Line, Pair, Sheet

if TYPE_CHECKING:
    from nastavnik.domain.rulebook import RuleBook

WAGE_FUND: Final = "wage_fund"
"""In `missing`: the institution's wage fund of the month."""


def within_funds(
    sheet: Sheet, book: RuleBook, pairs: Sequence[Pair], wage_fund: int | None
) -> Sheet:
    """The sheet after every fund of the book, the outer layers' first.

    A fund that can't be compared with its lines leaves them as they are and says what is missing.
    """
    began = {pair.key: pair.start for pair in pairs}
    for fund in book.funds:
        sheet = _Limit(fund, book.act_title(fund.cite), began).applied(sheet, wage_fund)
    return sheet


class _Limit:
    def __init__(self, fund: Fund, act_title: str, began: Mapping[str, date]) -> None:
        self.fund = fund
        self.act_title = act_title
        self.began = began

    def applied(self, sheet: Sheet, wage_fund: int | None) -> Sheet:
        lines = [line for line in sheet.lines if self.fund.covers(line.code)]
        limit = self.fund.kopecks(wage_fund)
        if not lines:
            return sheet
        if limit is None:
            text = "не указан фонд оплаты труда за месяц; внесите его"
            return self._said(sheet, Severity.UNDETERMINED, text, missing=(WAGE_FUND,))
        if any(line.kopecks is None for line in lines):
            text = "не все выплаты определены, поэтому сравнить их с пределом нельзя"
            return self._said(sheet, Severity.UNDETERMINED, text)
        total = sum(line.kopecks or 0 for line in lines)
        if total <= limit:
            return sheet
        told = f"выплаты {rubles(total)} больше предела {rubles(limit)} на {rubles(total - limit)}"
        if self.fund.exceeded is Exceeded.REFUSE:
            text = f"{told}; уменьшите выплаты или увеличьте фонд"
            return self._said(sheet, Severity.VIOLATION, text, actual=rubles(total))
        cut = dict(zip(map(id, lines), self._parts(lines, limit), strict=True))
        fitted = tuple(
            self._cut(line, cut[id(line)]) if id(line) in cut else line for line in sheet.lines
        )
        text = f"{told}; {self.fund.exceeded.label}"
        return self._said(
            replace(sheet, lines=fitted), Severity.WARNING, text, actual=rubles(total)
        )

    def _parts(self, lines: Sequence[Line], limit: int) -> Sequence[int]:
        """What each line gets; together they are the limit exactly."""
        wanted = [line.kopecks or 0 for line in lines]
        if self.fund.exceeded is Exceeded.PROPORTIONAL:
            return shares(limit, wanted)
        parts = [0] * len(lines)
        for place in sorted(range(len(lines)), key=lambda place: self._begun(lines[place])):
            parts[place] = min(wanted[place], limit)
            limit -= parts[place]
        return parts

    def _begun(self, line: Line) -> date:
        """When the earliest mentorship of the line began."""
        return min(self.began[pair] for pair in line.pairs)

    def _cut(self, line: Line, kopecks: int) -> Line:
        if line.kopecks == kopecks:
            return line
        text = f"{line.text}. По пределу фонда — {rubles(kopecks)}"
        before = line.kopecks if line.before_fund is None else line.before_fund
        return replace(line, kopecks=kopecks, before_fund=before, fund=self.fund.cite, text=text)

    def _said(
        self,
        sheet: Sheet,
        severity: Severity,
        text: str,
        *,
        actual: str = "",
        missing: tuple[str, ...] = (),
    ) -> Sheet:
        finding = Finding(
            code=f"fund.{self.fund.code}",
            severity=severity,
            text=f"{self.fund.named}: {text}.",
            cite=self.fund.cite,
            act_title=self.act_title,
            quote=self.fund.quote,
            actual=actual,
            limit=self.fund.shown,
            missing=missing,
        )
        return replace(sheet, findings=(*sheet.findings, finding))
