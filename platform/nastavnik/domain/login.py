"""A login out of a Russian name: «Соколова Ольга Сергеевна» -> sokolova.os."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_LATIN: Final = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh",
        "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
        "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
        "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
        "я": "ya", "ӑ": "a", "ӱ": "u", "ӧ": "o", "ӏ": "", "ј": "j", "ҥ": "n",
    }
)  # fmt: skip
_LONGEST: Final = 40


def latin(text: str) -> str:
    """The text in Latin letters and digits; a hyphen inside stays, the rest falls out."""
    letters = text.strip().lower().translate(_LATIN)
    return "".join(sign for sign in letters if sign == "-" or (sign.isascii() and sign.isalnum()))


def login_for(name: str, taken: Callable[[str], bool]) -> str:
    """A free login for the person called by last name, first name, patronymic.

    A number is added while the login is `taken`. A name without a single letter gives «user».
    """
    last, *rest = [part for part in map(latin, name.split()) if part] or ["user"]
    initials = "".join(part[0] for part in rest)
    base = f"{last[:_LONGEST]}.{initials}" if initials else last[:_LONGEST]
    if not taken(base):
        return base
    return next(login for login in (f"{base}{n}" for n in count(2)) if not taken(login))
