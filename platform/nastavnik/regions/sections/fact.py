"""`[[fact]]`: a fact about people that the region itself asks for, besides the catalogue's."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any, Final

from nastavnik.domain.facts import (
    CATALOGUE,
    OPEN,
    PAIR,
    PEOPLE,
    Fact,
    FactGroup,
    FactType,
    Subject,
)
from nastavnik.domain.wording import UNITS, Forms
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections.shared_keys import CITED, Reading, source_of

_CODE: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_CHOICE: Final = re.compile(r"\s*([a-z][a-z0-9_]*)\s*[:=]\s*(\S.*?)\s*")
_TYPES: Final = {one.value: one for one in FactType if one is not FactType.TRAININGS}
_WORDED: Final = frozenset({FactType.CHOICE, FactType.MANY})
_MOST_DECIMALS: Final = 2
_FORMS: Final = 3
_SLOTS: Final = {key.replace(".", "_"): key for key in CATALOGUE}

SECTION: Final = Section(
    name="fact",
    title="Сведение о человеке или паре",
    help=(
        "Чего нет в каталоге, а правила региона об этом спрашивают. Вопрос появится в карточке "
        "человека, о паре — в её черновике; условия актов того же региона смогут на него "
        "сослаться."
    ),
    keys=(
        Key(
            name="code",
            type=KeyType.TEXT,
            title="Код",
            help="Латиницей, лучше с ярлыком региона впереди: «zarechye.rural». Так факт называют "
            "условия. status и training можно описать заново: свои статусы, свои темы обучения.",
            required=True,
        ),
        Key(
            name="type",
            type=KeyType.CHOICE,
            title="Чем отвечают",
            default="flag",
            choices={name: one.label for name, one in _TYPES.items()},
        ),
        Key(
            name="title",
            type=KeyType.TEXT,
            title="Название в замечаниях",
            help="Строчными буквами, как в середине предложения: «работа в сельской школе».",
            required=True,
        ),
        Key(
            name="question",
            type=KeyType.TEXT,
            title="Вопрос в карточке",
            help="Подпись поля: «Работает в сельской школе».",
            required=True,
        ),
        Key(
            name="choices",
            type=KeyType.WORDS,
            title="Варианты ответа",
            help="Для choice и many, строками «код: слова», от низшего к высшему.",
            default="нет",
        ),
        Key(
            name="ordered",
            type=KeyType.FLAG,
            title="Варианты по старшинству",
            help="true: варианты можно сравнивать знаками at_least и другими.",
            default="false",
        ),
        Key(
            name="unit",
            type=KeyType.TEXT,
            title="Единица числа",
            help=f"Слово из списка ({', '.join(UNITS)}) или своё в трёх видах через запятую: "
            "«класс, класса, классов».",
            default="нет",
        ),
        Key(
            name="decimals",
            type=KeyType.INTEGER,
            title="Знаков после запятой",
            help="Для чисел: 0, 1 или 2.",
            default="0",
        ),
        Key(
            name="subject",
            type=KeyType.CHOICE,
            title="О ком",
            default="оба участника",
            help="Стажа у пары нет: спросите число с единицей month.",
            choices={one.value: one.label for one in Subject},
        ),
        *CITED,
    ),
    example="""\
[[fact]]
code = "town.classes"
type = "number"
title = "число классов"
question = "В скольких классах ведёт уроки"
unit = "класс, класса, классов"
subject = "mentor"
clause = "2.1"
quote = "ведущий уроки не менее чем в двух классах"
""",
)


def read(table: Table, reading: Reading) -> Fact | None:
    """A fact; None if its code or its type can't be so (reported)."""
    code = table.need("code", str, "")
    restated = CATALOGUE.get(code) if code in OPEN else None
    kind = restated.type if restated else _type(table)
    said: dict[str, Any] = {
        "choices": _choices(table),
        "ordered": table.take("ordered", bool, default=False),
        "unit": table.take("unit", str, ""),
        "decimals": table.take("decimals", int, 0),
        "of": _of(table),
        "title": _text(table, "title", restated),
        "question": _text(table, "question", restated),
        **source_of(table, reading),
    }
    if kind is FactType.DURATION and said["of"] == PAIR:
        table.fault("type: у пары нет стажа; спросите число: type number, unit month", "type")
        kind = None
    fits = kind is not None and _fits_code(table, code) and _fits_type(table, kind, said)
    if kind is None or not fits or not _agrees(table, reading.facts.get(code), kind, said):
        return None
    choices = said["choices"] or (restated.choices if restated else {})
    return Fact(
        key=code,
        type=kind,
        title=said["title"],
        question=said["question"],
        choices=MappingProxyType(choices),
        ranks=MappingProxyType(
            {one: rank for rank, one in enumerate(choices)} if said["ordered"] else {}
        ),
        unit=_unit(said["unit"]),
        scale=10 ** said["decimals"],
        of=said["of"],
        cite=said["cite"],
        quote=said["quote"],
        group=restated.group if restated else FactGroup.REGION,
        derived=bool(restated and restated.derived),
    )


def _type(table: Table) -> FactType | None:
    said = table.take("type", str, FactType.FLAG.value)
    if said not in _TYPES:
        table.fault(f"type: нет вида ответа {said!r}; можно: {', '.join(_TYPES)}", "type")
    return _TYPES.get(said)


def _text(table: Table, key: str, restated: Fact | None) -> str:
    """The catalogue's own words serve a restated fact too."""
    if restated:
        return table.take(key, str, restated.title if key == "title" else restated.question)
    return table.need(key, str, "")


def _of(table: Table) -> frozenset[Subject]:
    said = table.take("subject", str, "")
    if said and said not in set(Subject):
        known = ", ".join(Subject)
        table.fault(f"subject: нет участника {said!r}; можно: {known}", "subject")
    return frozenset({Subject(said)}) if said in set(Subject) else PEOPLE


def _choices(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in table.words("choices"):
        match = _CHOICE.fullmatch(one)
        if match is None or match[1] in found or match[1] == "none":
            table.fault(
                f"choices: {one!r}; пишите «код: слова», код — латиницей, без повторов и не none",
                "choices",
            )
        else:
            found[match[1]] = match[2]
    return found


def _unit(said: str) -> Forms:
    forms = UNITS.get(said) or tuple(part.strip() for part in said.split(","))
    one, few, many = forms if len(forms) == _FORMS else (said,) * _FORMS
    return one, few, many


def _fits_code(table: Table, code: str) -> bool:
    taken = _SLOTS.get(code.replace(".", "_"))
    if not _CODE.fullmatch(code):
        table.fault(f"code: {code!r}; нужны латинские буквы, цифры, «_» и «.»", "code")
    elif taken and code not in OPEN:
        table.fault(f"code: {taken} уже есть в каталоге; возьмите другой код", "code")
    else:
        return True
    return False


def _agrees(table: Table, other: Fact | None, kind: FactType, said: dict[str, Any]) -> bool:
    """Answers given to one act's question must fit the other's: the card keeps one."""
    if other is None or (other.type, other.scale) == (kind, 10 ** said["decimals"]):
        return True
    table.fault(
        f"code: {other.key} уже объявлен другим актом, и отвечают там иначе ({other.type.label}); "
        "возьмите другой код",
        "code",
    )
    return False


def _fits_type(table: Table, kind: FactType, said: dict[str, Any]) -> bool:
    """Choices go with words, a unit and decimals with numbers."""
    worded = kind in _WORDED or kind is FactType.TRAININGS
    wrong = {
        "choices": bool(said["choices"]) != worded and (kind in _WORDED or said["choices"]),
        "ordered": said["ordered"] and kind not in _WORDED,
        "unit": said["unit"] and kind is not FactType.NUMBER,
        "decimals": not 0 <= said["decimals"] <= (_MOST_DECIMALS * (kind is FactType.NUMBER)),
    }
    remedies = {
        "choices": "варианты нужны видам choice и many, и только им",
        "ordered": "старшинство бывает только у вариантов",
        "unit": "единица бывает только у числа",
        "decimals": f"от 0 до {_MOST_DECIMALS}, и только у числа",
    }
    for key, broken in wrong.items():
        if broken:
            table.fault(f"{key}: {remedies[key]}", key)
    return not any(wrong.values())
