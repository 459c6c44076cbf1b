"""What acts state beside values: requirements, days, steps, grounds, words; one line each."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple, Protocol

from nastavnik.domain.deadlines import within
from nastavnik.domain.facts import Subject

if TYPE_CHECKING:
    from nastavnik.domain.act import Act
    from nastavnik.domain.cite import Cite
    from nastavnik.domain.rulebook import RuleBook


class _Sourced(Protocol):
    @property
    def cite(self) -> Cite:
        """Act and clause."""

    @property
    def quote(self) -> str:
        """Exact words of the clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One provision in words; `key` is its section and code, e.g. `requirement.mentor.status`."""

    key: str
    title: str
    value: str
    act: Act
    cite: Cite
    quote: str


def stated(book: RuleBook, *, kind: str = "", form: str = "") -> tuple[Stated, ...]:
    """Every provision in force, outer layers first; "" is every kind, every form.

    Of several with one code all but the first name their kinds and forms in the key, or a number.
    """
    found: dict[str, Stated] = {}
    for line in chain(_rules(book, kind, form), _words(book)):
        key = _distinct(f"{line.section}.{line.code}", line.rule, found)
        found[key] = Stated(
            key=key,
            title=line.title,
            value=line.value,
            act=book.act(line.rule.cite.act),
            cite=line.rule.cite,
            quote=line.rule.quote,
        )
    return tuple(found.values())


class _Line(NamedTuple):
    section: str
    code: str
    title: str
    value: str
    rule: _Sourced


def _rules(book: RuleBook, kind: str, form: str) -> Iterator[_Line]:
    for act in book.acts:
        for line in chain(_people(act), _steps(act), _days(book, act), _money(act)):
            if _speaks(line.rule, kind, form):
                yield line
    for fund in book.funds:
        yield _Line("fund", fund.code, fund.named, fund.shown, fund)


def _people(act: Act) -> Iterator[_Line]:
    for rule in act.requirements:
        yield _Line("requirement", rule.code, rule.title, rule.condition.describe(), rule)


def _steps(act: Act) -> Iterator[_Line]:
    for step in act.approvals:
        yield _Line("approval", step.code, step.title, step.who, step)
    for paper in act.papers:
        title = paper.document.label.capitalize()
        yield _Line("paper", paper.document.value, title, paper.shown, paper)
    for order in act.date_orders:
        title = order.earlier.label.capitalize()
        code = f"{order.earlier.value}.{order.later.value}"
        yield _Line("date_order", code, title, f"не позже, чем {order.later.label}", order)


def _days(book: RuleBook, act: Act) -> Iterator[_Line]:
    for deadline in act.deadlines:
        kind, form = (next(iter(named), "") for named in _whom(deadline))
        if deadline in book.deadlines(kind, form):
            yield _Line("deadline", deadline.code, deadline.title, within(deadline), deadline)
    for control in act.controls:
        yield _Line("control", control.code, control.title, control.shown, control)
    for ground in act.grounds:
        code = f"{ground.event.value}.{ground.code}"
        yield _Line("ground", code, ground.event.label, ground.title, ground)


def _money(act: Act) -> Iterator[_Line]:
    for rule in act.allowances:
        yield _Line("allowance", rule.code, Subject(rule.recipient).label, rule.shown, rule)


def _words(book: RuleBook) -> Iterator[_Line]:
    for one in book.kinds.values():
        yield _Line("kind", one.code, one.title, f"{one.mentor} — {one.mentee}", one)
    for form in book.forms.values():
        mentee = "обучающийся" if form.students else "работник"
        yield _Line("form", form.code, form.title, f"наставляемый — {mentee}", form)


def _speaks(rule: object, kind: str, form: str) -> bool:
    kinds, forms = _whom(rule)
    return (not kind or not kinds or kind in kinds) and (not form or not forms or form in forms)


def _whom(rule: object) -> tuple[frozenset[str], frozenset[str]]:
    """Kinds and forms that the provision names; words and grounds name none."""
    return getattr(rule, "kinds", frozenset()), getattr(rule, "forms", frozenset())


def _distinct(key: str, rule: object, known: Container[str]) -> str:
    """A key that nothing has yet: with the rule's kinds and forms, then with a number."""
    named = f"{key}:{'+'.join(chain.from_iterable(map(sorted, _whom(rule))))}".rstrip(":")
    numbered = (f"{named}#{number}" for number in count(2))
    return next(one for one in chain((key, named), numbered) if one not in known)
