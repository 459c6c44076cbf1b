"""`[[allowance]]`: a payment for mentoring."""

from __future__ import annotations

from typing import Final

from nastavnik.domain.norm import CATALOGUE, Norm
from nastavnik.domain.provision import Allowance, Unit
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections.derived import derived, within_bounds
from nastavnik.regions.sections.shared_keys import CITED, CODE, SELECTORS, Reading, common

_PERCENT: Final = CATALOGUE["allowance.percent"]

SECTION: Final = Section(
    name="allowance",
    title="Доплата",
    help="Кому, сколько и когда не платят.",
    keys=(
        CODE,
        Key(name="recipient", type=KeyType.TEXT, title="Кому", required=True),
        Key(name="percent", type=KeyType.INTEGER, title="Процент", required=True),
        Key(name="base", type=KeyType.TEXT, title="От чего", required=True),
        Key(name="not_paid", type=KeyType.WORDS, title="Не платят", default="всегда платят"),
        *SELECTORS,
        *CITED,
    ),
    example="""\
[[allowance]]
code = "mentor"
recipient = "mentor"
percent = 15
base = "salary"
not_paid = ["mentee_absent"]
clause = "5.2"
quote = "в размере 15 % должностного оклада"
""",
)


def read(table: Table, reading: Reading) -> Allowance:
    """An allowance in percent."""
    allowance = Allowance(
        code=table.need("code", str, ""),
        recipient=table.need("recipient", str, ""),
        percent=table.need("percent", int, 0),
        base=table.need("base", str, ""),
        not_paid=table.words("not_paid"),
        **common(table, reading),
    )
    within_bounds(table, "percent", allowance.percent, _PERCENT)
    return allowance


def norm_of(allowance: Allowance) -> Norm:
    """The norm that the allowance also is."""
    return derived(_PERCENT.key, allowance.percent, Unit.PERCENT, allowance)
