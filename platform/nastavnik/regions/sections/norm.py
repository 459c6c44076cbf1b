"""`[[norm]]`: the value that a clause gives to a parameter of the catalogue."""

from __future__ import annotations

from typing import Final

from nastavnik.domain.norm import CATALOGUE, Norm, Parameter, Value, Word
from nastavnik.domain.provision import Unit
from nastavnik.domain.severity import Severity
from nastavnik.regions.condition import read_condition
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections.shared_keys import CITED, SELECTORS, SEVERITY, Reading, common

SECTION: Final = Section(
    name="norm",
    title="Норма",
    help="Значение, которое пункт даёт параметру из каталога.",
    keys=(
        Key(
            name="parameter",
            type=KeyType.CHOICE,
            title="Что урегулировано",
            required=True,
            choices={key: parameter.title for key, parameter in CATALOGUE.items()},
        ),
        Key(
            name="value",
            type=KeyType.VALUE,
            title="Значение",
            help="delegated — решает нижестоящий уровень, unlimited — без ограничения.",
            required=True,
        ),
        Key(
            name="unit",
            type=KeyType.CHOICE,
            title="Единица",
            default="единица параметра",
            choices={unit.value: unit.label for unit in Unit},
        ),
        SEVERITY,
        *SELECTORS,
        Key(
            name="when",
            type=KeyType.CONDITION,
            title="При условии",
            help="Норма действует, только если условие о людях пары выполнено.",
            default="всегда",
        ),
        Key(
            name="from",
            type=KeyType.DATE,
            title="Действует с",
            default="с начала действия акта",
        ),
        Key(
            name="until",
            type=KeyType.DATE,
            title="Действует по",
            default="до конца действия акта",
        ),
        *CITED,
    ),
    example="""\
[[norm]]
parameter = "mentees.max"
value = 2
kinds = ["traditional"]
clause = "2.5"
quote = "не более двух лиц"
""",
)


def read(table: Table, reading: Reading) -> Norm | None:
    """A norm, or None for an unknown parameter or a value that does not fit it."""
    key = table.need("parameter", str, "")
    parameter = CATALOGUE.get(key)
    value = _value(table)
    if parameter is None:
        table.fault(
            f"parameter: нет параметра {key!r}; можно: {', '.join(CATALOGUE)}", "parameter"
        )
        return None
    if not parameter.accepts(value):
        table.fault(
            f"value: {value!r} не подходит для {key} ({parameter.unit}); можно {_apt(parameter)}",
            "value",
        )
        return None
    first, last = table.span("from", "until")
    return Norm(
        parameter=key,
        value=value,
        unit=unit_of(table, parameter),
        severity=table.choice("severity", Severity, parameter.severity),
        **common(table, reading),
        when=read_condition(table, "when", facts=reading.facts),
        first=first,
        last=last,
    )


def _apt(parameter: Parameter) -> str:
    """Values that the parameter takes, in words."""
    match parameter.unit:
        case Unit.FLAG:
            return "true или false, delegated, unlimited"
        case Unit.TEXT:
            return f"{' или '.join(parameter.words) or 'слова в кавычках'}, delegated, unlimited"
        case _:
            return f"от {parameter.lo} до {parameter.hi}, delegated или unlimited"


def unit_of(table: Table, parameter: Parameter) -> Unit:
    """The unit that the table names, if the parameter may be measured in it."""
    unit = table.choice("unit", Unit, parameter.unit)
    if not parameter.measured_in(unit):
        years = (unit, parameter.unit) == (Unit.YEAR, Unit.MONTH)
        advice = "; год — это 12 месяцев" if years else ""
        table.fault(
            f"unit: {parameter.key} измеряется в {parameter.unit}, а не в {unit}{advice}", "unit"
        )
    return unit


def _value(table: Table) -> Value:
    raw = table.need("value", object, "")
    if isinstance(raw, str) and raw in set(Word):
        return Word(raw)
    return raw if isinstance(raw, (bool, int, float, str)) else ""
