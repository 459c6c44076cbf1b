"""Pages of what happens after the order: documents ready, extension, early end, completion."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError, RuleViolationError
from nastavnik.domain.mentorship import ENDED, LIVE, Step, allowed
from nastavnik.domain.provision import GroundEvent
from nastavnik.usecases import lifecycle, mentorships, notices
from nastavnik.usecases.mentorships import Card
from nastavnik.usecases.notices import noticed_of
from nastavnik.web import clock
from nastavnik.web.forms import DateField, Form, Required
from nastavnik.web.ground_form import GroundForm, NoticeForm, lawful_end
from nastavnik.web.mentorship_card import state_on
from nastavnik.web.session import actor, page
from nastavnik.web.typed import day_of
from nastavnik.web.versions import overtaken, seen_version

bp = Blueprint("lifecycle", __name__, url_prefix="/pairs/<uuid:public_id>")

_CONFLICT: Final = 409
_REFUSED: Final = 422
_NO_NOTICE: Final = "Укажите день предупреждения."
Answer = Response | str | tuple[str, int]


class DoneForm(Form):
    """When a document was ready."""

    on = DateField("День готовности", [Required("Укажите день.")])


class CompleteForm(Form):
    """When the programme was fulfilled."""

    version = HiddenField()
    on = DateField("День завершения", [Required("Укажите день завершения.")])


class ExtendForm(GroundForm):
    """Until when, and why."""

    until = DateField("Новый последний день", [Required("Укажите новый последний день.")])


class EndForm(NoticeForm):
    """When it ended, why, and when the other side was warned."""

    on = DateField(
        "День прекращения",
        [Required("Укажите день прекращения.")],
        description="Последний день наставничества",
    )


@bp.route("/done/<code>", methods=["GET", "POST"])
@page(Permission.MENTORSHIP_WRITE)
def done(public_id: uuid.UUID, code: str) -> Answer:
    """A document that a deadline asks for is ready."""
    card = _card(public_id)
    duty = next((one for one in card.duties if one.rule.code == code), None)
    if duty is None:
        raise NotFoundError
    form = DoneForm()
    if not form.is_submitted():
        form.on.data = clock.today()

    def mark() -> None:
        lifecycle.mark_done(
            actor=actor(),
            public_id=public_id,
            code=code,
            on=day_of(form.on),
            today=clock.today(),
            now=clock.now(),
        )

    return _answer(
        card,
        form,
        mark,
        Step.DONE,
        "mentorships/done.html",
        f"Отмечено: {duty.rule.title}.",
        duty=duty,
    )


@bp.route("/complete", methods=["GET", "POST"])
@page(Permission.MENTORSHIP_WRITE)
def complete(public_id: uuid.UUID) -> Answer:
    """The programme is fulfilled."""
    card = _card(public_id)
    form = CompleteForm()
    if not form.is_submitted():
        form.version.data = str(card.mentorship.version)
        form.on.data = min(card.mentorship.end, clock.today())

    def finish() -> None:
        lifecycle.complete(
            actor=actor(),
            public_id=public_id,
            version=seen_version(form.version.data),
            on=day_of(form.on),
            today=clock.today(),
            now=clock.now(),
        )

    undone = [one for one in card.duties if one.done_on is None]
    return _answer(
        card,
        form,
        finish,
        Step.COMPLETED,
        "mentorships/complete.html",
        "Наставничество завершено.",
        undone=undone,
    )


@bp.route("/end", methods=["GET", "POST"])
@page(Permission.MENTORSHIP_WRITE)
def end_early(public_id: uuid.UUID) -> Answer:
    """End before the term."""
    card = _card(public_id)
    form = EndForm()
    form.fit(card, card.book.grounds(GroundEvent.EARLY_END))
    form.warn(card)
    noticed_on = noticed_of(card.history)
    if not form.is_submitted():
        form.version.data = str(card.mentorship.version)
        form.on.data, form.noticed_on.data = clock.today(), noticed_on

    def end() -> None:
        lifecycle.end_early(
            actor=actor(),
            public_id=public_id,
            version=seen_version(form.version.data),
            on=day_of(form.on),
            ground=form.chosen,
            noticed_on=form.told_on,
            today=clock.today(),
            now=clock.now(),
        )

    return _answer(
        card,
        form,
        end,
        _ending(card),
        "mentorships/end.html",
        "Наставничество отменено до начала."
        if _ending(card) is Step.CANCELLED
        else "Наставничество прекращено досрочно.",
        rule=form.rule,
        noticed_on=noticed_on,
        lawful=lawful_end(form.rule, form.noticed_on.data or clock.today(), card),
        cancelling=_ending(card) is Step.CANCELLED,
    )


@bp.post("/notice")
@page(Permission.MENTORSHIP_WRITE)
def notice(public_id: uuid.UUID) -> Answer:
    """Note a notice; the pair ends later, when its day has come."""
    card = _card(public_id)
    form = EndForm()
    form.fit(card, card.book.grounds(GroundEvent.EARLY_END))
    form.warn(card)
    form.validate()
    faults = form.noticed_on.errors or [] if form.noticed_on.data else [_NO_NOTICE]
    if not faults:
        try:
            notices.take_notice(
                actor=actor(),
                public_id=public_id,
                noticed_on=day_of(form.noticed_on),
                today=clock.today(),
                now=clock.now(),
            )
        except InputError as error:
            faults = error.errors["noticed_on"]
    told = " ".join(map(str, faults))
    flash(told or "Предупреждение записано.", "warning" if faults else "success")
    return redirect(url_for("lifecycle.end_early", public_id=public_id))


@bp.post("/notice/withdraw")
@page(Permission.MENTORSHIP_WRITE)
def withdraw_notice(public_id: uuid.UUID) -> Answer:
    """The notice is taken back: the pair goes on."""
    notices.withdraw_notice(
        actor=actor(), public_id=public_id, today=clock.today(), now=clock.now()
    )
    flash("Предупреждение отозвано, наставничество продолжается.", "success")
    return redirect(url_for("mentorships.show", public_id=public_id))


@bp.route("/extend", methods=["GET", "POST"])
@page(Permission.MENTORSHIP_WRITE)
def extend(public_id: uuid.UUID) -> Answer:
    """Move the last day further."""
    card = _card(public_id)
    form = ExtendForm()
    form.fit(card, card.book.grounds(GroundEvent.EXTENSION))
    if not form.is_submitted():
        form.version.data = str(card.mentorship.version)

    def move() -> None:
        lifecycle.extend(
            actor=actor(),
            public_id=public_id,
            version=seen_version(form.version.data),
            until=day_of(form.until),
            ground=form.chosen,
            today=clock.today(),
            now=clock.now(),
        )

    most = card.book.value("term.max_months", card.mentorship.kind, card.mentorship.form)
    return _answer(
        card, form, move, Step.EXTENDED, "mentorships/extend.html", "Срок продлён.", most=most
    )


def _answer(  # noqa: PLR0913, PLR0917 - what one page of an action is made of
    card: Card,
    form: Form,
    act: Callable[[], None],
    step: Step,
    template: str,
    told: str,
    **given: Any,  # noqa: ANN401 - values of a template
) -> Answer:
    """Show the form, or act and go back to the card; what was typed stays on a refusal."""

    def shown(findings: Sequence[object] = (), message: str = "") -> str:
        return render_template(
            template,
            card=card,
            pair=card.mentorship,
            form=form,
            findings=findings,
            message=message,
            **given,
        )

    if not form.is_submitted():
        return _closed(card, step) or shown()
    if not form.validate():
        return shown(), _REFUSED
    try:
        act()
    except InputError as error:
        form.take(error)
        return shown(), _REFUSED
    except RuleViolationError as error:
        return shown(error.findings, error.message), _REFUSED
    except ConflictError as error:
        overtaken(form, error, card.mentorship.version)
        return shown(), _CONFLICT
    flash(told, "success")
    return redirect(url_for("mentorships.show", public_id=card.mentorship.public_id))


def _closed(card: Card, step: Step) -> Response | None:
    """Back to the card if the state does not allow the step."""
    state = state_on(card, clock.today())
    if step in allowed(state) or (step is Step.DONE and state in LIVE | ENDED):
        return None
    flash(f"Сейчас это невозможно: состояние пары — «{state.label}».", "info")
    return redirect(url_for("mentorships.show", public_id=card.mentorship.public_id))


def _ending(card: Card) -> Step:
    """Cancelling before the first day, ending early after it."""
    state = state_on(card, clock.today())
    return Step.CANCELLED if Step.CANCELLED in allowed(state) else Step.ENDED_EARLY


def _card(public_id: uuid.UUID) -> Card:
    return mentorships.card(actor=actor(), public_id=public_id, today=clock.today())
