"""A condition as rows of «факт — знак — значение»; a row with «или» begins an alternative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from wtforms import FieldList, FormField, SelectField, StringField
from wtforms import Form as PlainForm

from nastavnik.domain.comparison import Comparison
from nastavnik.domain.facts import Fact, FactType, Subject
from nastavnik.web.forms import Messages, choices

Condition = dict[str, Any]
"""A condition as act files write it."""

_MESSAGES: Final = Messages()
_MOST: Final = 20
_AND, _OR = "and", "or"
_YES: Final = {"да": True, "нет": False}
_SIGNS: Final = {
    Comparison.EQUALS: "равно",
    Comparison.ONE_OF: "одно из (через запятую)",
    Comparison.AT_LEAST: "не менее",
    Comparison.MORE_THAN: "более",
    Comparison.AT_MOST: "не более",
    Comparison.LESS_THAN: "менее",
    Comparison.BEGINS: "начинается с",
}


class LeafRow(PlainForm):
    """One comparison. A row without a fact does not count."""

    class Meta:
        """Russian messages instead of the library's."""

        def get_translations(self, form: Any) -> Messages:  # noqa: ANN401, ARG002 - the library's
            """One table for all forms."""
            return _MESSAGES

    join = SelectField(
        "Связь с предыдущим",
        choices=choices([(_AND, "и"), (_OR, "или")]),
        default=_AND,
        validate_choice=False,
    )
    of = SelectField(
        "О ком",
        choices=choices(((one.value, one.label) for one in Subject), "как обычно"),
        validate_choice=False,
    )
    fact = SelectField("Что известно о человеке", validate_choice=False)
    sign = SelectField(
        "Сравнение",
        choices=choices((sign.value, text) for sign, text in _SIGNS.items()),
        default=Comparison.EQUALS.value,
        validate_choice=False,
    )
    value = StringField(
        "Значение",
        description="5 лет, да, первая, 9 лет 6 месяцев",
        render_kw={"autocomplete": "off"},
    )


class ConditionField(FieldList):  # type: ignore[type-arg]  # generic in the types only
    """Rows of a condition; `known` are the facts that may be asked for."""

    def __init__(self, label: str, **options: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(FormField(LeafRow), label, min_entries=1, max_entries=_MOST, **options)
        self.known: Mapping[str, Fact] = {}

    def fit(self, facts: Mapping[str, Fact]) -> None:
        """Give the selects the facts."""
        self.known = facts
        for row in self:
            row.form.fact.choices = choices(
                ((key, fact.question) for key, fact in facts.items()), "не выбрано"
            )

    def show(self, condition: Condition) -> None:
        """Fill the rows from a kept condition."""
        self.entries = []
        for join, leaf in _flat(condition):
            sign = next(one for one in Comparison if one.value in leaf)
            self.append_entry(
                {
                    "join": join,
                    "of": leaf.get("of", ""),
                    "fact": leaf["fact"],
                    "sign": sign.value,
                    "value": self._words(leaf["fact"], leaf[sign.value]),
                }
            )

    def drop(self, typed: str) -> None:
        """Take the row of the number out; the last one is emptied."""
        self.entries = [one for one in self.entries if one.short_name != typed]
        if not self.entries:
            self.append_entry()

    def read(self) -> Condition | None:
        """The condition as an act file writes it; None where no fact is chosen."""
        groups: list[list[Condition]] = []
        for row in self:
            if not row.form.fact.data:
                continue
            if not groups or row.form.join.data == _OR:
                groups.append([])
            groups[-1].append(self._leaf(row.form))
        alternatives = [_joined("all", group) for group in groups]
        return _joined("any", alternatives) if alternatives else None

    def _leaf(self, row: LeafRow) -> Condition:
        typed = (row.value.data or "").strip()
        fact = self.known.get(row.fact.data)
        sign = row.sign.data or Comparison.EQUALS.value
        raw: object = (
            [self._raw(fact, part.strip()) for part in typed.split(",") if part.strip()]
            if sign == Comparison.ONE_OF.value
            else self._raw(fact, typed)
        )
        about = {"of": row.of.data} if row.of.data else {}
        return {"fact": row.fact.data, **about, sign: raw}

    @staticmethod
    def _raw(fact: Fact | None, typed: str) -> object:
        """What the reader takes; what it does not know it names itself."""
        if fact is not None and fact.type is FactType.FLAG:
            return _YES.get(typed.casefold(), typed)
        codes = {title.casefold(): code for code, title in (fact.choices if fact else {}).items()}
        if typed.casefold() in codes:
            return codes[typed.casefold()]
        return int(typed) if typed.isdecimal() else typed

    def _words(self, key: str, raw: object) -> str:
        if isinstance(raw, list):
            return ", ".join(self._words(key, one) for one in raw)
        if isinstance(raw, bool):
            return next(word for word, value in _YES.items() if value is raw)
        fact = self.known.get(key)
        return fact.choices.get(str(raw), str(raw)) if fact else str(raw)


def _flat(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """Leaves with the word that joins each to the one before."""
    for place, part in enumerate(condition.get("any", [condition])):
        for at, leaf in enumerate(part.get("all", [part])):
            yield (_OR if place and not at else _AND), leaf


def _joined(word: str, parts: list[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else {word: parts}
