"""Keys that most sections share: the clause, its words, and whom the provision concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar

from nastavnik.domain.cite import Cite
from nastavnik.domain.facts import CATALOGUE, Fact
from nastavnik.domain.severity import Severity
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the readers of one act know.

    `act` is its code in citations; `facts` are those that its conditions may ask for.
    """

    act: str
    facts: Mapping[str, Fact] = field(default_factory=lambda: CATALOGUE)


class SectionModule(Protocol[T_co]):
    """What a module of this folder offers."""

    SECTION: Section

    def read(self, table: Table, reading: Reading) -> T_co | None:
        """One table -> one provision, or None where it can't be built; faults go to it."""


CITED: Final = (
    Key(
        name="clause",
        type=KeyType.TEXT,
        title="Пункт акта",
        help="Номер пункта так, как его назовут в ссылке: «2.5», «шаг 5».",
        required=True,
    ),
    Key(
        name="quote",
        type=KeyType.TEXT,
        title="Слова акта",
        help="Точные слова пункта. Проверка находит их в тексте из source; пробелы не важны.",
        default="нужно это или gist",
    ),
    Key(
        name="gist",
        type=KeyType.TEXT,
        title="Пересказ",
        help="Содержание пункта своими словами, если дословно привести его нельзя.",
        default="нужно это или quote",
    ),
)
SELECTORS: Final = (
    Key(
        name="kinds",
        type=KeyType.WORDS,
        title="Виды",
        help="Виды наставничества, о которых говорит пункт.",
        default="все виды",
    ),
    Key(
        name="forms",
        type=KeyType.WORDS,
        title="Формы",
        help="Формы наставничества, о которых говорит пункт.",
        default="все формы",
    ),
)
SEVERITY: Final = Key(
    name="severity",
    type=KeyType.CHOICE,
    title="Строгость",
    help="Нарушение не даёт издать приказ; предупреждение — для слов «обычно», «как правило».",
    default="как в каталоге, иначе нарушение",
    choices={one.value: one.label for one in (Severity.VIOLATION, Severity.WARNING)},
)
WHEN: Final = Key(
    name="when",
    type=KeyType.CONDITION,
    title="При условии",
    help="Пункт действует, только если условие о людях пары выполнено.",
    default="всегда",
)
CODE: Final = Key(
    name="code",
    type=KeyType.TEXT,
    title="Код",
    help="Короткое имя латиницей; по нему пункт узнают в других местах.",
    required=True,
)
TITLE: Final = Key(
    name="title",
    type=KeyType.TEXT,
    title="Название",
    help="Как пункт называется на страницах и в документах.",
    required=True,
)


def cite_of(table: Table, reading: Reading) -> Cite:
    """The clause of the act being read."""
    return Cite(reading.act, table.need("clause", str, ""))


def quote_of(table: Table) -> str:
    """Exact words of the clause, or what it says, marked as retold."""
    quote, gist = table.take("quote", str, ""), table.take("gist", str, "")
    if not quote and not gist:
        table.fault("нет ни quote (точные слова акта), ни gist (пересказ); добавьте")
    return quote or f"(пересказ) {gist}"


def source_of(table: Table, reading: Reading) -> dict[str, Any]:
    """Arguments `cite` and `quote` of a provision."""
    return {"cite": cite_of(table, reading), "quote": quote_of(table)}


def common(table: Table, reading: Reading) -> dict[str, Any]:
    """Arguments `cite`, `quote`, `kinds` and `forms` of a provision."""
    return source_of(table, reading) | {
        "kinds": frozenset(table.words("kinds")),
        "forms": frozenset(table.words("forms")),
    }
