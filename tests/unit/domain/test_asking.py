"""Which facts the rules ask for: of requirements, of norms and of allowances, with clauses."""

from nastavnik.domain.act import Layer
from nastavnik.domain.allowance import Allowance, Percent, Recipient, Row, Rows
from nastavnik.domain.asking import asks
from nastavnik.domain.cite import Cite
from nastavnik.testing.acts import act, book, leaf, norm, requirement


def test_every_condition_is_found_with_its_clause():
    norms = (
        norm("mentees.max", 1, clause="2", when=leaf("category", "equals", "none")),
        norm("mentees.max", 2, clause="2"),
    )
    asked = requirement(leaf("age", "at_least", 25), cite=Cite("", "1"))
    paid = [
        Allowance(
            code=f"mentor.{clause}",
            recipient=Recipient.MENTOR,
            amount=Percent(1500),
            cite=Cite("", clause),
            when=when,
        )
        for clause, when in (("3", leaf("trained", "equals", wanted=True)), ("4", None))
    ]
    table = Rows((Row(Percent(1000), leaf("education", "equals", "master")), Row(Percent(500))))
    paid.append(
        Allowance(code="mentor.5", recipient=Recipient.MENTOR, amount=table, cite=Cite("", "5"))
    )
    law = act(Layer.REGION, *norms, code="law", requirements=[asked], allowances=paid)
    found = [(one.fact, cite.act, cite.clause) for one, cite in asks(book(law))]
    assert found == [
        ("age", "law", "1"),
        ("category", "law", "2"),
        ("trained", "law", "3"),
        ("education", "law", "5"),
    ]
