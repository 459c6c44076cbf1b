"""The rules of one kind and form, compiled: what can't be broken is left out before any case.

Words are composed only when a rule is broken, so a lawful case costs its comparisons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Flag
from functools import partial, reduce
from operator import and_
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from nastavnik.domain import approval_rules, bounds, date_rules
from nastavnik.domain.approval import PREFIX
from nastavnik.domain.bounds import Bound
from nastavnik.domain.finding import Finding
from nastavnik.domain.need import Keeps, Need
from nastavnik.domain.norm import Word
from nastavnik.domain.status import TERM
from nastavnik.domain.status_rule import watches
from nastavnik.domain.told import broken, left_open, no_word, unmet

if TYPE_CHECKING:
    from nastavnik.domain.case import Case
    from nastavnik.domain.possible import Answers, Possible
    from nastavnik.domain.requirement import Requirement
    from nastavnik.domain.resolve import Resolved
    from nastavnik.domain.rulebook import RuleBook

Probe = Callable[["Case"], Any]
Tell = Callable[["Case", Any], Finding]


class Rule(NamedTuple):
    """`probe` returns None for a lawful case; what else it returns `tell` puts into words.

    `quick` is a cheaper question whose yes is certain: such a case is lawful; a bound that facts
    can't move has its `need` instead.
    """

    probe: Probe
    tell: Tell
    quick: Keeps | None = None
    need: Need | None = None


class Look(Flag):
    """What a rule looks at beside the kind, the dates and the load, which are always there.

    Whoever checks tens of thousands of cases gathers only what is looked at.
    """

    NOTHING = 0
    PEOPLE = 1
    PAPERS = 2
    STEPS = 4
    EVERYTHING = 7


class Stated(NamedTuple):
    """A rule as the acts state it; `compiled` returns None where it binds nobody.

    `code` is that of its findings, or their codes begin with it. Stated by an equal `source`, a
    rule finds the same in any two books of one calendar.
    """

    code: str
    source: object
    compiled: Callable[[], Rule | None]
    looks: Look = Look.EVERYTHING


Breach = Callable[["Resolved", "RuleBook"], Bound]

EVIDENCE: Final = (
    "consent.mentor",
    "consent.mentee",
    "consent.personal_data",
    "consent.guardian",
    "agreement.supplementary",
)
"""Parameters that ask for a paper on file."""

_BEFORE_PEOPLE: Final[Mapping[str, Breach]] = {
    "term.min_months": bounds.too_short,
    "term.max_months": bounds.too_long,
    "term.usual_months": bounds.unusual,
    "term.period": bounds.beyond_period,
    "mentees.max": bounds.too_many,
    "mentees.min": bounds.too_few,
}
_ADMISSION: Final[Mapping[str, Breach]] = {"appointment.within_days": bounds.late_appointment}
_PAPERS: Final[Mapping[str, Breach]] = dict.fromkeys(EVIDENCE, bounds.no_paper)


def rules_for(book: RuleBook, kind: str, form: str) -> Iterator[Stated]:
    """All rules that speak of the kind and form, in the order of the page's fields."""
    asked = book.requirements(kind, form)
    yield from _words(book, kind, form)
    yield from _limits(book, kind, form, _BEFORE_PEOPLE, Look.NOTHING)
    for rule in asked:
        # by identity: a requirement lives as long as the acts of its book
        made = partial(book.once, id(rule), partial(_asked, book, rule))
        yield Stated(rule.code, rule, made, Look.PEOPLE)
    for watch in _watched(book, (TERM, form), asked, lambda: watches(book, form, asked)):
        yield Stated(TERM, asked, watch, Look.PEOPLE)
    yield from _limits(book, kind, form, _ADMISSION, Look.PEOPLE)
    yield from _limits(book, kind, form, _PAPERS, Look.PAPERS)
    steps, dates = book.approvals(kind, form), book.date_orders(kind, form)
    for step in _watched(book, PREFIX, steps, lambda: approval_rules.watches(book, steps)):
        yield Stated(PREFIX, steps, step, Look.STEPS | Look.PEOPLE)
    for order in _watched(book, date_rules.CODE, dates, lambda: date_rules.watches(book, dates)):
        yield Stated(date_rules.CODE, dates, order)


def _watched(
    book: RuleBook, name: object, stated: Iterable[object], watches: Callable[[], Iterable[Any]]
) -> Iterator[Callable[[], Rule]]:
    """Rules made of the watches of these provisions, once for the kinds that share them."""
    # by identity: the provisions live as long as the acts of the book
    slot = (name, tuple(map(id, stated)))
    for rule in book.once(slot, lambda: tuple(Rule(*watch) for watch in watches())):
        yield partial(_same, rule)


def _same(rule: Rule) -> Rule:
    return rule


def _words(book: RuleBook, kind: str, form: str) -> Iterator[Stated]:
    """A word that is not in the vocabulary is wrong whatever the dates and people are."""
    for field, word, code, known in (
        ("kind", "вида", kind, book.kinds),
        ("form", "формы", form, book.forms),
    ):
        if code and known and code not in known:
            finding = no_word(book, field, word, code, tuple(known.values()))
            yield Stated(finding.code, None, partial(_always, finding), Look.NOTHING)


def _always(finding: Finding) -> Rule:
    return Rule(lambda _case: finding, lambda _case, same: same)


def _limits(
    book: RuleBook, kind: str, form: str, breaches: Mapping[str, Breach], looks: Look
) -> Iterator[Stated]:
    """`looks`: at what the bounds themselves look; a condition of a norm looks at people."""
    for key, breach in breaches.items():
        source = book.source(key) if key in _OF_ALL else book.source(key, kind, form)
        if source:
            depends = any(norm.when is not None for _, _, norm in source)
            made = partial(_limit, book, key, kind, form, breach)
            yield Stated(key, source, made, looks | Look.PEOPLE if depends else looks)


_OF_ALL: Final = frozenset({"mentees.max"})
"""The other mentees are counted too, of whatever kind and form they are."""


def _limit(book: RuleBook, key: str, kind: str, form: str, breach: Breach) -> Rule | None:
    possible = book.possible(key, kind, form)
    return book.once((key, possible), partial(_bounded, book, possible, breach))


def _bounded(book: RuleBook, possible: Possible, breach: Breach) -> Rule | None:
    outcomes = possible.outcomes((None,) * len(possible.conditions))
    if len(outcomes) > 1:
        quick = _whatever(_bounds(book, outcomes, breach))
        return Rule(*_depends(book, possible, breach), quick)
    if not binds(outcomes[0]):
        return None
    need, probe = breach(outcomes[0], book)
    return Rule(probe, _settled(book, possible), need=need)


def _settled(book: RuleBook, possible: Possible) -> Tell:
    """Of a parameter bounded by one norm, whatever the facts; they only tell in its trace."""
    return lambda case, fault: broken(book, possible.of(case)[0], fault)


def _depends(book: RuleBook, possible: Possible, breach: Breach) -> tuple[Probe, Tell]:
    """Of a parameter that different norms bound for different facts: three-valued."""
    asks = possible.asks
    compiled: dict[Answers, tuple[bounds.Probe, ...]] = {}

    def probe(case: Case) -> Answers | None:
        answers = tuple([ask(case) for ask in asks])
        probes = compiled.get(answers)
        if probes is None:
            told = _bounds(book, possible.outcomes(answers), breach)
            probes = compiled[answers] = tuple(bound.probe for bound in told)
        for one in probes:
            if one(case) is not None:
                return answers
        return None

    def tell(case: Case, answers: Answers) -> Finding:
        outcomes = zip(possible.outcomes(answers), compiled[answers], strict=True)
        faults = [(limit, fault) for limit, one in outcomes if (fault := one(case)) is not None]
        limit, fault = faults[0]
        if len(faults) == len(compiled[answers]):
            return broken(book, limit, fault)
        return left_open(book, limit, fault, possible.open(case))

    return probe, tell


def _whatever(outcomes: Sequence[Bound]) -> Keeps | None:
    """Is every outcome kept, whatever the facts are: then nobody needs to know them."""
    needs = [bound.need for bound in outcomes if bound.need is not None]
    return reduce(and_, needs).compiled() if len(needs) == len(outcomes) else None


def _bounds(book: RuleBook, outcomes: Iterable[Resolved], breach: Breach) -> tuple[Bound, ...]:
    return tuple(breach(limit, book) if binds(limit) else bounds.FREE for limit in outcomes)


def binds(limit: Resolved) -> bool:
    """Does the value limit anything: a word does not, nor does a paper that is not required."""
    return limit.binding is not None and limit.limit not in _FREE


_FREE: Final = frozenset({Word.UNLIMITED, False})


def _asked(book: RuleBook, rule: Requirement) -> Rule:
    """A requirement to a participant."""
    ask = rule.condition.compiled()

    def probe(case: Case) -> bool | None:
        return None if ask(case) else False

    def tell(case: Case, _failed: object) -> Finding:
        return unmet(book, rule, rule.condition.evaluate(case))

    return Rule(probe, tell, quick=ask)
