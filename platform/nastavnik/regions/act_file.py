"""One act file -> one `Act`. The schema of the file is this module; faults carry their line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from nastavnik.domain.act import Act, AppliesTo, Cite, Layer, VocabularyMode
from nastavnik.domain.facts import Subject
from nastavnik.domain.finding import Severity
from nastavnik.domain.norm import CATALOGUE, Norm, Value, Word
from nastavnik.domain.provision import (
    Allowance,
    Anchor,
    Deadline,
    FormOfMentoring,
    Ground,
    GroundEvent,
    Kind,
    Unit,
    deadline_parameter,
)
from nastavnik.domain.requirement import AllOf, Requirement
from nastavnik.regions.condition import read_condition
from nastavnik.regions.errors import Problem
from nastavnik.regions.lines import Lines
from nastavnik.regions.reader import Table, head_of, parse, tables_of

T = TypeVar("T")

_NORM_KEYS: Final = (
    "unit",
    "severity",
    "kinds",
    "forms",
    "when",
    "from",
    "until",
    "clause",
    "quote",
    "gist",
)
LAYERS: Final = {layer.name.lower(): layer for layer in Layer}


def read_act(text: str, file: str) -> tuple[Act | None, list[Problem]]:
    """Parse and check the file; the act is None only where it can't be built at all."""
    raw, problem = parse(text, file)
    if problem:
        return None, [problem]
    return _ActReader(raw, file, Lines(text)).read()


class _ActReader:
    def __init__(self, raw: dict[str, Any], file: str, lines: Lines) -> None:
        self.raw = raw
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []
        self.code = ""

    def read(self) -> tuple[Act | None, list[Problem]]:
        head = head_of(self.raw, "act", self.file, self.lines)
        self.code = head.need("code", str, "")
        layer = head.need("layer", str, "region")
        if layer not in LAYERS:
            head.fault(f"layer: нет уровня {layer!r}; можно: {', '.join(LAYERS)}", "layer")
        deadlines = self._each("deadline", self._deadline)
        allowances = self._each("allowance", self._allowance)
        derived = [*map(_deadline_norm, deadlines), *map(_allowance_norm, allowances)]
        act = Act(
            code=self.code,
            layer=LAYERS.get(layer, Layer.REGION),
            title=head.need("title", str, ""),
            short=head.take("short", str, "") or head.take("title", str, ""),
            unit=head.take("unit", str, ""),
            number=head.take("number", str, ""),
            adopted=head.optional_date("adopted"),
            in_force=head.optional_date("in_force"),
            until=head.optional_date("until"),
            known=head.optional_date("known"),
            applies_to=head.choice("applies_to", AppliesTo, AppliesTo.NEW),
            verified_on=head.optional_date("verified_on"),
            source=head.take("source", str, ""),
            note=head.take("note", str, ""),
            based_on=head.words("based_on"),
            kinds_mode=head.choice("kinds_mode", VocabularyMode, VocabularyMode.REPLACE),
            forms_mode=head.choice("forms_mode", VocabularyMode, VocabularyMode.REPLACE),
            norms=(
                *self._each("norm", self._norm),
                *(norm for norm in derived if norm),
            ),
            requirements=self._each("requirement", self._requirement),
            deadlines=deadlines,
            allowances=allowances,
            grounds=self._each("ground", self._ground),
            kinds=self._each("kind", self._kind),
            forms=self._each("form", self._form),
        )
        inner = act.layer >= Layer.MUNICIPALITY
        if inner != bool(act.unit):
            head.fault(
                "unit: укажите ярлык муниципалитета или организации"
                if inner
                else "unit: у акта этого уровня не бывает unit; уберите ключ",
                "unit",
            )
        self.problems += head.close()
        for name in self.raw:
            self.problems.append(
                Problem(self.file, self.lines.of(name), f"неизвестная таблица [[{name}]]")
            )
        return act, self.problems

    def _each(self, name: str, build: Callable[[Table], T | None]) -> tuple[T, ...]:
        tables, faults = tables_of(self.raw, name, self.file, self.lines)
        self.problems += faults
        built = []
        for table in tables:
            one = build(table)
            self.problems += table.close()
            if one is not None:
                built.append(one)
        return tuple(built)

    def _cite(self, table: Table) -> Cite:
        return Cite(self.code, table.need("clause", str, ""))

    def _quote(self, table: Table) -> str:
        quote, gist = table.take("quote", str, ""), table.take("gist", str, "")
        if not quote and not gist:
            table.fault("нет ни quote (точные слова акта), ни gist (пересказ); добавьте")
        return quote or f"(пересказ) {gist}"

    def _norm(self, table: Table) -> Norm | None:
        key = table.need("parameter", str, "")
        parameter = CATALOGUE.get(key)
        value = _value(table)
        norm = None
        if parameter is None:
            table.fault(
                f"parameter: нет параметра {key!r}; можно: {', '.join(CATALOGUE)}",
                "parameter",
            )
        elif not parameter.accepts(value):
            table.fault(
                f"value: {value!r} не подходит для {key} ({parameter.unit}); "
                f"можно от {parameter.lo} до {parameter.hi}, delegated или unlimited",
                "value",
            )
        else:
            norm = Norm(
                parameter=key,
                value=value,
                unit=table.choice("unit", Unit, parameter.unit),
                severity=table.choice("severity", Severity, parameter.severity),
                **self._common(table),
                when=read_condition(table, "when"),
                first=table.optional_date("from"),
                last=table.optional_date("until"),
            )
        table.pardon(_NORM_KEYS)
        return norm

    def _common(self, table: Table) -> dict[str, Any]:
        return {
            "cite": self._cite(table),
            "quote": self._quote(table),
            "kinds": frozenset(table.words("kinds")),
            "forms": frozenset(table.words("forms")),
        }

    def _requirement(self, table: Table) -> Requirement:
        subject = table.choice("subject", Subject, Subject.MENTOR)
        condition = read_condition(table, "condition", subject)
        if condition is None:
            table.fault("в [[requirement]] нет condition; добавьте условие", "condition")
        return Requirement(
            code=table.need("code", str, ""),
            subject=subject,
            title=table.need("title", str, ""),
            condition=condition or AllOf(()),
            severity=table.choice("severity", Severity, Severity.VIOLATION),
            **self._common(table),
        )

    def _deadline(self, table: Table) -> Deadline:
        direction = table.take("direction", str, "after")
        if direction not in {"after", "before"}:
            table.fault(f"direction: {direction!r}; можно: after, before", "direction")
        return Deadline(
            code=table.need("code", str, ""),
            title=table.need("title", str, ""),
            days=table.need("days", int, 0),
            unit=table.choice("unit", Unit, Unit.CALENDAR_DAY),
            anchor=table.choice("anchor", Anchor, Anchor.START),
            role=table.need("role", str, ""),
            closes=table.take("closes", str, ""),
            before=direction == "before",
            **self._common(table),
        )

    def _allowance(self, table: Table) -> Allowance:
        return Allowance(
            code=table.need("code", str, ""),
            recipient=table.need("recipient", str, ""),
            percent=table.need("percent", int, 0),
            base=table.need("base", str, ""),
            not_paid=table.words("not_paid"),
            **self._common(table),
        )

    def _ground(self, table: Table) -> Ground:
        return Ground(
            event=table.choice("event", GroundEvent, GroundEvent.EARLY_END),
            code=table.need("code", str, ""),
            title=table.need("title", str, ""),
            cite=self._cite(table),
            quote=self._quote(table),
        )

    def _kind(self, table: Table) -> Kind:
        return Kind(
            code=table.need("code", str, ""),
            title=table.need("title", str, ""),
            mentor=table.take("mentor", str, "наставник"),
            mentee=table.take("mentee", str, "наставляемый"),
            description=table.take("description", str, ""),
            cite=self._cite(table),
            quote=table.take("quote", str, ""),
        )

    def _form(self, table: Table) -> FormOfMentoring:
        return FormOfMentoring(
            code=table.need("code", str, ""),
            title=table.need("title", str, ""),
            students=table.take("students", bool, default=False),
            cite=self._cite(table),
            quote=table.take("quote", str, ""),
        )


def _value(table: Table) -> Value:
    raw = table.need("value", object, "")
    if isinstance(raw, str) and raw in set(Word):
        return Word(raw)
    return raw if isinstance(raw, (bool, int, str)) else ""


def _deadline_norm(deadline: Deadline) -> Norm | None:
    key = deadline_parameter(deadline.code)
    if key is None:
        return None
    return Norm(
        parameter=key,
        value=deadline.days,
        unit=deadline.unit,
        cite=deadline.cite,
        quote=deadline.quote,
        kinds=deadline.kinds,
        forms=deadline.forms,
    )


def _allowance_norm(allowance: Allowance) -> Norm:
    return Norm(
        parameter="allowance.percent",
        value=allowance.percent,
        unit=Unit.PERCENT,
        cite=allowance.cite,
        quote=allowance.quote,
        kinds=allowance.kinds,
        forms=allowance.forms,
    )
