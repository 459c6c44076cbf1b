"""What stands behind «Почему?»: the clause of a value or a remark, its words and its trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nastavnik.domain.cite import Cite
    from nastavnik.domain.resolve import Resolved, Step
    from nastavnik.domain.rulebook import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """For the macro `why`; a Finding serves as well."""

    cite: Cite | None
    act_title: str
    quote: str = ""
    trace: tuple[Step, ...] = ()


def why_value(book: RuleBook, value: Resolved) -> Why:
    """Of a resolved parameter; where the acts say nothing only the trace is left, if any."""
    title = book.act_title(value.cite) if value.cite else ""
    return Why(cite=value.cite, act_title=title, quote=value.quote, trace=value.trace)
