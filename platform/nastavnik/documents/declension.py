"""Names of people in the cases of Russian; the gender is always given, never guessed.

The rules fail on a few surnames (Стрелец, Соловей, Бек-Назаров): a person's `overrides` hold the
full name by case, and every document is previewed before it is signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Final

from pytrovich.enums import Case as PytrovichCase
from pytrovich.enums import Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

NBSP: Final = "\N{NO-BREAK SPACE}"


class Case(StrEnum):
    """The six cases by the names that templates use."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"
    PREPOSITIONAL = "prepositional"


_INDECLINABLE_PATRONYMICS: Final = ("оглы", "кызы", "гызы", "уулу")
_GENDERS: Final = {"m": Gender.MALE, "f": Gender.FEMALE}


def full_name(person: Mapping[str, Any], case: Case = Case.NOMINATIVE) -> str:
    """Return «Фамилия Имя Отчество» in `case`; `person` has the fields of `context.Person`."""
    override = (person.get("overrides") or {}).get(case.value)
    return str(override) if override else " ".join(part for part in _parts(person, case) if part)


def short_name(person: Mapping[str, Any], case: Case = Case.NOMINATIVE) -> str:
    """Return «И. О. Фамилия» in `case`, kept on one line."""
    return NBSP.join((_initials(person), _last_name(person, case)))


def short_name_last_first(person: Mapping[str, Any], case: Case = Case.NOMINATIVE) -> str:
    """Return «Фамилия И. О.» in `case`, kept on one line."""
    return NBSP.join((_last_name(person, case), _initials(person)))


def _last_name(person: Mapping[str, Any], case: Case) -> str:
    """Take the surname out of the override, which holds the whole name, if there is one."""
    override = (person.get("overrides") or {}).get(case.value)
    if not override:
        return _parts(person, case)[0]
    words = len(str(person["last_name"]).split())
    return " ".join(str(override).split()[:words])


def _initials(person: Mapping[str, Any]) -> str:
    names = (str(person["first_name"]), str(person.get("patronymic") or ""))
    return NBSP.join(_initial(normal_capitals(name)) for name in names if name)


def _initial(name: str) -> str:
    """«Анна-Мария» -> «А.-М.», «Гейдар оглы» -> «Г.»."""
    return "-".join(f"{part[0].upper()}." for part in name.partition(" ")[0].split("-") if part)


def _parts(person: Mapping[str, Any], case: Case) -> tuple[str, str, str]:
    return _declined(
        str(person["last_name"]),
        str(person["first_name"]),
        str(person.get("patronymic") or ""),
        str(person["gender"]),
        case,
    )


@lru_cache(maxsize=4096)
def _declined(
    last: str, first: str, patronymic: str, gender: str, case: Case
) -> tuple[str, str, str]:
    last, first = normal_capitals(last), normal_capitals(first)
    patronymic = normal_capitals(patronymic)
    if case is Case.NOMINATIVE:
        return last, first, patronymic
    target, sex, make = PytrovichCase[case.name], _GENDERS[gender], _maker().make
    if patronymic and not patronymic.endswith(_INDECLINABLE_PATRONYMICS):
        patronymic = make(NamePart.MIDDLENAME, sex, target, patronymic)
    return (
        make(NamePart.LASTNAME, sex, target, last),
        make(NamePart.FIRSTNAME, sex, target, first),
        patronymic,
    )


@cache
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()


def normal_capitals(name: str) -> str:
    """Undo ALL CAPITALS: «САЛТЫКОВ-ЩЕДРИН» -> «Салтыков-Щедрин»; other spellings stay."""
    name = " ".join(name.split())
    if not name.isupper():
        return name
    words = ("-".join(part.capitalize() for part in word.split("-")) for word in name.split())
    return " ".join(
        word.lower() if word.lower() in _INDECLINABLE_PATRONYMICS else word for word in words
    )
