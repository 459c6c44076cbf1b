"""Lines of the sheet out of the pieces that the pairs give: days added up, rounded once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast

from nastavnik.domain.allowance import WHOLE, Allowance
from nastavnik.domain.money import half_up, rubles
from nastavnik.domain.share import Share, Term
from nastavnik.domain.sheet import Line, Unpaid
from nastavnik.domain.unknown import unknown

if TYPE_CHECKING:
    from nastavnik.domain.month import Month

_DAY: Final = timedelta(days=1)


def lines_of(shares: Sequence[Share], month: Month) -> Iterator[Line]:
    """Lines of one slot: one, or several where the month is paid by several clauses in turn."""
    drafts: dict[Allowance, _Draft] = {}
    for first, last, here in _stretches(shares):
        paid = [share for share in here if share.unpaid is None]
        chosen, term = _largest(paid) if paid else (here[0], None)
        draft = drafts.setdefault(chosen.due.rule, _Draft(chosen, month))
        draft.pairs |= dict.fromkeys(share.pair.key for share in here)
        if term:
            draft.pay(chosen, term, first, last)
        else:
            draft.leave(replace(cast("Unpaid", chosen.unpaid), first=first, last=last))
    for draft in drafts.values():
        yield draft.line()


_Stretch = tuple[date, date, Sequence[Share]]


def _stretches(shares: Sequence[Share]) -> Iterator[_Stretch]:
    """Spans of days on which the same pieces are under way; what is paid once has one span."""
    first, last = min(one.first for one in shares), max(one.last for one in shares)
    if shares[0].slot.one_off:
        yield first, last, shares
        return
    begins = {one.first for one in shares} | {one.last + _DAY for one in shares}
    ordered = sorted(begins)
    for begin, after in pairwise(ordered):
        here = [one for one in shares if one.first <= begin <= one.last]
        if here:
            yield begin, after - _DAY, here


def _largest(paid: Sequence[Share]) -> tuple[Share, Term]:
    """The largest amount; one that is not determined leaves them all undetermined."""
    terms = [(share, share.term(len(paid))) for share in paid]
    unknown = [(share, term) for share, term in terms if term.amount is None]
    if unknown:
        missing = dict.fromkeys(key for _, term in unknown for key in term.missing)
        return unknown[0][0], Term(None, missing=tuple(missing))
    return max(terms, key=lambda one: one[1].amount or 0)


class _Draft:
    """A line while its days are added up."""

    def __init__(self, share: Share, month: Month) -> None:
        self.slot = share.slot
        self.due = share.due
        self.month = month
        self.pairs: dict[str, None] = {}
        self.terms: dict[Term, int] = {}
        self.edges: list[date] = []
        self.unpaid: list[Unpaid] = []
        self.orders: dict[str, None] = {}

    def pay(self, share: Share, term: Term, first: date, last: date) -> None:
        """A span of days by one amount."""
        self.terms[term] = self.terms.get(term, 0) + (last - first).days + 1
        self.edges += (first, last)
        if share.due.order:
            self.orders[share.due.order] = None

    def leave(self, span: Unpaid) -> None:
        """A span of days that is not paid for; one that goes on is one span."""
        before = self.unpaid[-1] if self.unpaid else None
        if before and replace(before, first=before.last + _DAY, last=span.last) == span:
            self.unpaid[-1] = replace(before, last=span.last)
        else:
            self.unpaid.append(span)

    def line(self) -> Line:
        """The line; not determined if any of its amounts is not."""
        rule = self.due.rule
        missing = tuple(dict.fromkeys(key for term in self.terms for key in term.missing))
        bases = {term.base for term in self.terms}
        kopecks = None if missing else self._kopecks()
        order = ", ".join(self.orders)
        return Line(
            code=rule.code,
            title=rule.named,
            side=rule.recipient,
            recipient=self.slot.person,
            pairs=tuple(self.pairs),
            month=self.month,
            first=min(self.edges, default=None),
            last=max(self.edges, default=None),
            days=0 if rule.one_off else sum(self.terms.values()),
            kopecks=kopecks,
            basis=rule.shown,
            basis_kopecks=bases.pop() if len(bases) == 1 else None,
            cite=rule.cite,
            act_title=self.due.act_title,
            quote=rule.quote,
            text=self._text(kopecks, missing),
            one_off=rule.one_off is not None,
            unpaid=tuple(self.unpaid),
            missing=missing,
            order=order,
        )

    def _kopecks(self) -> int:
        amounts = [(term.amount or 0, days) for term, days in self.terms.items()]
        if self.due.rule.one_off:
            return half_up(sum(amount for amount, _ in amounts), WHOLE)
        return half_up(sum(amount * days for amount, days in amounts), WHOLE * self.month.days)

    def _text(self, kopecks: int | None, missing: Sequence[str]) -> str:
        """«15 % от 32 000,00 ₽ × 26 из 30 календарных дней = 4 160,00 ₽»."""
        if kopecks is None:
            return f"Не определено: {unknown(missing, self.due, self.slot.side)}."
        told = " + ".join(self._times(term, days) for term, days in self.terms.items())
        text = f"{told} = {rubles(kopecks)}" if told else f"{rubles(0)}: оплачиваемых дней нет"
        if self.orders:
            text += f" ({', '.join(self.orders)})"
        if self.unpaid:
            text += f". Не оплачено: {'; '.join(span.text for span in self.unpaid)}"
        return text

    def _times(self, term: Term, days: int) -> str:
        event = self.due.rule.one_off
        if event:
            return f"{term.text} единовременно {event.label}"
        return f"{term.text} × {days} из {self.month.days} календарных дней"
