"""Golden cases: how a file is read, how faults and differences are told."""

from datetime import date

import pytest

from nastavnik.domain.case import Load
from nastavnik.regions import registry
from nastavnik.regions.errors import RegionError
from nastavnik.testing.golden import cases_of, judge, read_cases

CASE = """
[[case]]
name = "Третий наставляемый"
on = 2026-11-21
unit = "yurga"
kind = "traditional"
form = "teacher_teacher"
start = 2026-12-01
end = 2029-11-30
order_on = 2026-11-25
consents = ["mentor", "mentee", "agreement"]
group = 2
others = [
    {kind = "traditional", start = 2026-09-01, end = 2027-08-31},
    {kind = "tutor", form = "tutor_teacher", start = 2026-09-01, end = 2027-08-31},
]
[case.mentor]
"experience.pedagogical" = "10 лет"
status = ["mentor"]
[case.mentee]
first_job = true
admission = 2026-11-02
[[case.finding]]
code = "mentees.max"
severity = "violation"
act = "yurga"
clause = "2.5"
"""


def faults(text):
    with pytest.raises(RegionError) as caught:
        read_cases(text, "cases/a.toml")
    return [str(one) for one in caught.value.problems]


def test_a_case_is_read():
    (golden,) = read_cases(CASE, "cases/a.toml")
    case = golden.case
    assert (golden.name, golden.line, golden.unit) == ("Третий наставляемый", 2, "yurga")
    assert (case.on, case.order_on) == (date(2026, 11, 21), date(2026, 11, 25))
    assert (case.start, case.end) == (date(2026, 12, 1), date(2029, 11, 30))
    assert case.mentor == {"experience.pedagogical": 120, "status": ("mentor",)}
    assert case.mentee == {"first_job": True}
    assert case.admitted_on == date(2026, 11, 2)
    assert case.evidence == {"consent.mentor", "consent.mentee", "agreement.supplementary"}
    assert case.group == 2
    autumn = (date(2026, 9, 1), date(2027, 8, 31))
    assert case.others == (
        Load("traditional", "teacher_teacher", *autumn),
        Load("tutor", "tutor_teacher", *autumn),
    )
    assert [str(one) for one in golden.expected] == ["violation    mentees.max — yurga, 2.5"]


def test_the_regime_is_a_job_function_unless_said():
    def regime(text):
        (golden,) = read_cases(CASE.replace("[[case.finding]]", text + "[[case.finding]]"), "a")
        return golden.case.pair

    assert regime("") == {"regime": "job_function"}
    assert regime('[case.pair]\nregime = "outside"\n') == {"regime": "outside"}
    assert regime('[case.pair]\nregime = "unknown"\n') == {}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('unit = "yurga"', 'town = "yurga"'), "a.toml:5: случай «Третий наставляемый»: неиз"),
        (('kind = "traditional"\nform', "form"), "a.toml:2: случай «Третий наставляемый»: в [["),
        (("first_job", "first_work"), "[case.mentee]: нет факта 'first_work'; можно: experience."),
        (('"10 лет"', '"долго"'), "[case.mentor]: experience.pedagogical = 'долго' не подходит"),
        (("admission = 2026-11-02", 'admission = "осень"'), "admission: ожидается дата"),
        (('"agreement"', '"blessing"'), "a.toml:11: случай «Третий наставляемый»: consents: нет"),
        (('act = "yurga"\n', ""), "a.toml:23: случай «Третий наставляемый»: в [[case.finding]]"),
        (('"violation"', '"sin"'), "a.toml:25: случай «Третий наставляемый»: severity"),
        (("others = [", "others = [ 1,"), "others: в списке должны быть таблицы"),
        (('form = "tutor_teacher"', "farm = 1"), "a.toml:2: случай «Третий наставляемый»: неизв"),
        (("[[case]]", "[[story]]\n[[case]]"), "a.toml:2: неизвестный ключ story"),
        (("[[case]]", "[case]"), "case пишется в двойных скобках"),
        (("on = 2026-11-21", "on = "), "a.toml:4: файл не читается как TOML"),
    ],
)
def test_a_fault_is_told_with_the_name_of_its_case(change, told):
    assert any(told in one for one in faults(CASE.replace(*change)))


def test_a_case_without_a_name_is_called_by_its_number():
    told = faults(CASE + CASE.replace('name = "Третий наставляемый"\n', ""))
    assert told == [
        "cases/a.toml:29: случай «№ 2»: в [[case]] нет обязательного ключа name; добавьте его"
    ]


def test_a_case_that_gives_what_it_should_passes():
    (golden,) = read_cases(CASE.replace("group = 2\n", ""), "cases/a.toml")
    verdict = judge(golden, registry.region("kuzbass"))
    assert verdict.passed
    assert [one.code for one in verdict.findings] == ["mentees.max"]


def test_a_difference_is_shown_line_by_line():
    text = CASE.replace('clause = "2.5"', 'clause = "2.4"').replace('"mentee", ', "")
    (golden,) = read_cases(text, "cases/a.toml")
    verdict = judge(golden, registry.region("kuzbass"))
    assert not verdict.passed
    assert str(verdict) == (
        "cases/a.toml:2: Третий наставляемый\n"
        "  - violation    mentees.max — yurga, 2.4\n"
        "  + violation    mentees.max — yurga, 2.5\n"
        "  + violation    consent.mentee — yurga, 2.1"
    )


def test_a_finding_expected_twice_must_come_twice():
    finding = CASE[CASE.index("[[case.finding]]") :]
    (golden,) = read_cases(CASE + finding, "cases/a.toml")
    assert len(judge(golden, registry.region("kuzbass")).absent) == 1


def test_every_region_ships_cases():
    for region in registry.installed().values():
        assert len(cases_of(region)) > 10
