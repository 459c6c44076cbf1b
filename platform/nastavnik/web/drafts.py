"""The page of a draft's form: people to choose from, hints of the acts, findings beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import render_template, request, url_for
from wtforms import Field

from nastavnik.domain.facts import asked_of_pair
from nastavnik.store.person import Wanted
from nastavnik.usecases import mentorships, people
from nastavnik.usecases.draft import as_input
from nastavnik.usecases.vocabulary import vocabulary
from nastavnik.web import clock
from nastavnik.web.draft_hints import Hint, kind_hint, load_hint, term_hint
from nastavnik.web.mentorship_form import DraftForm, draft_form_of
from nastavnik.web.session import actor
from nastavnik.web.versions import Difference, differences

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from nastavnik.domain.errors import ConflictError
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.provision import Kind
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.usecases.draft import DraftInput
    from nastavnik.usecases.mentorships import Card

_EVERYBODY: Final = 10_000
_SOMEBODY: Final = 2
"""Options of a select with anybody in it: the first one is «выберите»."""
_ASKED: Final = {
    "kind": "вид",
    "mentor_id": "наставник",
    "mentee_id": "наставляемый",
    "form": "форма",
    "regime": "режим работы наставника",
    "start": "первый день",
    "end": "последний день",
}
"""Fields without which not every rule can be checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What stands beside the form: faults of what is typed, findings, what is left.

    `cards` are (whose, address) of the cards in which facts are missing; `hints` go under fields.
    """

    faults: Sequence[str]
    findings: Sequence[Finding]
    papers: Sequence[Finding]
    left: Sequence[str]
    cards: Sequence[tuple[str, str]]
    kind: Kind | None
    hints: Mapping[str, Hint]

    @property
    def empty(self) -> bool:
        """There is nothing to check yet."""
        return self.kind is None and not self.faults


def draft_form(stored: DraftInput | None = None) -> DraftForm:
    """The form of this request with its options; `stored` fills it on the first look."""
    day = DraftForm().planned_order_on.data or (stored.planned_order_on if stored else None)
    book = vocabulary(actor=actor(), on=day or clock.today()).book
    form = draft_form_of(asked_of_pair(book.facts))
    if stored and not form.is_submitted():
        form.show(stored)
    mentors, _ = people.listed(actor=actor(), wanted=Wanted(mentors=True), limit=_EVERYBODY)
    mentees, _ = people.listed(actor=actor(), wanted=Wanted(mentees=True), limit=_EVERYBODY)
    loads = people.live_pairs(actor=actor(), among=mentors)
    form.fit(_book(form), mentors, mentees, loads)
    return form


def saved_form(form: DraftForm, pair: Mentorship) -> DraftForm:
    """The draft as it is kept, in a form of its own."""
    saved = type(form)(formdata=None)
    saved.show(as_input(pair))
    return saved


def _lines(form: DraftForm, pair: Mentorship, conflict: ConflictError) -> Sequence[Difference]:
    return differences(form, saved_form(form, pair), conflict)


def form_page(
    form: DraftForm, card: Card | None = None, conflict: ConflictError | None = None
) -> str:
    """The whole page; `card` is of the stored draft that is being changed."""
    return render_template(
        "mentorships/form.html",
        form=form,
        card=card,
        panel=_panel(form, card),
        conflict=conflict,
        lines=_lines(form, card.mentorship, conflict) if conflict and card else (),
        few=_few(form),
    )


def check_page(card: Card | None = None) -> str:
    """The panel alone for htmx, the whole page without it; blanks are no faults yet."""
    form = draft_form()
    form.validate()
    form.forgive_blanks()
    if _alone():
        return render_template(
            "mentorships/_checked.html", form=form, card=card, panel=_panel(form, card)
        )
    return form_page(form, card)


def _book(form: DraftForm) -> RuleBook:
    """Rules of the day on which the order is meant to be issued."""
    return vocabulary(actor=actor(), on=_on(form)).book


def _on(form: DraftForm) -> date:
    return form.planned_order_on.data or clock.today()


def _panel(form: DraftForm, card: Card | None) -> Panel:
    values, book = form.read(), _book(form)
    found = mentorships.check_draft(
        actor=actor(),
        values=values,
        today=clock.today(),
        public_id=card.mentorship.public_id if card else None,
    )
    faults = [text for _, text in form.problems()]
    return Panel(
        faults=faults if _alone() else (),  # on a whole page they stand above the form
        findings=[one for one in found if one.field != "evidence"],
        papers=[one for one in found if one.field == "evidence"],
        left=[title for name, title in _ASKED.items() if name in form and _blank(form[name])]
        + [fact.title for key, fact in form.about.items() if key not in values.facts],
        cards=_cards(values, found, form.about),
        kind=book.kinds.get(values.kind),
        hints={
            "kind": kind_hint(book, values),
            "load": load_hint(book, values),
            "term": term_hint(book, values),
        },
    )


def _alone() -> bool:
    """Is only the panel asked for."""
    return bool(request.headers.get("HX-Request"))


def _blank(field: Field) -> bool:
    return not field.data and not field.errors


def _cards(
    values: DraftInput, found: Sequence[Finding], of_pair: Collection[str]
) -> list[tuple[str, str]]:
    """Cards in which facts are missing; those of the pair stand in the form itself."""
    lacking = {one.field for one in found if set(one.missing) - set(of_pair)}
    people_of = {
        "mentor_id": ("наставника", values.mentor_id),
        "mentee_id": ("наставляемого", next(iter(values.mentee_ids), None)),
    }
    return [
        (whose, url_for("people.edit", public_id=public_id))
        for name, (whose, public_id) in people_of.items()
        if name in lacking and public_id
    ]


def _few(form: DraftForm) -> bool:
    """Nobody to choose from: the bases come first."""
    return any(len(list(field)) < _SOMEBODY for field in (form.mentor_id, form.mentee_id))
