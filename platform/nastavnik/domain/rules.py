"""The rules of one kind and form, compiled: what can't be broken is left out before any case.

Words are composed only when a rule is broken, so a lawful case costs its comparisons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from nastavnik.domain import approval, bounds, paper
from nastavnik.domain.bounds import Fault
from nastavnik.domain.finding import Finding
from nastavnik.domain.norm import Word
from nastavnik.domain.severity import Severity
from nastavnik.domain.status_rule import watches

if TYPE_CHECKING:
    from nastavnik.domain.case import Case
    from nastavnik.domain.possible import Answers, Possible
    from nastavnik.domain.provision import FormOfMentoring, Kind
    from nastavnik.domain.requirement import Outcome, Requirement
    from nastavnik.domain.resolve import Resolved
    from nastavnik.domain.rulebook import RuleBook

Probe = Callable[["Case"], Any]
Tell = Callable[["Case", Any], Finding]


class Rule(NamedTuple):
    """`probe` returns None for a lawful case; what else it returns `tell` puts into words."""

    probe: Probe
    tell: Tell


Breach = Callable[["Resolved", "RuleBook"], bounds.Probe]

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
_AFTER_PEOPLE: Final[Mapping[str, Breach]] = {
    "appointment.within_days": bounds.late_appointment,
    **dict.fromkeys(EVIDENCE, bounds.no_paper),
}


def rules_for(book: RuleBook, kind: str, form: str) -> tuple[Rule, ...]:
    """All rules that speak of the kind and form, in the order of the page's fields."""
    asked = book.requirements(kind, form)
    return (
        *_words(book, kind, form),
        *_limits(book, kind, form, _BEFORE_PEOPLE),
        *(_asked(book, rule) for rule in asked),
        *(Rule(probe, tell) for probe, tell in watches(book, form, asked)),
        *_limits(book, kind, form, _AFTER_PEOPLE),
        *(Rule(*one) for one in approval.watches(book, book.approvals(kind, form))),
        *(Rule(*one) for one in paper.watches(book, book.date_orders(kind, form))),
    )


def _words(book: RuleBook, kind: str, form: str) -> Iterator[Rule]:
    """A word that is not in the vocabulary is wrong whatever the dates and people are."""
    if kind and book.kinds and kind not in book.kinds:
        yield _always(_no_word(book, "kind", "вида", kind, tuple(book.kinds.values())))
    if form and book.forms and form not in book.forms:
        yield _always(_no_word(book, "form", "формы", form, tuple(book.forms.values())))


def _always(finding: Finding) -> Rule:
    return Rule(lambda _case: finding, lambda _case, same: same)


def _no_word(
    book: RuleBook, field: str, word: str, code: str, known: tuple[Kind | FormOfMentoring, ...]
) -> Finding:
    last = known[-1]
    return Finding(
        code=f"{field}.unknown",
        severity=Severity.VIOLATION,
        text=f"Такого {word} наставничества здесь нет: {code}. "
        f"Есть: {', '.join(one.title for one in known)}.",
        cite=last.cite,
        act_title=book.act_title(last.cite),
        quote=last.quote,
        field=field,
    )


def _limits(
    book: RuleBook, kind: str, form: str, breaches: Mapping[str, Breach]
) -> Iterator[Rule]:
    for key, breach in breaches.items():
        possible = book.possible(key, kind, form)
        outcomes = possible.outcomes((None,) * len(possible.conditions))
        if len(outcomes) > 1:
            yield _depends(book, possible, breach)
        elif binds(outcomes[0]):
            yield _settled(book, possible, outcomes[0], breach)


def _settled(book: RuleBook, possible: Possible, limit: Resolved, breach: Breach) -> Rule:
    """A parameter bounded by one norm, whatever the facts; they only tell in its trace."""
    return Rule(
        breach(limit, book), lambda case, fault: _broken(book, possible.of(case)[0], fault)
    )


def _depends(book: RuleBook, possible: Possible, breach: Breach) -> Rule:
    """A parameter that different norms bound for different facts: three-valued."""
    asks = possible.asks
    compiled: dict[Answers, tuple[bounds.Probe, ...]] = {}

    def probe(case: Case) -> Answers | None:
        answers = tuple([ask(case) for ask in asks])
        probes = compiled.get(answers)
        if probes is None:
            probes = compiled[answers] = _probes(book, possible.outcomes(answers), breach)
        for one in probes:
            if one(case) is not None:
                return answers
        return None

    def tell(case: Case, answers: Answers) -> Finding:
        outcomes = zip(possible.outcomes(answers), compiled[answers], strict=True)
        faults = [(limit, fault) for limit, one in outcomes if (fault := one(case)) is not None]
        limit, fault = faults[0]
        if len(faults) == len(compiled[answers]):
            return _broken(book, limit, fault)
        return _open(book, limit, fault, possible.open(case))

    return Rule(probe, tell)


def _probes(
    book: RuleBook, outcomes: Iterable[Resolved], breach: Breach
) -> tuple[bounds.Probe, ...]:
    return tuple(breach(limit, book) if binds(limit) else bounds.kept for limit in outcomes)


def binds(limit: Resolved) -> bool:
    """Does the value limit anything: a word does not, nor does a paper that is not required."""
    return limit.binding is not None and limit.limit not in _FREE


_FREE: Final = frozenset({Word.UNLIMITED, False})


def _broken(book: RuleBook, limit: Resolved, fault: Fault) -> Finding:
    norm = limit.bound
    return Finding(
        code=limit.parameter.key,
        severity=fault.severity or limit.severity,
        text=fault.text,
        cite=norm.cite,
        act_title=book.act_title(norm.cite),
        quote=norm.quote,
        actual=fault.actual,
        limit=norm.shown,
        field=fault.field,
        missing=fault.missing,
        trace=limit.trace,
    )


def _open(book: RuleBook, limit: Resolved, fault: Fault, missing: tuple[str, ...]) -> Finding:
    """The bound may be broken: it depends on facts that are not known."""
    norm = limit.bound
    names = _questions(book, missing)
    soft = limit.severity is Severity.WARNING
    doubt = "требуется ли" if norm.value is True else f"действует ли предел «{norm.shown}»"
    return Finding(
        code=limit.parameter.key,
        severity=Severity.WARNING if soft else Severity.UNDETERMINED,
        text=f"{limit.parameter.title}: неизвестно, {doubt}. Не указано: {names}.",
        cite=norm.cite,
        act_title=book.act_title(norm.cite),
        quote=norm.quote,
        actual=fault.actual,
        limit=norm.shown,
        field=fault.field,
        missing=missing,
        trace=limit.trace,
    )


def _questions(book: RuleBook, missing: Iterable[str]) -> str:
    """Facts as the card asks for them: several may come of one entry."""
    return ", ".join(
        f"«{one}»" for one in dict.fromkeys(book.facts[key].question for key in missing)
    )


def _asked(book: RuleBook, rule: Requirement) -> Rule:
    """A requirement to a participant."""
    ask = rule.condition.compiled()

    def probe(case: Case) -> bool | None:
        return None if ask(case) else False

    def tell(case: Case, _failed: object) -> Finding:
        return _unmet(book, rule, rule.condition.evaluate(case))

    return Rule(probe, tell)


def _unmet(book: RuleBook, rule: Requirement, outcome: Outcome) -> Finding:
    wanted, severity = rule.condition.describe(), rule.severity
    if outcome.met is None:
        names = _questions(book, outcome.missing)
        text = f"в карточке не указано: {names}. Нужно: {wanted}. Дополните карточку."
        if severity is not Severity.WARNING:
            severity = Severity.UNDETERMINED
    else:
        text = f"требуется {wanted}; по карточке — {outcome.because}."
    return Finding(
        code=rule.code,
        severity=severity,
        text=f"{rule.title}: {text}",
        cite=rule.cite,
        act_title=book.act_title(rule.cite),
        quote=rule.quote,
        actual="" if outcome.met is None else outcome.because,
        limit=wanted,
        field=f"{rule.subject}_id",
        missing=outcome.missing,
    )
