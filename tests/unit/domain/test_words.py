"""Russian words of values, units, states and facts."""

import pytest

from nastavnik.domain.access import GRANTS, Actor, Level, Permission, Role
from nastavnik.domain.errors import (
    ConflictError,
    ForbiddenError,
    InputError,
    NotFoundError,
    RuleViolationError,
)
from nastavnik.domain.fact_text import shown as fact_shown
from nastavnik.domain.facts import CATALOGUE as FACTS
from nastavnik.domain.gender import Gender
from nastavnik.domain.norm import CATALOGUE, Word, shown
from nastavnik.domain.provision import Anchor, Unit
from nastavnik.domain.severity import Severity
from nastavnik.domain.wording import counted, duration

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (1, "month", "1 месяц"),
        (2, "month", "2 месяца"),
        (5, "month", "5 месяцев"),
        (11, "month", "11 месяцев"),
        (12, "year", "12 лет"),
        (14, "person", "14 человек"),
        (21, "calendar_day", "21 календарный день"),
        (22, "working_day", "22 рабочих дня"),
        (111, "day", "111 дней"),
        (30, "percent", "30 %"),
        (7, "flag", "7"),
    ],
)
def test_the_unit_agrees_with_the_number(number, unit, text):
    assert counted(number, unit) == text.replace(" ", NBSP, 1)


@pytest.mark.parametrize(
    ("months", "text"),
    [
        (0, f"0{NBSP}лет"),
        (11, f"11{NBSP}месяцев"),
        (12, f"1{NBSP}год"),
        (119, f"9{NBSP}лет 11{NBSP}месяцев"),
    ],
)
def test_length_of_service_is_years_and_months(months, text):
    assert duration(months) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (6, Unit.MONTH, f"6{NBSP}месяцев"),
        (True, Unit.FLAG, "требуется"),
        (False, Unit.FLAG, "не требуется"),
        ("academic_year", Unit.TEXT, "учебный год"),
        ("приказ по техникуму", Unit.TEXT, "приказ по техникуму"),
        (Word.UNLIMITED, Unit.PERSON, "без ограничения"),
    ],
)
def test_a_value_is_shown_in_words(value, unit, text):
    assert shown(value, unit) == text


@pytest.mark.parametrize(
    ("fact", "value", "text"),
    [
        ("experience.pedagogical", 119, f"9{NBSP}лет 11{NBSP}месяцев"),
        ("age", 21, f"21{NBSP}год"),
        ("trained", True, "да"),
        ("trained", False, "нет"),
        ("category", "highest", "высшая"),
        ("category", "иная", "иная"),
        ("status", ("mentor", "tutor"), "Ментор, Тьютор"),
    ],
)
def test_a_fact_is_shown_in_words(fact, value, text):
    assert fact_shown(FACTS[fact], value) == text


@pytest.mark.parametrize(
    ("parameter", "value", "fits"),
    [
        ("mentees.max", 1, True),
        ("mentees.max", 0, False),
        ("mentees.max", 101, False),
        ("mentees.max", True, False),
        ("mentees.max", "два", False),
        ("mentees.max", Word.UNLIMITED, True),
        ("mentees.max", Word.DELEGATED, True),
        ("mentees.max", Word.UNREGULATED, False),
        ("consent.mentor", True, True),
        ("consent.mentor", 1, False),
        ("term.period", "academic_year", True),
        ("term.period", "", False),
        ("term.period", 9, False),
    ],
)
def test_a_parameter_accepts_values_of_its_type_and_bounds(parameter, value, fits):
    assert CATALOGUE[parameter].accepts(value) is fits


@pytest.mark.parametrize(
    ("parameter", "unit", "fits"),
    [
        ("plan.within_days", Unit.CALENDAR_DAY, True),
        ("plan.within_days", Unit.MONTH, True),
        ("plan.within_days", Unit.PERSON, False),
        ("mentees.max", Unit.PERSON, True),
        ("mentees.max", Unit.MONTH, False),
        ("term.max_months", Unit.YEAR, False),
    ],
)
def test_a_parameter_is_measured_in_its_unit(parameter, unit, fits):
    assert CATALOGUE[parameter].measured_in(unit) is fits


def test_every_word_of_the_pages_has_a_label():
    for words in (Word, Severity, Anchor, Role, Permission, Gender):
        assert all(word.label for word in words)


def test_every_parameter_and_fact_says_what_it_is():
    assert all(parameter.title for parameter in CATALOGUE.values())
    assert all(fact.title and fact.question for fact in FACTS.values())


def test_a_role_may_do_what_the_one_table_grants_and_nothing_else():
    assert set(GRANTS) == set(Role)
    mentor = Actor(
        account_id=1,
        login="m",
        name="М.",
        role=Role.MENTOR,
        unit_id=1,
        unit_path="001",
        unit_level=Level.INSTITUTION,
        region="r",
    )
    assert mentor.can(Permission.MENTORSHIP_READ_OWN)
    assert not mentor.can(Permission.ORDER_ISSUE)


def test_errors_carry_a_message_fit_for_a_person():
    assert str(InputError({"end": ["Раньше начала."]})) == "Раньше начала."
    assert str(InputError({})) == "Проверьте форму."
    assert str(NotFoundError()) == "Такой записи нет или она вам недоступна."
    assert str(ForbiddenError()) == "Ваша роль не даёт права на это действие."
    conflict = ConflictError("Уже изменено.", mine={"Срок": 1}, theirs={"Срок": 2})
    assert (conflict.mine, conflict.theirs) == ({"Срок": 1}, {"Срок": 2})
    assert ConflictError("Уже изменено.").mine == {}
    assert RuleViolationError("Нельзя.", []).findings == ()
