"""A region's files: all faults of all files at once, and what is read from region.toml."""

from datetime import date

import pytest

from nastavnik.domain.access import Level
from nastavnik.domain.calendar import DayOff
from nastavnik.regions.errors import Problem, RegionError
from nastavnik.regions.loader import load_acts, load_forms
from nastavnik.regions.profile_file import load_profile

FORM = """
code = "order"
title = "Приказ"
[[block]]
type = "para"
text = "Приказываю"
"""


@pytest.fixture
def folder(tmp_path):
    def write(files):
        for place, text in files.items():
            file = tmp_path / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return tmp_path

    return write


def problems(read, place):
    with pytest.raises(RegionError) as caught:
        read(place)
    return [(one.file, one.line, one.message) for one in caught.value.problems]


def test_acts_are_read_by_the_names_of_their_files(folder, act):
    place = folder(
        {
            "acts/b.toml": act().replace('"law"', '"second"'),
            "acts/a.toml": act(),
            "acts/notes.txt": "не акт",
        }
    )
    assert [one.code for one in load_acts(place)] == ["law", "second"]


def test_a_region_may_have_no_acts_and_no_forms(folder):
    assert load_acts(folder({})) == ()
    assert load_forms(folder({})) == ()


def test_no_fault_hides_another(folder, act):
    place = folder({"acts/a.toml": act("[[norma]]"), "acts/b.toml": "[act"})
    told = problems(load_acts, place)
    assert [(file, line) for file, line, _ in told] == [("acts/a.toml", 7), ("acts/b.toml", 1)]


def test_two_acts_may_not_have_one_code(folder, act):
    place = folder({"acts/a.toml": act(), "acts/b.toml": act()})
    assert problems(load_acts, place) == [("acts/b.toml", 3, "код 'law' уже занят; дайте другой")]


def test_a_file_in_another_encoding_is_told(folder, act):
    place = folder({"acts/b.toml": "[[norma]]", "forms/a.toml": FORM})
    (place / "acts" / "a.toml").write_bytes(act().encode("cp1251"))
    (place / "forms" / "b.toml").write_bytes(FORM.encode("cp1251"))
    message = "это не текст в кодировке UTF-8; сохраните файл в UTF-8"
    assert problems(load_acts, place)[0] == ("acts/a.toml", 0, message)
    assert len(problems(load_acts, place)) > 1
    assert problems(load_forms, place) == [("forms/b.toml", 0, message)]


def test_forms_are_read_and_their_faults_gathered(folder):
    assert [one.code for one in load_forms(folder({"forms/order.toml": FORM}))] == ["order"]
    place = folder({"forms/again.toml": FORM, "forms/bad.toml": "code = 1"})
    told = problems(load_forms, place)
    assert told[0][0] == "forms/bad.toml"
    assert told[1] == ("forms/order.toml", 1, "код 'order' уже занят; дайте другой")


PROFILE = """
[region]
slug = "north"
title = "Северный край"
subject_code = "99"
ministry = "Министерство"

[[unit]]
slug = "town"
level = "municipality"
title = "Город"

[[unit]]
slug = "school"
municipality = "town"
title = "Школа"

[[day_off]]
on = 2026-06-21
title = "Ысыах"
source = "Закон края, ст. 1"
"""


def profile(folder, text=PROFILE):
    return load_profile(folder({"region.toml": text}))


def test_a_profile_names_the_region_its_units_and_days_off(folder):
    north = profile(folder)
    assert (north.slug, north.subject_code, north.timezone) == ("north", "99", "Europe/Moscow")
    assert north.days_off == (DayOff(date(2026, 6, 21), "Ысыах", "Закон края, ст. 1"),)
    school = north.unit("school")
    assert school is not None
    assert school.level is Level.INSTITUTION
    assert north.unit("nowhere") is None


def test_a_day_may_work_and_become_known_late(folder):
    told = "known = 2026-06-02\nworks = true\n"
    (day,) = profile(folder, PROFILE + told).days_off
    assert (day.known, day.works) == (date(2026, 6, 2), True)


def test_acts_reach_a_unit_through_its_chain(folder):
    north = profile(folder)
    assert north.chain("") == ()
    assert north.chain("town") == ("town",)
    assert north.chain("school") == ("town", "school")
    assert north.chain("nowhere") == ("nowhere",)


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (('slug = "north"', ""), 2, "в [[region]] нет обязательного ключа slug"),
        (('slug = "north"', 'slug = "north"\ncapital = "Город"'), 4, "неизвестный ключ capital"),
        (('level = "municipality"', 'level = "village"'), 10, "нет значения 'village'"),
        (("on = 2026-06-21", 'on = "лето"'), 19, "ожидается дата"),
        (("on = 2026-06-21\n", ""), 18, "в [[day_off]] нет даты on"),
        (("on = 2026-06-21", 'on = 2026-06-21\nworks = "да"'), 20, "works"),
        (("on = 2026-06-21", "on = 2026-06-21\nknown = 2"), 20, "known"),
        (("[[day_off]]", "[[holiday]]"), 18, "неизвестная таблица [holiday]; можно: region"),
        (('"99"', '"9"'), 5, "subject_code: '9' — не код субъекта; нужны две цифры"),
        (('"Министерство"', '"М"\ntimezone = "Moscow"'), 7, "timezone: нет пояса 'Moscow'"),
        (('"Министерство"', '"М"\ntimezone = "/x"'), 7, "timezone: нет пояса '/x'"),
        (('slug = "school"', 'slug = "town"'), 14, "slug: ярлык 'town' уже занят; дайте другой"),
        (('slug = "school"', 'slug = "north"'), 14, "slug: ярлык 'north' уже занят"),
        (('level = "municipality"', 'level = "region"'), 10, "level: сам регион — в [region]"),
        (('municipality = "town"', 'municipality = "city"'), 15, "'city'; есть: town"),
        (
            ('level = "municipality"', 'level = "institution"'),
            15,
            "нет муниципалитета 'town'; есть: ни одного",
        ),
        (('[[unit]]\nslug = "school"', "[[unit]]\nslug = school"), 14, "не читается как TOML"),
    ],
)
def test_a_faulty_profile_is_told_with_its_line(folder, change, line, says):
    told = problems(load_profile, folder({"region.toml": PROFILE.replace(*change)}))
    assert {file for file, _, _ in told} == {"region.toml"}
    assert any(at == line and says in message for _, at, message in told)


def test_units_and_days_off_are_lists(folder):
    told = problems(
        load_profile, folder({"region.toml": PROFILE.replace("[[day_off]]", "[day_off]")})
    )
    assert ("region.toml", 18, "day_off пишется в двойных скобках: [[day_off]]") in told


def test_a_problem_without_a_line_names_its_file():
    assert str(Problem("регион north", 0, "не загружается")) == "регион north: не загружается"
    assert str(RegionError([Problem("b", 2, "…"), Problem("a", 1, "…")])) == "a:1: …\nb:2: …"
