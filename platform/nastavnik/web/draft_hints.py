"""What the acts say beside the fields of a draft: how many mentees, how long, each with a why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from nastavnik.domain.norm import PERIODS
from nastavnik.domain.term import add_months
from nastavnik.domain.wording import counted, plural
from nastavnik.web.filters import NBSP
from nastavnik.web.why import Why, why_rule, why_value

if TYPE_CHECKING:
    from nastavnik.domain.resolve import Resolved
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.usecases.draft import DraftInput

_TERMS: Final = (
    ("term.min_months", "не меньше {of}"),
    ("term.usual_months", "обычно {just}"),
    ("term.max_months", "не больше {of}"),
)


@dataclass(frozen=True, slots=True)
class Hint:
    """Words under a field and, for each value in them, (what it is, where it comes from)."""

    text: str
    reasons: tuple[tuple[str, Why], ...] = ()


def kind_hint(book: RuleBook, values: DraftInput) -> Hint:
    """What the kind is, as the act says it."""
    kind = book.kinds.get(values.kind)
    if kind is None:
        return Hint("Виды, которые есть в актах вашей организации")
    return Hint(kind.description or kind.quote, ((f"вид «{kind.title}»", why_rule(book, kind)),))


def load_hint(book: RuleBook, values: DraftInput) -> Hint:
    """How many mentees one mentor may have at a time, by which clause."""
    most = book.value("mentees.max", values.kind, values.form)
    if not values.kind or most.number is None:
        return Hint("Из базы наставников организации")
    return Hint(f"Одновременно не больше {most.number}", (_reason(book, most),))


def term_hint(book: RuleBook, values: DraftInput) -> Hint:
    """Which last days the acts allow or call usual."""
    if not values.kind:
        return Hint("Выберите вид и первый день — здесь появятся допустимые сроки")
    said = list(_terms(book, values))
    text = "; ".join(words for words, _ in said)
    return Hint(
        text[:1].upper() + text[1:] or "Срок этого вида актами не ограничен",
        tuple(_reason(book, value) for _, value in said),
    )


def _terms(book: RuleBook, values: DraftInput) -> Iterator[tuple[str, Resolved]]:
    for key, words in _TERMS:
        value = book.value(key, values.kind, values.form)
        if value.number:
            yield _bound(words, value.number, values.start), value
    period = book.value("term.period", values.kind, values.form)
    if isinstance(period.value, str) and period.value in PERIODS:
        yield f"не дольше, чем {PERIODS[period.value]}", period


def _bound(words: str, months: int, start: date | None) -> str:
    genitive = plural(months, "месяца", "месяцев", "месяцев")
    text = words.format(just=counted(months, "month"), of=f"{months}{NBSP}{genitive}")
    if start is None:
        return text
    return f"{text} — по {add_months(start, months) - timedelta(days=1):%d.%m.%Y}"


def _reason(book: RuleBook, value: Resolved) -> tuple[str, Why]:
    title = value.parameter.title
    return title[:1].lower() + title[1:], why_value(book, value)
