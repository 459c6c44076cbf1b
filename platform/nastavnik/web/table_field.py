"""Keys that hold a table: rows of an amount by year or condition, and amounts by mentees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

from wtforms import FieldList, FormField, StringField
from wtforms import Form as PlainForm

from nastavnik.web.condition_field import ConditionField
from nastavnik.web.forms import Messages
from nastavnik.web.plain_number import number_of, shown

if TYPE_CHECKING:
    from nastavnik.domain.facts import Fact

Table = dict[str, Any]
"""A row as an act file writes it."""

_MESSAGES: Final = Messages()
_MOST: Final = 30
_PLAIN: Final = {"autocomplete": "off", "inputmode": "decimal"}


class _Row(PlainForm):
    """What every row has: the amount, said in one of two ways."""

    class Meta:
        """Russian messages instead of the library's."""

        def get_translations(self, form: Any) -> Messages:  # noqa: ANN401, ARG002 - the library's
            """One table for all forms."""
            return _MESSAGES

    percent = StringField("Процент", render_kw=_PLAIN)
    sum = StringField("Или сумма, ₽", render_kw=_PLAIN)


class YearRow(_Row):
    """A row of `rows`: for whom and in which years of the mentorship."""

    from_year = StringField("С какого года наставничества", render_kw=_PLAIN)
    to_year = StringField("По какой год", description="Пусто — без конца", render_kw=_PLAIN)
    condition = ConditionField("При условии")


class MenteesRow(_Row):
    """A row of `per_mentee`: from how many mentees on."""

    mentees = StringField(
        "Наставляемых от",
        description="Пусто — столько за каждого наставляемого",
        render_kw=_PLAIN,
    )


class TableField(FieldList):  # type: ignore[type-arg]  # generic in the types only
    """Rows of a table; one in which nothing is typed does not count."""

    row: ClassVar[type[_Row]]
    numbers: ClassVar[tuple[str, ...]]

    def __init__(self, label: str, **options: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(FormField(self.row), label, min_entries=1, max_entries=_MOST, **options)
        self.known: Mapping[str, Fact] = {}

    def fit(self, facts: Mapping[str, Fact]) -> None:
        """Give the conditions of the rows the facts."""
        self.known = facts
        for entry in self:
            if "condition" in entry.form:
                entry.form.condition.fit(facts)

    def show(self, kept: Any) -> None:  # noqa: ANN401 - as JSON keeps it
        """Fill the rows from a kept table."""
        self.entries = []
        for one in kept if isinstance(kept, list) else [kept]:
            told = {name: shown(one[name]) for name in self.numbers if name in one}
            entry = self.append_entry(told)
            if "condition" in one:
                entry.form.condition.fit(self.known)
                entry.form.condition.show(one["condition"])

    def drop(self, typed: str) -> None:
        """Take the row of the number out; the last one is emptied."""
        self.entries = [one for one in self.entries if one.short_name != typed]
        if not self.entries:
            self.append_entry()

    def condition(self, typed: str) -> ConditionField | None:
        """The condition of the row of the number."""
        found = [one for one in self.entries if one.short_name == typed]
        return found[0].form.condition if found and "condition" in found[0].form else None

    def read(self) -> Any:  # noqa: ANN401 - JSON of the key
        """The rows as an act file writes them; None if there are none."""
        rows = [row for entry in self if (row := self._row(entry.form))]
        return rows or None

    def _row(self, form: _Row) -> Table:
        found: Table = {
            name: number_of(typed)
            for name in self.numbers
            if (typed := (form[name].data or "").strip())
        }
        condition = form.condition.read() if isinstance(form, YearRow) else None
        return found | ({"condition": condition} if condition else {})


class YearsField(TableField):
    """The key `rows`."""

    row = YearRow
    numbers = ("percent", "sum", "from_year", "to_year")


class MenteesField(TableField):
    """The key `per_mentee`: one row without a number of mentees is «for each»."""

    row = MenteesRow
    numbers = ("percent", "sum", "mentees")

    def read(self) -> Any:  # noqa: ANN401 - JSON of the key
        """A table for «for each», a list of rows otherwise."""
        rows = super().read()
        each = rows and len(rows) == 1 and "mentees" not in rows[0]
        return rows[0] if each else rows


TABLES: Final[Mapping[str, type[TableField]]] = {"rows": YearsField, "per_mentee": MenteesField}
"""Key of a section -> the field of its table."""
