"""Findings in words: what a broken, an open or an unmet rule says. Composed only when it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from nastavnik.domain.facts import PAIR
from nastavnik.domain.finding import Finding
from nastavnik.domain.severity import Severity

if TYPE_CHECKING:
    from nastavnik.domain.bounds import Fault
    from nastavnik.domain.provision import FormOfMentoring, Kind
    from nastavnik.domain.requirement import Outcome, Requirement
    from nastavnik.domain.resolve import Resolved
    from nastavnik.domain.rulebook import RuleBook


def no_word(
    book: RuleBook, field: str, word: str, code: str, known: tuple[Kind | FormOfMentoring, ...]
) -> Finding:
    """A word that is not in the vocabulary, and those that are."""
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


def broken(book: RuleBook, limit: Resolved, fault: Fault) -> Finding:
    """A bound that is broken for certain."""
    norm = limit.bound
    return Finding(
        code=limit.parameter.key,
        severity=fault.severity or limit.severity,
        text=fault.text,
        cite=norm.cite,
        act_title=book.act_title(norm.cite),
        quote=norm.quote,
        actual=fault.actual,
        limit=limit.limit_shown,
        field=fault.field,
        missing=fault.missing,
        trace=limit.trace,
    )


def left_open(book: RuleBook, limit: Resolved, fault: Fault, missing: tuple[str, ...]) -> Finding:
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


def unmet(book: RuleBook, rule: Requirement, outcome: Outcome) -> Finding:
    """A requirement that is not met, or can't be told so far."""
    wanted, severity = rule.condition.describe(), rule.severity
    if outcome.met is None:
        names = _questions(book, outcome.missing)
        of_pair = all(book.facts[key].of == PAIR for key in outcome.missing)
        where, what = ("черновике пары", "черновик") if of_pair else ("карточке", "карточку")
        text = f"в {where} не указано: {names}. Нужно: {wanted}. Дополните {what}."
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
