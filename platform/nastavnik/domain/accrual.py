"""The calculation of a month's allowances by calendar days.

Exact: a day of a full-month amount A in a month of D days costs A/D; the days of a line are added
up as integers of 1/(10000·D) of a kopeck, and the sum is rounded once, at the end, half up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from nastavnik.domain.allowance import Per, Recipient
from nastavnik.domain.due import Due, due
from nastavnik.domain.fund import within_funds
from nastavnik.domain.payline import lines_of
from nastavnik.domain.share import Share, Slot
from nastavnik.domain.sheet import Books, Decision, Note, Pair, Sheet, Unpaid
from nastavnik.domain.term import add_months
from nastavnik.domain.unknown import findings_of

if TYPE_CHECKING:
    from nastavnik.domain.cite import Cite
    from nastavnik.domain.month import Month
    from nastavnik.domain.rulebook import RuleBook

_DAY: Final = timedelta(days=1)
_MONTHS_IN_YEAR: Final = 12


def allowances(
    rules: Books,
    month: Month,
    pairs: Sequence[Pair],
    decided: Sequence[Decision] = (),
    fund: int | None = None,
) -> Sheet:
    """The sheet of the month. `fund` is the institution's wage fund of the month in kopecks.

    A day is paid for if the pair is under way and nobody whose absence stops the payment is
    absent. With `per = pair` each pair has a line of its own. With `per = person` the person is
    paid once whatever the number of his pairs: a day goes unpaid only if it does in all of them,
    and where the pairs give different amounts the largest is paid. An amount per mentee counts
    the mentees of the pairs paid that day. What is paid once is paid in full in the month of its
    event, absences notwithstanding.
    """
    kept = cache(rules)
    spans = cache(partial(_span, kept))
    found: dict[Slot, list[Share]] = {}
    notes: dict[Note, None] = {}
    for pair in pairs:
        for one in (*_monthly(spans, month, pair, decided), *_once(kept, month, pair, decided)):
            if isinstance(one, Note):
                notes[one] = None
            else:
                found.setdefault(one.slot, []).append(one)
    lines = tuple(line for shares in found.values() for line in lines_of(shares, month))
    findings = tuple(findings_of(lines))
    sheet = Sheet(month=month, lines=lines, findings=findings, notes=tuple(notes))
    return within_funds(sheet, kept(month.last, month.last), pairs, fund)


class _Span(NamedTuple):
    """Rules of each day of a span, and the days on which they change or something in them ends.

    `asks`: do they depend on facts of people, which may change within the month too.
    """

    books: tuple[RuleBook, ...]
    changes: frozenset[date]
    asks: bool


def _span(rules: Books, law_on: date, first: date, last: date) -> _Span:
    """Most pairs of a month share it, so it is made once for all of them."""
    books = tuple(rules(law_on, on) for on in _days(first, last))
    bounds: list[tuple[date | None, date | None]] = []
    asks = False
    for book in dict.fromkeys(books):
        norms = book.norms().get("allowance.percent", ())
        bounds += ((one.first, one.last) for one in book.allowances)
        bounds += ((one.first, one.last) for one in norms)
        asks = asks or any(one.asks for one in book.allowances) or any(one.when for one in norms)
    other = (
        first + number * _DAY
        for number in range(1, len(books))
        if books[number] is not books[number - 1]
    )
    return _Span(books, frozenset(_edges(bounds)).union(other), asks)


def _monthly(
    spans: Callable[[date, date, date], _Span],
    month: Month,
    pair: Pair,
    decided: Sequence[Decision],
) -> Iterator[Share | Note]:
    """What the pair gives to the lines, piece by piece: nothing changes inside a piece."""
    first, last = max(pair.start, month.first), min(pair.end, month.last)
    if first > last:
        return
    books, changes, asks = spans(pair.law_on, first, last)
    begins = sorted(changes | _changes(pair, decided, first) | {first})
    if asks:
        begins = sorted({*begins, *_turns(pair)})
    begins = [on for on in begins if first <= on <= last]
    ends = [*(on - _DAY for on in begins[1:]), last]
    denied = _Denied(first, last)
    for begin, end in zip(begins, ends, strict=True):
        for one in due(books[(begin - first).days], pair, begin, decided):
            if isinstance(one, Note):
                denied.add(one, begin, end)
            elif one.rule.one_off is None:
                yield from _share(pair, one, begin, end)
    yield from denied.notes()


class _Denied:
    """What is not due, each reason once, with its days where they are not the whole span."""

    def __init__(self, first: date, last: date) -> None:
        self._whole = first, last
        self._kept: dict[tuple[str, Cite | None], list[tuple[date, date, Note]]] = {}

    def add(self, note: Note, first: date, last: date) -> None:
        """Of a piece; one that goes on from the piece before is told as it stands at the end."""
        pieces = self._kept.setdefault((note.code, note.cite), [])
        if pieces and pieces[-1][1] + _DAY == first:
            first = pieces.pop()[0]
        pieces.append((first, last, note))

    def notes(self) -> Iterator[Note]:
        """In the order of their first days."""
        for pieces in self._kept.values():
            for first, last, note in pieces:
                whole = (first, last) == self._whole
                yield note if whole else note.on_days(first, last)


def _once(
    rules: Books, month: Month, pair: Pair, decided: Sequence[Decision]
) -> Iterator[Share | Note]:
    """Payments made once whose event falls into the month, by the rules of its day."""
    days = {pair.start, pair.end, *filter(None, [pair.completed_on])}
    for on in sorted(day for day in days if month.first <= day <= month.last):
        for one in due(rules(pair.law_on, on), pair, on, decided):
            event = one.rule.one_off if isinstance(one, Due) else None
            if isinstance(one, Due) and event and pair.day_of(event) == on:
                yield Share(_slot(pair, one), pair, on, on, one, _pay(pair, one, on))


def _share(pair: Pair, one: Due, first: date, last: date) -> Iterator[Share | Note]:
    rule, unpaid = one.rule, None
    for why in rule.not_paid:
        absence = pair.side(why.side).away(first)
        if absence and unpaid is None:
            unpaid = Unpaid(first, last, why, absence.reason)
    yield Share(_slot(pair, one), pair, first, last, one, _pay(pair, one, first), unpaid)
    if unpaid is None:
        for side in Recipient:
            if pair.side(side).away(first):
                text = (
                    f"{rule.named}: за время отсутствия {side.genitive} "
                    "акт выплату не прекращает, эти дни оплачены."
                )
                yield Note(pair.key, rule.code, text, rule.cite, one.act_title, rule.quote)


def _slot(pair: Pair, one: Due) -> Slot:
    """Pieces of one slot are counted together."""
    rule = one.rule
    apart = pair.key if rule.per is Per.PAIR else ""
    return Slot(rule.recipient, pair.side(rule.recipient).key, rule.code, apart, rule.one_off)


def _pay(pair: Pair, one: Due, on: date) -> int | None:
    return pair.side(one.rule.recipient).earns(one.rule.base, on)


def _changes(pair: Pair, decided: Sequence[Decision], first: date) -> set[date]:
    """Days on which anything but the rules may become other than the day before."""
    spans: list[tuple[date | None, date | None]] = [(one.first, one.last) for one in decided]
    for side in (pair.mentor, pair.mentee):
        spans += ((one.first, one.last) for one in side.pay)
        spans += ((one.first, one.last) for one in side.absences)
    years = first.year - pair.start.year
    return _edges(spans) | {add_months(pair.start, _MONTHS_IN_YEAR * years)}


def _turns(pair: Pair) -> Iterator[date]:
    """Days on which facts of the two become other than the day before."""
    return (on for side in (pair.mentor, pair.mentee) for on, _ in side.later)


def _edges(spans: Sequence[tuple[date | None, date | None]]) -> set[date]:
    """First days of the spans, and the days after their last ones."""
    return {begin for begin, _ in spans if begin} | {end + _DAY for _, end in spans if end}


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * _DAY
