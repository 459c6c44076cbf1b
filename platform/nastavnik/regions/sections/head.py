"""`[act]`: what the act is, whose it is, when it is in force."""

from __future__ import annotations

from typing import Any, Final

from nastavnik.domain.act import AppliesTo, Layer, VocabularyMode
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section

LAYERS: Final = {layer.name.lower(): layer for layer in Layer}

_MODES: Final = {
    VocabularyMode.REPLACE.value: "заменяет список внешних актов",
    VocabularyMode.EXTEND.value: "дополняет его",
}

SECTION: Final = Section(
    name="act",
    many=False,
    title="Сам акт",
    help="Паспорт документа. Чего в документе нет, того не пишите: платформа скажет об этом.",
    keys=(
        Key(
            name="code",
            type=KeyType.TEXT,
            title="Код",
            help="Короткое имя латиницей, по нему на акт ссылаются.",
            required=True,
        ),
        Key(
            name="layer",
            type=KeyType.CHOICE,
            title="Уровень",
            help="Кто издал акт. Внутренний уровень может не больше, чем ему позволил внешний.",
            default="region",
            choices={name: layer.label for name, layer in LAYERS.items()},
        ),
        Key(
            name="unit",
            type=KeyType.TEXT,
            title="Территория или организация",
            help="Ярлык из region.toml. Нужен уровням municipality и institution, другим нельзя.",
            default="нет",
        ),
        Key(
            name="title",
            type=KeyType.TEXT,
            title="Название",
            help="Полное название документа.",
            required=True,
        ),
        Key(
            name="short",
            type=KeyType.TEXT,
            title="Короткое название",
            help="Так акт назван в замечаниях и документах.",
            default="title",
        ),
        Key(name="number", type=KeyType.TEXT, title="Номер", default="не указан"),
        Key(name="adopted", type=KeyType.DATE, title="Принят", default="не указано"),
        Key(
            name="in_force",
            type=KeyType.DATE,
            title="Действует с",
            help="Без даты акт считается действующим всегда, и страницы говорят, что даты нет.",
            default="не указано",
        ),
        Key(
            name="until",
            type=KeyType.DATE,
            title="Действует по",
            help="Последний день действия.",
            default="бессрочно",
        ),
        Key(
            name="known",
            type=KeyType.DATE,
            title="Стал известен",
            help="День, раньше которого об акте знать не могли.",
            default="adopted, иначе in_force",
        ),
        Key(
            name="applies_to",
            type=KeyType.CHOICE,
            title="Для кого",
            help="Достаёт ли акт до пар, которые сложились до него.",
            default=AppliesTo.NEW.value,
            choices={one.value: one.label for one in AppliesTo},
        ),
        Key(
            name="verified_on",
            type=KeyType.DATE,
            title="Сверен с документом",
            help="Когда человек в последний раз сличил файл с документом.",
            default="не указано",
        ),
        Key(
            name="source",
            type=KeyType.TEXT,
            title="Текст документа",
            help="Файл с текстом внутри пакета региона, например sources/order.txt.",
            default="нет",
        ),
        Key(name="note", type=KeyType.TEXT, title="Примечание", default="нет"),
        Key(
            name="based_on",
            type=KeyType.WORDS,
            title="На основании",
            help="Акты, на которые этот ссылается, словами.",
            default="нет",
        ),
        Key(
            name="kinds_mode",
            type=KeyType.CHOICE,
            title="Список видов",
            help="Что список видов этого акта делает со списком внешних.",
            default="replace",
            choices=_MODES,
        ),
        Key(
            name="forms_mode",
            type=KeyType.CHOICE,
            title="Список форм",
            help="Что список форм этого акта делает со списком внешних.",
            default="replace",
            choices=_MODES,
        ),
    ),
    example="""\
[act]
code = "town"
layer = "municipality"
unit = "town"
title = "Положение о наставничестве города"
short = "Положение города"
number = "211"
adopted = 2022-06-09
in_force = 2022-06-09
verified_on = 2026-11-21
source = "sources/town.txt"
""",
)


def read_head(table: Table) -> dict[str, Any]:
    """Arguments of `Act` that the head gives, `code` and `layer` among them."""
    layer = table.take("layer", str, "region")
    if layer not in LAYERS:
        table.fault(f"layer: нет уровня {layer!r}; можно: {', '.join(LAYERS)}", "layer")
    in_force, until = table.span("in_force", "until")
    title = table.need("title", str, "")
    head = {
        "code": table.need("code", str, ""),
        "layer": LAYERS.get(layer, Layer.REGION),
        "title": title,
        "short": table.take("short", str, "") or title,
        "unit": table.take("unit", str, ""),
        "number": table.take("number", str, ""),
        "adopted": table.optional_date("adopted"),
        "in_force": in_force,
        "until": until,
        "known": table.optional_date("known"),
        "applies_to": table.choice("applies_to", AppliesTo, AppliesTo.NEW),
        "verified_on": table.optional_date("verified_on"),
        "source": table.take("source", str, ""),
        "note": table.take("note", str, ""),
        "based_on": table.words("based_on"),
        "kinds_mode": table.choice("kinds_mode", VocabularyMode, VocabularyMode.REPLACE),
        "forms_mode": table.choice("forms_mode", VocabularyMode, VocabularyMode.REPLACE),
    }
    _check_unit(table, head)
    return head


def _check_unit(table: Table, head: dict[str, Any]) -> None:
    inner = head["layer"] >= Layer.MUNICIPALITY
    if inner != bool(head["unit"]):
        table.fault(
            "unit: укажите ярлык муниципалитета или организации"
            if inner
            else "unit: у акта этого уровня не бывает unit; уберите ключ",
            "unit",
        )
