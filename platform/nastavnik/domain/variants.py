"""For whom a parameter's value differs: by kind, by form of mentoring, by facts of the pair."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from nastavnik.domain.requirement import Condition
    from nastavnik.domain.resolve import Resolved
    from nastavnik.domain.rulebook import RuleBook

_KEPT: Final = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One value and for whom it holds: codes of kinds, of forms, conditions that are all met.

    Without any of them it is the value for everyone whom no other variant names.
    """

    value: Resolved
    kinds: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()

    @property
    def general(self) -> bool:
        """Does it name nobody."""
        return not (self.kinds or self.forms or self.when)


class _Slot(NamedTuple):
    """What is asked of the rule book; "" is any kind, any form."""

    kind: str
    form: str
    met: frozenset[Condition]

    def wider(self, other: _Slot) -> bool:
        """Is every pair of `other` a pair of this one."""
        return (
            self != other
            and self.kind in {"", other.kind}
            and self.form in {"", other.form}
            and self.met <= other.met
        )

    @property
    def narrowness(self) -> int:
        return bool(self.kind) + bool(self.form) + len(self.met)


_Found = tuple[_Slot, "Resolved"]


@lru_cache(maxsize=_KEPT)
def variants(book: RuleBook, key: str, kind: str = "", form: str = "") -> tuple[Variant, ...]:
    """Every value of the parameter that differs, the general one first.

    A chosen kind or form is not repeated in the variants. The general value is left out where
    each kind or each form that the unit has comes with a value of its own. Books don't change,
    so the answers are kept.
    """
    found: list[_Found] = []
    for slot in sorted(_slots(book, key, kind, form), key=lambda slot: slot.narrowness):
        value = book.possible(key, slot.kind, slot.form).fold(slot.met)
        if not _expected(found, slot, value):
            found.append((slot, value))
    told = _merged(
        Variant(
            value=value,
            kinds=(slot.kind,) if slot.kind != kind else (),
            forms=(slot.form,) if slot.form != form else (),
            when=tuple(slot.met),
        )
        for slot, value in found
    )
    named = {one for each in told if not (each.forms or each.when) for one in each.kinds}
    formed = {one for each in told if not (each.kinds or each.when) for one in each.forms}
    every = named.issuperset(book.kinds) if named else formed.issuperset(book.forms or {""})
    return tuple(told[1:] if every else told)


def _slots(book: RuleBook, key: str, kind: str, form: str) -> Iterator[_Slot]:
    """Every combination of what the norms speak of, as far as the unit has such words."""
    norms = book.norms().get(key, ())
    spoken_kinds = {code for norm in norms for code in norm.kinds}
    spoken_forms = {code for norm in norms for code in norm.forms}
    kinds = (kind,) if kind else ("", *(one for one in book.kinds if one in spoken_kinds))
    forms = (form,) if form else ("", *(one for one in book.forms if one in spoken_forms))
    for one, other in product(kinds, forms):
        conditions = book.possible(key, one, other).conditions
        worlds: list[Collection[Condition]] = [(), *((each,) for each in conditions), conditions]
        met = dict.fromkeys(frozenset(world) for world in worlds)
        yield from (_Slot(one, other, world) for world in met)


def _expected(found: Sequence[_Found], slot: _Slot, value: Resolved) -> bool:
    """Does the reader know the value already from the nearest wider slots."""
    wider = [(one, known) for one, known in found if one.wider(slot)]
    nearest = [known for one, known in wider if not any(one.wider(other) for other, _ in wider)]
    return bool(nearest) and all(_same(known, value) for known in nearest)


def _same(one: Resolved, other: Resolved) -> bool:
    return one.norm is other.norm and one.binding is other.binding


def _merged(found: Iterable[Variant]) -> list[Variant]:
    """Forms and then kinds with one value and the same other selectors told together."""
    of_kinds: dict[Hashable, Variant] = {}
    for variant in found:
        key = (_source(variant), variant.kinds, bool(variant.forms))
        known = of_kinds.setdefault(key, variant)
        if known is not variant:
            of_kinds[key] = replace(known, forms=(*known.forms, *variant.forms))
    told: dict[Hashable, Variant] = {}
    for variant in of_kinds.values():
        key = (_source(variant), variant.forms, bool(variant.kinds))
        known = told.setdefault(key, variant)
        if known is not variant:
            told[key] = replace(known, kinds=(*known.kinds, *variant.kinds))
    return list(told.values())


def _source(variant: Variant) -> Hashable:
    """Equal for variants that differ in kinds and forms alone."""
    return id(variant.value.norm), id(variant.value.binding), frozenset(variant.when)
