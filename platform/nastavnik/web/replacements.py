"""The page of a mentor's replacement: why, who instead, from which day."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import ConflictError, InputError, RuleViolationError
from nastavnik.domain.facts import REGIMES
from nastavnik.domain.mentorship import Step, allowed
from nastavnik.domain.provision import GroundEvent
from nastavnik.domain.wording import counted
from nastavnik.usecases import mentorships, replacements
from nastavnik.usecases.notices import noticed_of
from nastavnik.usecases.replacements import Candidate, Change, first_day
from nastavnik.web import clock
from nastavnik.web.forms import DateField, Required, choices
from nastavnik.web.ground_form import NoticeForm, lawful_end
from nastavnik.web.mentorship_card import state_on
from nastavnik.web.session import actor, page
from nastavnik.web.typed import identifier
from nastavnik.web.versions import overtaken, seen_version

if TYPE_CHECKING:
    from nastavnik.domain.finding import Finding
    from nastavnik.usecases.mentorships import Card

bp = Blueprint("replacements", __name__, url_prefix="/pairs/<uuid:public_id>/replace")

_CONFLICT: Final = 409
_REFUSED: Final = 422


class ReplacementForm(NoticeForm):
    """A ground, a person, a day. `fit` gives it the grounds, `offer` the people."""

    start = DateField(
        "Первый день нового наставника",
        [Required("Укажите первый день нового наставника.")],
        description="Прежний наставник работает по день накануне",
    )
    regime = RadioField(
        "Как оформлена работа нового наставника",
        [Required("Укажите, как оформлена работа нового наставника.")],
        choices=choices((code, title[:1].upper() + title[1:]) for code, title in REGIMES.items()),
    )
    no_notice = BooleanField("Предупреждать не нужно: наставник согласен или уже не работает")
    mentor_id = RadioField("Новый наставник", [Required("Выберите нового наставника.")])

    def offer(self, found: Sequence[Candidate]) -> None:
        """The people to choose from, each with the load and what the rules say."""
        self.mentor_id.choices = choices((str(one.person.public_id), _told(one)) for one in found)


@bp.route("", methods=["GET", "POST"])
@page(Permission.MENTORSHIP_WRITE)
def propose(public_id: uuid.UUID) -> Response | str | tuple[str, int]:
    """Choose who goes on with the mentee; the button `check` shows the findings of another day."""
    card = mentorships.card(actor=actor(), public_id=public_id, today=clock.today())
    form = ReplacementForm()
    away = _closed(card)
    if away and not form.is_submitted():
        return away
    form.warn(card)
    form.fit(card, card.book.grounds(GroundEvent.REPLACEMENT))
    if not form.is_submitted():
        _begin(form, card)
    found = _candidates(form, card)
    form.offer(found)
    if not form.is_submitted() or "check" in request.form:
        return _page(form, card, found)
    if not form.validate():
        return _page(form, card, found), _REFUSED
    return _sent(form, card, found)


def _sent(
    form: ReplacementForm, card: Card, found: Sequence[Candidate]
) -> Response | tuple[str, int]:
    """Draft the replacement; what was typed stays on a refusal."""
    try:
        made = replacements.replace_mentor(
            actor=actor(),
            public_id=card.mentorship.public_id,
            version=seen_version(form.version.data),
            change=_change(form),
            today=clock.today(),
            now=clock.now(),
        )
    except InputError as error:
        form.take(error)
        return _page(form, card, found), _REFUSED
    except RuleViolationError as error:
        return _page(form, card, found, error.findings, error.message), _REFUSED
    except ConflictError as error:
        overtaken(form, error, card.mentorship.version)
        return _page(form, card, found), _CONFLICT
    flash("Черновик замены создан. Прежняя пара продолжается до приказа о замене.", "success")
    return redirect(url_for("mentorships.show", public_id=made.public_id))


def _begin(form: ReplacementForm, card: Card) -> None:
    """What stands in the form at the first look."""
    one = card.mentorship
    form.version.data = str(one.version)
    form.start.data = first_day(one, clock.today())
    form.regime.data = one.regime
    form.noticed_on.data = noticed_of(card.history)


def _candidates(form: ReplacementForm, card: Card) -> Sequence[Candidate]:
    return replacements.candidates(
        actor=actor(),
        public_id=card.mentorship.public_id,
        start=form.start.data or first_day(card.mentorship, clock.today()),
        regime=form.regime.data or card.mentorship.regime,
        today=clock.today(),
    )


def _change(form: ReplacementForm) -> Change:
    return Change(
        mentor_id=identifier(form.mentor_id.data),
        start=form.start.data,
        regime=form.regime.data or "",
        ground=form.chosen,
        noticed_on=form.told_on,
    )


def _told(one: Candidate) -> Markup:
    """Name, post and load; the findings stand under them."""
    load = counted(one.pairs, "pair") if one.pairs else "пар нет"
    return Markup("{}, {} · {}").format(one.person.full_name, one.person.position, load)


def _closed(card: Card) -> Response | None:
    """Back to the card if nobody can be replaced now, or somebody is being replaced already."""
    one = card.mentorship
    other = card.succession.after
    if other is not None and card.succession.pending:
        flash("Замену уже готовят: вот её черновик.", "info")
        return redirect(url_for("mentorships.show", public_id=other.successor.public_id))
    state = state_on(card, clock.today())
    if Step.REPLACEMENT_DRAFTED in allowed(state):
        return None
    flash(f"Сейчас заменить наставника нельзя: состояние пары — «{state.label}».", "info")
    return redirect(url_for("mentorships.show", public_id=one.public_id))


def _page(
    form: ReplacementForm,
    card: Card,
    found: Sequence[Candidate],
    findings: Sequence[Finding] = (),
    message: str = "",
) -> str:
    return render_template(
        "mentorships/replace.html",
        form=form,
        card=card,
        pair=card.mentorship,
        candidates={str(one.person.public_id): one for one in found},
        rule=form.rule,
        lawful=lawful_end(form.rule, form.noticed_on.data or clock.today(), card),
        findings=findings,
        message=message,
    )
