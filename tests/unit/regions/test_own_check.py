"""A plugin's own check: its answer, or an honest finding that it did not work."""

import pytest

from nastavnik.domain.act import Layer
from nastavnik.domain.check import check
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.severity import Severity
from nastavnik.regions.own_check import CODE, guarded
from nastavnik.testing.acts import act, case


def found(own):
    book = RuleBook([act(Layer.REGION)], case().on, None, [guarded(own, "north")])
    return check(case(), book)


def broken(_case, _book):
    raise ZeroDivisionError


def test_its_findings_pass_through():
    (finding,) = found(broken)
    assert found(lambda _case, _book: [finding]) == (finding,)
    assert found(lambda _case, _book: []) == ()


@pytest.mark.parametrize(
    ("own", "says"),
    [
        (broken, "(broken: ZeroDivisionError())"),
        (lambda _case, _book: ["x"], "ответила str, а нужен Finding"),
        (lambda _case: [], "TypeError"),
    ],
)
def test_a_fault_is_never_a_pass(own, says):
    (finding,) = found(own)
    assert finding.code == CODE
    assert finding.severity is Severity.UNDETERMINED
    assert finding.blocks
    assert says in finding.text
    assert finding.act_title == "Дополнение региона «north»"
