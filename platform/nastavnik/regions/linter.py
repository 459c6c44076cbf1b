"""What can be said of a loaded region's data without a case: each fault with file, line, remedy.

The loader refuses what can't be read; the linter finds what reads well and is wrong: a quotation
that the document does not have, a kind that nobody declares, a norm that an outer act forbids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

from nastavnik.domain.access import Level, Role
from nastavnik.domain.act import Act, Layer
from nastavnik.domain.provision import deadline_parameter
from nastavnik.domain.refusal import refusals
from nastavnik.regions.act_file import read_act
from nastavnik.regions.errors import Problem
from nastavnik.regions.lines import Lines
from nastavnik.regions.loader import facts_in, load_forms, toml_files
from nastavnik.regions.paper_lint import printed

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from nastavnik.regions.profile import RegionProfile
    from nastavnik.regions.registry import InstalledRegion

RETOLD: Final = "(пересказ) "
"""Begins a quotation that is not one: the text of the document is not shipped."""

_LEVELS: Final = {Layer.MUNICIPALITY: Level.MUNICIPALITY, Layer.INSTITUTION: Level.INSTITUTION}
_PROVISIONS: Final = {
    "facts": "fact",
    "norms": "norm",
    "requirements": "requirement",
    "deadlines": "deadline",
    "allowances": "allowance",
    "funds": "fund",
    "approvals": "approval",
    "papers": "paper",
    "date_orders": "date_order",
    "controls": "control",
    "grounds": "ground",
    "kinds": "kind",
    "forms": "form",
}


@dataclass(frozen=True, slots=True)
class ActFile:
    """An act with the file that it was read from."""

    act: Act
    name: str
    lines: Lines
    source: str | None = field(repr=False)

    def at(self, table: str, index: int, message: str, key: str = "") -> Problem:
        """A problem of the n-th table of the file."""
        return Problem(self.name, self.lines.of(table, index, key), message)

    def of_norm(self, parameter: str, clause: str, message: str) -> Problem:
        """A problem of the norm; one made of a deadline or an allowance is found by its clause."""
        written = self.lines.count("norm")
        for index, norm in enumerate(self.act.norms[:written]):
            if norm.parameter == parameter and norm.cite.clause == clause:
                return self.at("norm", index, message)
        for index, deadline in enumerate(self.act.deadlines):
            if deadline_parameter(deadline.code) == parameter:
                return self.at("deadline", index, message)
        return self.at("allowance", 0, message)


def lint(region: InstalledRegion) -> list[Problem]:
    """Every problem of the region's acts, in the order of files and lines."""
    shipped = act_files(files(region.package))
    problems = _stated(shipped, region.acts)
    taken = frozenset(act.code for act in region.acts if act.layer is Layer.FEDERAL)
    for file in shipped:
        problems.update(_place(file, region.profile, taken))
    problems.update(_contradictions(region, shipped))
    problems.update(printed(region.acts, region.forms))
    return sorted(problems)


def lint_federal() -> list[Problem]:
    """Every problem of the acts that the platform itself ships."""
    shipped = act_files(files("nastavnik.regions.federal"))
    acts = [file.act for file in shipped]
    forms = load_forms(files("nastavnik.regions.federal"))
    return sorted({*_stated(shipped, acts), *printed(acts, {one.code: one for one in forms})})


def _stated(shipped: Iterable[ActFile], acts: Iterable[Act]) -> set[Problem]:
    """Problems of what the acts state, whoever issued them."""
    words = _Words.of(acts)
    checks = (_people, _codes, _quotations, _twins, lambda file: _selectors(file, words))
    return {problem for file in shipped for check in checks for problem in check(file)}


def act_files(folder: Traversable) -> list[ActFile]:
    """The acts of a package with their files; a file that can't be read is left to the loader."""
    found = []
    facts = facts_in(folder)
    for file in toml_files(folder / "acts"):
        text = file.read_text("utf-8")
        act, _ = read_act(text, file.name, facts)
        if act is not None:
            found.append(ActFile(act, f"acts/{file.name}", Lines(text), _source(folder, act)))
    return found


def _source(folder: Traversable, act: Act) -> str | None:
    """The words of the act's document without spaces; None if the package ships no text."""
    file = folder / act.source if act.source else None
    return squeezed(file.read_text("utf-8")) if file is not None and file.is_file() else None


def squeezed(text: str) -> str:
    """A text without white space, as quotations are compared."""
    return re.sub(r"\s+", "", text)


def _place(file: ActFile, profile: RegionProfile, taken: frozenset[str]) -> Iterator[Problem]:
    act = file.act
    if act.layer > Layer.FEDERAL and act.code in taken:
        message = f"code: {act.code!r} — код федерального акта; дайте акту региона другой"
        yield file.at("act", 0, message, "code")
    if act.layer is Layer.FEDERAL:
        yield file.at("act", 0, "регион не издаёт федеральных актов; исправьте layer", "layer")
    level = _LEVELS.get(act.layer)
    unit = profile.unit(act.unit)
    if level is not None and (unit is None or unit.level is not level):
        known = ", ".join(one.slug for one in profile.units if one.level is level) or "ни одного"
        message = f"unit: в region.toml нет такой территории {act.unit!r}; есть: {known}"
        yield file.at("act", 0, message, "unit")


@dataclass(frozen=True, slots=True)
class _Words:
    """Kinds and forms that any act of the region declares, the federal ones among them."""

    kinds: frozenset[str]
    forms: frozenset[str]

    @classmethod
    def of(cls, acts: Iterable[Act]) -> _Words:
        together = tuple(acts)
        return cls(
            frozenset(kind.code for act in together for kind in act.kinds),
            frozenset(form.code for act in together for form in act.forms),
        )


def _selectors(file: ActFile, words: _Words) -> Iterator[Problem]:
    for name, index, one in _provisions(file):
        for key, known in (("kinds", words.kinds), ("forms", words.forms)):
            for code in sorted(getattr(one, key, frozenset()) - known):
                letters = "".join(_RUSSIAN.findall(code))
                hint = f": русские буквы «{letters}»" if letters else ""
                message = f"{key}: такого слова {code!r} нет ни в одном акте региона{hint}"
                yield file.at(name, index, message, key)


_RUSSIAN: Final = re.compile("[а-яё]", re.IGNORECASE)


def _codes(file: ActFile) -> Iterator[Problem]:
    for name, index, one in (("act", 0, file.act), *_provisions(file)):
        code = str(getattr(one, "code", ""))
        if letters := "".join(_RUSSIAN.findall(code)):
            message = f"code: в {code!r} русские буквы «{letters}»; коды пишут латиницей"
            yield file.at(name, index, message, "code")


def _people(file: ActFile) -> Iterator[Problem]:
    for index, kind in enumerate(file.act.kinds):
        if not kind.mentor or not kind.mentee:
            yield file.at("kind", index, "назовите обоих участников: mentor и mentee")
    for name, index, one in _provisions(file):
        role = getattr(one, "role", Role.CURATOR)
        if role not in set(Role):
            message = f"role: нет роли {role!r}; можно: {', '.join(Role)}"
            yield file.at(name, index, message, "role")


def _quotations(file: ActFile) -> Iterator[Problem]:
    if file.act.source and file.source is None:
        yield file.at("act", 0, f"source: нет файла {file.act.source}; приложите текст", "source")
    if file.source is None:
        return
    for name, index, one in _provisions(file):
        quote = str(getattr(one, "quote", ""))
        if not quote.startswith(RETOLD) and squeezed(quote) not in file.source:
            message = f"quote: в {file.act.source} нет слов «{quote}»; приведите их точно"
            yield file.at(name, index, message, "quote")


def _twins(file: ActFile) -> Iterator[Problem]:
    seen: set[tuple[object, ...]] = set()
    for norm in file.act.norms:
        slot = (norm.parameter, norm.kinds, norm.forms, norm.when, norm.first, norm.last)
        if slot in seen:
            message = f"вторая норма {norm.parameter} для тех же видов, форм и дат; уберите одну"
            yield file.of_norm(norm.parameter, norm.cite.clause, message)
        seen.add(slot)


def _provisions(file: ActFile) -> Iterator[tuple[str, int, object]]:
    """Every provision as written: its table's name, its number, itself."""
    for name, table in _PROVISIONS.items():
        written = file.lines.count(table)
        for index, one in enumerate(getattr(file.act, name)[:written]):
            yield table, index, one


def _contradictions(region: InstalledRegion, shipped: list[ActFile]) -> Iterator[Problem]:
    own = {file.act.code: file for file in shipped}
    for one in contradictions(region):
        if one.act in own:
            yield own[one.act].of_norm(one.parameter, one.clause, str(one))


class Contradiction(NamedTuple):
    """A norm that an outer act forbids: `outer` is that act's short title, `why` the reason."""

    act: str
    clause: str
    parameter: str
    outer: str
    outer_clause: str
    why: str

    def __str__(self) -> str:
        """Both clauses and the reason."""
        outer = f"«{self.outer}», {self.outer_clause}"
        return f"{self.parameter}: противоречит внешнему акту ({outer}): {self.why}"


def contradictions(region: InstalledRegion) -> set[Contradiction]:
    """Norms that outer ones refuse, wherever and whenever their acts meet."""
    found = set()
    for units in {(), *(region.profile.chain(unit.slug) for unit in region.profile.units)}:
        for on in region.intervals(units):
            book = region.book(units, on)
            for key, step, outer in refusals(book):
                title = book.act_title(outer)
                found.add(Contradiction(step.act, step.clause, key, title, outer.clause, step.why))
    return found
