"""Resolution: fold the layers' norms of one parameter, outer to inner, keeping the whole trace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from nastavnik.domain.act import Act, Cite, Layer, within
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
    from collections.abc import Iterable, Sequence

    from nastavnik.domain.facts import Facts
    from nastavnik.domain.finding import Severity
    from nastavnik.domain.provision import Unit


@dataclass(frozen=True, slots=True)
class Step:
    """One norm on the way: was it accepted, and why."""

    layer: Layer
    act: str
    act_title: str
    clause: str
    value: Value
    unit: Unit
    accepted: bool
    why: str

    @property
    def shown(self) -> str:
        """The value in Russian words."""
        return shown(self.value, self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The value of a parameter here and now, with its source and its whole trace.

    `undetermined` names the facts without which a conditional norm can't be decided.
    """

    parameter: Parameter
    value: Value = Word.UNREGULATED
    norm: Norm | None = None
    act: Act | None = None
    trace: tuple[Step, ...] = ()
    undetermined: tuple[str, ...] = ()
    bound: Value = Word.UNREGULATED

    @property
    def limit(self) -> Value:
        """What an inner layer has to respect: the value, or the bound left by a delegation."""
        return self.bound if self.value is Word.DELEGATED else self.value

    @property
    def number(self) -> int | None:
        """The limit if it is a number, else None: words bound nothing."""
        limit = self.limit
        return limit if isinstance(limit, int) and not isinstance(limit, bool) else None

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
        return self.norm.severity if self.norm else self.parameter.severity

    @property
    def shown(self) -> str:
        """The value in Russian words."""
        return shown(self.value, self.unit)


Candidate = tuple[Act, Norm]


def candidates(
    acts: Iterable[Act], key: str, on: date, known_on: date | None = None
) -> list[Candidate]:
    """Norms of the parameter in force on the date, outer layers first."""
    found = [
        (act, norm)
        for act in acts
        if act.in_force_on(on, known_on)
        for norm in act.norms
        if norm.parameter == key and within(on, norm.first, norm.last)
    ]
    return sorted(found, key=lambda pair: pair[0].layer)


def resolve(
    found: Sequence[Candidate],
    key: str,
    kind: str = "",
    form: str = "",
    facts: Facts | None = None,
) -> Resolved:
    """Fold the candidates of one parameter; without `facts` conditional norms do not apply."""
    state = Resolved(parameter=CATALOGUE[key])
    for layer in sorted({act.layer for act, _ in found}):
        here = [pair for pair in found if pair[0].layer is layer]
        chosen, passed, missing = _choose(here, kind, form, facts)
        state = replace(
            state,
            trace=(*state.trace, *passed),
            undetermined=(*state.undetermined, *missing),
        )
        if chosen is not None:
            state = _fold(state, *chosen)
    return state


def _choose(
    here: Sequence[Candidate], kind: str, form: str, facts: Facts | None
) -> tuple[Candidate | None, list[Step], list[str]]:
    """The most specific norm of one layer; a later act wins among equals."""
    apt: list[Candidate] = []
    passed: list[Step] = []
    missing: list[str] = []
    for act, norm in here:
        why = "" if norm.concerns(kind, form) else "говорит о других видах или формах"
        if not why and norm.when is not None:
            met = norm.when.evaluate(facts) if facts is not None else None
            if met is None or met.met is not True:
                why = f"действует при условии: {norm.when.describe()}"
            if met is not None and met.met is None:
                missing.extend(met.missing)
        if why:
            passed.append(_step(act, norm, accepted=False, why=why))
        else:
            apt.append((act, norm))
    if not apt:
        return None, passed, missing
    best = max(apt, key=lambda pair: (pair[1].specificity, pair[0].in_force or date.min))
    passed.extend(
        _step(
            act,
            norm,
            accepted=False,
            why="уступает более конкретной или более поздней норме",
        )
        for act, norm in apt
        if norm is not best[1]
    )
    return best, passed, missing


def _fold(state: Resolved, act: Act, norm: Norm) -> Resolved:
    """Accept or refuse one norm against what the outer layers left."""
    why = _refusal(state, norm)
    if why:
        step = _step(act, norm, accepted=False, why=why)
        return replace(state, trace=(*state.trace, step))
    step = _step(act, norm, accepted=True, why=_acceptance(state, norm))
    bound = state.limit if norm.value is Word.DELEGATED else Word.UNREGULATED
    return replace(
        state,
        value=norm.value,
        norm=norm,
        act=act,
        bound=bound,
        trace=(*state.trace, step),
    )


def _refusal(state: Resolved, norm: Norm) -> str:
    """Why the outer layers forbid the norm; "" if they do not."""
    may, outer = state.parameter.inner_may, state.limit
    free = state.value in {Word.UNREGULATED, Word.DELEGATED}
    if may is InnerMay.NEVER and not free:
        return "внешний уровень решил окончательно"
    if may is InnerMay.REPLACE or norm.value is Word.DELEGATED:
        return ""
    if outer in {Word.UNREGULATED, Word.UNLIMITED}:
        return ""
    if norm.value is Word.UNLIMITED:
        return f"снимает предел внешнего уровня: {shown(outer, state.unit)}"
    if norm.unit is not state.unit:
        return "срок в других единицах, чем у внешнего уровня"
    return _looser(may, outer, norm, state)


def _looser(may: InnerMay, outer: Value, norm: Norm, state: Resolved) -> str:
    """The refusal of a value that is looser than the outer bound."""
    if not isinstance(outer, int) or not isinstance(norm.value, int):
        return ""
    if may is InnerMay.TIGHTEN_MAX and norm.value > outer:
        return f"больше предела внешнего уровня: {shown(outer, state.unit)}"
    if may is InnerMay.TIGHTEN_MIN and norm.value < outer:
        return f"мягче предела внешнего уровня: {shown(outer, state.unit)}"
    return ""


def _acceptance(state: Resolved, norm: Norm) -> str:
    if norm.value is Word.DELEGATED:
        return "передаёт решение нижестоящему уровню"
    if state.value is Word.UNREGULATED:
        return "внешние уровни молчат"
    if state.value is Word.DELEGATED:
        return "решение передано этому уровню"
    if state.parameter.inner_may is InnerMay.REPLACE:
        return "заменяет внешнюю норму"
    return "подтверждает внешнюю норму" if norm.value == state.value else "строже внешней нормы"


def _step(act: Act, norm: Norm, *, accepted: bool, why: str) -> Step:
    return Step(
        layer=act.layer,
        act=act.code,
        act_title=act.short,
        clause=norm.cite.clause,
        value=norm.value,
        unit=norm.unit,
        accepted=accepted,
        why=why,
    )
