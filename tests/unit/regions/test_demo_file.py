"""Reading `demo.toml`: what it says, and every fault with its line."""

import pytest

from nastavnik.domain.access import Role
from nastavnik.domain.gender import Gender
from nastavnik.domain.mentorship import State
from nastavnik.regions.demo_file import load_demo, read_demo
from nastavnik.regions.demo_words import split_name
from nastavnik.regions.errors import RegionError

WHOLE = """
accounts = [
    {login = "x.ministry", role = "ministry", unit = "", name = "Иванова Анна Петровна"},
    {login = "x.mentor", role = "mentor", unit = "school", person = "anna"},
]

[[municipality]]
slug = "town"
title = "Город"
head = "Петров Пётр"
head_gender = "male"
head_position = "начальник"

[[institution]]
slug = "school"
municipality = "town"
title = "Школа № 1"
short = "Школа"
week = 6
main = true
people = [
    {ref = "anna", name = "Белова Анна Олеговна", gender = "female", position = "учитель", mentor = true, admitted_days_ago = 0, salary = 31000, absences = [{first_days_ago = 9, last_days_ago = 3, reason = "отпуск"}], facts = {"experience.pedagogical" = "9 лет 4 месяца", results = true}, statuses = [{code = "tutor", order = "18", number = "Т-1", issued_days_ago = 40, years = 3}, {code = "mentor", order = "18", issued_days_ago = 4}]},
    {ref = "oleg", name = "Гусев Олег", gender = "male", birth_date = 2001-12-19, position = "учитель", mentee = true},
]
mentorships = [
    {mentor = "anna", mentee = "oleg", kind = "traditional", form = "f", regime = "outside", state = "consents", start = 1, end = 13, consents = ["mentor"]},
]
"""  # noqa: E501 - one row a line, as in the regions' files


def refused(text: str) -> str:
    with pytest.raises(RegionError) as caught:
        read_demo(text)
    return str(caught.value)


def test_reads_units_people_pairs_and_accounts():
    demo = read_demo(WHOLE)
    town, school = demo.municipalities[0], demo.institutions[0]
    assert (town.short, town.week, town.main, town.people) == ("Город", 5, False, ())
    assert town.head is not None
    assert (town.head.last_name, town.head.patronymic) == ("Петров", "")
    assert town.head.gender is Gender.MALE
    assert (school.municipality, school.week, school.main, school.head) == ("town", 6, True, None)
    anna, oleg = school.people
    assert anna.full_name == "Белова Анна Олеговна"
    assert oleg.full_name == "Гусев Олег"
    assert (anna.admitted_days_ago, oleg.admitted_days_ago) == (0, None)
    assert anna.facts == {"experience.pedagogical": 112, "results": True}
    assert [(one.code, one.certificate, one.years) for one in anna.statuses] == [
        ("tutor", "Т-1", 3),
        ("mentor", "", 0),
    ]
    assert oleg.statuses == ()
    assert (anna.salary, oleg.salary) == (31000, 0)
    assert [(one.first_days_ago, one.last_days_ago, one.reason) for one in anna.absences] == [
        (9, 3, "отпуск")
    ]
    assert (school.approved, town.approved) == (False, False)
    (pair,) = school.mentorships
    assert (pair.state, pair.start, pair.end) == (State.CONSENTS, 1, 13)
    assert (pair.consents, pair.ended, pair.order_in_days) == (("mentor",), None, None)
    assert [one.role for one in demo.accounts] == [Role.MINISTRY, Role.MENTOR]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "words"),
    [
        ('slug = "town"', 'slug = "town"\ncolour = "red"', 9, "неизвестный ключ colour"),
        ('municipality = "town"', 'municipality = "city"', 16, "нет муниципалитета 'city'"),
        ('head_gender = "male"', 'head_gender = "m"', 11, "нужно male или female"),
        ('mentee = "oleg"', 'mentee = "olga"', 25, "в people нет 'olga'"),
        (
            '"9 лет 4 месяца"',
            '"давно"',
            21,
            "people, 1-я запись anna: факт experience.pedagogical",
        ),
        ("results = true", "colour = true", 21, "факт colour"),
        (', order = "18", issued', ", issued", 21, "statuses, 2-я запись"),
        ('gender = "male", birth', "birth", 21, "people, 2-я запись oleg: в"),
        ('["mentor"]', '["papa"]', 25, "mentorships, 1-я запись anna: consents: papa"),
        ('unit = "school"', 'unit = "college"', 0, "x.mentor: нет подразделения 'college'"),
        ('person = "anna"', 'person = "olga"', 0, "в 'school' нет человека 'olga'"),
        ('person = "anna"', 'person = ""', 0, "ни name, ни person"),
        ("[[municipality]]", "[[country]]", 7, "неизвестная таблица [country]"),
        ("accounts = [", "accounts = ", 2, "не читается как TOML"),
    ],
)
def test_a_fault_is_told_with_its_place(right: str, wrong: str, line: int, words: str):
    assert right in WHOLE
    told = refused(WHOLE.replace(right, wrong))
    assert words in told
    assert f"demo.toml:{line}:" in told if line else "demo.toml: " in told


def test_a_region_may_have_no_demo(tmp_path):
    assert load_demo(tmp_path) is None
    (tmp_path / "demo.toml").write_text(WHOLE, "utf-8")
    assert load_demo(tmp_path) == read_demo(WHOLE)


def test_a_patronymic_may_be_absent_or_of_two_words():
    assert split_name("Ли Ен") == ("Ли", "Ен", "")
    assert split_name("Алиев Вели Гасан оглы") == ("Алиев", "Вели", "Гасан оглы")
