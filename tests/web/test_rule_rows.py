"""Rows of /rules that the four regions have few of: papers, dates, controls, funds, approvals."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nastavnik.domain.act import Layer
from nastavnik.domain.allowance import Exceeded, Fixed, Fund, Percent
from nastavnik.domain.approval import Approval, Evidence
from nastavnik.domain.cite import Cite
from nastavnik.domain.control import Control
from nastavnik.domain.paper import DateOrder, Document, Event, Field, PaperRule
from nastavnik.domain.provision import FormOfMentoring, Kind
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.severity import Severity
from nastavnik.testing.acts import act, leaf
from nastavnik.usecases.rules import ActInForce, InForce
from nastavnik.web.rule_row import NO_DATE
from nastavnik.web.rule_rows import as_table, sections

ON = date(2026, 11, 21)
HERE = Cite("town", "3.2")
WORDS = "слова пункта"
MENTOR = Kind(code="mentor", title="Менторство", mentor="ментор", mentee="менти", cite=HERE)
PEERS = FormOfMentoring(code="peers", title="Педагог — педагог", cite=HERE)


def told(**provisions: Any) -> dict[str, Any]:
    """Sections by code of a town's only act with these provisions."""
    one = act(
        Layer.MUNICIPALITY, code="town", unit="town", kinds=(MENTOR,), forms=(PEERS,), **provisions
    )
    empty: tuple[Any, ...] = ()
    known = {name: provisions.get(name, empty) for name in ("papers", "date_orders", "controls")}
    found = InForce(
        unit=None,  # type: ignore[arg-type] # no row speaks of the unit
        units=(),
        on=ON,
        kind="",
        form="",
        book=RuleBook((one,), ON),
        topics=(),
        requirements=(),
        approvals=provisions.get("approvals", empty),
        deadlines=(),
        allowances=(),
        funds=provisions.get("funds", empty),
        grounds={},
        kinds=(),
        forms=(),
        acts=(ActInForce(act=one, has_text=False, local=False, stale=False),),
        dormant=(),
        inner=(),
        **known,
    )
    return {section.code: section for section in sections(found)}


def only(found: dict[str, Any], code: str) -> Any:
    """The one row of the section."""
    ((_, (row,)),) = found[code].topics
    return row


def test_only_sections_that_say_something_are_there() -> None:
    assert told() == {}


def test_a_document_and_what_it_must_state() -> None:
    rule = PaperRule(
        document=Document.ORDER,
        fields=(Field.TERM, Field.PAYMENT),
        cite=HERE,
        quote=WORDS,
        severity=Severity.WARNING,
        when=leaf("minor", "equals", wanted=True),
        kinds=frozenset({"mentor"}),
    )
    row = only(told(papers=(rule,)), "papers")
    assert row.title == Document.ORDER.label.capitalize()
    assert row.value == f"{Field.TERM.label}, {Field.PAYMENT.label}"
    assert row.note.startswith("Если: ")
    assert row.whom == "для вида «Менторство»"
    assert row.warns
    assert (row.cite, row.quote, row.layer) == (HERE, WORDS, "муниципалитет")


def test_which_day_comes_first() -> None:
    rule = DateOrder(
        earlier=Event.CONSENT_MENTOR, later=Event.ORDER, cite=HERE, forms=frozenset({"peers"})
    )
    row = only(told(date_orders=(rule,)), "dates")
    assert row.title == Event.CONSENT_MENTOR.label.capitalize()
    assert row.value == f"не позже, чем {Event.ORDER.label}"
    assert row.whom == "для формы «Педагог — педагог»"
    assert not row.warns
    assert row.note == ""


def test_a_control_with_its_days_and_who_makes_it() -> None:
    rule = Control(
        code="half",
        title="Промежуточная оценка",
        role="curator",
        cite=HERE,
        every_months=6,
        at_month=3,
        dates=(date(2027, 4, 30),),
        yearly=((12, 20),),
    )
    row = only(told(controls=(rule,)), "controls")
    assert row.title == "Промежуточная оценка"
    assert " ".join(row.value.split()) == (
        "каждые 6 месяцев срока; к концу 3-го месяца срока; до 30.04.2027; до 20.12 ежегодно"
    )
    assert row.note == "Делает куратор наставничества"


@pytest.mark.parametrize(
    ("fund", "title", "value"),
    [
        (Fund(code="f", limit=Fixed(10_000_000), cite=HERE), "Фонд выплат", "100 000"),
        (Fund(code="f", limit=Percent(250), cite=HERE, title="Премии"), "Премии", "2,5"),
    ],
)
def test_a_fund_and_what_is_done_beyond_it(fund, title, value) -> None:
    row = only(told(funds=(fund,)), "funds")
    assert row.title.startswith(title)
    assert value in " ".join(row.value.split())
    assert row.note == f"Сверх предела: {Exceeded.REFUSE.label}"


def test_steps_stand_in_their_order() -> None:
    later = Approval(code="b", step=2, title="Приказ", by="director", cite=HERE)
    first = Approval(
        code="a",
        step=1,
        title="Совет",
        by="педагогический совет",
        cite=HERE,
        evidence=Evidence.PROTOCOL,
    )
    ((_, rows),) = told(approvals=(later, first))["approvals"].topics
    assert [row.title for row in rows] == ["1. Совет", "2. Приказ"]
    assert [row.value for row in rows] == ["педагогический совет", "руководитель организации"]
    assert rows[0].note == f"подтверждение: {Evidence.PROTOCOL.label}"


def test_the_file_says_what_the_page_says() -> None:
    found = told(funds=(Fund(code="f", limit=Fixed(100), cite=HERE, quote="(пересказ) о фонде"),))
    head, line = as_table(found.values())
    row = dict(zip(head, line, strict=True))
    assert row["Раздел"] == "Пределы фонда"
    assert (row["Дословно"], row["Пересказ"]) == ("", "о фонде")
    assert row["Пункт"] == "3.2"
    assert row["Уровень"] == "муниципалитет"
    assert row["Действует с"] == NO_DATE
