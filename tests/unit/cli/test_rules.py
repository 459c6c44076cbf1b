"""`nastavnik rules` and `nastavnik region`: the same answers for people and for machines."""

import json

import pytest
from click.testing import CliRunner

from nastavnik.cli.main import cli
from nastavnik.regions import registry
from nastavnik.regions.errors import Problem
from nastavnik.regions.registry import BrokenRegion

TODAY = "2026-11-21"


def run(*words):
    return CliRunner().invoke(cli, list(words))


def explained(*words):
    answer = run("rules", "explain", *words, "--on", TODAY, "--json")
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.output)


YURGA = ("kuzbass", "--municipality", "yurga")
YAROVOYE = ("altai", "--institution", "yarovoye")
TABUNY = ("altai", "--municipality", "tabuny")
DAGESTAN = ("dagestan",)
KTT = ("lnr", "--institution", "ktt")


@pytest.mark.parametrize(
    ("where", "rest", "parameter", "value", "clause"),
    [
        # term of the mentoring / programme
        (YAROVOYE, "", "term.min_months", 3, "1.2"),
        (YAROVOYE, "", "term.max_months", 12, "1.2"),
        (YAROVOYE, "", "programme.min_months", 3, "3.2"),
        (YAROVOYE, "", "programme.max_months", 12, "3.2"),
        (TABUNY, "", "term.min_months", 3, "1.2"),
        (TABUNY, "", "term.max_months", 12, "1.2"),
        (TABUNY, "", "programme.min_months", 3, "4.1.3"),
        (TABUNY, "", "programme.max_months", 12, "4.1.3"),
        (DAGESTAN, "", "term.min_months", 1, "шаг 5"),
        (DAGESTAN, "", "term.max_months", 12, "шаг 5"),
        (KTT, "--on 2023-12-01", "term.period", "academic_year", "раздел 8"),
        (YURGA, "", "term.min_months", 6, "2.4"),
        (YURGA, "", "term.max_months", 36, "2.4"),
        (YURGA, "--kind traditional", "term.usual_months", 36, "2.1"),
        # mentees at once
        (YAROVOYE, "--kind traditional", "mentees.max", 1, "4.1"),
        (YAROVOYE, "--kind group", "mentees.min", 2, "4.1"),
        (TABUNY, "--kind traditional", "mentees.max", 1, "4.1.5"),
        (TABUNY, "--kind group", "mentees.min", 2, "4.1.5"),
        (DAGESTAN, "", "mentees.max", 3, "шаг 5"),
        (YURGA, "", "mentees.max", 2, "2.5"),
        (YURGA, "--kind mentor", "mentees.max", 5, "2.1"),
        # statuses
        (YURGA, "--kind tutor", "status.valid_years", 3, "2.1"),
        # consents
        (YAROVOYE, "", "consent.mentor", True, "3.3"),
        (DAGESTAN, "", "consent.mentor", True, "шаг 5"),
        (DAGESTAN, "", "consent.mentee", True, "шаг 5"),
        (KTT, "", "consent.personal_data", True, "раздел 8, этап 2"),
        (YURGA, "", "consent.mentor", True, "2.6"),
        (YURGA, "--kind traditional", "consent.mentee", True, "2.1"),
        (YURGA, "--kind mentor", "consent.mentee", True, "2.1"),
        # the act that starts it
        (YAROVOYE, "", "order.required", True, "3.3"),
        (DAGESTAN, "", "appointment.within_days", 30, "шаг 5"),
        (DAGESTAN, "", "order.with_term", True, "шаг 5"),
        (KTT, "", "order.required", True, "раздел 8, этап 5"),
        (YURGA, "", "order.with_term", True, "2.3"),
        # plan and report
        (YURGA, "", "plan.within_days", 5, "4.1"),
        (YURGA, "", "report.within_days", 5, "6.1"),
        # allowance
        (YAROVOYE, "", "allowance.percent", 15, "5.2"),
        (TABUNY, "", "allowance.percent", "delegated", "3.4"),
        (DAGESTAN, "", "allowance.percent", "delegated", "прил. 2, п. 5"),
        (YURGA, "", "allowance.percent", "unregulated", None),
        # curator, council
        (YAROVOYE, "", "curator.update_months", 12, "3.2"),
        (TABUNY, "", "curator.update_months", 12, "4.1.3"),
        (DAGESTAN, "", "curator.update_months", 12, "шаг 4"),
        (DAGESTAN, "", "council.from_mentors", 10, "шаг 5"),
        # route
        (TABUNY, "", "route.min_years", 4, "1.2"),
        (TABUNY, "", "route.max_years", 5, "1.2"),
    ],
)
def test_every_row_of_the_regulations_is_answered_with_its_clause(
    where, rest, parameter, value, clause
):
    words = ("rules", "explain", *where, "--on", TODAY, *rest.split(), "--json")
    told = json.loads(run(*words).output)[parameter]
    assert (told["value"], told["clause"]) == (value, clause)


def test_the_unit_of_a_value_is_told():
    told = explained(*YURGA)
    assert told["plan.within_days"]["unit"] == "working_day"
    assert told["term.min_months"]["unit"] == "month"
    assert explained(*DAGESTAN)["appointment.within_days"]["unit"] == "calendar_day"


def test_one_parameter_may_be_asked_for():
    assert list(explained(*YURGA, "--parameter", "mentees.max")) == ["mentees.max"]


def test_a_provision_is_answered_like_a_value():
    key = "requirement.mentor.managerial"
    answer = run("rules", "explain", *YURGA, "--kind", "mentor", "--parameter", key)
    assert (
        "Стаж управленческой деятельности ментора (requirement.mentor.managerial)" in answer.output
    )
    assert "п. 2.1" in answer.output
    found = json.loads(run("rules", "explain", *YURGA, "--json").output)
    assert (found[key]["act"], found[key]["clause"]) == ("yurga", "2.1")
    assert found["ground.replacement.no_contact"]["clause"] == "5.2"


def test_a_norm_out_of_its_dates_says_so():
    where = ("lnr", "--institution", "ktt", "--parameter", "term.period")
    now = run("rules", "explain", *where, "--on", "2026-11-21")
    assert "не урегулировано" in now.output
    assert "учебный год (План школы наставничества КТТ, раздел 8) — действовало по 31.08.2024" in (
        " ".join(now.output.split())
    )
    then = json.loads(run("rules", "explain", *where, "--on", "2024-08-31", "--json").output)
    assert then["term.period"]["value"] == "academic_year"


def test_a_day_may_be_written_in_either_way():
    by_people = run("rules", "explain", *TABUNY, "--on", "08.06.2022", "--json").output
    by_machines = run("rules", "explain", *TABUNY, "--on", "2022-06-08", "--json").output
    assert by_people == by_machines
    assert json.loads(by_people)["term.min_months"]["value"] == "unregulated"


def test_what_was_not_known_then_is_left_out():
    late = run("rules", "explain", *TABUNY, "--on", TODAY, "--known-on", "2022-06-08", "--json")
    assert json.loads(late.output)["term.min_months"]["value"] == "unregulated"


def test_an_article_not_yet_in_force_leaves_no_trace():
    def trace(day):
        words = ("rules", "explain", *TABUNY, "--on", day, "--parameter", "consent.mentor")
        return json.loads(run(*words, "--json").output)["consent.mentor"]["trace"]

    assert trace("2025-02-28") == []
    assert [step["act"] for step in trace("2025-03-01")] == ["labour_code_351_8"]


def test_the_table_for_people_quotes_and_shows_the_way():
    told = run("rules", "explain", *YURGA, "--kind", "mentor", "--on", TODAY).output
    assert (
        "Наставляемых у одного наставника, не более (mentees.max): 5\N{NO-BREAK SPACE}чел" in told
    )
    assert "    Положение о наставничестве г. Юрги, п. 2.1; дата в документе не указана\n" in told
    assert "    «Ментор может сопровождать одновременно до пяти менти»\n" in told
    assert "    - муниципалитет: 2\N{NO-BREAK SPACE}человека (Положение о настав" in told
    assert "Акты молчат (не урегулировано):\n" in told
    assert "    Совет наставников создаётся от (council.from_mentors)\n" in told


def test_a_date_of_the_document_is_told():
    told = run("rules", "explain", *TABUNY, "--parameter", "route.max_years").output
    assert "Положение о наставничестве Табунского района, п. 1.2; с 09.06.2022" in told
    assert "Акты молчат" not in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("mars",), "Регион «mars» не установлен (установлены: altai, dagestan"),
        (("kuzbass", "--municipality", "mars"), "нет муниципалитета 'mars'; есть: yurga"),
        (("dagestan", "--institution", "mars"), "нет организации 'mars'; есть: ни одного"),
        (
            (*YURGA, "--kind", "group"),
            "нет вида наставничества 'group'; есть: traditional, mentor",
        ),
        ((*YURGA, "--form", "x"), "нет формы наставничества 'x'; есть: teacher_teacher"),
        ((*YURGA, "--parameter", "x"), "нет правила 'x'; есть: term.min_months"),
        ((*YURGA, "--on", "31.02.2026"), "31.02.2026: такого дня нет"),
        (
            (*YAROVOYE, "--municipality", "tabuny"),
            "организация yarovoye — не в этом муниципалитете, а в yarovoe",
        ),
    ],
)
def test_a_word_that_does_not_exist_is_refused_with_those_that_do(words, says):
    answer = run("rules", "explain", *words)
    assert answer.exit_code == 2
    assert says in " ".join(answer.output.split())


# --- cases ---

CASE = """
[[case]]
name = "Стаж 9 лет 11 месяцев"
on = 2026-11-21
unit = "yurga"
kind = "traditional"
form = "teacher_teacher"
start = 2026-12-01
end = 2029-11-30
consents = ["mentor", "mentee"]
[case.mentor]
"experience.pedagogical" = "9 лет 11 месяцев"
[case.mentee]
first_job = true
"""
EXPECTED = """
[[case.finding]]
code = "mentor.experience"
act = "yurga"
clause = "{clause}"
"""


@pytest.fixture
def case_file(tmp_path):
    def write(text):
        file = tmp_path / "случай.toml"
        file.write_text(text, "utf-8")
        return str(file)

    return write


def test_a_case_is_checked_and_its_findings_told(case_file):
    answer = run("rules", "check", "kuzbass", case_file(CASE))
    assert answer.exit_code == 0
    assert answer.output.startswith("Стаж 9 лет 11 месяцев\n  Нарушение: Стаж педагогической")
    assert "п. 2.1: «стаж педагогической работы не менее 10 лет в данной области»" in answer.output


def test_a_lawful_case_says_so(case_file):
    answer = run(
        "rules", "check", "kuzbass", case_file(CASE.replace('9 лет 11 месяцев"\n[', '10 лет"\n['))
    )
    assert "  Замечаний нет.\n" in answer.output


def test_a_case_is_checked_for_machines(case_file):
    answer = run(
        "rules", "check", "kuzbass", case_file(CASE + EXPECTED.format(clause="2.1")), "--json"
    )
    (told,) = json.loads(answer.output)
    assert answer.exit_code == 0
    assert (told["name"], told["passed"]) == ("Стаж 9 лет 11 месяцев", True)
    (finding,) = told["findings"]
    assert (finding["code"], finding["severity"]) == ("mentor.experience", "violation")
    assert (finding["act"], finding["clause"]) == ("yurga", "2.1")


def test_other_findings_than_expected_are_a_failure(case_file):
    answer = run("rules", "check", "kuzbass", case_file(CASE + EXPECTED.format(clause="2.2")))
    assert answer.exit_code == 1
    assert "    - violation    mentor.experience — yurga, 2.2\n" in answer.output
    assert "    + violation    mentor.experience — yurga, 2.1\n" in answer.output


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("[[case]]\n", 1, "случай.toml:1: случай «№ 1»: в [[case]] нет обязательного ключа name"),
        (CASE.replace("yurga", "mars"), 1, "нет территории 'mars'; есть: yurga"),
    ],
)
def test_a_faulty_case_is_told_with_its_place(case_file, text, code, says):
    answer = run("rules", "check", "kuzbass", case_file(text))
    assert answer.exit_code == code
    assert says in answer.output


def test_a_file_that_can_not_be_read_is_refused(tmp_path):
    answer = run("rules", "check", "kuzbass", str(tmp_path / "нет.toml"))
    assert answer.exit_code == 2
    assert "не читается" in answer.output
    (tmp_path / "picture").write_bytes(b"\xff\xd8")
    assert (
        "это не текст в UTF-8"
        in run("rules", "check", "kuzbass", str(tmp_path / "picture")).output
    )


# --- regions ---


def test_installed_regions_are_listed_with_their_acts():
    told = run("region", "list").output
    assert "kuzbass 0.1.0 — Кемеровская область — Кузбасс (42)\n" in told
    assert "tabuny: Положение о наставничестве Табунского района № 211, с 09.06.2022" in told
    assert "yurga: Положение о наставничестве г. Юрги, дата в документе не указана" in told


def test_the_installed_regions_have_no_faults():
    answer = run("region", "check")
    assert answer.exit_code == 0
    assert "kuzbass: ошибок нет\n" in answer.output
    assert "федеральный уровень: ошибок нет\n" in answer.output
    assert run("region", "check", "lnr", "--on", TODAY).output == "lnr: ошибок нет\n"


def test_acts_long_not_compared_with_their_documents_are_pointed_out():
    answer = run("region", "check", "lnr", "--on", "2028-01-01")
    assert answer.exit_code == 0
    assert "  предупреждение: acts/ktt.toml:11: с документом не сверяли" in answer.output


def test_an_unknown_region_is_refused():
    answer = run("region", "check", "mars")
    assert answer.exit_code == 2
    assert "нет региона 'mars'; есть: altai, dagestan, kuzbass, lnr" in answer.output


@pytest.fixture
def broken(monkeypatch):
    problems = (Problem("acts/law.toml", 9, "value: 0 не подходит"),)
    monkeypatch.setattr(registry, "broken", lambda: (BrokenRegion("north", problems),))


@pytest.mark.usefixtures("broken")
def test_a_broken_region_is_told_with_file_and_line_and_the_others_are_checked():
    answer = run("region", "check")
    assert answer.exit_code == 1
    assert "north: ошибки\n  acts/law.toml:9: value: 0 не подходит\n" in answer.output
    assert "altai: ошибок нет\n" in answer.output
    assert (
        "north — не загружается; см. nastavnik region check north" in run("region", "list").output
    )


def test_a_golden_case_that_fails_is_a_fault(monkeypatch):
    kuzbass = registry.region("kuzbass")
    altai = registry.region("altai")
    other = type(kuzbass)(**{**vars_of(kuzbass), "acts": altai.acts})
    monkeypatch.setattr(registry, "installed", lambda: {"kuzbass": other})
    answer = run("region", "check", "kuzbass")
    assert answer.exit_code == 1
    assert "cases/traditional.toml:" in answer.output
    assert "  - violation    mentor.experience — yurga, 2.1" in answer.output


def vars_of(region):
    return {name: getattr(region, name) for name in region.__dataclass_fields__}
