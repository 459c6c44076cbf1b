"""Russian wording of numbers with units: «1 месяц», «2 месяца», «5 месяцев»."""

from __future__ import annotations

from typing import Final

_MONTHS_IN_YEAR: Final = 12

Forms = tuple[str, str, str]
"""A word as it stands after 1, 2 and 5."""

UNITS: Final[dict[str, Forms]] = {
    "month": ("месяц", "месяца", "месяцев"),
    "year": ("год", "года", "лет"),
    "of_years": ("года", "лет", "лет"),
    "of_months": ("месяца", "месяцев", "месяцев"),
    "person": ("человек", "человека", "человек"),
    "of_people": ("человека", "человек", "человек"),
    "percent": ("%", "%", "%"),
    "calendar_day": ("календарный день", "календарных дня", "календарных дней"),
    "working_day": ("рабочий день", "рабочих дня", "рабочих дней"),
    "day": ("день", "дня", "дней"),
    "mentee": ("наставляемый", "наставляемых", "наставляемых"),
    "pair": ("пара", "пары", "пар"),
    "hour": ("час", "часа", "часов"),
    "rate": ("ставка", "ставки", "ставок"),
    "row": ("строка", "строки", "строк"),
    "finding": ("замечание", "замечания", "замечаний"),
}


def plural(number: int, one: str, few: str, many: str) -> str:
    """The word's form that agrees with `number`."""
    tens, ones = number % 100, number % 10
    if 11 <= tens <= 14 or ones == 0 or ones >= 5:  # noqa: PLR2004 - the rule of the language
        return many
    return one if ones == 1 else few


def counted(number: int, unit: str) -> str:
    """Number and unit with a no-break space between: `counted(5, "month")` -> «5 месяцев»."""
    forms = UNITS.get(unit)
    return f"{number}\N{NO-BREAK SPACE}{plural(number, *forms)}" if forms else str(number)


def measured(parts: int, scale: int, unit: Forms) -> str:
    """A number kept in parts of its unit: `measured(125, 100, UNITS["rate"])` -> «1,25 ставки»."""
    number, rest = divmod(parts, scale)
    word = unit[1] if rest else plural(number, *unit)
    return f"{decimal(parts, scale)}\N{NO-BREAK SPACE}{word}".rstrip("\N{NO-BREAK SPACE}")


def limited(parts: int, scale: int, unit: Forms) -> str:
    """The same after «не менее», in the genitive: «не менее 1 часа», «не более 21 часа»."""
    _, few, many = unit
    return measured(parts, scale, (few, many, many) if parts % scale == 0 else unit)


def decimal(parts: int, scale: int) -> str:
    """A number kept in hundredths (`scale` 100) or tenths, with a comma: 125 -> «1,25»."""
    number, rest = divmod(parts, scale)
    digits = len(str(scale)) - 1
    return f"{number},{rest:0{digits}}".rstrip("0") if rest else str(number)


def duration(months: int) -> str:
    """Length of service out of months: 119 -> «9 лет 11 месяцев»."""
    return _years_and_months(months, "year", "month")


def duration_limit(months: int) -> str:
    """The same after «не менее», «не более», in the genitive: 36 -> «3 лет», 12 -> «1 года»."""
    return _years_and_months(months, "of_years", "of_months")


def _years_and_months(months: int, year: str, month: str) -> str:
    years, rest = divmod(months, _MONTHS_IN_YEAR)
    if not rest:
        return counted(years, year)
    if not years:
        return counted(rest, month)
    return f"{counted(years, year)} {counted(rest, month)}"
