"""`region.toml`: who the region is, the units its acts speak of, its own days off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nastavnik.domain.access import Level
from nastavnik.domain.calendar import DayOff
from nastavnik.regions.errors import Problem, RegionError
from nastavnik.regions.lines import Lines
from nastavnik.regions.profile import KnownUnit, RegionProfile
from nastavnik.regions.reader import Table, head_of, parse, tables_of
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.text_file import text_in

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE: Final = "region.toml"
_LEVELS: Final = {
    Level.MUNICIPALITY.value: "муниципалитет",
    Level.INSTITUTION.value: "организация",
}

REGION: Final = Section(
    name="region",
    many=False,
    title="Регион",
    help="Паспорт региона.",
    keys=(
        Key(
            name="slug",
            type=KeyType.TEXT,
            title="Короткое имя",
            help="То же, что в точке входа pyproject.toml.",
            required=True,
        ),
        Key(name="title", type=KeyType.TEXT, title="Название региона", required=True),
        Key(
            name="subject_code",
            type=KeyType.TEXT,
            title="Код субъекта РФ",
            help="Две цифры в кавычках: первый ноль не теряется.",
            required=True,
        ),
        Key(name="ministry", type=KeyType.TEXT, title="Орган управления", required=True),
        Key(
            name="institute",
            type=KeyType.TEXT,
            title="Региональный институт",
            help="Кто ведёт региональных тьюторов.",
            default="нет",
        ),
        Key(
            name="timezone",
            type=KeyType.TEXT,
            title="Часовой пояс",
            help="Имя по базе IANA, например Asia/Novokuznetsk.",
            default="Europe/Moscow",
        ),
    ),
    example="""\
[region]
slug = "north"
title = "Северный край"
subject_code = "99"
ministry = "Министерство образования Северного края"
""",
)

UNIT: Final = Section(
    name="unit",
    title="Муниципалитет или организация",
    help="Кого называют акты и контрольные случаи и кого заводит `region setup`.",
    keys=(
        Key(
            name="slug",
            type=KeyType.TEXT,
            title="Ярлык",
            help="По нему на территорию ссылаются act.unit и case.unit.",
            required=True,
        ),
        Key(
            name="level",
            type=KeyType.CHOICE,
            title="Уровень",
            default=Level.INSTITUTION.value,
            choices=_LEVELS,
        ),
        Key(name="title", type=KeyType.TEXT, title="Полное название", required=True),
        Key(name="short", type=KeyType.TEXT, title="Краткое название", default="title"),
        Key(
            name="municipality",
            type=KeyType.TEXT,
            title="Муниципалитет организации",
            help="Ярлык муниципалитета; его акты действуют и в организации.",
            default="нет",
        ),
        Key(
            name="centre",
            type=KeyType.TEXT,
            title="Муниципальный центр наставничества",
            default="нет",
        ),
        Key(
            name="founder",
            type=KeyType.TEXT,
            title="Учредитель",
            help="Верхняя строка бланка.",
            default="нет",
        ),
        Key(name="place", type=KeyType.TEXT, title="Населённый пункт", default="нет"),
        Key(name="kind", type=KeyType.TEXT, title="Тип организации", default="не указан"),
    ),
    example="""\
[[unit]]
slug = "town"
level = "municipality"
title = "Городской округ"
""",
)

DAY_OFF: Final = Section(
    name="day_off",
    title="Свой день региона",
    help="Нерабочий день сверх общероссийских: в сроках в рабочих днях он не считается; "
    "или, наоборот, выходной, который акт региона сделал рабочим.",
    keys=(
        Key(name="on", type=KeyType.DATE, title="День", required=True),
        Key(name="title", type=KeyType.TEXT, title="Название", required=True),
        Key(
            name="source",
            type=KeyType.TEXT,
            title="Чем установлен",
            help="Закон региона с номером или статьёй.",
            required=True,
        ),
        Key(
            name="known",
            type=KeyType.DATE,
            title="Стал известен",
            help="День, когда вышел акт: срок, посчитанный раньше, этого дня не знал, и страница "
            "скажет, чем он сдвинут.",
            default="известен всегда",
        ),
        Key(
            name="works",
            type=KeyType.FLAG,
            title="Рабочий день",
            help="true — акт делает рабочим выходной, например субботу.",
            default="false",
        ),
    ),
    example="""\
[[day_off]]
on = 2026-06-21
title = "День края"
source = "Закон края о праздничных днях, ст. 1"

[[day_off]]
on = 2026-06-27
title = "Рабочая суббота вместо 22 июня"
source = "Указ главы края от 02.06.2026 № 6"
known = 2026-06-02
works = true
""",
)

SECTIONS: Final = (REGION, UNIT, DAY_OFF)
"""Everything that `region.toml` may say, in the order of the reference."""


def load_profile(folder: Traversable) -> RegionProfile:
    """The passport out of `region.toml`. Raises RegionError."""
    text = text_in(folder / FILE, FILE)
    raw, problem = parse(text, FILE)
    if problem:
        raise RegionError([problem])
    lines = Lines(text)
    head = head_of(raw, REGION.name, FILE, lines, REGION)
    units, unit_faults = tables_of(raw, UNIT.name, FILE, lines, UNIT)
    days, day_faults = tables_of(raw, DAY_OFF.name, FILE, lines, DAY_OFF)
    profile = RegionProfile(
        slug=head.need("slug", str, ""),
        title=head.need("title", str, ""),
        subject_code=head.need("subject_code", str, ""),
        ministry=head.need("ministry", str, ""),
        institute=head.take("institute", str, ""),
        timezone=head.take("timezone", str, "Europe/Moscow"),
        units=tuple(_unit(table) for table in units),
        days_off=tuple(day for day in map(_day_off, days) if day is not None),
    )
    _consistent(profile, head, units)
    problems = [fault for table in (head, *units, *days) for fault in table.close()]
    problems += [*unit_faults, *day_faults]
    problems += [
        Problem(FILE, lines.of(key), f"неизвестная таблица [{key}]; можно: region, unit, day_off")
        for key in raw
    ]
    if problems:
        raise RegionError(problems)
    return profile


def _unit(table: Table) -> KnownUnit:
    level = table.choice("level", Level, Level.INSTITUTION)
    if level.value not in _LEVELS:
        table.fault("level: сам регион — в [region]; здесь можно: " + ", ".join(_LEVELS), "level")
    return KnownUnit(
        slug=table.need("slug", str, ""),
        level=level,
        title=table.need("title", str, ""),
        short=table.take("short", str, ""),
        municipality=table.take("municipality", str, ""),
        centre=table.take("centre", str, ""),
        founder=table.take("founder", str, ""),
        place=table.take("place", str, ""),
        kind=table.take("kind", str, ""),
    )


def _day_off(table: Table) -> DayOff | None:
    on = table.optional_date("on")
    title, source = table.need("title", str, ""), table.need("source", str, "")
    known, works = table.optional_date("known"), table.take("works", bool, default=False)
    if on is None:
        table.fault("в [[day_off]] нет даты on; добавьте день, например on = 2026-06-21")
        return None
    return DayOff(on, title, source, known, works)


def _consistent(profile: RegionProfile, head: Table, units: list[Table]) -> None:
    """Report what reads well one by one and does not fit together."""
    if profile.subject_code and not re.fullmatch(r"\d{2,3}", profile.subject_code):
        head.fault(
            f"subject_code: {profile.subject_code!r} — не код субъекта; "
            'нужны две цифры в кавычках, например "16"',
            "subject_code",
        )
    try:
        ZoneInfo(profile.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        head.fault(
            f"timezone: нет пояса {profile.timezone!r}; напишите как Asia/Novokuznetsk",
            "timezone",
        )
    towns = [unit.slug for unit in profile.units if unit.level is Level.MUNICIPALITY]
    seen = {profile.slug}
    for unit, table in zip(profile.units, units, strict=True):
        if unit.slug in seen:
            table.fault(f"slug: ярлык {unit.slug!r} уже занят; дайте другой", "slug")
        seen.add(unit.slug)
        if unit.municipality and unit.municipality not in towns:
            known = ", ".join(towns) or "ни одного"
            table.fault(
                f"municipality: нет муниципалитета {unit.municipality!r}; есть: {known}",
                "municipality",
            )
