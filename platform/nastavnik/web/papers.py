"""Pages of consents and agreements: note a signed paper, read and give one's own, print it."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Blueprint, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from nastavnik.documents.render import render_html, render_pdf
from nastavnik.domain.access import Permission
from nastavnik.domain.consent import NOBODY
from nastavnik.domain.errors import InputError, NotFoundError
from nastavnik.domain.mentorship import BEFORE_ORDER
from nastavnik.domain.paper import Field
from nastavnik.regions import registry
from nastavnik.usecases import mentorships, papers
from nastavnik.usecases.checking import AGREEMENT, MENTORING
from nastavnik.usecases.completeness import agreement_fields
from nastavnik.usecases.mentorships import Card
from nastavnik.usecases.papers import GUARDIAN, Paper
from nastavnik.usecases.printing import SIDES, consent_to_print
from nastavnik.web import clock
from nastavnik.web.forms import DateField, Form, Required, choices
from nastavnik.web.pdf_file import pdf_file
from nastavnik.web.session import actor, page
from nastavnik.web.signer_fields import SignerFields

bp = Blueprint("papers", __name__, url_prefix="/pairs/<uuid:public_id>")

_REFUSED: Final = 422


class PaperForm(Form):
    """When a paper was signed."""

    given_on = DateField("День подписания", [Required("Укажите день подписания.")])


class GuardianForm(PaperForm, SignerFields):
    """When a guardian signed, who it was, and by which powers."""


class AgreementForm(PaperForm):
    """When an agreement was signed, and which of the obligatory fields it states."""

    states = SelectMultipleField(
        "Что указано в соглашении",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="Отметьте, что в нём действительно есть: без обязательного приказ не издать",
    )

    @property
    def stated(self) -> list[Field]:
        """What was ticked."""
        return [Field(one) for one in self.states.data or ()]


@bp.route("/papers/<any(mentor, mentee, guardian):side>/<purpose>", methods=["GET", "POST"])
@page(Permission.CONSENT_WRITE)
def record(public_id: uuid.UUID, side: str, purpose: str) -> Response | str | tuple[str, int]:
    """Note that a signed paper is on file; of a paper on file, show it."""
    card = _card(public_id)
    paper = _paper(card, side, purpose)
    form = _form(card, side, purpose)
    if not form.is_submitted():
        form.given_on.data = clock.today()
        return _paper_page(form, card, paper)
    if not form.validate() or form.given_on.data is None:
        return _paper_page(form, card, paper), _REFUSED
    try:
        papers.record_consent(
            actor=actor(),
            public_id=public_id,
            side=side,
            purpose=purpose,
            given_on=form.given_on.data,
            states=form.stated if isinstance(form, AgreementForm) else None,
            representative=(form.signer if isinstance(form, GuardianForm) else NOBODY),
            today=clock.today(),
            now=clock.now(),
        )
    except InputError as error:
        form.take(error)
        return _paper_page(form, card, paper), _REFUSED
    flash(f"Отмечено: {paper.title}.", "success")
    return redirect(url_for("mentorships.show", public_id=public_id))


@bp.post("/papers/<uuid:consent_id>/withdraw")
@page(Permission.CONSENT_WRITE, Permission.CONSENT_GIVE_OWN)
def withdraw(public_id: uuid.UUID, consent_id: uuid.UUID) -> Response:
    """Take a consent back."""
    papers.withdraw_consent(
        actor=actor(),
        public_id=public_id,
        consent_id=consent_id,
        today=clock.today(),
        now=clock.now(),
    )
    flash("Документ отозван. Это записано в истории.", "success")
    return redirect(url_for("mentorships.show", public_id=public_id))


@bp.get("/consent/<any(mentor, mentee, guardian):side>")
@page(Permission.ORDER_PRINT, Permission.MENTORSHIP_READ_OWN)
def consent(public_id: uuid.UUID, side: str) -> str:
    """The text of a consent, with the button to give it for the one whose consent it is."""
    document = _document(public_id, side)
    card = _card(public_id)
    return render_template(
        "mentorships/consent.html",
        card=card,
        pair=card.mentorship,
        side=side,
        paper=_paper(card, side, MENTORING),
        document=document,
        open=card.mentorship.state in BEFORE_ORDER,
        own=side != GUARDIAN and actor().person_id == _person_of(card, side),
    )


@bp.post("/consent")
@page(Permission.CONSENT_GIVE_OWN)
def agree(public_id: uuid.UUID) -> Response:
    """«Даю согласие»: the mentor's or the mentee's own."""
    papers.give_own_consent(
        actor=actor(), public_id=public_id, today=clock.today(), now=clock.now()
    )
    flash("Ваше согласие записано.", "success")
    return redirect(url_for("mentorships.show", public_id=public_id))


@bp.get("/consent-<any(mentor, mentee, guardian):side>.pdf")
@page(Permission.ORDER_PRINT, Permission.MENTORSHIP_READ_OWN)
def consent_pdf(public_id: uuid.UUID, side: str) -> Response:
    """A consent to print and sign."""
    context = consent_to_print(actor=actor(), public_id=public_id, side=side, today=clock.today())
    form = registry.region(actor().region).form(f"consent_{side}")
    surname = context["pair"][SIDES[0] if side == SIDES[0] else SIDES[1]]["last_name"]
    return pdf_file(f"{form.title} {surname}.pdf", render_pdf(form, context))


def _document(public_id: uuid.UUID, side: str) -> Markup:
    context = consent_to_print(actor=actor(), public_id=public_id, side=side, today=clock.today())
    return render_html(registry.region(actor().region).form(f"consent_{side}"), context)


def _card(public_id: uuid.UUID) -> Card:
    return mentorships.card(actor=actor(), public_id=public_id, today=clock.today())


def _form(card: Card, side: str, purpose: str) -> PaperForm:
    """An agreement of which the acts ask something has a list to tick; a guardian is named."""
    if side == GUARDIAN:
        return GuardianForm()
    asked = agreement_fields(card.mentorship, card.book) if purpose == AGREEMENT else ()
    if not asked:
        return PaperForm()
    form = AgreementForm()
    form.states.choices = choices((one.value, one.label) for one in asked)
    return form


def _paper(card: Card, side: str, purpose: str) -> Paper:
    """The paper of the address; one that nobody asks for may be noted too."""
    known = {row for rows in papers.PAPERS.values() for row in rows}
    if (side, purpose) not in known:
        raise NotFoundError
    same = (one for one in card.papers if (one.side, one.purpose) == (side, purpose))
    return next(same, Paper(side=side, purpose=purpose))


def _person_of(card: Card, side: str) -> int:
    return card.mentorship.mentor_id if side == SIDES[0] else card.mentorship.mentee_id


def _paper_page(form: PaperForm, card: Card, paper: Paper) -> str:
    return render_template(
        "mentorships/paper.html",
        form=form,
        card=card,
        pair=card.mentorship,
        paper=paper,
        printed=paper.purpose == MENTORING and paper.side in SIDES,
        open=card.mentorship.state in BEFORE_ORDER,
    )
