"""The rules in force laid out as rows: the same for the page and for the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, Protocol

from nastavnik.domain.access import Role
from nastavnik.domain.allowance import Allowance
from nastavnik.domain.cite import Cite
from nastavnik.domain.deadlines import within
from nastavnik.domain.facts import Subject
from nastavnik.domain.norm import Norm, Word
from nastavnik.domain.requirement import AnyOf, Condition
from nastavnik.domain.resolve import Step
from nastavnik.domain.severity import Severity
from nastavnik.domain.variants import Variant
from nastavnik.regions.linter import RETOLD
from nastavnik.regions.sources import anchor
from nastavnik.usecases.rules import InForce, Regulated

NO_DATE: Final = "дата в документе не указана"
_ROLES: Final[Mapping[str, str]] = {role: role.label for role in Role}


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


def sections(found: InForce) -> tuple[Section, ...]:
    """Every table that has a row; the norms are always there."""
    told = _Told(found)
    every = (
        Section("norms", "Нормы", "Норма", "Значение", told.norms()),
        Section("requirements", "Требования", "Требование", "Условие", told.requirements()),
        Section("deadlines", "Кто и когда что делает", "Что", "Срок", told.deadlines()),
        Section("allowances", "Доплаты", "Кому", "Сколько", told.allowances()),
        Section("grounds", "Основания", "Когда", "Основание", told.grounds()),
        Section("kinds", "Виды наставничества", "Вид", "Участники", told.kinds()),
        Section("forms", "Формы наставничества", "Форма", "Кого наставляют", told.forms()),
    )
    return tuple(one for one in every if any(rows for _, rows in one.topics))


def as_table(told: Iterable[Section]) -> Iterator[tuple[object, ...]]:
    """The rows for a spreadsheet, the heading first."""
    yield (
        "Раздел",
        "Тема",
        "Что",
        "Для кого",
        "Значение",
        "Акт",
        "Пункт",
        "Дословно",
        "Пересказ",
        "Уровень",
        "Действует с",
        "Примечание",
    )
    for section in told:
        for topic, rows in section.topics:
            for row in rows:
                notes = (row.note, "предупреждает, не запрещает" if row.warns else "", row.lapsed)
                yield (
                    section.title,
                    topic,
                    row.title,
                    row.whom,
                    row.value or "; либо ".join(row.options),
                    row.act_title,
                    row.cite.clause if row.cite else "",
                    row.quote,
                    row.retold,
                    row.layer,
                    row.since,
                    "; ".join(filter(None, notes)),
                )


class _Told:
    """The rules of one unit in words."""

    def __init__(self, found: InForce) -> None:
        self.found = found
        self.book = found.book
        self.acts = {one.act.code: one for one in found.acts}

    def norms(self) -> Topics:
        return tuple(
            (topic.title, tuple(row for one in topic.parameters for row in self._values(one)))
            for topic in self.found.topics
        )

    def _values(self, one: Regulated) -> Iterator[Row]:
        # «в остальных случаях» reads after the cases
        for variant in sorted(one.variants, key=lambda variant: variant.general):
            yield self._value(one, variant)
        for norm in one.lapsed:
            yield self._row(
                norm,
                one.parameter.title,
                norm.shown,
                whom=self._named(norm),
                since=_day(norm.first or self.acts[norm.cite.act].act.in_force),
                lapsed=_out_of_dates(norm, self.found.on),
            )

    def _value(self, one: Regulated, variant: Variant) -> Row:
        value = variant.value
        others = variant.general and len(one.variants) > 1
        whom = "в остальных случаях" if others else self._whom(variant)
        if value.norm is None:
            return Row(
                title=one.parameter.title,
                value=value.shown,
                whom=whom,
                silent=True,
                trace=value.trace,
            )
        return self._row(
            value.norm,
            one.parameter.title,
            value.shown,
            whom=whom,
            since=_day(value.in_force),
            silent=value.value is Word.UNREGULATED,
            warns=value.severity is Severity.WARNING,
            trace=value.trace,
        )

    def requirements(self) -> Topics:
        return _by_topic(
            (
                rule.subject.label,
                self._row(
                    rule,
                    rule.title,
                    "" if isinstance(rule.condition, AnyOf) else rule.condition.describe(),
                    options=_options(rule.condition),
                    whom=self._named(rule),
                    warns=rule.severity is Severity.WARNING,
                ),
            )
            for side in (Subject.MENTOR, Subject.MENTEE)
            for rule in self.found.requirements
            if rule.subject == side
        )

    def deadlines(self) -> Topics:
        return _untitled(
            self._row(
                rule,
                rule.title,
                within(rule),
                note=f"Делает {_ROLES.get(rule.role, rule.role)}",
                whom=self._named(rule),
            )
            for rule in self.found.deadlines
        )

    def allowances(self) -> Topics:
        return _untitled(
            self._row(
                rule,
                Subject(rule.recipient).label,
                rule.shown,
                note=_not_paid(rule),
                whom=self._named(rule),
            )
            for rule in self.found.allowances
        )

    def grounds(self) -> Topics:
        return _untitled(
            self._row(ground, event.label, ground.title)
            for event, grounds in self.found.grounds.items()
            for ground in grounds
        )

    def kinds(self) -> Topics:
        return _untitled(
            self._row(one, one.title, f"{one.mentor} — {one.mentee}", note=one.description)
            for one in self.found.kinds
        )

    def forms(self) -> Topics:
        return _untitled(
            self._row(one, one.title, "обучающегося" if one.students else "работника")
            for one in self.found.forms
        )

    def _row(  # noqa: PLR0913 - the columns of the table
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
            since=since or _day(act.in_force),
            quote="" if is_retold else quote,
            retold=quote.removeprefix(RETOLD) if is_retold else "",
            place=anchor(quote) if source.has_text else None,
            trace=trace,
        )

    def _whom(self, one: Variant) -> str:
        named = self._named(one)
        if not one.when:
            return named
        facts = " и ".join(condition.describe() for condition in one.when)
        return f"{named}, при условии — {facts}" if named else f"при условии — {facts}"

    def _named(self, one: _Selective) -> str:
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


def _options(condition: Condition) -> tuple[str, ...]:
    if isinstance(condition, AnyOf):
        return tuple(part.describe() for part in condition.parts)
    return ()


def _not_paid(rule: Allowance) -> str:
    times = ", ".join(one.label for one in rule.not_paid)
    return f"Не выплачивается {times}" if times else ""


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else NO_DATE


def _out_of_dates(norm: Norm, on: date) -> str:
    if norm.first and norm.first > on:
        return f"вступает в силу {norm.first:%d.%m.%Y}"
    return f"действовало по {norm.last:%d.%m.%Y}" if norm.last else ""


def _untitled(rows: Iterable[Row]) -> Topics:
    return (("", tuple(rows)),)


def _by_topic(rows: Iterable[tuple[str, Row]]) -> Topics:
    grouped = groupby(rows, key=lambda pair: pair[0])
    return tuple((topic, tuple(row for _, row in pairs)) for topic, pairs in grouped)
