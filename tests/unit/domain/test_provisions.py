"""Approvals, obligatory fields, orders of dates, controls, councils and deadlines of a pair."""

from dataclasses import replace
from datetime import date

import pytest

from nastavnik.domain.act import Layer
from nastavnik.domain.approval import Approval, Approved, Evidence, Since
from nastavnik.domain.calendar import DayOff, WorkCalendar
from nastavnik.domain.check import check
from nastavnik.domain.cite import Cite
from nastavnik.domain.completeness import Stated, incomplete, lacking, printed
from nastavnik.domain.control import Control, checkpoints
from nastavnik.domain.council import council
from nastavnik.domain.deadlines import Life, planned, trace_of
from nastavnik.domain.facts import Subject
from nastavnik.domain.form import DocumentForm, Para
from nastavnik.domain.paper import DateOrder, Document, Event, Field, PaperRule
from nastavnik.domain.provision import Anchor, Deadline, Unit
from nastavnik.domain.severity import Severity
from nastavnik.testing.acts import act, book, case, leaf, norm

HERE = Cite("", "3.1")
COUNCIL = Approval(
    code="council", title="Совет", step=1, by="совет", evidence=Evidence.PROTOCOL, cite=HERE
)
HEAD = Approval(code="head", title="Директор", step=2, by="director", cite=HERE)
DONE = (
    Approved(code="council", on=date(2026, 11, 10), number="3"),
    Approved(code="head", on=date(2026, 11, 12)),
)
LABOUR = leaf("regime", "equals", "labour_351_8", Subject.PAIR)


def told(rules, **facts):
    return [(one.severity.value, one.code) for one in findings(rules, **facts)]


def findings(rules, **facts):
    return check(case(**facts), book(act(Layer.REGION, **rules)))


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (DONE, []),
        (None, [("undetermined", "approval.council"), ("undetermined", "approval.head")]),
        ((), [("violation", "approval.council"), ("violation", "approval.head")]),
        (DONE[:1], [("violation", "approval.head")]),
        ((replace(DONE[0], on=None), DONE[1]), [("undetermined", "approval.council")]),
        ((replace(DONE[0], number=""), DONE[1]), [("undetermined", "approval.council")]),
        ((replace(DONE[0], on=date(2026, 11, 13)), DONE[1]), [("violation", "approval.head")]),
        ((replace(DONE[0], on=date(2026, 11, 12)), DONE[1]), []),
    ],
)
def test_steps_go_in_their_order_each_with_its_evidence(marks, expected):
    assert told({"approvals": [HEAD, COUNCIL]}, approvals=marks) == expected


def test_a_step_is_not_later_than_the_order():
    rules = {"approvals": [HEAD]}
    mark = (Approved(code="head", on=date(2026, 11, 12)),)
    assert told(rules, approvals=mark, order_on=date(2026, 11, 12)) == []
    late = told(rules, approvals=mark, order_on=date(2026, 11, 11))
    assert late == [("violation", "approval.head")]


@pytest.mark.parametrize(
    ("since", "before", "facts", "expected"),
    [
        (Since.PREVIOUS, False, {"approvals": DONE}, []),
        (Since.PREVIOUS, False, {"approvals": (DONE[0], replace(DONE[1], on=date(2026, 11, 13)))},
         [("violation", "approval.head")]),
        (Since.PREVIOUS, False, {"approvals": DONE[1:]},
         [("violation", "approval.council"), ("undetermined", "approval.head")]),
        (Since.ADMISSION, False, {"approvals": DONE, "admitted_on": date(2026, 11, 10)}, []),
        (Since.ADMISSION, False, {"approvals": DONE}, [("undetermined", "approval.head")]),
        (Since.START, True, {"approvals": DONE}, []),
    ],
)  # fmt: skip
def test_a_step_may_have_a_term(since, before, facts, expected):
    head = replace(HEAD, days=2, unit=Unit.WORKING_DAY, since=since, before=before)
    assert told({"approvals": [COUNCIL, head]}, **facts) == expected
    assert head.within.endswith(f"дня {since.label}")


def test_a_soft_step_only_warns_and_speaks_of_its_kinds():
    soft = replace(HEAD, severity=Severity.WARNING, kinds=frozenset({"group"}))
    assert told({"approvals": [soft]}, kind="group") == [("warning", "approval.head")]
    assert told({"approvals": [soft]}) == []
    assert (soft.who, COUNCIL.who, HEAD.within) == ("руководитель организации", "совет", "")
    assert Evidence.PROTOCOL.label == "протокол"


ORDER = DateOrder(earlier=Event.CONSENT_MENTOR, later=Event.ORDER, cite=HERE)
HELD = {"evidence": frozenset({"consent.mentor"}), "order_on": date(2026, 11, 20)}


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        (ORDER, HELD | {"dates": {"consent.mentor": date(2026, 11, 20)}}, []),
        (ORDER, HELD | {"dates": {"consent.mentor": date(2026, 11, 21)}}, ["violation"]),
        (ORDER, HELD, ["undetermined"]),
        (ORDER, {"order_on": date(2026, 11, 20)}, []),
        (ORDER, {"evidence": frozenset({"consent.mentor"})}, []),
        (replace(ORDER, earlier=Event.ORDER, later=Event.START),
         {"order_on": date(2026, 12, 2)}, ["violation"]),
        (replace(ORDER, earlier=Event.START, later=Event.ADMISSION), {}, ["undetermined"]),
        (replace(ORDER, earlier=Event.START, later=Event.ADMISSION, severity=Severity.WARNING),
         {}, ["warning"]),
    ],
)  # fmt: skip
def test_dates_go_in_the_acts_order(rule, facts, expected):
    assert [severity for severity, _ in told({"date_orders": [rule]}, **facts)] == expected


def test_an_order_of_dates_may_hold_only_for_some_facts():
    rules = {"date_orders": [replace(ORDER, when=LABOUR)]}
    wrong = HELD | {"dates": {"consent.mentor": date(2026, 11, 21)}}
    assert told(rules, pair={"regime": "job_function"}, **wrong) == []
    assert told(rules, pair={"regime": "labour_351_8"}, **wrong) == [("violation", "date_order")]
    (unknown,) = findings(rules, **wrong)
    assert (unknown.severity, unknown.missing) == (Severity.UNDETERMINED, ("regime",))
    assert "зависит от факта" in unknown.text
    assert ORDER.shown == "согласие наставника — не позже, чем приказ"


FORM = DocumentForm(
    code="order_appointment",
    title="Приказ",
    blocks=(Para(lines=("{{ pair.mentor|fio }} с {{ pair.start }}",)),),
)
FIELDS = PaperRule(document=Document.ORDER, fields=(Field.MENTOR, Field.TERM), cite=HERE)


def test_a_form_that_leaves_out_a_field_is_told():
    assert lacking(FIELDS, FORM) == (Field.TERM,)
    assert FIELDS.shown == "наставник, срок"
    whole = replace(
        FORM, blocks=(Para(lines=("{{ pair.mentor }} {{ pair.start }} {{ pair.end }}",)),)
    )
    assert lacking(FIELDS, whole) == ()
    assert Document.AGREEMENT.form == "agreement"


WHOLE = replace(FORM, blocks=(Para(lines=("{{ pair.mentor }} {{ pair.start }}-{{ pair.end }}",)),))


@pytest.mark.parametrize(
    ("rule", "stated", "pair", "expected"),
    [
        (FIELDS, {}, {}, []),
        (FIELDS, {Document.ORDER: printed(WHOLE, Field)}, {}, []),
        (FIELDS, {Document.ORDER: printed(WHOLE, [Field.MENTOR])}, {}, ["violation"]),
        (FIELDS, {Document.ORDER: printed(FORM, Field)}, {}, ["warning"]),
        (FIELDS, {Document.ORDER: printed(FORM, [])}, {}, ["violation", "warning"]),
        (
            replace(FIELDS, severity=Severity.WARNING),
            {Document.ORDER: Stated(frozenset())}, {}, ["warning"],
        ),
        (
            replace(FIELDS, kinds=frozenset({"coach"})),
            {Document.ORDER: Stated(frozenset())}, {}, [],
        ),
        (
            replace(FIELDS, when=LABOUR),
            {Document.ORDER: Stated(frozenset())}, {"regime": "job_function"}, [],
        ),
        (
            replace(FIELDS, when=LABOUR),
            {Document.ORDER: Stated(frozenset())}, {"regime": "labour_351_8"}, ["violation"],
        ),
        (
            replace(FIELDS, when=LABOUR),
            {Document.ORDER: Stated(frozenset())}, {}, ["undetermined"],
        ),
        (
            replace(FIELDS, when=LABOUR, severity=Severity.WARNING),
            {Document.ORDER: Stated(frozenset())}, {}, ["warning"],
        ),
        (
            replace(FIELDS, document=Document.PROGRAMME),
            {Document.PROGRAMME: Stated(frozenset())}, {}, ["violation"],
        ),
    ],
)  # fmt: skip
def test_what_a_document_leaves_out_is_found(rule, stated, pair, expected):
    rules = book(act(Layer.REGION, papers=[rule]))
    found = list(incomplete(rules, case(pair=pair), stated))
    assert [one.severity for one in found] == expected
    assert all("наставник" in one.text or "срок" in one.text for one in found)
    assert {one.code for one in found} <= {"paper.incomplete"}


def test_controls_come_within_the_term():
    control = Control(
        code="look", title="Контроль", role="curator", cite=HERE, every_months=6, at_month=2,
        dates=(date(2027, 1, 15), date(2020, 1, 1)), yearly=((12, 20),),
    )  # fmt: skip
    days = [one.on for one in checkpoints(control, date(2026, 12, 1), date(2027, 12, 1))]
    assert days == [
        date(2026, 12, 20), date(2027, 1, 15), date(2027, 2, 1), date(2027, 6, 1),
        date(2027, 12, 1),
    ]  # fmt: skip
    assert control.shown.count(";") == 4
    assert Control(code="a", title="b", role="c", cite=HERE).shown == ""


def test_a_council_may_be_created_from_so_many_mentors():
    rules = book(act(Layer.REGION, norm("council.from_mentors", 10)))
    nine, ten = council(rules, 9), council(rules, 10)
    assert nine
    assert ten
    assert (nine.allowed, ten.allowed, ten.least) == (False, True, 10)
    assert council(book(), 10) is None


PLAN = Deadline(
    code="minutes", title="Протокол", days=5, unit=Unit.WORKING_DAY, anchor=Anchor.START,
    role="mentor", closes="minutes", cite=HERE,
)  # fmt: skip
LIFE = Life(kind="traditional", form="", start=date(2025, 12, 29), end=date(2026, 12, 25))


def test_a_decree_moves_a_deadline_and_is_named():
    rules = book(act(Layer.REGION, deadlines=[PLAN]))
    early = replace(LIFE, planned_on=date(2025, 9, 1))
    (moved,) = planned(rules, WorkCalendar(), early)
    assert moved.moved
    assert (moved.moved.was, moved.due.on) == (date(2026, 1, 14), date(2026, 1, 15))
    assert "09.01.2026 — постановление Правительства РФ от 24.09.2025 № 1466" in moved.moved.why
    for known in (None, date(2025, 10, 1)):
        (same,) = planned(rules, WorkCalendar(), replace(LIFE, planned_on=known))
        assert same.moved is None


def test_a_regions_own_day_is_known_since_its_act():
    day = DayOff(date(2026, 1, 13), "День края", "указ № 5", known=date(2025, 12, 30))
    work = DayOff(date(2026, 1, 10), "Рабочая суббота", "указ № 6", works=True)
    calendar = WorkCalendar([day, work])
    assert (calendar.works(day.on), calendar.works(work.on)) == (False, True)
    before = calendar.as_known(date(2025, 12, 29))
    assert before.works(day.on)
    assert "указ № 5" in calendar.changed(before, date(2026, 1, 12), date(2026, 1, 14))
    assert calendar.changed(calendar, date(2026, 1, 12), date(2026, 1, 14)) == ""


def test_controls_and_the_notice_are_planned_with_the_deadlines():
    control = Control(code="look", title="Контроль", role="curator", cite=HERE, every_months=6)
    rules = book(
        act(
            Layer.REGION,
            norm("refusal.notice_days", 3, unit=Unit.WORKING_DAY),
            norm("appointment.within_days", 30, clause="3.1"),
            controls=[control],
            deadlines=[replace(PLAN, code="appointment", anchor=Anchor.ADMISSION, days=30,
                               unit=Unit.CALENDAR_DAY), replace(PLAN, anchor=Anchor.YEARLY)],
        )
    )  # fmt: skip
    life = replace(LIFE, admitted_on=date(2025, 12, 1), ended_early_on=date(2026, 11, 26))
    found = {one.rule.code: one.due.on for one in planned(rules, WorkCalendar(), life)}
    assert found == {
        "appointment": date(2025, 12, 31),
        "look-2026-06-29": date(2026, 6, 29),
        "refusal.notice": date(2026, 11, 23),
    }


def test_a_week_of_six_days_moves_nothing_from_a_saturday():
    six = WorkCalendar(week=6)
    assert six.works(date(2026, 5, 11))  # 9 May is a Saturday
    assert six.works(date(2026, 1, 9))
    assert not six.works(date(2026, 12, 31))  # moved from a Sunday
    assert not six.works(date(2028, 1, 9))


def test_a_deadline_of_the_catalogue_has_the_trace_of_its_days():
    rules = book(act(Layer.REGION, norm("plan.within_days", 5, unit=Unit.WORKING_DAY)))
    (step,) = trace_of(rules, "plan", "traditional", "")
    assert (step.value, step.accepted) == (5, True)
    assert trace_of(rules, "own-code", "traditional", "") == ()
