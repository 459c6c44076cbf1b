"""Resolution: fold the layers' norms of one parameter, outer to inner, keeping the whole trace."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, cast

from nastavnik.domain.act import Act, Layer
from nastavnik.domain.cite import Cite
from nastavnik.domain.norm import (
    CATALOGUE,
    InnerMay,
    Norm,
    Parameter,
    Value,
    Word,
    shown,
)

if TYPE_CHECKING:
    from nastavnik.domain.provision import Unit
    from nastavnik.domain.requirement import Condition
    from nastavnik.domain.severity import Severity


class Step(NamedTuple):
    """One norm on the way: was it accepted, and why.

    `against` is the outer norm that forbade it; None for one that merely gave way.
    """

    layer: Layer
    act: str
    act_title: str
    clause: str
    value: Value
    unit: Unit
    accepted: bool
    why: str
    against: Cite | None = None

    @property
    def shown(self) -> str:
        """The value in Russian words."""
        return shown(self.value, self.unit)


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """The value of a parameter here and now, with its source and its whole trace.

    `binding` is the norm that limits: the same one, or the outer one that still bounds a
    delegated decision; None where nothing does.
    """

    parameter: Parameter
    norm: Norm | None = None
    act: Act | None = None
    binding: Norm | None = None
    trace: tuple[Step, ...] = ()

    @property
    def value(self) -> Value:
        """What the acts say; `unregulated` if nothing."""
        return self.norm.value if self.norm else Word.UNREGULATED

    @property
    def limit(self) -> Value:
        """What has to be respected: the value, or the bound left by a delegation."""
        return self.binding.value if self.binding else Word.UNREGULATED

    @cached_property
    def number(self) -> int | None:
        """The limit if it is a number, else None: words bound nothing."""
        limit = self.limit
        return limit if isinstance(limit, int) and not isinstance(limit, bool) else None

    @cached_property
    def limit_shown(self) -> str:
        """The limit in Russian words. Only for a value that has a limit."""
        return self.bound.shown

    @property
    def bound(self) -> Norm:
        """The norm that limits. Only for a value that has a limit."""
        if self.binding is None:
            raise ValueError(f"nothing limits {self.parameter.key}")
        return self.binding

    @property
    def unit(self) -> Unit:
        """Unit of the value."""
        return self.norm.unit if self.norm else self.parameter.unit

    @property
    def cite(self) -> Cite | None:
        """Act and clause that set the value; None where the acts say nothing."""
        return self.norm.cite if self.norm else None

    @property
    def quote(self) -> str:
        """Exact words of the clause."""
        return self.norm.quote if self.norm else ""

    @property
    def in_force(self) -> date | None:
        """Since when; None where the document gives no date."""
        if self.norm is None or self.act is None:
            return None
        return self.norm.first or self.act.in_force

    @property
    def severity(self) -> Severity:
        """What a breach of it is."""
        return self.binding.severity if self.binding else self.parameter.severity

    @property
    def shown(self) -> str:
        """The value in Russian words; a delegated one with the bound that remains."""
        text = shown(self.value, self.unit)
        if self.binding is self.norm or self.binding is None:
            return text
        return f"{text} в пределах: {self.binding.shown}"


Candidate = tuple[Act, Norm]
Layers = tuple[tuple[Candidate, ...], ...]
"""Norms of one parameter, grouped by layer, outer layers first."""


def resolve(
    layers: Layers,
    key: str,
    kind: str = "",
    form: str = "",
    met: Collection[Condition] = frozenset(),
) -> Resolved:
    """Fold the layers of one parameter; a conditional norm applies if its condition is `met`."""
    fold = _Fold(CATALOGUE[key])
    for here in layers:
        chosen = _choose(here, kind, form, met, fold.trace)
        if chosen is not None:
            fold.take(*chosen)
    return fold.result()


def _choose(
    here: Sequence[Candidate],
    kind: str,
    form: str,
    met: Collection[Condition],
    trace: list[Step],
) -> Candidate | None:
    """The most specific norm of one layer, the later among equals; the others go to the trace."""
    apt: list[Candidate] = []
    for act, norm in here:
        if not norm.concerns(kind, form):
            trace.append(step_of(act, norm, "говорит о других видах или формах"))
        elif norm.when is not None and norm.when not in met:
            wanted = norm.when.describe(whose=True)
            trace.append(step_of(act, norm, f"действует при условии — {wanted}"))
        else:
            apt.append((act, norm))
    if len(apt) < 2:  # noqa: PLR2004 - nothing to choose from
        return apt[0] if apt else None
    best = max(apt, key=_precedence)
    trace.extend(
        step_of(act, norm, "уступает более конкретной или более поздней норме")
        for act, norm in apt
        if norm is not best[1]
    )
    return best


def _precedence(candidate: Candidate) -> tuple[int, date]:
    act, norm = candidate
    return norm.specificity, norm.first or act.in_force or date.min


class _Fold:
    """What the layers walked so far have left."""

    __slots__ = ("act", "binding", "norm", "parameter", "trace")

    def __init__(self, parameter: Parameter) -> None:
        self.parameter = parameter
        self.norm: Norm | None = None
        self.act: Act | None = None
        self.binding: Norm | None = None
        self.trace: list[Step] = []

    def take(self, act: Act, norm: Norm) -> None:
        """Accept or refuse one norm against what the outer layers left."""
        outer = self.binding or self.norm
        why = self._refusal(norm)
        if why and outer:
            self.trace.append(step_of(act, norm, why, against=outer.cite))
            return
        self.trace.append(step_of(act, norm, self._acceptance(norm), accepted=True))
        self.norm, self.act = norm, act
        if norm.value is not Word.DELEGATED:
            self.binding = norm

    def result(self) -> Resolved:
        """The value with its trace."""
        return Resolved(
            parameter=self.parameter,
            norm=self.norm,
            act=self.act,
            binding=self.binding,
            trace=tuple(self.trace),
        )

    def _refusal(self, norm: Norm) -> str:
        """Why the outer layers forbid the norm; "" if they do not."""
        may, outer = self.parameter.inner_may, self.binding
        if self.norm is None or (outer is None and self.norm.value is Word.DELEGATED):
            return ""
        if may is InnerMay.NEVER and self.norm.value is not Word.DELEGATED:
            return "внешний уровень решил окончательно"
        if outer is None or may is InnerMay.REPLACE or norm.value is Word.DELEGATED:
            return ""
        return _looser(may, outer, norm)

    def _acceptance(self, norm: Norm) -> str:
        if norm.value is Word.DELEGATED:
            return "передаёт решение нижестоящему уровню"
        if self.norm is None:
            return "внешние уровни молчат"
        if self.norm.value is Word.DELEGATED:
            return "решение передано этому уровню"
        if self.parameter.inner_may is InnerMay.REPLACE:
            return "заменяет внешнюю норму"
        same = norm.value == self.norm.value
        return "подтверждает внешнюю норму" if same else "строже внешней нормы"


def _looser(may: InnerMay, outer: Norm, norm: Norm) -> str:
    """The refusal of a value that is looser than the outer bound, or can't be compared with it."""
    if outer.value is Word.UNLIMITED:
        return ""
    bound = outer.shown
    if norm.value is Word.UNLIMITED:
        return f"снимает предел внешнего уровня: {bound}"
    if norm.unit is not outer.unit:
        return f"в других единицах, чем у внешнего уровня: {bound}"
    own, limit = cast("int", norm.value), cast("int", outer.value)
    if may is InnerMay.TIGHTEN_MAX and own > limit:
        return f"больше предела внешнего уровня: {bound}"
    if may is InnerMay.TIGHTEN_MIN and own < limit:
        return f"мягче предела внешнего уровня: {bound}"
    return ""


def step_of(
    act: Act, norm: Norm, why: str, *, accepted: bool = False, against: Cite | None = None
) -> Step:
    """The norm as a step of a trace."""
    clause, value, unit = norm.cite.clause, norm.value, norm.unit
    return Step(act.layer, act.code, act.short, clause, value, unit, accepted, why, against)
