"""Pages of pairs: the list, its file, the card, the form of a draft."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import ConflictError, InputError
from nastavnik.domain.fact_text import shown
from nastavnik.domain.facts import REGIMES, asked_of_pair
from nastavnik.domain.mentorship import BEFORE_ORDER, State, Step
from nastavnik.store.mentorship import SORTS, Mentorship, Wanted
from nastavnik.usecases import lifecycle, mentorships
from nastavnik.usecases.draft import as_input
from nastavnik.usecases.mentorships import Card
from nastavnik.usecases.pair_facts import answers_of_pair
from nastavnik.usecases.vocabulary import Vocabulary, vocabulary
from nastavnik.web import clock, drafts
from nastavnik.web.csv_file import csv_file
from nastavnik.web.filters import here_with
from nastavnik.web.mentorship_card import actions, printable, steps
from nastavnik.web.session import actor, page
from nastavnik.web.versions import choose, choosing, seen_version

bp = Blueprint("mentorships", __name__, url_prefix="/pairs")

PER_PAGE: Final = 50
_WHOLE: Final = 10_000
_CONFLICT: Final = 409
_REFUSED: Final = 422
_KEPT: Final = frozenset(State) - {State.DISCARDED}
"""What a list shows until a state is chosen: a discarded draft is out of sight."""


@bp.get("/")
@page(Permission.MENTORSHIP_READ, Permission.MENTORSHIP_READ_OWN)
def index() -> Response | str:
    """One page of the pairs; `print` shows all of them for paper."""
    wanted, sort = _asked()
    whole = "print" in request.args
    number = max(request.args.get("page", 1, type=int), 1)
    rows, total = mentorships.lines(
        actor=actor(),
        wanted=wanted,
        sort=sort,
        offset=0 if whole else (number - 1) * PER_PAGE,
        limit=_WHOLE if whole else PER_PAGE,
    )
    if not rows and total:
        return redirect(here_with(page=(total - 1) // PER_PAGE + 1))
    today = clock.today()
    return render_template(
        "mentorships/index.html",
        rows=rows,
        total=total,
        number=number,
        per_page=PER_PAGE,
        wanted=wanted,
        state=request.args.get("state", ""),
        states=list(State),
        sort=sort or "-start",
        whole=whole,
        today=today,
        words=vocabulary(actor=actor(), on=today),
        can_write=actor().can(Permission.MENTORSHIP_WRITE),
        everyone=actor().can(Permission.MENTORSHIP_READ),
    )


@bp.get("/export.csv")
@page(Permission.MENTORSHIP_READ, Permission.MENTORSHIP_READ_OWN)
def export() -> Response:
    """The chosen pairs as a file."""
    wanted, sort = _asked()
    rows = mentorships.listed(actor=actor(), wanted=wanted, sort=sort, limit=_WHOLE)
    today = clock.today()
    words = vocabulary(actor=actor(), on=today)
    header = (
        "Наставляемый",
        "Должность наставляемого",
        "Наставник",
        "Должность наставника",
        "Вид",
        "Форма",
        "Первый день",
        "Последний день",
        "Состояние",
        "Приказ",
        "Дата приказа",
        "Завершено",
    )
    return csv_file(f"pairs-{today:%Y-%m-%d}.csv", (header, *(_line(one, words) for one in rows)))


@bp.get("/<uuid:public_id>")
@page(Permission.MENTORSHIP_READ, Permission.MENTORSHIP_READ_OWN)
def show(public_id: uuid.UUID) -> str:
    """The card."""
    card, today = _card(public_id), clock.today()
    pair = card.mentorship
    regime = REGIMES.get(pair.regime, pair.regime)
    return render_template(
        "mentorships/show.html",
        card=card,
        pair=pair,
        kind=card.book.kinds.get(pair.kind),
        regime=regime[:1].upper() + regime[1:],
        facts=_facts(card),
        steps=steps(card, actor(), today),
        actions=actions(card, actor(), today),
        printable=printable(card, actor()),
        titles={one.value: one.label for one in Step},
        words=vocabulary(actor=actor(), on=today),
        today=today,
        everyone=actor().can(Permission.MENTORSHIP_READ),
        can={
            "write": actor().can(Permission.MENTORSHIP_WRITE),
            "print": actor().can(Permission.ORDER_PRINT),
            "allowances": actor().can(Permission.ALLOWANCE_READ),
            "people": actor().can(Permission.PERSON_READ),
            "people_write": actor().can(Permission.PERSON_WRITE),
        },
    )


@bp.route("/new", methods=["GET", "POST"])
@page(Permission.MENTORSHIP_WRITE)
def new() -> Response | str | tuple[str, int]:
    """A new draft; `?mentor=` and `?mentee=` choose the people."""
    form = drafts.draft_form()
    if not form.is_submitted():
        form.mentor_id.data = request.args.get("mentor", "")
        form.mentee_id.data = request.args.get("mentee", "")
        return drafts.form_page(form)
    if not form.validate():
        return drafts.form_page(form), _REFUSED
    try:
        rows = mentorships.create_draft(
            actor=actor(), values=form.read(), today=clock.today(), now=clock.now()
        )
    except InputError as error:
        form.take(error)
        return drafts.form_page(form), _REFUSED
    return _saved(rows[0].public_id, "Черновик создан.")


@bp.post("/check")
@page(Permission.MENTORSHIP_WRITE, reads=True)
def check() -> str:
    """What the rules say of a new draft as it is typed."""
    return drafts.check_page()


@bp.post("/<uuid:public_id>/check")
@page(Permission.MENTORSHIP_WRITE, reads=True)
def recheck(public_id: uuid.UUID) -> str:
    """What the rules say of a stored draft as it is being changed."""
    return drafts.check_page(_card(public_id))


@bp.route("/<uuid:public_id>/edit", methods=["GET", "POST"])
@page(Permission.MENTORSHIP_WRITE)
def edit(public_id: uuid.UUID) -> Response | str | tuple[str, int]:
    """Change a draft. A stale form shows both versions and may be sent over the newer one."""
    card = _card(public_id)
    pair = card.mentorship
    if pair.state not in BEFORE_ORDER:
        flash(f"Изменить можно только черновик; состояние пары — «{pair.state.label}».", "info")
        return redirect(url_for("mentorships.show", public_id=public_id))
    form = drafts.draft_form(as_input(pair))
    if not form.is_submitted():
        form.version.data = str(pair.version)
        return drafts.form_page(form, card)
    if choosing():
        choose(form, drafts.saved_form(form, pair))
    if not form.validate():
        return drafts.form_page(form, card), _REFUSED
    try:
        mentorships.update_draft(
            actor=actor(),
            public_id=public_id,
            version=seen_version(form.version.data),
            values=form.read(),
            today=clock.today(),
            now=clock.now(),
        )
    except InputError as error:
        form.take(error)
        return drafts.form_page(form, card), _REFUSED
    except ConflictError as error:
        if not error.theirs:
            raise
        form.version.data = str(pair.version)
        return drafts.form_page(form, card, conflict=error), _CONFLICT
    return _saved(public_id, "Черновик сохранён.")


@bp.post("/<uuid:public_id>/discard")
@page(Permission.MENTORSHIP_WRITE)
def discard(public_id: uuid.UUID) -> Response:
    """Set the draft aside."""
    lifecycle.discard(
        actor=actor(),
        public_id=public_id,
        version=seen_version(request.form.get("version")),
        today=clock.today(),
        now=clock.now(),
    )
    flash("Черновик отменён. Его можно восстановить на этой же странице.", "success")
    return redirect(url_for("mentorships.show", public_id=public_id))


@bp.post("/<uuid:public_id>/restore")
@page(Permission.MENTORSHIP_WRITE)
def restore(public_id: uuid.UUID) -> Response:
    """Undo of `discard`."""
    lifecycle.restore(actor=actor(), public_id=public_id, today=clock.today(), now=clock.now())
    flash("Черновик восстановлен.", "success")
    return redirect(url_for("mentorships.show", public_id=public_id))


def _facts(card: Card) -> list[tuple[str, str]]:
    """Questions of the region about the pair with their answers."""
    known = answers_of_pair(card.mentorship.facts)
    return [
        (fact.question, shown(fact, known[key]) if key in known else "")
        for key, fact in asked_of_pair(card.book.facts).items()
    ]


def _card(public_id: uuid.UUID) -> Card:
    return mentorships.card(actor=actor(), public_id=public_id, today=clock.today())


def _saved(public_id: uuid.UUID, text: str) -> Response:
    if _card(public_id).blocked:
        flash(f"{text} Приказ пока не издать: ниже сказано, чего не хватает.", "warning")
    else:
        flash(text, "success")
    return redirect(url_for("mentorships.show", public_id=public_id))


def _asked() -> tuple[Wanted, str]:
    """Which pairs and in which order the address asks for; what is unknown is passed over."""
    state, sort = request.args.get("state", ""), request.args.get("sort", "")
    wanted = Wanted(
        states={State(state)} if state in set(State) else _KEPT,
        kind=request.args.get("kind", ""),
        text=request.args.get("text", "").strip(),
    )
    return wanted, sort if sort.removeprefix("-") in SORTS else ""


def _line(one: Mentorship, words: Vocabulary) -> list[object]:
    return [
        one.mentee.full_name,
        one.mentee.position,
        one.mentor.full_name,
        one.mentor.position,
        words.kind(one.kind),
        words.form(one.form) if one.form else None,
        one.start,
        one.end,
        one.state.label,
        one.order.number if one.order else None,
        one.order.issued_on if one.order else None,
        one.ended_on,
    ]
