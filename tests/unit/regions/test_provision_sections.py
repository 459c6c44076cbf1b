"""What the sections of approvals, controls, dates and papers refuse."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.domain.act import Act, Layer
from nastavnik.domain.cite import Cite
from nastavnik.domain.control import checkpoints
from nastavnik.domain.form import DocumentForm, Para
from nastavnik.domain.paper import Document, Field, PaperRule
from nastavnik.regions.act_file import read_act
from nastavnik.regions.paper_lint import printed
from nastavnik.regions.sections import approval, control, date_order


def read(text: str) -> tuple[Act | None, list[str]]:
    act, problems = read_act(f'[act]\ncode = "law"\ntitle = "Закон"\n\n{text}', "law.toml")
    return act, [one.message for one in problems]


APPROVAL, CONTROL = approval.SECTION.example, control.SECTION.example


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (APPROVAL.replace("step = 1", "step = 0"), "step: 0 не подходит"),
        (APPROVAL.replace("days = 5", "days = -5"), "days: -5 не подходит"),
        (APPROVAL.replace('"working_day"', '"person"'), "unit: срок не измеряется в person"),
        (CONTROL.replace("every_months = 6", "every_months = -6"), "every_months: -6"),
        (CONTROL.replace("every_months = 6", ""), "в [[control]] нет дня"),
        (CONTROL.replace("every_months = 6", 'on = ["02-30"]'), "не день"),
        (CONTROL.replace("every_months = 6", 'on = ["весной"]'), "не день"),
        (date_order.SECTION.example.replace('"order"', '"consent.mentor"'), "два разных"),
    ],
)
def test_what_makes_no_sense_is_told(text: str, says: str) -> None:
    _, problems = read(text)

    assert [one for one in problems if says in one]


def test_days_of_a_control_are_once_or_every_year() -> None:
    days = 'on = ["2027-04-30", "12-20"]\nat_month = 1'
    act, problems = read(CONTROL.replace("every_months = 6", days))

    assert problems == []
    assert act is not None
    (found,) = act.controls
    assert (found.dates, found.yearly) == ((date(2027, 4, 30),), ((12, 20),))
    points = [one.on for one in checkpoints(found, date(2026, 12, 1), date(2027, 5, 1))]
    assert points == [date(2026, 12, 20), date(2027, 1, 1), date(2027, 4, 30)]


def test_a_form_is_held_to_the_fields_of_every_act() -> None:
    rule = PaperRule(document=Document.ORDER, fields=(Field.MENTOR,), cite=Cite("law", "2"))
    other = PaperRule(document=Document.AGREEMENT, fields=(Field.TERM,), cite=Cite("law", "3"))
    act = Act(code="law", layer=Layer.REGION, title="Закон", short="Закон", papers=(rule, other))
    form = DocumentForm(code="order_appointment", title="Приказ", blocks=(Para(lines=("нет",)),))

    (found,) = printed([act], {form.code: form})

    assert "наставник (Закон, 2)" in found.message
