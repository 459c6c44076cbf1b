"""One act file -> one `Act`. The schema of the file is this module; faults carry their line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from nastavnik.domain.act import Act, AppliesTo, Layer, VocabularyMode
from nastavnik.domain.cite import Cite
from nastavnik.domain.facts import Subject
from nastavnik.domain.norm import CATALOGUE, Norm, Parameter, Value, Word
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
from nastavnik.domain.severity import Severity
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
_DATES: Final = frozenset({"adopted", "in_force", "until", "known", "verified_on", "from"})
LAYERS: Final = {layer.name.lower(): layer for layer in Layer}


def read_act(text: str, file: str) -> tuple[Act | None, list[Problem]]:
    """Parse and check the file; the act is None only where it can't be built at all."""
    raw, problem = parse(text, file)
    if problem:
        return None, [problem]
    return _ActReader(raw, file, Lines(text)).read()


def read_act_data(data: Mapping[str, Any], name: str) -> tuple[Act | None, list[Problem]]:
    """The same act out of data with the file's keys, as kept in JSON: dates are ISO texts.

    `name` stands for the file in the problems.
    """
    raw = {table: _with_dates(found) for table, found in data.items()}
    return _ActReader(raw, name, Lines("")).read()


def _with_dates(found: Any) -> Any:  # noqa: ANN401 - a table, or a list of tables, of JSON
    if isinstance(found, list):
        return [_with_dates(one) for one in found]
    return {key: _day(value) if key in _DATES else value for key, value in found.items()}


def _day(value: object) -> object:
    """What is no ISO date stays as it is: the reader says so."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


class _ActReader:
    def __init__(self, raw: dict[str, Any], file: str, lines: Lines) -> None:
        self.raw = raw
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []
        self.derived: list[Norm] = []
        self.code = ""

    def read(self) -> tuple[Act | None, list[Problem]]:
        head = head_of(self.raw, "act", self.file, self.lines)
        self.code = head.need("code", str, "")
        layer = head.need("layer", str, "region")
        if layer not in LAYERS:
            head.fault(f"layer: нет уровня {layer!r}; можно: {', '.join(LAYERS)}", "layer")
        norms = self._each("norm", self._norm)
        deadlines = self._each("deadline", self._deadline)
        allowances = self._each("allowance", self._allowance)
        in_force, until = head.span("in_force", "until")
        act = Act(
            code=self.code,
            layer=LAYERS.get(layer, Layer.REGION),
            title=head.need("title", str, ""),
            short=head.take("short", str, "") or head.take("title", str, ""),
            unit=head.take("unit", str, ""),
            number=head.take("number", str, ""),
            adopted=head.optional_date("adopted"),
            in_force=in_force,
            until=until,
            known=head.optional_date("known"),
            applies_to=head.choice("applies_to", AppliesTo, AppliesTo.NEW),
            verified_on=head.optional_date("verified_on"),
            source=head.take("source", str, ""),
            note=head.take("note", str, ""),
            based_on=head.words("based_on"),
            kinds_mode=head.choice("kinds_mode", VocabularyMode, VocabularyMode.REPLACE),
            forms_mode=head.choice("forms_mode", VocabularyMode, VocabularyMode.REPLACE),
            norms=(*norms, *self.derived),
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
            first, last = table.span("from", "until")
            norm = Norm(
                parameter=key,
                value=value,
                unit=self._unit(table, parameter),
                severity=table.choice("severity", Severity, parameter.severity),
                **self._common(table),
                when=read_condition(table, "when"),
                first=first,
                last=last,
            )
        table.pardon(_NORM_KEYS)
        return norm

    def _unit(self, table: Table, parameter: Parameter) -> Unit:
        unit = table.choice("unit", Unit, parameter.unit)
        if not parameter.measured_in(unit):
            table.fault(
                f"unit: {parameter.key} измеряется в {parameter.unit}, а не в {unit}", "unit"
            )
        return unit

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
        code = table.need("code", str, "")
        parameter = CATALOGUE.get(deadline_parameter(code) or "")
        deadline = Deadline(
            code=code,
            title=table.need("title", str, ""),
            days=table.need("days", int, 0),
            unit=self._unit(table, parameter)
            if parameter
            else table.choice("unit", Unit, Unit.CALENDAR_DAY),
            anchor=table.choice("anchor", Anchor, Anchor.START),
            role=table.need("role", str, ""),
            closes=table.take("closes", str, ""),
            before=direction == "before",
            **self._common(table),
        )
        if parameter:
            self._derive(table, "days", parameter, deadline)
        elif deadline.days < 1:
            table.fault(f"days: {deadline.days} не подходит; нужно целое число от 1", "days")
        return deadline

    def _derive(
        self, table: Table, field: str, parameter: Parameter, rule: Deadline | Allowance
    ) -> None:
        """A deadline or an allowance also gives a value to a parameter of the catalogue."""
        value = getattr(rule, field)
        if not parameter.accepts(value):
            table.fault(
                f"{field}: {value} не подходит; можно от {parameter.lo} до {parameter.hi}", field
            )
        self.derived.append(
            Norm(
                parameter=parameter.key,
                value=value,
                unit=rule.unit if isinstance(rule, Deadline) else parameter.unit,
                cite=rule.cite,
                quote=rule.quote,
                kinds=rule.kinds,
                forms=rule.forms,
            )
        )

    def _allowance(self, table: Table) -> Allowance:
        allowance = Allowance(
            code=table.need("code", str, ""),
            recipient=table.need("recipient", str, ""),
            percent=table.need("percent", int, 0),
            base=table.need("base", str, ""),
            not_paid=table.words("not_paid"),
            **self._common(table),
        )
        self._derive(table, "percent", CATALOGUE["allowance.percent"], allowance)
        return allowance

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
