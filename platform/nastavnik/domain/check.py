"""The check: one case against one rule book -> findings, each with its clause and trace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from nastavnik.domain.act import Cite
from nastavnik.domain.case import Case, Load, peak
from nastavnik.domain.facts import CATALOGUE as FACTS
from nastavnik.domain.facts import Facts, Subject
from nastavnik.domain.finding import Finding, Severity
from nastavnik.domain.provision import FormOfMentoring, Kind
from nastavnik.domain.requirement import Requirement
from nastavnik.domain.resolve import Resolved
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.term import add_months, longer_than, shorter_than, whole_months
from nastavnik.domain.wording import counted

EVIDENCE: Final = (
    "consent.mentor",
    "consent.mentee",
    "consent.personal_data",
    "consent.guardian",
    "agreement.supplementary",
)
"""Parameters that ask for a paper on file."""

ADMISSION: Final = "admission"
"""Name of the missing fact when the mentee's admission to work is not known."""


def check(case: Case, book: RuleBook) -> tuple[Finding, ...]:
    """All findings of the case, in the order of the form's fields."""
    found: list[Finding] = []
    found.extend(_vocabulary(case, book))
    found.extend(_term(case, book))
    found.extend(_mentees(case, book))
    found.extend(_people(case, book))
    found.extend(_appointment(case, book))
    found.extend(_evidence(case, book))
    for extra in book.checks:
        found.extend(extra(case, book))
    return tuple(found)


def _vocabulary(case: Case, book: RuleBook) -> Iterator[Finding]:
    words: tuple[tuple[str, str, str, Mapping[str, Kind | FormOfMentoring]], ...] = (
        ("kind", "вида", case.kind, {**book.kinds}),
        ("form", "формы", case.form, {**book.forms}),
    )
    for field, word, code, known in words:
        if code and known and code not in known:
            listed = list(known.values())
            yield Finding(
                code=f"{field}.unknown",
                severity=Severity.VIOLATION,
                text=f"Такого {word} наставничества здесь нет: {code}. "
                f"Есть: {', '.join(one.title for one in listed)}.",
                cite=listed[-1].cite,
                act_title=book.act_title(listed[-1].cite),
                quote=listed[-1].quote,
                field=field,
            )


def _term(case: Case, book: RuleBook) -> Iterator[Finding]:
    actual = counted(whole_months(case.start, case.end), "month")
    least = book.value("term.min_months", case.kind, case.form)
    if least.number is not None and shorter_than(case.start, case.end, least.number):
        text = f"Срок {actual} короче наименьшего: {least.shown}."
        yield _broken(least, book, text, actual=actual, field="end")
    most = book.value("term.max_months", case.kind, case.form)
    if most.number is not None and longer_than(case.start, case.end, most.number):
        text = f"Срок {actual} длиннее наибольшего: {most.shown}."
        yield _broken(most, book, text, actual=actual, field="end")
    usual = book.value("term.usual_months", case.kind, case.form)
    if usual.number is not None and not _about(case, usual.number):
        text = f"Обычно срок — {usual.shown}, здесь — {actual}."
        yield _broken(usual, book, text, actual=actual, field="end")
    yield from _period(case, book)


def _about(case: Case, months: int) -> bool:
    return not shorter_than(case.start, case.end, months) and not longer_than(
        case.start, case.end, months
    )


def _period(case: Case, book: RuleBook) -> Iterator[Finding]:
    period = book.value("term.period", case.kind, case.form)
    if period.value == "academic_year" and not _one_academic_year(case.start, case.end):
        text = "Срок выходит за пределы одного учебного года (1 сентября — 31 августа)."
        yield _broken(period, book, text, field="end")


def _one_academic_year(start: date, end: date) -> bool:
    first_month = 9
    last = date(start.year + (start.month >= first_month), first_month, 1) - timedelta(days=1)
    return end <= last


def _mentees(case: Case, book: RuleBook) -> Iterator[Finding]:
    most = book.value("mentees.max", case.kind, case.form)
    if most.number is not None:
        same = tuple(load for load in case.others if _counts(load, most, book))
        busiest, day = peak(case.start, case.end, same)
        if busiest + 1 > most.number:
            actual = counted(busiest + 1, "mentee")
            text = (
                f"С {day:%d.%m.%Y} у наставника будет одновременно {actual}; "
                f"допускается не более {most.number}."
            )
            yield _broken(most, book, text, actual=actual, field="mentor_id")
    least = book.value("mentees.min", case.kind, case.form)
    if least.number is not None and case.group < least.number:
        actual = counted(case.group, "mentee")
        text = f"В программе {actual}; для этого вида нужно не менее {least.number}."
        yield _broken(least, book, text, actual=actual, field="mentee_id")


def _counts(load: Load, most: Resolved, book: RuleBook) -> bool:
    """Only mentees to whom the same norm applies count against its cap."""
    return book.value("mentees.max", load.kind, load.form).cite == most.cite


def _people(case: Case, book: RuleBook) -> Iterator[Finding]:
    for rule in book.requirements(case.kind, case.form):
        facts = case.mentor if rule.subject is Subject.MENTOR else case.mentee
        outcome = rule.condition.evaluate(facts)
        if outcome.met:
            continue
        if outcome.met is None:
            yield _unknown(rule, book, outcome.missing)
            continue
        yield Finding(
            code=rule.code,
            severity=rule.severity,
            text=f"{rule.title}: требуется {rule.condition.describe()}; "
            f"по карточке — {outcome.because}.",
            cite=rule.cite,
            act_title=book.act_title(rule.cite),
            quote=rule.quote,
            actual=outcome.because,
            limit=rule.condition.describe(),
            field=f"{rule.subject}_id",
        )


def _unknown(rule: Requirement, book: RuleBook, missing: tuple[str, ...]) -> Finding:
    names = ", ".join(FACTS[key].title for key in missing)
    soft = rule.severity is Severity.WARNING
    return Finding(
        code=rule.code,
        severity=Severity.WARNING if soft else Severity.UNDETERMINED,
        text=f"{rule.title}: в карточке не указано — {names}. "
        f"Нужно: {rule.condition.describe()}. Дополните карточку.",
        cite=rule.cite,
        act_title=book.act_title(rule.cite),
        quote=rule.quote,
        limit=rule.condition.describe(),
        field=f"{rule.subject}_id",
        missing=missing,
    )


def _appointment(case: Case, book: RuleBook) -> Iterator[Finding]:
    limit = book.value("appointment.within_days", case.kind, case.form)
    if limit.number is None:
        return
    if case.admitted_on is None:
        yield _broken(
            limit,
            book,
            "Не указан день фактического допуска наставляемого к работе: "
            "срок утверждения наставника не проверить. Дополните карточку.",
            severity=Severity.UNDETERMINED,
            field="mentee_id",
            missing=(ADMISSION,),
        )
        return
    days = ((case.order_on or case.start) - case.admitted_on).days
    if days > limit.number:
        last = case.admitted_on + timedelta(days=limit.number)
        text = (
            f"Наставник утверждается на {days}-й календарный день после допуска к работе "
            f"{case.admitted_on:%d.%m.%Y}; крайний день — {last:%d.%m.%Y}."
        )
        yield _broken(limit, book, text, actual=counted(days, "calendar_day"), field="order_on")


def _evidence(case: Case, book: RuleBook) -> Iterator[Finding]:
    facts = _joined(case)
    for key in EVIDENCE:
        needed = book.value(key, case.kind, case.form, facts)
        if needed.value is True and key not in case.evidence:
            text = f"Не получено: {needed.parameter.title.lower()}."
            yield _broken(needed, book, text, field="evidence")
        elif needed.value is not True and needed.undetermined and key not in case.evidence:
            yield _undecided(needed, book)


def _joined(case: Case) -> Facts:
    """Facts for conditions of norms: the pair's own, then the mentee's (whose consent it is)."""
    return {**case.mentee, **case.pair}


def _undecided(needed: Resolved, book: RuleBook) -> Finding:
    names = ", ".join(FACTS[key].title for key in needed.undetermined)
    act, norm = next(pair for pair in book.source(needed.parameter.key) if pair[1].when)
    return Finding(
        code=needed.parameter.key,
        severity=Severity.UNDETERMINED,
        text=f"{needed.parameter.title}: неизвестно, требуется ли. Не указано — {names}.",
        cite=norm.cite,
        act_title=act.short,
        quote=norm.quote,
        field="evidence",
        missing=needed.undetermined,
        trace=needed.trace,
    )


def _broken(  # noqa: PLR0913 - keyword-only details of one finding
    rule: Resolved,
    book: RuleBook,
    text: str,
    *,
    actual: str = "",
    field: str = "",
    severity: Severity | None = None,
    missing: tuple[str, ...] = (),
) -> Finding:
    cite = rule.cite or Cite("", "")
    return Finding(
        code=rule.parameter.key,
        severity=severity or rule.severity,
        text=text,
        cite=cite,
        act_title=book.act_title(cite),
        quote=rule.quote,
        actual=actual,
        limit=rule.shown,
        field=field,
        missing=missing,
        trace=rule.trace,
    )


def completed_by(start: date, months: int) -> date:
    """Last day of a term of `months` by the inclusive reading; the form proposes it."""
    return add_months(start, months) - timedelta(days=1)
