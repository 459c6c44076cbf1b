"""The check: requirements to the participants, and the day of the order."""

from datetime import date

from nastavnik.domain.act import Layer
from nastavnik.domain.check import check
from nastavnik.domain.cite import Cite
from nastavnik.domain.facts import Subject
from nastavnik.domain.finding import Finding
from nastavnik.domain.provision import Unit
from nastavnik.domain.requirement import AnyOf
from nastavnik.domain.severity import Severity
from nastavnik.testing.acts import act, book, case, leaf, norm, requirement

VIOLATION, WARNING, UNDETERMINED = Severity.VIOLATION, Severity.WARNING, Severity.UNDETERMINED
NBSP = "\N{NO-BREAK SPACE}"


def rules(*norms, **rest):
    return book(act(Layer.REGION, *norms, **rest))


def said(rule_book, **facts):
    return [(one.code, one.severity) for one in check(case(**facts), rule_book)]


def only(rule_book, **facts):
    (finding,) = check(case(**facts), rule_book)
    return finding


def test_a_requirement_that_is_not_met_tells_what_is_on_the_card():
    rule = rules(
        requirements=[
            requirement(
                leaf("experience.pedagogical", "at_least", 120),
                code="mentor.experience",
                title="Стаж",
                quote="не менее 10 лет",
            )
        ]
    )
    assert said(rule, mentor={"experience.pedagogical": 120}) == []
    finding = only(rule, mentor={"experience.pedagogical": 119})
    assert finding == Finding(
        code="mentor.experience",
        severity=VIOLATION,
        text=f"Стаж: требуется педагогический стаж не менее 10{NBSP}лет; "
        f"по карточке — 9{NBSP}лет 11{NBSP}месяцев.",
        cite=Cite("region", "2.1"),
        act_title="region",
        quote="не менее 10 лет",
        actual=f"9{NBSP}лет 11{NBSP}месяцев",
        limit=f"педагогический стаж не менее 10{NBSP}лет",
        field="mentor_id",
    )


def test_a_missing_fact_is_never_a_pass():
    rule = rules(requirements=[requirement(leaf("age", "at_least", 25), title="Возраст")])
    finding = only(rule)
    assert (finding.severity, finding.missing) == (UNDETERMINED, ("age",))
    assert finding.text == (
        f"Возраст: в карточке не указано: «Дата рождения». Нужно: возраст не менее 25{NBSP}лет. "
        "Дополните карточку."
    )


def test_a_soft_requirement_only_warns_known_or_not():
    soft = requirement(leaf("results", "equals", wanted=True), severity=WARNING)
    rule = rules(requirements=[soft])
    assert [severity for _, severity in said(rule)] == [WARNING]
    assert [severity for _, severity in said(rule, mentor={"results": False})] == [WARNING]


def test_a_requirement_may_be_to_the_mentee_of_some_kinds():
    young = AnyOf(
        tuple(
            leaf(fact, "equals", wanted=True, of=Subject.MENTEE)
            for fact in ("first_job", "newly_appointed")
        )
    )
    rule = rules(
        requirements=[
            requirement(
                young, code="mentee.eligible", subject=Subject.MENTEE, kinds=["traditional"]
            )
        ]
    )
    assert said(rule, mentee={"first_job": True}) == []
    assert said(rule, kind="coach") == []
    assert only(rule, mentee={"first_job": False}).field == "mentee_id"


# --- the order's day ---

ADMITTED = date(2026, 11, 2)


def test_the_order_comes_within_its_days_after_the_admission():
    rule = rules(norm("appointment.within_days", 30))
    assert said(rule, admitted_on=ADMITTED, order_on=date(2026, 12, 2)) == []
    finding = only(rule, admitted_on=ADMITTED, order_on=date(2026, 12, 3))
    assert finding.text == (
        "Наставник утверждается на 31-й календарный день после допуска к работе 02.11.2026; "
        "крайний день — 02.12.2026."
    )
    assert finding.actual == f"31{NBSP}календарный день"


def test_without_an_order_the_start_is_taken():
    rule = rules(norm("appointment.within_days", 30))
    assert said(rule, admitted_on=date(2026, 11, 1)) == []
    assert said(rule, admitted_on=date(2026, 10, 31)) == [("appointment.within_days", VIOLATION)]


def test_an_unknown_admission_leaves_it_open():
    finding = only(rules(norm("appointment.within_days", 30)))
    assert (finding.severity, finding.missing) == (UNDETERMINED, ("admission",))


def test_working_days_are_counted_over_the_calendar():
    rule = rules(norm("appointment.within_days", 5, unit=Unit.WORKING_DAY))
    assert said(rule, admitted_on=ADMITTED, order_on=date(2026, 11, 10)) == []
    assert said(rule, admitted_on=ADMITTED, order_on=date(2026, 11, 11)) == [
        ("appointment.within_days", VIOLATION)
    ]
