"""What stands behind «Почему?»: the clause of a value or a remark, its words and its trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from nastavnik.domain.cite import Cite
    from nastavnik.domain.resolve import Resolved, Step
    from nastavnik.domain.rulebook import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """For the macro `why`; a Finding, a Task, a Duty and a Stage serve as well."""

    cite: Cite | None
    act_title: str
    quote: str = ""
    trace: tuple[Step, ...] = ()


class Provision(Protocol):
    """A rule taken whole from one act."""

    @property
    def cite(self) -> Cite:
        """Act and clause."""

    @property
    def quote(self) -> str:
        """Words of the clause."""


def why_value(book: RuleBook, value: Resolved) -> Why:
    """Of a resolved parameter: the norm that limits, or else the one that left it to others.

    Where the acts say nothing only the trace is left, if any.
    """
    norm = value.binding or value.norm
    if norm is None:
        return Why(cite=None, act_title="", trace=value.trace)
    return Why(
        cite=norm.cite, act_title=book.act_title(norm.cite), quote=norm.quote, trace=value.trace
    )


def why_rule(book: RuleBook, rule: Provision, trace: tuple[Step, ...] = ()) -> Why:
    """Of a rule of the book; `trace` where it gives a value that the layers agree on."""
    return Why(cite=rule.cite, act_title=book.act_title(rule.cite), quote=rule.quote, trace=trace)
