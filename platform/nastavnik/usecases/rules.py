"""What the acts say here and now: every norm in force for a unit, with its source and trace."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final, Protocol, TypeVar

from nastavnik.domain.access import Actor, Level, Permission
from nastavnik.domain.act import Act, Layer, within
from nastavnik.domain.allowance import Allowance, Fund
from nastavnik.domain.approval import Approval
from nastavnik.domain.control import Control
from nastavnik.domain.due import in_force
from nastavnik.domain.errors import InputError, NotFoundError
from nastavnik.domain.norm import CATALOGUE, Norm, Parameter
from nastavnik.domain.paper import DateOrder, PaperRule
from nastavnik.domain.provision import (
    Deadline,
    FormOfMentoring,
    Ground,
    GroundEvent,
    Kind,
)
from nastavnik.domain.requirement import Requirement
from nastavnik.domain.rulebook import RuleBook, acts_for
from nastavnik.domain.topic import TOPICS, topic_of
from nastavnik.domain.variants import Variant, variants
from nastavnik.regions import registry, sources
from nastavnik.regions.registry import InstalledRegion
from nastavnik.regions.sources import Paragraph
from nastavnik.store import local_act, org_unit
from nastavnik.store.org_unit import OrgUnit
from nastavnik.usecases.access import requires
from nastavnik.usecases.effect import territory_region
from nastavnik.usecases.rulebooks import book_of
from nastavnik.usecases.vocabulary import Vocabulary

_STALE_DAYS: Final = 366
"""An act that nobody compared with its document for longer is pointed out."""


class _Selective(Protocol):
    @property
    def kinds(self) -> frozenset[str]:
        """Codes of kinds; none for all."""

    @property
    def forms(self) -> frozenset[str]:
        """Codes of forms; none for all."""


Rule = TypeVar("Rule", bound=_Selective)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulated:
    """A parameter with its values in force; `lapsed` are norms of the acts out of their dates."""

    parameter: Parameter
    variants: tuple[Variant, ...]
    lapsed: tuple[Norm, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Parameters that one looks up together."""

    title: str
    parameters: tuple[Regulated, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActInForce:
    """An act that reaches the unit; `local`: published on the platform, so it is the document.

    `stale`: long not compared with its document.
    """

    act: Act
    has_text: bool
    local: bool
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """Everything in force for `unit` on the day; `units` are those that the reader may choose.

    With a kind or a form chosen the rules of other kinds and forms are left out, but `kinds` and
    `forms` are always whole. `dormant` are acts of the unit that are not in force on the day,
    `inner` those in force of units below it: their rules are stricter or fuller.
    """

    unit: OrgUnit
    units: Sequence[OrgUnit]
    on: date
    kind: str
    form: str
    book: RuleBook
    topics: tuple[Topic, ...]
    requirements: tuple[Requirement, ...]
    approvals: tuple[Approval, ...]
    papers: tuple[PaperRule, ...]
    date_orders: tuple[DateOrder, ...]
    deadlines: tuple[Deadline, ...]
    controls: tuple[Control, ...]
    allowances: tuple[Allowance, ...]
    funds: tuple[Fund, ...]
    grounds: Mapping[GroundEvent, tuple[Ground, ...]]
    kinds: tuple[Kind, ...]
    forms: tuple[FormOfMentoring, ...]
    acts: tuple[ActInForce, ...]
    dormant: tuple[Act, ...]
    inner: tuple[tuple[OrgUnit, Act], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActText:
    """An act with the text of its document, the quoted words marked; () if none is shipped."""

    act: Act
    unit_title: str
    paragraphs: tuple[Paragraph, ...]


@requires(Permission.RULES_READ)
def rules_of(
    *, actor: Actor, unit_id: uuid.UUID | None, kind: str, form: str, on: date, today: date
) -> InForce:
    """The rules of the unit (None: the actor's own) on the day; "" is every kind, every form.

    Raises:
        NotFoundError: the unit is neither the actor's own, nor below it, nor above it.
        InputError: the unit has no such kind or form on the day.
    """
    units = _reach(actor)
    unit = _chosen(actor, units, unit_id)
    book = book_of(unit, on)
    region = territory_region(unit)
    _check_words(unit, Vocabulary(book, region.acts), kind, form)
    reaching = acts_for(region.acts, [one.slug for one in units if unit.path.startswith(one.path)])

    def spoken(lists: Iterable[Iterable[Rule]]) -> Iterator[Rule]:
        return (rule for own in lists for rule in own if _speaks(rule, book, kind, form))

    return InForce(
        unit=unit,
        units=units,
        on=on,
        kind=kind,
        form=form,
        book=book,
        topics=_topics(book, on, kind, form),
        requirements=tuple(spoken(act.requirements for act in book.acts)),
        approvals=tuple(spoken(act.approvals for act in book.acts)),
        papers=tuple(spoken(act.papers for act in book.acts)),
        date_orders=tuple(spoken(act.date_orders for act in book.acts)),
        deadlines=_deadlines(book, kind, form),
        controls=tuple(spoken(act.controls for act in book.acts)),
        allowances=_allowances(book, kind, form),
        funds=book.funds,
        grounds={event: found for event in GroundEvent if (found := book.grounds(event))},
        kinds=tuple(book.kinds.values()),
        forms=tuple(book.forms.values()),
        acts=tuple(_in_force(region, act, today) for act in book.acts),
        dormant=tuple(act for act in reaching if not act.in_force_on(on)),
        inner=tuple(_inner(region, unit, units, on)),
    )


@requires(Permission.RULES_READ)
def published_act(*, actor: Actor, code: str) -> uuid.UUID | None:
    """Address of the act if it is published on the platform, or drafted by the actor's unit."""
    row = local_act.by_code(code)
    if row is None or (row.published_at is None and row.org_unit_id != actor.unit_id):
        return None
    return row.public_id


@requires(Permission.RULES_READ)
def act_text(*, actor: Actor, code: str) -> ActText:
    """The act and its text. NotFoundError for an act that the actor's territory does not know."""
    region = registry.region(actor.region)
    act = next((one for one in region.acts if one.code == code), None)
    if act is None:
        raise NotFoundError(f"Акта «{code}» среди актов вашего региона нет.")
    unit = next((one for one in _reach(actor) if one.slug == act.unit), None)
    if act.layer >= Layer.MUNICIPALITY and unit is None:
        raise NotFoundError(f"Акта «{code}» среди актов вашей территории нет.")
    text = sources.text_of(region, act)
    return ActText(
        act=act,
        unit_title=unit.title if unit else "",
        paragraphs=sources.marked(text, sources.quotes_of(act)),
    )


def _reach(actor: Actor) -> Sequence[OrgUnit]:
    """Units whose rules the actor may read, by path: those above, the own one, those below."""
    above = org_unit.ancestors(actor.unit_path)
    if actor.unit_level is Level.INSTITUTION:
        return above
    return [*above, *org_unit.below(actor.unit_path)]


def _chosen(actor: Actor, units: Sequence[OrgUnit], unit_id: uuid.UUID | None) -> OrgUnit:
    for unit in units:
        if unit.public_id == unit_id or (unit_id is None and unit.id == actor.unit_id):
            return unit
    raise NotFoundError("Такой территории или организации нет, или её правила вам недоступны.")


def _check_words(unit: OrgUnit, words: Vocabulary, kind: str, form: str) -> None:
    errors = {}
    where = f"По правилам «{unit.title}» на этот день нет"
    if kind and kind not in words.book.kinds:
        errors["kind"] = [f"{where} вида «{words.kind(kind)}». Выберите вид из списка."]
    if form and form not in words.book.forms:
        errors["form"] = [f"{where} формы «{words.form(form)}». Выберите форму из списка."]
    if errors:
        raise InputError(errors)


def _topics(book: RuleBook, on: date, kind: str, form: str) -> tuple[Topic, ...]:
    found: dict[str, list[Regulated]] = {title: [] for title in TOPICS}
    for key, parameter in CATALOGUE.items():
        found[topic_of(key)].append(
            Regulated(
                parameter=parameter,
                variants=variants(book, key, kind, form),
                lapsed=tuple(
                    norm
                    for act in book.acts
                    for norm in act.norms
                    if norm.parameter == key and not within(on, norm.first, norm.last)
                ),
            )
        )
    return tuple(Topic(title, tuple(parameters)) for title, parameters in found.items())


def _speaks(rule: _Selective, book: RuleBook, kind: str, form: str) -> bool:
    """Does it speak of the chosen kind and form, or of any that the unit has."""
    kinds = {kind} if kind else book.kinds.keys()
    forms = {form} if form else book.forms.keys()
    return not (
        (rule.kinds and rule.kinds.isdisjoint(kinds))
        or (rule.forms and rule.forms.isdisjoint(forms))
    )


def _pairs(book: RuleBook, kind: str, form: str) -> Iterator[tuple[str, str]]:
    """Every kind with every form, those that are not chosen in general as well."""
    kinds = (kind,) if kind else ("", *book.kinds)
    forms = (form,) if form else ("", *book.forms)
    return product(kinds, forms)


def _deadlines(book: RuleBook, kind: str, form: str) -> tuple[Deadline, ...]:
    """Those that no other layer has replaced."""
    kept = {rule for one in _pairs(book, kind, form) for rule in book.deadlines(*one)}
    return tuple(rule for act in book.acts for rule in act.deadlines if rule in kept)


def _allowances(book: RuleBook, kind: str, form: str) -> tuple[Allowance, ...]:
    """Those that no inner layer has replaced for everyone."""
    found = [in_force(book, *one).values() for one in _pairs(book, kind, form)]
    return tuple(
        dict.fromkeys(rule for one in found for rules in one for rule in _standing(rules))
    )


def _standing(rules: Sequence[Allowance]) -> Iterator[Allowance]:
    """As far as the first that has no condition."""
    for rule in rules:
        yield rule
        if rule.when is None:
            return


def _inner(
    region: InstalledRegion, unit: OrgUnit, units: Sequence[OrgUnit], on: date
) -> Iterator[tuple[OrgUnit, Act]]:
    below = {one.slug: one for one in units if one.path.startswith(unit.path) and one is not unit}
    for act in region.acts:
        if act.unit in below and act.in_force_on(on):
            yield below[act.unit], act


def _in_force(region: InstalledRegion, act: Act, today: date) -> ActInForce:
    local = act not in registry.region(region.profile.slug).acts
    verified = act.verified_on
    return ActInForce(
        act=act,
        has_text=sources.has_text(region, act),
        local=local,
        stale=not local and (verified is None or (today - verified).days > _STALE_DAYS),
    )
