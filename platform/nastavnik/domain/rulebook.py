"""A rule book: the rules of one unit on one date, compiled once, immutable, asked many times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final, Protocol, TypeVar, cast

from nastavnik.domain.act import Act, Layer, VocabularyMode, within
from nastavnik.domain.calendar import WorkCalendar
from nastavnik.domain.cite import Cite
from nastavnik.domain.facts import CATALOGUE as FACTS
from nastavnik.domain.facts import Fact, Facts, People
from nastavnik.domain.possible import Possible
from nastavnik.domain.provision import FormOfMentoring, Kind, deadline_parameter
from nastavnik.domain.resolve import Candidate, Layers, Resolved, resolve

if TYPE_CHECKING:
    from nastavnik.domain.allowance import Allowance, Fund
    from nastavnik.domain.approval import Approval
    from nastavnik.domain.case import Case
    from nastavnik.domain.control import Control
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.norm import Norm
    from nastavnik.domain.paper import DateOrder, PaperRule
    from nastavnik.domain.provision import Deadline, Ground, GroundEvent
    from nastavnik.domain.requirement import Requirement

FEDERAL_WEEK: Final = WorkCalendar()
_NOTHING: Final[tuple[frozenset[str], frozenset[str]]] = (frozenset(), frozenset())

Source = tuple[tuple[Layer, date | None, "Norm"], ...]
"""A norm with its layer and its first day."""

Named = TypeVar("Named", Kind, FormOfMentoring)
T = TypeVar("T")


class _Selective(Protocol):
    def concerns(self, kind: str, form: str) -> bool:
        """Does it speak of this kind and form."""


Selective = TypeVar("Selective", bound=_Selective)

Check = Callable[["Case", "RuleBook"], Iterable["Finding"]]
"""A check that data can't say; a region gives it through its plugin."""


def acts_for(acts: Iterable[Act], units: Iterable[str]) -> tuple[Act, ...]:
    """Acts that reach a unit: all outer ones and those of the units named by slug."""
    chain = set(units)
    return tuple(act for act in acts if act.layer < Layer.MUNICIPALITY or act.unit in chain)


class RuleBook:
    """Everything in force for one unit on `on`, as known on `known_on` (None: now).

    `calendar` says which days work there.
    """

    def __init__(
        self,
        acts: Sequence[Act],
        on: date,
        known_on: date | None = None,
        checks: Sequence[Check] = (),
        calendar: WorkCalendar = FEDERAL_WEEK,
    ) -> None:
        self.on = on
        self.known_on = known_on
        self.checks = tuple(checks)
        self.calendar = calendar
        self.acts = tuple(
            sorted(
                (act for act in acts if act.in_force_on(on, known_on)),
                key=lambda a: a.layer,
            )
        )
        self._titles = {act.code: act.short for act in self.acts}
        self._norms = {key: _by_layer(found) for key, found in _in_force(self.acts, on).items()}
        self._possible: dict[tuple[str, str, str], Possible] = {}
        self._made: dict[object, object] = {}

    def once(self, slot: object, make: Callable[[], T]) -> T:
        """What many kinds and forms share is made once; `slot` names it within the book."""
        if slot not in self._made:
            self._made[slot] = make()
        return cast("T", self._made[slot])

    def value(
        self, key: str, kind: str = "", form: str = "", facts: Facts | None = None
    ) -> Resolved:
        """The parameter's value for a kind and a form.

        A norm with a condition applies only where `facts` of the pair say that it is met.
        """
        possible = self.possible(key, kind, form)
        if not facts or not possible.conditions:
            return possible.settled
        return possible.of(People(pair=facts))[0]

    def possible(self, key: str, kind: str = "", form: str = "") -> Possible:
        """All outcomes of the parameter for a kind and a form, folded once.

        Kinds (forms) that no norm of the parameter names are alike to it.
        """
        slot = self._slot(key, kind, form)
        known = self._possible.get(slot)
        if known is None:
            known = self._possible[slot] = self._folded(*slot)
        return known

    def _slot(self, key: str, kind: str, form: str) -> tuple[str, str, str]:
        kinds, forms = self._named.get(key, _NOTHING)
        return key, kind if kind in kinds else "", form if form in forms else ""

    def _folded(self, key: str, kind: str, form: str) -> Possible:
        layers = self._norms.get(key, ())
        return Possible(
            lambda met: resolve(layers, key, kind, form, met),
            (
                norm.when
                for layer in layers
                for _, norm in layer
                if norm.when is not None and norm.concerns(kind, form)
            ),
        )

    def source(self, key: str, kind: str | None = None, form: str | None = None) -> Source:
        """Out of what the parameter is resolved, outer layers first; without a kind for any."""
        if key not in self._norms:
            return ()
        if kind is None or form is None:
            return self.once(("source", key), lambda: self._stated(key, lambda _norm: True))
        slot = self._slot(key, kind, form)
        return self.once(
            ("source", slot), lambda: self._stated(key, lambda norm: norm.concerns(*slot[1:]))
        )

    def _stated(self, key: str, speaks: Callable[[Norm], bool]) -> Source:
        return tuple(
            (act.layer, norm.first or act.in_force, norm)
            for layer in self._norms[key]
            for act, norm in layer
            if speaks(norm)
        )

    @cached_property
    def _named(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """Kinds and forms that the norms of a parameter speak of."""
        return {
            key: (
                frozenset(kind for norm in norms for kind in norm.kinds),
                frozenset(form for norm in norms for form in norm.forms),
            )
            for key, norms in self.norms().items()
        }

    def norms(self) -> dict[str, tuple[Norm, ...]]:
        """Every norm in force by parameter, whatever kinds it speaks of, outer layers first."""
        return {
            key: tuple(norm for layer in layers for _, norm in layer)
            for key, layers in self._norms.items()
        }

    def act(self, code: str) -> Act:
        """The act in force by its short code. Raises KeyError for an unknown one."""
        return next(act for act in self.acts if act.code == code)

    def act_title(self, cite: Cite) -> str:
        """Short title of the cited act."""
        return self._titles.get(cite.act, cite.act)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Kinds of mentoring that this unit has, code -> kind."""
        return _vocabulary((act.kinds_mode, act.kinds) for act in self.acts)

    @cached_property
    def forms(self) -> dict[str, FormOfMentoring]:
        """Forms of mentoring that this unit has, code -> form."""
        return _vocabulary((act.forms_mode, act.forms) for act in self.acts)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Facts that may be known of people here: the catalogue's, and those that acts declare.

        One that a rule in force asks for is here even where its own act is not in force.
        """
        rules = [rule.condition for act in self.acts for rule in act.requirements]
        norms = [norm.when for act in self.acts for norm in act.norms if norm.when]
        leaves = [leaf for condition in (*rules, *norms) for leaf in condition.leaves()]
        met = {leaf.fact: leaf.declared for leaf in leaves if leaf.declared}
        return {**FACTS, **met, **{fact.key: fact for act in self.acts for fact in act.facts}}

    def requirements(self, kind: str, form: str) -> tuple[Requirement, ...]:
        """Requirements to the participants of this kind and form, of all layers together."""
        return tuple(
            rule for act in self.acts for rule in act.requirements if rule.concerns(kind, form)
        )

    def approvals(self, kind: str, form: str) -> tuple[Approval, ...]:
        """Steps before the order, of all layers together."""
        return _speaking((act.approvals for act in self.acts), kind, form)

    def papers(self, kind: str, form: str) -> tuple[PaperRule, ...]:
        """Fields that documents must state, of all layers together."""
        return _speaking((act.papers for act in self.acts), kind, form)

    def date_orders(self, kind: str, form: str) -> tuple[DateOrder, ...]:
        """Orders of dates, of all layers together."""
        return _speaking((act.date_orders for act in self.acts), kind, form)

    def controls(self, kind: str, form: str) -> tuple[Control, ...]:
        """Controls during the term, of all layers together."""
        return _speaking((act.controls for act in self.acts), kind, form)

    def deadlines(self, kind: str, form: str) -> tuple[Deadline, ...]:
        """Deadlines that speak of this kind and form, those refused by outer layers left out."""
        return tuple(
            rule
            for act in self.acts
            for rule in act.deadlines
            if rule.concerns(kind, form) and self._accepted(rule, kind, form)
        )

    def _accepted(self, rule: Deadline, kind: str, form: str) -> bool:
        key = deadline_parameter(rule.code)
        return key is None or self.value(key, kind, form).cite == rule.cite

    @cached_property
    def allowances(self) -> tuple[Allowance, ...]:
        """Allowances of all layers."""
        return tuple(rule for act in self.acts for rule in act.allowances)

    @cached_property
    def funds(self) -> tuple[Fund, ...]:
        """Limits of what allowances may cost together; an inner act replaces one of its code."""
        return tuple({fund.code: fund for act in self.acts for fund in act.funds}.values())

    def grounds(self, event: GroundEvent) -> tuple[Ground, ...]:
        """Reasons that the acts name for the event."""
        return tuple(rule for act in self.acts for rule in act.grounds if rule.event is event)


def _speaking(lists: Iterable[Iterable[Selective]], kind: str, form: str) -> tuple[Selective, ...]:
    """Those of the provisions that speak of the kind and form."""
    return tuple(rule for own in lists for rule in own if rule.concerns(kind, form))


def _in_force(acts: Iterable[Act], on: date) -> dict[str, list[Candidate]]:
    """Norms in force on the day by parameter, in the order of the acts."""
    found: dict[str, list[Candidate]] = {}
    for act in acts:
        for norm in act.norms:
            if within(on, norm.first, norm.last):
                found.setdefault(norm.parameter, []).append((act, norm))
    return found


def _by_layer(found: Iterable[Candidate]) -> Layers:
    return tuple(tuple(here) for _, here in groupby(found, key=lambda pair: pair[0].layer))


def _vocabulary(
    lists: Iterable[tuple[VocabularyMode, Sequence[Named]]],
) -> dict[str, Named]:
    words: dict[str, Named] = {}
    for mode, own in lists:
        if own and mode is VocabularyMode.REPLACE:
            words = {}
        words |= {word.code: word for word in own}
    return words
