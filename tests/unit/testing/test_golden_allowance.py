"""Golden allowances: a month of a case must give exactly its lines."""

import pytest

from nastavnik.regions import registry
from nastavnik.regions.errors import RegionError
from nastavnik.testing.golden import judge, read_cases

CASE = """
[[case]]
name = "Выплата"
on = 2026-09-01
unit = "yarovoye"
kind = "traditional"
form = "teacher_teacher"
start = 2026-09-01
end = 2027-05-31
consents = ["mentor"]
[case.mentor]
results = true
[[case.allowance]]
month = "2026-11"
salary = 32000
mentee_salary = 20000.50
absences = [{who = "mentee", first = 2026-11-10, last = 2026-11-13}]
decided = [{code = "mentor", percent = 12, order = "№ 5"}]
lines = [{recipient = "mentor", days = 26, kopecks = 416000, act = "yarovoye", clause = "5.2"}]
"""


def verdict(text):
    (golden,) = read_cases(text, "cases/a.toml")
    return judge(golden, registry.region("altai"))


def test_a_month_that_gives_its_lines_passes():
    assert verdict(CASE).passed


def test_a_kopeck_is_a_difference():
    found = verdict(CASE.replace("416000", "416001"))
    assert str(found).splitlines()[1:] == [
        "  - выплата 2026-11 mentor: 26 дн., 416001 коп. — yarovoye, 5.2",
        "  + выплата 2026-11 mentor: 26 дн., 416000 коп. — yarovoye, 5.2",
    ]


def test_what_is_not_determined_and_what_is_not_explained_is_a_difference():
    notes = CASE.replace("salary = 32000\n", "") + 'notes = [{act = "yarovoye", clause = "9"}]\n'
    assert str(verdict(notes)).splitlines()[2:] == [
        "  - пояснение 2026-11 — yarovoye, 9",
        "  + выплата 2026-11 mentor: 26 дн., не определено — yarovoye, 5.2",
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('"2026-11"', '"осень"'), "month: Нет месяца «осень»"),
        (("salary = 32000", 'salary = "32000"'), "salary: ожидается число"),
        (("days = 26, ", ""), "lines: строка 1: в [[case.allowance.lines]] нет обязательного"),
        (('who = "mentee"', 'who = "cat"'), "absences: строка 1: who: нет значения 'cat'"),
    ],
)
def test_a_fault_is_told(change, told):
    with pytest.raises(RegionError) as caught:
        read_cases(CASE.replace(*change), "cases/a.toml")
    assert any(told in str(one) for one in caught.value.problems)
