"""Pages of local acts: the register, a draft and its form, what it would do, publication."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import InputError
from nastavnik.domain.norm import CATALOGUE
from nastavnik.domain.whatif import Fate
from nastavnik.usecases import act_drafts, acts
from nastavnik.usecases.act_limits import Entitlement, entitlement
from nastavnik.usecases.acts import ActCard, Preview, Register, said
from nastavnik.web import clock
from nastavnik.web.act_form import REACHES, UNITS, ActForm
from nastavnik.web.session import actor, page
from nastavnik.web.versions import seen_version

bp = Blueprint("acts", __name__, url_prefix="/acts")

_REFUSED: Final = 422


@bp.get("/")
@page(Permission.RULES_READ)
def index() -> str:
    """The register."""
    return render_template(
        "acts/index.html",
        found=acts.list_acts(actor=actor()),
        can_write=actor().can(Permission.RULES_WRITE),
        today=clock.today(),
    )


@bp.get("/<uuid:public_id>")
@page(Permission.RULES_READ)
def show(public_id: uuid.UUID) -> str:
    """An act; a published one with what it did when it was published."""
    card = acts.act_card(actor=actor(), public_id=public_id)
    return render_template(
        "acts/show.html",
        card_of_act=card.row,
        act=card.act,
        repeals=card.repeals,
        repealed_by=card.repealed_by,
        norms=card.act.norms,
        catalogue=CATALOGUE,
        kinds=card.kinds,
        reaches=REACHES,
        fates=tuple(Fate),
        reader=actor().unit_path,
        can_write=card.own and actor().can(Permission.RULES_WRITE),
        today=clock.today(),
    )


@bp.route("/new", methods=["GET", "POST"])
@page(Permission.RULES_WRITE)
def new() -> Response | str | tuple[str, int]:
    """A new draft; the address may name a parameter to set or an act to repeal."""
    form = ActForm()
    if not form.is_submitted():
        form.adopted.data = form.in_force.data = clock.today()
        form.repeals.data = request.args.get("repeals", "")
        chosen = request.args.get("parameter", "")
        form.norms[0].form.parameter.data = chosen if chosen in CATALOGUE else ""
        return _form_page(form)
    return _taken(form, None)


@bp.route("/<uuid:public_id>/edit", methods=["GET", "POST"])
@page(Permission.RULES_WRITE)
def edit(public_id: uuid.UUID) -> Response | str | tuple[str, int]:
    """Change a draft."""
    card = acts.draft_card(actor=actor(), public_id=public_id)
    form = ActForm()
    if not form.is_submitted():
        form.show(card.row, card.repeals.public_id if card.repeals else None)
        return _form_page(form, card)
    return _taken(form, card)


@bp.get("/<uuid:public_id>/effect")
@page(Permission.RULES_WRITE)
def effect(public_id: uuid.UUID) -> str:
    """Whom the draft would reach."""
    return _effect_page(public_id)


@bp.post("/<uuid:public_id>/publish")
@page(Permission.RULES_WRITE)
def publish(public_id: uuid.UUID) -> Response | tuple[str, int]:
    """Put the draft into force; a refusal shows the page of the effect with both clauses."""
    try:
        row = acts.publish(
            actor=actor(),
            public_id=public_id,
            version=seen_version(request.form.get("version")),
            today=clock.today(),
            now=clock.now(),
        )
    except InputError as error:
        return _effect_page(public_id, error), _REFUSED
    flash(f"Акт № {row.number} опубликован. Кураторы уже видят новые правила.", "success")
    return redirect(url_for("acts.show", public_id=public_id))


@bp.post("/<uuid:public_id>/discard")
@page(Permission.RULES_WRITE)
def discard(public_id: uuid.UUID) -> Response:
    """Throw a draft away."""
    act_drafts.discard_draft(
        actor=actor(), public_id=public_id, version=seen_version(request.form.get("version"))
    )
    flash("Черновик удалён.", "success")
    return redirect(url_for("acts.index"))


def _taken(form: ActForm, card: ActCard | None) -> Response | str | tuple[str, int]:
    """What the pressed button asks: rows come and go without a check of what is typed."""
    verb, _, number = request.form.get("do", "save").partition("-")
    if verb == "add":
        form.add_row()
    elif verb == "remove":
        form.drop_row(number)
    if verb != "save":
        return _form_page(form, card)
    if not form.validate():
        return _form_page(form, card), _REFUSED
    try:
        row = act_drafts.save_draft(
            actor=actor(),
            values=form.read(),
            now=clock.now(),
            public_id=card.row.public_id if card else None,
            version=seen_version(form.version.data) if card else 0,
        )
    except InputError as error:
        form.take(error)
        return _form_page(form, card), _REFUSED
    flash("Черновик сохранён. Посмотрите, кого он затронет.", "success")
    return redirect(url_for("acts.effect", public_id=row.public_id))


def _form_page(form: ActForm, card: ActCard | None = None) -> str:
    may: Entitlement = entitlement(actor=actor(), on=form.in_force.data or clock.today())
    found: Register = acts.list_acts(actor=actor())
    form.fit(
        may.kinds,
        {
            str(row.public_id): f"№ {row.number} от {row.adopted:%d.%m.%Y} — {row.title}"
            for row in found.local
            if row.org_unit_id == actor().unit_id
            and row.published_at is not None
            and row.repealed_by_id is None
        },
    )
    return render_template(
        "acts/form.html",
        form=form,
        card=card,
        may=may,
        limits={
            row.id: may.limit(row.form.parameter.data, row.form.kind.data or "")
            for row in form.norms
            if row.form.about
        },
        units=UNITS,
    )


def _effect_page(public_id: uuid.UUID, error: InputError | None = None) -> str:
    looked: Preview = acts.preview(actor=actor(), public_id=public_id, today=clock.today())
    return render_template(
        "acts/effect.html",
        looked=looked,
        refusals=[said(one) for one in looked.contradictions],
        catalogue=CATALOGUE,
        kinds=looked.kinds,
        error=error,
        reaches=REACHES,
        fates=tuple(Fate),
        reader=actor().unit_path,
        today=clock.today(),
    )
