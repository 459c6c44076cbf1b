"""How much an allowance is: one of several ways to say it, each exact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, TypeVar

from nastavnik.domain.allowance import (
    Amount,
    ByNumber,
    Fixed,
    Percent,
    PerMentee,
    Plain,
    Row,
    Rows,
    UpTo,
)
from nastavnik.domain.facts import Fact, Subject
from nastavnik.domain.norm import CATALOGUE
from nastavnik.regions.condition import read_condition
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType

T = TypeVar("T")

_PERCENT: Final = CATALOGUE["allowance.percent"]
_HUNDREDTHS: Final = 100

PERCENT: Final = Key(
    name="percent",
    type=KeyType.NUMBER,
    title="Процент",
    help="Доля базы, например 15 или 12.5; не больше двух знаков после точки.",
    default="размер сказан иначе",
)
SUM: Final = Key(
    name="sum",
    type=KeyType.NUMBER,
    title="Сумма, ₽",
    help="В рублях, например 2000 или 1500.50; копейки — два знака после точки.",
    default="размер сказан иначе",
)
KEYS: Final = (
    PERCENT,
    SUM,
    Key(
        name="up_to_percent",
        type=KeyType.NUMBER,
        title="До процента",
        help="«До N %»: размер решает приказ организации.",
        default="размер сказан иначе",
    ),
    Key(
        name="up_to_sum",
        type=KeyType.NUMBER,
        title="До суммы, ₽",
        help="«До N рублей»: размер решает приказ организации.",
        default="размер сказан иначе",
    ),
    Key(
        name="per_mentee",
        type=KeyType.TABLE,
        title="За каждого наставляемого",
        help="{percent = 5} — столько за каждого; список "
        "[{mentees = 1, percent = 10}, {mentees = 2, percent = 18}] — всего при таком числе.",
        default="размер сказан иначе",
    ),
    Key(
        name="rows",
        type=KeyType.TABLE,
        title="Таблица",
        help="Список строк {percent = 10, condition = {…}, from_year = 1, to_year = 1}; подходит "
        "первая, чьё условие выполнено; факты — наставника, если не сказано of. Годы — этого "
        "наставничества, первый год — 1.",
        default="размер сказан иначе",
    ),
)
WAYS: Final = tuple(key.name for key in KEYS)
_NOTHING: Final = Fixed(0)


def read_amount(table: Table, facts: Mapping[str, Fact]) -> Amount:
    """The amount, said in exactly one way; faults go to the table."""
    said = [way for way in WAYS if way in table.raw]
    if len(said) != 1:
        found = f"сказан {len(said)} раза: {', '.join(said)}" if said else "не сказан"
        table.fault(f"размер {found}; нужен ровно один ключ из: {', '.join(WAYS)}", *said[1:2])
        return _NOTHING
    key = said[0]
    if key == "rows":
        return _rows(table, facts)
    if key == "per_mentee":
        return _per_mentee(table)
    amount = _plain(table, key)
    return UpTo(amount) if key.startswith("up_to") else amount


def plain_of(table: Table) -> Plain:
    """`percent` or `sum`, exactly one of them."""
    said = [way for way in (PERCENT.name, SUM.name) if way in table.raw]
    if len(said) != 1:
        table.fault("нужен ровно один ключ из: percent, sum", *said[1:])
        return _NOTHING
    return _plain(table, said[0])


def _plain(table: Table, key: str) -> Plain:
    number = hundredths(table, key)
    if key.endswith(SUM.name):
        return Fixed(number)
    if not _PERCENT.lo * _HUNDREDTHS <= number <= _PERCENT.hi * _HUNDREDTHS:
        shown = table.raw[key]
        table.fault(f"{key}: {shown} не подходит; можно от {_PERCENT.lo} до {_PERCENT.hi}", key)
    return Percent(number)


def hundredths(table: Table, key: str) -> int:
    """A number with at most two digits after the point, in hundredths, exactly."""
    raw = table.take(key, object, 0)
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        table.fault(f"{key}: ожидается число, а здесь {raw!r}", key)
        return 0
    exact = Decimal(str(raw)) * _HUNDREDTHS
    if not exact.is_finite() or exact < 0 or exact != int(exact):
        table.fault(
            f"{key}: {raw} не подходит; нужно не отрицательное число, после точки до двух знаков",
            key,
        )
        return 0
    return int(exact)


def _per_mentee(table: Table) -> Amount:
    raw = table.take("per_mentee", object, {})
    if isinstance(raw, dict):
        (amount,) = rows_of(table, "per_mentee", [raw], plain_of)
        return PerMentee(amount)
    steps = rows_of(table, "per_mentee", raw, _step)
    numbers = [least for least, _ in steps]
    if not steps or numbers != sorted(set(numbers)) or numbers[0] < 1:
        table.fault(
            "per_mentee: числа mentees пишутся от 1 по возрастанию",
            "per_mentee",
        )
    return ByNumber(tuple(steps) or ((1, _NOTHING),))


def _step(table: Table) -> tuple[int, Plain]:
    return table.need("mentees", int, 1), plain_of(table)


def _rows(table: Table, facts: Mapping[str, Fact]) -> Amount:
    raw = table.take("rows", object, [])
    rows = rows_of(table, "rows", raw, lambda row: _row(row, facts))
    if not rows:
        table.fault("rows: таблица пуста; добавьте строки", "rows")
    return Rows(tuple(rows))


def _row(table: Table, facts: Mapping[str, Fact]) -> Row:
    first = table.take("from_year", int, 1)
    last = table.take("to_year", int, 0) if "to_year" in table.raw else None
    if first < 1 or (last is not None and last < first):
        table.fault("from_year и to_year: годы считаются с 1, и последний не раньше первого")
    when = read_condition(table, "condition", Subject.MENTOR, facts)
    return Row(plain_of(table), when, first, last)


def rows_of(table: Table, key: str, raw: Any, read: Callable[[Table], T]) -> list[T]:  # noqa: ANN401 - a value of TOML
    """Rows under the key; each fault of a row is told at the key with the row's number."""
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        table.fault(f"{key}: ожидается список таблиц в квадратных скобках", key)
        return []
    found = []
    for number, one in enumerate(raw, 1):
        row = Table(one, table.file, f"{table.name}.{key}", number - 1, table.lines)
        found.append(read(row))
        for problem in row.close():
            table.fault(f"{key}: строка {number}: {problem.message}", key)
    return found
