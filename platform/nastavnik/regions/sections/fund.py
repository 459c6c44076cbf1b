"""`[[fund]]`: what allowances of an institution may cost together in a month."""

from __future__ import annotations

from typing import Final

from nastavnik.domain.allowance import Exceeded, Fund
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections.amount import PERCENT, SUM, plain_of
from nastavnik.regions.sections.shared_keys import CITED, CODE, Reading, source_of

SECTION: Final = Section(
    name="fund",
    title="Предел фонда",
    help="Сколько выплаты всей организации могут стоить вместе за месяц: sum в рублях или "
    "percent фонда оплаты труда.",
    keys=(
        CODE,
        Key(
            name="title",
            type=KeyType.TEXT,
            title="Название",
            default="фонд выплат за наставничество",
        ),
        PERCENT,
        SUM,
        Key(
            name="exceeded",
            type=KeyType.CHOICE,
            title="При превышении",
            default=Exceeded.REFUSE.value,
            choices={one.value: one.label for one in Exceeded},
        ),
        Key(
            name="allowances",
            type=KeyType.WORDS,
            title="Какие выплаты",
            help="Коды выплат, которые платят из фонда.",
            default="все",
        ),
        *CITED,
    ),
    example="""\
[[fund]]
code = "mentoring"
sum = 100000
exceeded = "proportional"
clause = "5.4"
quote = "в пределах 100 000 рублей в месяц"
""",
)


def read(table: Table, reading: Reading) -> Fund:
    """A fund."""
    return Fund(
        code=table.need("code", str, ""),
        title=table.take("title", str, ""),
        limit=plain_of(table),
        exceeded=table.choice("exceeded", Exceeded, Exceeded.REFUSE),
        allowances=frozenset(table.words("allowances")),
        **source_of(table, reading),
    )
