"""Pages of the register of statuses: the list, a status, giving, moving, withdrawing, the file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nastavnik.domain.access import Level, Permission
from nastavnik.domain.errors import ConflictError, InputError
from nastavnik.domain.status import Standing
from nastavnik.store.status import StatusGrant, Wanted
from nastavnik.usecases import statuses
from nastavnik.usecases.status_import import ADDED, COLUMNS
from nastavnik.usecases.status_term import Territory
from nastavnik.web import clock
from nastavnik.web.csv_file import csv_file
from nastavnik.web.filters import here_with
from nastavnik.web.forms import Form, choices
from nastavnik.web.session import actor, page
from nastavnik.web.status_form import GiveForm, LinkForm, MoveForm, WithdrawForm
from nastavnik.web.versions import overtaken, seen_version

bp = Blueprint("statuses", __name__, url_prefix="/statuses")

Page = Response | str | tuple[str, int]
PER_PAGE: Final = 50
_WHOLE: Final = 20_000
_CONFLICT: Final = 409
_REFUSED: Final = 422
_RECORD: Final = "/<uuid:public_id>"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the rows, and the choices of the filter as they were made."""

    wanted: Wanted
    place: str

    @property
    def narrowed(self) -> bool:
        """Is anything left out."""
        one = self.wanted
        return bool(one.text or one.code or self.place or one.standing)


@bp.get("/")
@page(Permission.STATUS_READ)
def index() -> Page:
    """One page of the register; `print` shows the whole of it for paper."""
    place = statuses.territory(actor=actor())
    asked = _asked(place)
    whole = "print" in request.args
    number = max(request.args.get("page", 1, type=int), 1)
    rows = statuses.listed(
        actor=actor(),
        wanted=asked.wanted,
        offset=0 if whole else (number - 1) * PER_PAGE,
        limit=_WHOLE if whole else PER_PAGE,
    )
    counted = statuses.counted(actor=actor(), wanted=asked.wanted)
    if not rows and counted.wanted:
        return redirect(here_with(page=(counted.wanted - 1) // PER_PAGE + 1))
    return render_template(
        "statuses/index.html",
        rows=rows,
        cards=statuses.whose(actor=actor(), rows=rows),
        counts=counted.standing,
        total=counted.wanted,
        number=number,
        per_page=PER_PAGE,
        whole=whole,
        asked=asked,
        place=place,
        titles=place.titles(),
        standings=tuple(Standing),
        inside=actor().unit_level is Level.INSTITUTION,
        today=clock.today(),
        can_write=actor().can(Permission.STATUS_WRITE),
    )


@bp.get("/export.csv")
@page(Permission.STATUS_READ)
def export() -> Response:
    """The register as a file: the columns of the template, so it can be brought back."""
    place = statuses.territory(actor=actor())
    rows = statuses.listed(actor=actor(), wanted=_asked(place).wanted, limit=_WHOLE)
    today = clock.today()
    header = (*COLUMNS.values(), *ADDED)
    lines = (_line(row, place) for row in rows)
    return csv_file(f"statuses-{today:%Y-%m-%d}.csv", (header, *lines))


@bp.get(_RECORD)
@page(Permission.STATUS_READ)
def show(public_id: uuid.UUID) -> str:
    """A status."""
    return _card_page(public_id)


@bp.route("/new", methods=["GET", "POST"])
@page(Permission.STATUS_WRITE)
def new() -> Page:
    """Give a status."""
    place = statuses.territory(actor=actor())
    form = GiveForm()
    form.fit(place)
    if not form.is_submitted():
        return render_template("statuses/form.html", form=form)
    if form.validate():
        try:
            row = statuses.give(
                actor=actor(), values=form.read(place), today=clock.today(), now=clock.now()
            )
        except InputError as error:
            form.take(error)
        else:
            flash(f"Статус внесён в реестр: {row.full_name}.", "success")
            return redirect(url_for("statuses.show", public_id=row.public_id))
    return render_template("statuses/form.html", form=form), _REFUSED


@bp.post(f"{_RECORD}/withdraw")
@page(Permission.STATUS_WRITE)
def withdraw(public_id: uuid.UUID) -> Page:
    """Withdraw the status; the row stays."""
    form = WithdrawForm()
    if form.validate():
        try:
            row = statuses.withdraw(
                actor=actor(),
                public_id=public_id,
                version=seen_version(form.version.data),
                on=form.on.data,
                reason=form.reason.data or "",
                today=clock.today(),
            )
        except InputError as error:
            form.take(error)
        except ConflictError as error:
            overtaken(form, error, _version(public_id))
            return _card_page(public_id, withdrawal=form), _CONFLICT
        else:
            flash(f"Статус прекращён: {row.full_name}. Запись осталась в реестре.", "success")
            return redirect(url_for("statuses.show", public_id=public_id))
    return _card_page(public_id, withdrawal=form), _REFUSED


@bp.post(f"{_RECORD}/move")
@page(Permission.STATUS_WRITE)
def move(public_id: uuid.UUID) -> Page:
    """The holder works elsewhere now."""
    form = MoveForm()
    form.fit(statuses.territory(actor=actor()))
    if form.validate():
        try:
            row = statuses.move(
                actor=actor(),
                public_id=public_id,
                version=seen_version(form.version.data),
                unit_id=uuid.UUID(form.unit.data),
                today=clock.today(),
            )
        except InputError as error:
            form.take(error)
        except ConflictError as error:
            overtaken(form, error, _version(public_id))
            return _card_page(public_id, moving=form), _CONFLICT
        else:
            flash(f"Статус числится за новой организацией: {row.org_unit.title}.", "success")
            return redirect(url_for("statuses.show", public_id=public_id))
    return _card_page(public_id, moving=form), _REFUSED


@bp.post(f"{_RECORD}/link")
@page(Permission.PERSON_WRITE)
def link(public_id: uuid.UUID) -> Page:
    """The institution says whose card it is."""
    form = LinkForm()
    form.person.choices = _cards(public_id)
    if not form.validate():
        return _card_page(public_id, linking=form), _REFUSED
    try:
        statuses.link(
            actor=actor(),
            public_id=public_id,
            version=seen_version(form.version.data),
            person_id=form.chosen(),
        )
    except ConflictError as error:
        overtaken(form, error, _version(public_id))
        return _card_page(public_id, linking=form), _CONFLICT
    flash("Карточка выбрана." if form.chosen() else "Карточка ищется по имени.", "success")
    return redirect(url_for("statuses.show", public_id=public_id))


def _version(public_id: uuid.UUID) -> int:
    """Of the record as it is kept now."""
    return statuses.card(actor=actor(), public_id=public_id).row.version


def _cards(public_id: uuid.UUID) -> list[tuple[str, str]]:
    found = statuses.card(actor=actor(), public_id=public_id)
    listed = [
        (
            str(one.public_id),
            one.full_name + (f", {one.birth_date:%d.%m.%Y}" if one.birth_date else ""),
        )
        for one in found.cards
    ]
    offered: list[tuple[str, str]] = choices(listed, "по имени и дате рождения")
    return offered


def _card_page(
    public_id: uuid.UUID,
    *,
    withdrawal: Form | None = None,
    moving: Form | None = None,
    linking: Form | None = None,
) -> str:
    found = statuses.card(actor=actor(), public_id=public_id)
    place = statuses.territory(actor=actor())
    who = actor()
    fresh = LinkForm(formdata=None)
    if linking is None and found.cards:
        fresh.person.choices = _cards(public_id)
        fresh.person.data = str(found.card.public_id) if found.row.person_id and found.card else ""
    mover, leaver = MoveForm(formdata=None), WithdrawForm(formdata=None)
    for form in (fresh, mover, leaver):
        form.version.data = str(found.row.version)
    if who.can(Permission.STATUS_WRITE):
        mover.fit(place)
    return render_template(
        "statuses/show.html",
        found=found,
        row=found.row,
        held=found.row.held,
        titles=place.titles(),
        today=clock.today(),
        withdrawal=withdrawal or leaver,
        moving=moving or mover,
        linking=linking or fresh,
        can_write=who.can(Permission.STATUS_WRITE),
        can_link=bool(found.cards) and who.can(Permission.PERSON_WRITE),
    )


def _asked(place: Territory) -> Asked:
    """The filter of the address; what is not known there filters nothing."""
    arguments = request.args
    known = {str(one.public_id): one.path for one in place.units.values()}
    unit = arguments.get("place", "")
    code, standing = arguments.get("code", ""), arguments.get("standing", "")
    wanted = Wanted(
        on=clock.today(),
        text=arguments.get("text", "").strip(),
        code=code if code in place.titles() else "",
        path=known.get(unit, ""),
        standing=Standing(standing) if standing in set(Standing) else None,
    )
    return Asked(wanted, unit if unit in known else "")


def _line(row: StatusGrant, place: Territory) -> list[object]:
    return [
        row.last_name,
        row.first_name,
        row.patronymic,
        row.birth_date,
        place.titles().get(row.code, row.code),
        row.order_number,
        row.order_on,
        row.certificate,
        row.given_on,
        row.valid_until,
        row.org_unit.title,
        place.above(row.org_unit).title,
        row.held.standing(clock.today()).label,
        row.withdrawn_on,
        row.withdrawn_reason,
    ]
