"""A rule of the page of rules as a row: what it is about, for whom, what it says and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Final, Protocol

from nastavnik.domain.cite import Cite
from nastavnik.domain.resolve import Step
from nastavnik.regions.linter import RETOLD
from nastavnik.regions.sources import anchor

if TYPE_CHECKING:
    from nastavnik.usecases.rules import InForce

NO_DATE: Final = "дата в документе не указана"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rule: what it is about, for whom, what it says and where that is written.

    `options` are alternatives of which one is enough; `silent` says that the acts say nothing;
    `lapsed` tells when a norm out of its dates is in force; `place` is the anchor in the act's
    text, None if no text is shipped.
    """

    title: str
    value: str
    whom: str = ""
    note: str = ""
    options: tuple[str, ...] = ()
    warns: bool = False
    silent: bool = False
    lapsed: str = ""
    cite: Cite | None = None
    act_title: str = ""
    layer: str = ""
    since: str = ""
    quote: str = ""
    retold: str = ""
    place: str | None = None
    trace: tuple[Step, ...] = ()

    @property
    def quiet(self) -> bool:
        """Is there nothing to tell but the title."""
        return self.silent and not (self.whom or self.trace)


Topics = tuple[tuple[str, tuple[Row, ...]], ...]
"""Rows under the titles of their topics; "" where one topic is all there is."""


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the page: headings of its first two columns, rows under their topics."""

    code: str
    title: str
    subject: str
    content: str
    topics: Topics


class _Provision(Protocol):
    @property
    def cite(self) -> Cite:
        """Act and clause."""

    @property
    def quote(self) -> str:
        """Exact words of the clause."""


class _Selective(Protocol):
    @property
    def kinds(self) -> Iterable[str]:
        """Codes of kinds; none for all."""

    @property
    def forms(self) -> Iterable[str]:
        """Codes of forms; none for all."""


class Told:
    """The rules of one unit, one after another in words."""

    def __init__(self, found: InForce) -> None:
        self.found = found
        self.book = found.book
        self.acts = {one.act.code: one for one in found.acts}

    def row(  # noqa: PLR0913 - the columns of the table
        self,
        provision: _Provision,
        title: str,
        value: str,
        *,
        whom: str = "",
        note: str = "",
        since: str = "",
        lapsed: str = "",
        options: tuple[str, ...] = (),
        warns: bool = False,
        silent: bool = False,
        trace: tuple[Step, ...] = (),
    ) -> Row:
        """A row of the provision; `since` is the act's own day unless it is given."""
        source = self.acts[provision.cite.act]
        act, quote = source.act, provision.quote
        is_retold = quote.startswith(RETOLD)
        return Row(
            title=title,
            value=value,
            whom=whom,
            note=note,
            options=options,
            warns=warns,
            silent=silent,
            lapsed=lapsed,
            cite=provision.cite,
            act_title=act.short,
            layer=act.layer.label,
            since=since or day(act.in_force),
            quote="" if is_retold else quote,
            retold=quote.removeprefix(RETOLD) if is_retold else "",
            place=anchor(quote) if source.has_text else None,
            trace=trace,
        )

    def named(self, one: _Selective) -> str:
        """Kinds and forms by their titles, in the order of the vocabulary; "" for everyone."""
        kinds = [kind.title for code, kind in self.book.kinds.items() if code in one.kinds]
        forms = [form.title for code, form in self.book.forms.items() if code in one.forms]
        return ", ".join(
            [
                *_quoted(kinds, "для вида", "для видов"),
                *_quoted(forms, "для формы", "для форм"),
            ]
        )


def _quoted(titles: Sequence[str], one: str, many: str) -> Iterator[str]:
    if titles:
        names = ", ".join(f"«{title}»" for title in titles)
        yield f"{one if len(titles) == 1 else many} {names}"


def day(on: date | None) -> str:
    """A day as the column shows it."""
    return f"{on:%d.%m.%Y}" if on else NO_DATE


def untitled(rows: Iterable[Row]) -> Topics:
    """Rows of one topic that needs no title."""
    return (("", tuple(rows)),)


def by_topic(rows: Iterable[tuple[str, Row]]) -> Topics:
    """Rows that stand together, under their topic."""
    grouped = groupby(rows, key=lambda pair: pair[0])
    return tuple((topic, tuple(row for _, row in pairs)) for topic, pairs in grouped)
