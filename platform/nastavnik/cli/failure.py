"""A refusal as lines of the terminal: what is wrong, by which clause, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nastavnik.domain.errors import ConflictError, InputError, NastavnikError, RuleViolationError
from nastavnik.domain.finding import Finding


def explain(error: NastavnikError) -> Iterator[str]:
    """The message, then what belongs to this kind of error, a line each."""
    if isinstance(error, InputError):
        yield "Ошибка во введённых данных. Ничего не записано."
        for field, messages in error.errors.items():
            yield from (
                f"  {field}: {message}" if field else f"  {message}" for message in messages
            )
        return
    yield f"Ошибка. {error.message}"
    if isinstance(error, RuleViolationError):
        yield from finding_lines(error.findings)
    if isinstance(error, ConflictError):
        yield from (f"  сейчас в базе — {label}: {text}" for label, text in error.theirs.items())


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """«Нарушение: ... — Положение ..., п. 2.5: «...»»."""
    for one in findings:
        clause = f"{one.act_title}, {place(one.cite.clause)}"
        yield f"  {one.severity.label}: {one.text}"
        yield f"    {clause}: «{one.quote}»" if one.quote else f"    {clause}"


def place(clause: str) -> str:
    """A bare number is a point of the act («п. 2.5»); a worded place stays («шаг 5»)."""
    return f"п. {clause}" if clause[:1].isdigit() else clause
