"""What the order and the agreement of a pair state, for the rules about obligatory fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nastavnik.domain.completeness import Stated, printed
from nastavnik.domain.consent import Purpose
from nastavnik.domain.mentorship import Step
from nastavnik.domain.paper import Document, Field
from nastavnik.store import event as events

if TYPE_CHECKING:
    from nastavnik.domain.form import DocumentForm
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.mentorship import Mentorship


def order_states(form: DocumentForm, context: Mapping[str, Any]) -> Stated:
    """What the order says as it would be printed; of a group, what it says of every pair."""
    return printed(form, _filled(context))


def _filled(context: Mapping[str, Any]) -> Iterator[Field]:
    pairs = context["pairs"]
    values = {
        Field.NUMBER: context["order"]["number"],
        Field.DATE: context["order"]["date"],
        Field.MENTOR: pairs,
        Field.MENTEE: pairs,
        Field.TERM: pairs,
        Field.KIND: all(pair["kind_title"] for pair in pairs),
        Field.FORM: all(pair["form_title"] for pair in pairs),
        Field.BASIS: context["basis"],
        Field.CURATOR: context["curator"],
    }
    yield from (field for field, value in values.items() if value)


def agreements(ids: Sequence[int]) -> Mapping[int, Stated]:
    """Id of each pair whose agreement is on file -> what it states; one statement.

    An agreement that was noted without a list states everything that the acts ask for.
    """
    found: dict[int, Stated] = {}
    for event in events.of_mentorships(ids, [Step.CONSENT_RECORDED.value]):
        if event.data.get("purpose") == Purpose.AGREEMENT:
            said = event.data.get("states")
            fields = Field if said is None else (Field(one) for one in said)
            found[event.mentorship_id] = Stated(frozenset(fields))
    return found


def agreement_fields(one: Mentorship, book: RuleBook) -> tuple[Field, ...]:
    """What the acts ask of the agreement of the pair, whatever its facts are."""
    rules = book.papers(one.kind, one.form)
    named = (rule.fields for rule in rules if rule.document is Document.AGREEMENT)
    return tuple(dict.fromkeys(field for fields in named for field in fields))


def stated_of(
    one: Mentorship, agreement: Mapping[int, Stated], order: Stated | None
) -> dict[Document, Stated]:
    """The documents of one pair that are there."""
    found = {Document.ORDER: order, Document.AGREEMENT: agreement.get(one.id)}
    return {document: stated for document, stated in found.items() if stated is not None}
