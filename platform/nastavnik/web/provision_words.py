"""What the page of a provision says where act files and their reader speak in their own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Role
from nastavnik.domain.facts import CATALOGUE
from nastavnik.domain.norm import Word
from nastavnik.regions.schema import KeyType

if TYPE_CHECKING:
    from nastavnik.regions.schema import Key, Section

ROLES: Final[Mapping[str, str]] = {
    role.value: role.label for role in (Role.MENTOR, Role.MENTEE, Role.CURATOR, Role.DIRECTOR)
}
"""Who may answer for a deadline or a control."""
_HEADS: Final = {
    "allowance": "Кому, сколько и когда не платят. Размер указывают одним способом: процентом, "
    "суммой, «до процента», «до суммы», за каждого наставляемого или таблицей. Считается по "
    "календарным дням месяца. Если ту же выплату назначает и внешний акт, действует внутренний.",
    "norm": "Что урегулировано, каким значением и для кого: о каждом слове — пункт акта.",
    "fund": "Сколько выплаты всей организации могут стоить вместе за месяц: сумма в рублях или "
    "процент фонда оплаты труда.",
}
_HINTS: Final = {
    ("allowance", "condition"): "Сведения о получателе, если не выбрано «о ком».",
    ("allowance", "not_paid"): "За дни чьего отсутствия не платят.",
    ("allowance", "per"): "Один раз, сколько бы пар у человека ни было, или за каждую пару.",
    ("allowance", "per_mentee"): "Одна строка без числа — столько за каждого. Несколько строк — "
    "всего при таком числе наставляемых, числа по возрастанию.",
    ("allowance", "rows"): "Строки по порядку: подходит первая, чьё условие выполнено; строка без "
    "условия и без годов — «в остальных случаях». Факты — наставника, если не выбрано «о ком».",
    ("approval", "by"): "Должность или название органа: «педагогический совет».",
    ("approval", "days"): "Сколько даётся на этот шаг.",
    ("control", "role"): "",
    ("deadline", "role"): "",
    ("fact", "choices"): "Если отвечают выбором: строками «код: слова», от низшего к высшему.",
    ("fact", "ordered"): "Тогда условие может требовать вариант не ниже названного.",
    ("fact", "subject"): "Стажа у пары нет: спросите число.",
    ("norm", "value"): "",
    ("fact", "unit"): "Слово в трёх видах через запятую: «класс, класса, классов».",
}
_EMPTY: Final = {
    "severity": "как обычно для этого правила",
    "unit": "как обычно для этого правила",
}
"""What an empty select of these keys means where their default is no word of theirs."""
_OWN_WORDS: Final = frozenset({KeyType.TABLE, KeyType.FLAG})
"""Types whose fields say themselves what an empty one means."""
_TABLE: Final = {
    "condition": "При условии",
    "from_year": "С какого года наставничества",
    "mentees": "Наставляемых от",
    "of": "О ком",
    "percent": "Процент",
    "sum": "Сумма",
    "to_year": "По какой год",
}
"""Keys inside a table, as the page calls their columns."""
_PHRASES: Final = (
    ("нужен ровно один ключ из:", "заполните ровно одно поле из:"),
    ("в списке должны быть строки в кавычках", "впишите слова, каждое с новой строки"),
    ("уберите ключ", "оставьте поле пустым"),
    (" без кавычек", ""),
    (", без повторов и не none", ", без повторов"),
)
_MISSING: Final = re.compile(r"в \[\[\w+\]\] нет обязательного ключа (\w+); добавьте его")
_WORD: Final = re.compile(r"\[\[?(\w+)\]\]?|'([^']*)'|([A-Za-z_][A-Za-z_.]*[A-Za-z_])")
_ISO: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def head_of(section: Section) -> str:
    """What the section is for."""
    return _HEADS.get(section.name, section.help)


def hint_of(section: Section, key: Key) -> str:
    """What stands under the field of the key."""
    if key.name == "code":
        return "Оставьте пустым, если положение новое. Тот же код заменяет действующее."
    if key.name == "quote":
        return "Точные слова пункта."
    hint = _HINTS.get((section.name, key.name), key.help)
    if key.type in _OWN_WORDS or key.choices or not key.default:
        return hint
    return f"{hint} Если пусто: {key.default}.".strip()


def empty_of(key: Key) -> str:
    """The first option of a select that need not be answered."""
    if key.default in key.choices:
        return f"обычное: {key.choices[key.default]}"
    return _EMPTY.get(key.name, f"обычное: {key.default}")


def plainly(section: Section, text: str) -> str:
    """A message of the reader of act files, its keys and words by their Russian titles."""
    names = {
        **{key: fact.title for key, fact in CATALOGUE.items()},
        **{word.value: word.label for word in Word},
        **_TABLE,
        **{word: title for key in section.keys for word, title in key.choices.items()},
        **{key.name: key.title for key in section.keys},
        section.name: section.title,
    }

    def named(found: re.Match[str]) -> str:
        said = next(filter(None, found.groups()), "")
        return f"«{names.get(said) or names.get(said.lower(), said)}»"

    said = _MISSING.sub(r"заполните поле \1", text)
    for phrase, plain in _PHRASES:
        said = said.replace(phrase, plain)
    said = _WORD.sub(named, _ISO.sub(r"\3.\2.\1", said))
    return said[:1].upper() + said[1:]
