"""Texts of acts as the packages ship them, with the quoted words found in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Protocol
from zlib import crc32

from nastavnik.domain.act import Act, Layer
from nastavnik.regions.linter import RETOLD, squeezed

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from nastavnik.regions.registry import InstalledRegion

_FEDERAL: Final = "nastavnik.regions.federal"


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of a text; `anchors` are of the quotations that begin with it."""

    text: str
    quoted: bool = False
    anchors: tuple[str, ...] = ()


Paragraph = tuple[Passage, ...]


class _Provision(Protocol):
    @property
    def quote(self) -> str:
        """Exact words of the clause."""


def text_of(region: InstalledRegion, act: Act) -> str:
    """The words of the act's document; "" if no text is shipped."""
    file = _file(region, act)
    return file.read_text("utf-8") if file else ""


def has_text(region: InstalledRegion, act: Act) -> bool:
    """Is the text of the act's document shipped."""
    return _file(region, act) is not None


def _file(region: InstalledRegion, act: Act) -> Traversable | None:
    if not act.source:
        return None
    package = _FEDERAL if act.layer is Layer.FEDERAL else region.package
    file = files(package) / act.source
    return file if file.is_file() else None


def quotes_of(act: Act) -> tuple[str, ...]:
    """Every quotation of the act's words, each once; retold clauses quote nothing."""
    provisions: tuple[_Provision, ...] = (
        *act.norms,
        *act.requirements,
        *act.deadlines,
        *act.allowances,
        *act.funds,
        *act.approvals,
        *act.papers,
        *act.date_orders,
        *act.controls,
        *act.grounds,
        *act.kinds,
        *act.forms,
    )
    quotes = dict.fromkeys(one.quote for one in provisions if one.quote)
    return tuple(quote for quote in quotes if not quote.startswith(RETOLD))


def anchor(quote: str) -> str:
    """A name of the quotation's place in the text, the same while its words are the same."""
    return f"q-{crc32(squeezed(quote).encode()):08x}"


def marked(text: str, quotes: Iterable[str]) -> tuple[Paragraph, ...]:
    """Paragraphs of the text with the quotations marked; white space makes no difference.

    A quotation that occurs several times is marked everywhere, its anchor is at the first place.
    """
    begins: dict[int, list[str]] = {}
    edges = {0, len(text)}
    covered: list[tuple[int, int]] = []
    places = _Places(text)
    for quote in quotes:
        for number, (start, end) in enumerate(places.of(quote)):
            covered.append((start, end))
            edges |= {start, end}
            if not number:
                begins.setdefault(start, []).append(anchor(quote))
    covered.sort()
    return tuple(_paragraphs(text, sorted(edges), covered, begins))


class _Places:
    """Where words stand in a text, counted without white space."""

    def __init__(self, text: str) -> None:
        self._at = [at for at, sign in enumerate(text) if not sign.isspace()]
        self._squeezed = squeezed(text)

    def of(self, quote: str) -> Iterator[tuple[int, int]]:
        """Every place of the quotation: its first sign and the one after its last."""
        wanted = squeezed(quote)
        at = self._squeezed.find(wanted) if wanted else -1
        while at >= 0:
            yield self._at[at], self._at[at + len(wanted) - 1] + 1
            at = self._squeezed.find(wanted, at + len(wanted))


def _paragraphs(
    text: str, edges: list[int], covered: list[tuple[int, int]], begins: dict[int, list[str]]
) -> Iterator[Paragraph]:
    """Cut the text at the edges of quotations and at the ends of lines; blank lines go."""
    here: list[Passage] = []
    for start, end in pairwise(edges):
        quoted = any(first <= start < last for first, last in covered)
        anchors = tuple(begins.get(start, ()))
        for number, piece in enumerate(text[start:end].split("\n")):
            if number:
                yield from _written(here)
                here, anchors = [], ()
            if piece:
                here.append(Passage(piece, quoted, anchors))
    yield from _written(here)


def _written(passages: list[Passage]) -> Iterator[Paragraph]:
    if any(one.text.strip() for one in passages):
        yield tuple(passages)
