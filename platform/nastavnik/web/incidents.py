"""Pages of incidents with personal data: the register, a record, what was sent and when."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import datetime, time
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange

from nastavnik.documents.render import render_pdf
from nastavnik.domain.access import Permission, Role
from nastavnik.domain.errors import InputError
from nastavnik.domain.personal_data import INCIDENT_CLAUSE, Stage, Timer, stage
from nastavnik.regions import registry
from nastavnik.store.incident import PlatformIncident
from nastavnik.usecases import incidents
from nastavnik.usecases.incidents import IncidentInput, Line, Told
from nastavnik.web import clock
from nastavnik.web.filters import moment
from nastavnik.web.forms import DateField, Form, Required, refuse
from nastavnik.web.pdf_file import pdf_file
from nastavnik.web.session import actor, page
from nastavnik.web.typed import day_of

bp = Blueprint("incidents", __name__, url_prefix="/incidents")

_REFUSED: Final = 422
_HOUR: Final = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_ROWS: Final = {"rows": 3}


class MomentForm(Form):
    """A day and an hour."""

    on = DateField("День", [Required("Укажите день.")])
    hour = StringField(
        "Время",
        [Required("Укажите время.")],
        description="Часы и минуты: 14:05",
        render_kw={"autocomplete": "off", "maxlength": 5, "placeholder": "ЧЧ:ММ"},
    )

    def validate_hour(self, field: StringField) -> None:
        """Hours and minutes of a day."""
        wrong = _HOUR.fullmatch((field.data or "").strip()) is None
        refuse(wrong, f"«{field.data}» — не время. Введите часы и минуты: 14:05.")

    @property
    def moment(self) -> datetime:
        """In the region's zone."""
        hours, minutes = (int(one) for one in re.split("[:.]", (self.hour.data or "").strip()))
        return datetime.combine(day_of(self.on), time(hours, minutes), clock.zone())


class IncidentForm(MomentForm):
    """What happened."""

    what = TextAreaField("Что произошло", [Required("Опишите, что произошло.")], render_kw=_ROWS)
    cause = TextAreaField(
        "Предполагаемая причина", [Required("Назовите причину.")], render_kw=_ROWS
    )
    categories = StringField(
        "Чьи и какие данные",
        [Required("Назовите, чьи и какие данные.")],
        description="Без имён: наставники — фамилия, телефон",
    )
    people_count = IntegerField(
        "Сколько людей затронуто", [NumberRange(min=0, message="Введите число людей.")]
    )
    harm = TextAreaField("Предполагаемый вред", [Required("Назовите вред.")], render_kw=_ROWS)
    measures = TextAreaField(
        "Принятые меры", [Required("Напишите, что сделано.")], render_kw=_ROWS
    )


class ToldForm(MomentForm):
    """What was sent to the supervisor."""

    words = TextAreaField(
        "Что отправлено", [Required("Напишите, что отправлено.")], render_kw=_ROWS
    )
    number = StringField("Номер на портале Роскомнадзора", description="Если портал его выдал")


@bp.get("/")
@page(Permission.INCIDENT_WRITE)
def index() -> str:
    """The register with the running terms."""
    return render_template(
        "incidents/index.html",
        rows=[(one, incidents.timer_of(one)) for one in incidents.listed(actor=actor())],
        from_platform=incidents.from_platform(actor=actor()),
        now=clock.now(),
        clause=INCIDENT_CLAUSE,
        platform=_of_platform(),
    )


@bp.route("/new", methods=["GET", "POST"])
@page(Permission.INCIDENT_WRITE)
def new() -> Response | str | tuple[str, int]:
    """Write an incident down: a new one, or the own part of one of the platform."""
    form = IncidentForm()
    source = request.args.get("of", type=uuid.UUID)
    if not form.is_submitted():
        if source is not None:
            form.process(obj=incidents.platform_one(actor=actor(), incident_id=source))
        form.on.data = clock.today()
        form.hour.data = f"{clock.now():%H:%M}"
        return _form_page(form)
    if not form.validate():
        return _form_page(form), _REFUSED
    try:
        row = incidents.record(
            actor=actor(),
            values=IncidentInput(
                found_at=form.moment,
                what=form.what.data or "",
                cause=form.cause.data or "",
                harm=form.harm.data or "",
                categories=form.categories.data or "",
                people_count=form.people_count.data or 0,
                measures=form.measures.data or "",
                of=source,
            ),
            now=clock.now(),
        )
    except InputError as error:
        form.take(_placed(error))
        return _form_page(form), _REFUSED
    flash("Инцидент записан. Уведомите Роскомнадзор в течение 24 часов.", "success")
    return redirect(url_for("incidents.show", incident_id=row.public_id))


@bp.get("/platform/<uuid:incident_id>")
@page(Permission.INCIDENT_WRITE)
def platform(incident_id: uuid.UUID) -> str:
    """An incident of the platform, as a unit is told of it."""
    return render_template(
        "incidents/platform.html",
        row=incidents.platform_one(actor=actor(), incident_id=incident_id),
    )


@bp.get("/<uuid:incident_id>")
@page(Permission.INCIDENT_WRITE)
def show(incident_id: uuid.UUID) -> str:
    """An incident and what it waits for."""
    row = incidents.one(actor=actor(), incident_id=incident_id)
    form = ToldForm()
    form.on.data = clock.today()
    form.hour.data = f"{clock.now():%H:%M}"
    return _shown(row, form)


@bp.post("/<uuid:incident_id>/<any(notice, result):step>")
@page(Permission.INCIDENT_WRITE)
def tell(incident_id: uuid.UUID, step: str) -> Response | tuple[str, int]:
    """Note what was sent."""
    form = ToldForm()
    row = incidents.one(actor=actor(), incident_id=incident_id)
    if not form.validate():
        return _shown(row, form), _REFUSED
    told = Told(form.words.data or "", form.moment, form.number.data or "")
    do = incidents.notify if step == "notice" else incidents.report
    try:
        do(actor=actor(), incident_id=incident_id, told=told, now=clock.now())
    except InputError as error:
        form.take(_placed(error))
        return _shown(row, form), _REFUSED
    flash("Отмечено.", "success")
    return redirect(url_for("incidents.show", incident_id=incident_id))


@bp.get("/register.pdf")
@page(Permission.INCIDENT_WRITE)
def printed() -> Response:
    """The register on paper."""
    rows = [
        {
            "found": moment(one.found_at),
            "what": one.what,
            "people": f"{one.categories}; людей: {one.people_count}",
            "measures": one.measures,
            "notified": moment(one.notified_at),
            "reported": moment(one.reported_at),
        }
        for one in incidents.listed(actor=actor())
    ]
    context = {**incidents.heading(actor=actor()), "incidents": rows, "on": clock.today()}
    form = registry.region(actor().region).form("incident_register")
    return pdf_file(f"{form.title}.pdf", render_pdf(form, context))


def _of_platform() -> bool:
    return actor().role is Role.OPERATOR


def _form_page(form: IncidentForm) -> str:
    return render_template("incidents/form.html", form=form, platform=_of_platform())


def _placed(error: InputError) -> InputError:
    """Messages about a moment stand at the field of its day."""
    moved = {"found_at": "on", "at": "on"}
    return InputError({moved.get(name, name): texts for name, texts in error.errors.items()})


def _shown(row: Line, form: ToldForm) -> str:
    now = stage(row.notified_at, row.reported_at)
    return render_template(
        "incidents/show.html",
        row=row,
        form=form,
        timer=incidents.timer_of(row),
        now=clock.now(),
        step="notice" if now is Stage.NOTICE else "result",
        closed=now is Stage.CLOSED,
        clause=INCIDENT_CLAUSE,
    )


@bp.app_context_processor
def _timers() -> dict[str, object]:
    """For the home page of whoever answers for incidents."""

    def running() -> Sequence[tuple[Line, Timer]]:
        who = actor()
        return incidents.waiting(actor=who) if who.can(Permission.INCIDENT_WRITE) else ()

    def told() -> Sequence[PlatformIncident]:
        who = actor()
        if not who.can(Permission.INCIDENT_WRITE):
            return ()
        return incidents.fresh_from_platform(actor=who, now=clock.now())

    return {"running_incidents": running, "told_incidents": told, "timer_now": clock.now()}
