"""Pages of one provision of a draft: its form, made out of the schema, and its removal."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import ConflictError, InputError
from nastavnik.domain.report import checksum
from nastavnik.regions.schema import Section
from nastavnik.usecases import act_drafts, acts
from nastavnik.usecases.act_drafts import Seen
from nastavnik.usecases.act_limits import entitlement
from nastavnik.usecases.acts import ActCard
from nastavnik.web.provision_form import ProvisionForm, form_of
from nastavnik.web.provision_lines import PROVISIONS
from nastavnik.web.provision_words import head_of
from nastavnik.web.session import actor, page
from nastavnik.web.versions import (
    Difference,
    choose,
    choosing,
    differences,
    overtaken,
    seen_version,
)

bp = Blueprint("provisions", __name__, url_prefix="/acts/<uuid:public_id>/provisions")

_CONFLICT = 409
_REFUSED = 422
Answer = Response | str | tuple[str, int]


@bp.route("/<section>/new", methods=["GET", "POST"])
@page(Permission.RULES_WRITE)
def new(public_id: uuid.UUID, section: str) -> Answer:
    """A new provision; the address may name the parameter of a norm."""
    card = acts.draft_card(actor=actor(), public_id=public_id)
    form = _form(_section(section), card)
    if form.is_submitted():
        return _taken(form, card, None)
    form.version.data = str(card.row.version)
    if "parameter" in form.keyed():
        form.keyed()["parameter"].data = request.args.get("parameter", "")
    return _shown(form, card, None)


@bp.route("/<section>/<int:place>", methods=["GET", "POST"])
@page(Permission.RULES_WRITE)
def edit(public_id: uuid.UUID, section: str, place: int) -> Answer:
    """Change a provision."""
    card = acts.draft_card(actor=actor(), public_id=public_id)
    form = _form(_section(section), card)
    kept: list[dict[str, Any]] = card.row.content.get(section, [])
    if form.is_submitted():
        return _taken(form, card, place)
    if place >= len(kept):
        abort(404)
    form.version.data, form.was.data = str(card.row.version), _mark(kept, place)
    form.show(kept[place])
    form.fit(card.words)
    return _shown(form, card, place)


@bp.post("/<section>/<int:place>/remove")
@page(Permission.RULES_WRITE)
def remove(public_id: uuid.UUID, section: str, place: int) -> Response:
    """Take a provision out of the draft."""
    act_drafts.drop_provision(
        actor=actor(),
        seen=Seen(public_id=public_id, version=seen_version(request.form.get("version"))),
        section=_section(section).name,
        place=place,
    )
    flash("Положение убрано из черновика.", "success")
    return redirect(url_for("acts.show", public_id=public_id))


def _section(name: str) -> Section:
    return PROVISIONS.get(name) or abort(404)


def _form(section: Section, card: ActCard) -> ProvisionForm:
    form = form_of(section)()
    form.fit(card.words)
    return form


def _taken(form: ProvisionForm, card: ActCard, place: int | None) -> Answer:
    """What the pressed button asks: rows come and go without a check of what is typed."""
    verb, _, what = request.form.get("do", "save").partition("-")
    if verb != "save":
        _turn(form, verb, what)
        form.fit(card.words)
        return _shown(form, card, place)
    if choosing() and place is not None:
        choose(form, _saved(form, card, place))
    if not form.validate():
        return _shown(form, card, place), _REFUSED
    values = form.read()
    if "code" in form.keyed():
        values.setdefault("code", f"own-{uuid.uuid4().hex[:8]}")
    try:
        act_drafts.save_provision(
            actor=actor(),
            seen=Seen(public_id=card.row.public_id, version=seen_version(form.version.data)),
            section=form.section.name,
            values=values,
            place=place,
        )
    except InputError as error:
        form.take(error)
        return _shown(form, card, place), _REFUSED
    except ConflictError as error:
        return _late(form, card.row.public_id, place, error), _CONFLICT
    flash("Положение записано в черновик.", "success")
    return redirect(url_for("acts.show", public_id=card.row.public_id))


def _late(
    form: ProvisionForm, public_id: uuid.UUID, place: int | None, error: ConflictError
) -> str:
    """The draft has changed: what became of this very provision, and what was typed."""
    card = acts.draft_card(actor=actor(), public_id=public_id)
    overtaken(form, error, card.row.version)
    kept = card.row.content.get(form.section.name, [])
    now = _place_of(kept, place, form.was.data or "")
    if now is None:
        form.was.data = ""
        return _shown(form, card, None)
    form.was.data = _mark(kept, now)
    return _shown(form, card, now, differences(form, _saved(form, card, now)))


def _saved(form: ProvisionForm, card: ActCard, place: int) -> ProvisionForm:
    """The provision as it is kept, in a form of its own."""
    saved = type(form)(formdata=None)
    saved.fit(card.words)
    kept = card.row.content.get(form.section.name, [])
    if place < len(kept):
        saved.show(kept[place])
    return saved


def _mark(kept: Sequence[Mapping[str, Any]], place: int) -> str:
    """How many provisions there were when the form was opened, and what was in this one."""
    return f"{len(kept)}-{checksum(dict(kept[place]), {})}"


def _place_of(kept: Sequence[Mapping[str, Any]], place: int | None, was: str) -> int | None:
    """Where the provision stands now; None for a new one, or where it was taken out."""
    count, _, content = was.partition("-")
    for at in range(len(kept)):
        if _mark(kept, at).partition("-")[2] == content:
            return at
    return place if count == str(len(kept)) else None


def _turn(form: ProvisionForm, verb: str, what: str) -> None:
    name, _, row = what.rpartition("/")
    field = form.condition(name)
    if field is not None and verb == "add":
        field.append_entry()
    elif field is not None and verb == "drop":
        field.drop(row)


def _shown(
    form: ProvisionForm,
    card: ActCard,
    place: int | None,
    lines: Sequence[Difference] | None = None,
) -> str:
    limit = None
    may = entitlement(actor=actor(), on=card.row.in_force)
    if form.parameter is not None:
        kinds = form.keyed()["kinds"].data or []
        limit = may.limit(form.parameter.key, kinds[0] if len(kinds) == 1 else "")
    return render_template(
        "acts/provision.html",
        form=form,
        card_of_act=card.row,
        section=form.section,
        head=head_of(form.section),
        place=place,
        lines=lines,
        said=card.words.said(form.section),
        codes=card.words.codes(form.section),
        may=may,
        limit=limit,
    )
