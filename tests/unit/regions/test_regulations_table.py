"""The table of the four regions' rules: each condition stands where its document says.

Numbers with their clauses are in tests/unit/cli/test_rules.py, as `rules explain` answers them;
both sides of every bound are the golden cases of the plugins.
"""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.domain.explain import explain
from nastavnik.domain.severity import Severity
from nastavnik.regions import registry

TODAY = date(2026, 11, 21)
YAROVOYE = ("altai", "yarovoye")
TABUNY = ("altai", "tabuny")
DAGESTAN = ("dagestan", "")
KTT = ("lnr", "ktt")
YURGA = ("kuzbass", "yurga")


def book(where, on=TODAY):
    region = registry.region(where[0])
    return region.book(region.profile.chain(where[1]), on)


@pytest.mark.parametrize(
    "row",
    [
        (YAROVOYE, "traditional", "mentor.results", "mentor", "1.2", "измеримые позитивные"),
        (TABUNY, "traditional", "mentor.results", "mentor", "1.2", "измеримые позитивные"),
        (YURGA, "traditional", "mentor.experience", "mentor", "2.1", "не менее 10 лет"),
        (YURGA, "mentor", "mentor.managerial", "mentor", "2.1", "не менее 5-ти лет"),
        (YURGA, "mentor", "mentor.status", "mentor", "2.1", "статус «Ментор»"),
        (YURGA, "tutor", "mentor.methodical", "mentor", "2.1", ""),
        (YURGA, "tutor", "mentor.status", "mentor", "2.1", ""),
        (YURGA, "coach", "mentor.trained", "mentor", "2.1", "специальную подготовку"),
        (YURGA, "traditional", "mentee.eligible", "mentee", "2.1", "вновь назначенные"),
        (YURGA, "mentor", "mentee.eligible", "mentee", "2.1", "до 3 лет"),
        (YURGA, "coach", "mentee.experience", "mentee", "2.1", "профессиональный опыт"),
    ],
)
def test_who_may_be_in_a_pair(row):
    where, kind, code, subject, clause, words = row
    rules = book(where).requirements(kind, "teacher_teacher")
    (one,) = [rule for rule in rules if rule.code == code]
    assert (one.subject, one.cite.clause) == (subject, clause)
    assert words in one.quote


def test_results_without_a_number_do_not_stop_an_order():
    for where in (YAROVOYE, TABUNY):
        rules = book(where).requirements("traditional", "teacher_teacher")
        assert [one.severity for one in rules if one.code == "mentor.results"] == [
            Severity.WARNING
        ]


@pytest.mark.parametrize(
    "row",
    [
        (DAGESTAN, "appointment", 30, "calendar_day", "admission", "", "шаг 5"),
        (YURGA, "plan", 5, "working_day", "start", "mentor", "4.1"),
        (YURGA, "report", 5, "working_day", "end", "mentor", "6.1"),
        (YURGA, "questionnaire", 5, "working_day", "end", "mentee", "6.1"),
        (YAROVOYE, "curator_update", 12, "month", "yearly", "curator", "3.2"),
        (TABUNY, "curator_update", 12, "month", "yearly", "curator", "4.1.3"),
        (DAGESTAN, "curator_update", 12, "month", "yearly", "curator", "шаг 4"),
    ],
)
def test_by_when(row):
    where, code, days, unit, anchor, role, clause = row
    (one,) = [
        rule
        for rule in book(where).deadlines("traditional", "teacher_teacher")
        if rule.code == code
    ]
    assert (one.days, one.unit, one.anchor, one.cite.clause) == (days, unit, anchor, clause)
    assert not role or one.role == role


@pytest.mark.parametrize(
    ("where", "event", "codes", "clause"),
    [
        (YAROVOYE, "extension", {"need"}, "1.2"),
        (DAGESTAN, "extension", {"disability", "business_trip", "long_absence"}, "шаг 5"),
        (YAROVOYE, "early_end", {"fulfilled", "initiative", "other"}, "7.1"),
        (DAGESTAN, "early_end", {"duties_not_fulfilled"}, "шаг 5"),
        (YURGA, "replacement", {"no_contact"}, "5.2"),
    ],
)
def test_on_what_grounds(where, event, codes, clause):
    found = [ground for act in book(where).acts for ground in act.grounds if ground.event == event]
    assert {one.code for one in found} == codes
    assert {one.cite.clause for one in found} == {clause}


@pytest.mark.parametrize(
    "row",
    [
        (KTT, "", date(2023, 12, 1), "term.period", "academic_year", "ktt", "раздел 8"),
        (KTT, "", TODAY, "consent.guardian", True, "ktt", "раздел 8, этап 2"),
        (YURGA, "mentor", TODAY, "mentees.max", 5, "yurga", "2.1"),
        (YURGA, "traditional", TODAY, "mentees.max", 2, "yurga", "2.5"),
        (DAGESTAN, "", TODAY, "mentees.max", 3, "dagestan", "шаг 5"),
        (YAROVOYE, "traditional", TODAY, "mentees.max", 1, "yarovoye", "4.1"),
        (YAROVOYE, "", TODAY, "allowance.percent", 15, "yarovoye", "5.2"),
        (TABUNY, "", TODAY, "allowance.percent", "delegated", "tabuny", "3.4"),
        (DAGESTAN, "", TODAY, "council.from_mentors", 10, "dagestan", "шаг 5"),
        (YURGA, "tutor", TODAY, "status.valid_years", 3, "yurga", "2.1"),
    ],
)
def test_the_value_names_its_act_and_clause(row):
    where, kind, on, parameter, value, act, clause = row
    told = explain(book(where, on), kind=kind, form="", keys=[parameter])[parameter]
    if parameter == "consent.guardian" and told["value"] == "unregulated":
        assert any(step["clause"] == clause for step in told["trace"])
        return
    assert (told["value"], told["act"], told["clause"]) == (value, act, clause)
    assert told["quote"]


def test_the_system_and_the_curator_are_named():
    for where, system, curator in (
        (DAGESTAN, "шаг 1", "шаг 4"),
        (TABUNY, "4.1.1", "4.1.2"),
        (KTT, "раздел 8, этап 1", "раздел 8, этап 1"),
        (YURGA, "2.2", None),
        (YAROVOYE, None, "3.2"),
    ):
        rules = book(where)
        for key, clause in (("system.order_by", system), ("curator.appointed_by", curator)):
            cite = rules.value(key).cite
            assert clause is None or (cite and cite.clause) == clause, (where, key)


def test_the_vocabularies():
    yurga = {code: (one.mentor, one.mentee) for code, one in book(YURGA).kinds.items()}
    assert yurga["mentor"] == ("ментор", "менти")
    assert yurga["coach"] == ("коуч", "коучируемый")
    assert set(yurga) == {"traditional", "mentor", "tutor", "coach"}
    altai = {"virtual", "group", "goal", "reverse", "situational", "speed", "traditional"}
    assert set(book(YAROVOYE).kinds) == set(book(TABUNY).kinds) == altai
    assert set(book(DAGESTAN).kinds) >= {"flash", "consulting", "online_support", "partner", "fan"}
    forms = {"teacher_student", "teacher_teacher", "employer_student", "student_student"}
    assert set(book(KTT).forms) >= forms
    assert set(book(DAGESTAN).forms) >= {"head_teacher", "tutor_teacher", "team_team"}
    assert "partner_teacher" in book(TABUNY).forms
