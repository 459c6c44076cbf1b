"""Pages of local acts: the register, a draft and its head, what it would do, publication."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import BusyError, ConflictError, InputError
from nastavnik.domain.norm import CATALOGUE
from nastavnik.domain.whatif import Fate
from nastavnik.usecases import act_drafts, act_scans, acts
from nastavnik.usecases.act_drafts import Seen
from nastavnik.usecases.act_limits import entitlement
from nastavnik.usecases.act_scans import Upload
from nastavnik.usecases.acts import ActCard, Preview, Register, said
from nastavnik.usecases.effect_told import told
from nastavnik.web import clock
from nastavnik.web.act_form import ActForm
from nastavnik.web.provision_lines import PROVISIONS, lines_of
from nastavnik.web.provision_words import head_of
from nastavnik.web.session import actor, page
from nastavnik.web.versions import Difference, choose, choosing, differences, seen_version

bp = Blueprint("acts", __name__, url_prefix="/acts")

_REFUSED: Final = 422
_CONFLICT: Final = 409


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


@bp.get("/limits")
@page(Permission.RULES_WRITE)
def limits() -> str:
    """What the unit may set, rule by rule, with the clause of each limit."""
    found = acts.list_acts(actor=actor())
    return render_template(
        "acts/limits.html",
        may=entitlement(actor=actor(), on=clock.today()),
        sections=[(one, head_of(one)) for one in PROVISIONS.values() if one.name != "norm"],
        drafts=[row for row in found.local if row.published_at is None],
    )


@bp.get("/<uuid:public_id>")
@page(Permission.RULES_READ)
def show(public_id: uuid.UUID) -> str:
    """An act; a published one with what it did when it was published."""
    card = acts.act_card(actor=actor(), public_id=public_id)
    return render_template(
        "acts/show.html",
        card_of_act=card.row,
        told=told(card.row.effect, actor().unit_path) if card.row.effect else None,
        act=card.act,
        repeals=card.repeals,
        repealed_by=card.repealed_by,
        scan=card.scan,
        pairs=card.pairs,
        lines=lines_of(card.row, card.act, card.words),
        sections=PROVISIONS.values(),
        fates=tuple(Fate),
        reader=actor().unit_path,
        can_write=card.own and actor().can(Permission.RULES_WRITE),
        today=clock.today(),
    )


@bp.get("/scans/<uuid:public_id>")
@page(Permission.RULES_READ)
def scan(public_id: uuid.UUID) -> Response:
    """The scan of an act, to be saved: an uploaded file never runs as a page of ours."""
    found = act_scans.open_scan(actor=actor(), public_id=public_id)
    return send_file(
        io.BytesIO(found.content),
        mimetype=found.media_type,
        download_name=found.name,
        as_attachment=True,
    )


@bp.post("/<uuid:public_id>/scan")
@page(Permission.RULES_WRITE)
def attach(public_id: uuid.UUID) -> Response:
    """Keep the scan of a published act that has none."""
    _attached(public_id)
    return redirect(url_for("acts.show", public_id=public_id))


@bp.route("/new", methods=["GET", "POST"])
@page(Permission.RULES_WRITE)
def new() -> Response | str | tuple[str, int]:
    """A new draft; the address may name a parameter to set or an act to repeal."""
    form = ActForm()
    if form.is_submitted():
        return _taken(form, None)
    form.adopted.data = form.in_force.data = clock.today()
    form.repeals.data = request.args.get("repeals", "")
    return _form_page(form)


@bp.route("/<uuid:public_id>/edit", methods=["GET", "POST"])
@page(Permission.RULES_WRITE)
def edit(public_id: uuid.UUID) -> Response | str | tuple[str, int]:
    """Change the head of a draft."""
    card = acts.draft_card(actor=actor(), public_id=public_id)
    form = ActForm()
    if form.is_submitted():
        return _taken(form, card)
    form.show(card.row, card.repeals.public_id if card.repeals else None)
    return _form_page(form, card)


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
            seen=_seen(public_id),
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
    act_drafts.discard_draft(actor=actor(), seen=_seen(public_id))
    flash("Черновик удалён.", "success")
    return redirect(url_for("acts.index"))


def _seen(public_id: uuid.UUID) -> Seen:
    return Seen(public_id=public_id, version=seen_version(request.form.get("version")))


def _taken(form: ActForm, card: ActCard | None) -> Response | tuple[str, int]:
    """Keep the head; a new draft goes on to the rule that it is made for, if one is named."""
    form.fit(_repealable())
    if card and choosing():
        choose(form, _saved(card))
    if not form.validate():
        return _form_page(form, card), _REFUSED
    try:
        row = act_drafts.save_draft(
            actor=actor(),
            values=form.read(),
            now=clock.now(),
            seen=_seen(card.row.public_id) if card else None,
        )
    except InputError as error:
        form.take(error)
        return _form_page(form, card), _REFUSED
    except ConflictError as error:
        if card is None or isinstance(error, BusyError):
            raise
        card = acts.draft_card(actor=actor(), public_id=card.row.public_id)
        saved = _saved(card)
        form.version.data = saved.version.data
        return _form_page(form, card, error, differences(form, saved)), _CONFLICT
    _attached(row.public_id)
    parameter = request.args.get("parameter", "")
    if card is None and parameter in CATALOGUE:
        step = url_for(
            "provisions.new", public_id=row.public_id, section="norm", parameter=parameter
        )
        return redirect(step)
    flash("Черновик сохранён.", "success")
    return redirect(url_for("acts.show", public_id=row.public_id))


def _saved(card: ActCard) -> ActForm:
    """The head of the draft as it is kept, in a form of its own."""
    form = ActForm(formdata=None)
    form.show(card.row, card.repeals.public_id if card.repeals else None)
    return form


def _attached(public_id: uuid.UUID) -> None:
    """Keep the sent scan; one that is refused is told, and the draft stays."""
    sent = request.files.get("scan")
    if sent is None or not sent.filename:
        return
    try:
        act_scans.attach_scan(
            actor=actor(),
            public_id=public_id,
            upload=Upload(sent.filename, sent.stream.read(act_scans.LARGEST + 1)),
            now=clock.now(),
        )
    except InputError as error:
        flash(f"Скан не принят. {error.errors['scan'][0]}", "danger")


def _repealable() -> dict[str, str]:
    found: Register = acts.list_acts(actor=actor())
    return {
        str(row.public_id): f"№ {row.number} от {row.adopted:%d.%m.%Y} — {row.title}"
        for row in found.local
        if row.org_unit_id == actor().unit_id
        and row.published_at is not None
        and row.repealed_by_id is None
    }


def _form_page(
    form: ActForm,
    card: ActCard | None = None,
    conflict: ConflictError | None = None,
    lines: Sequence[Difference] = (),
) -> str:
    form.fit(_repealable())
    return render_template("acts/form.html", form=form, card=card, conflict=conflict, lines=lines)


def _effect_page(public_id: uuid.UUID, error: InputError | None = None) -> str:
    looked: Preview = acts.preview(actor=actor(), public_id=public_id, today=clock.today())
    return render_template(
        "acts/effect.html",
        looked=looked,
        told=told(looked.effect.document, actor().unit_path),
        lines=lines_of(looked.row, looked.act, looked.words),
        refusals=[said(one) for one in looked.contradictions],
        error=error,
        fates=tuple(Fate),
        reader=actor().unit_path,
        today=clock.today(),
    )
