"""Pages of a person's pay and absences."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nastavnik.domain.access import Permission
from nastavnik.domain.allowance import Base
from nastavnik.domain.errors import ConflictError, InputError
from nastavnik.domain.month import Month
from nastavnik.usecases import pay
from nastavnik.usecases.pay_input import AbsenceInput, PayInput
from nastavnik.web import clock
from nastavnik.web.allowance_form import AbsenceForm, PayForm
from nastavnik.web.session import actor, page
from nastavnik.web.versions import (
    Difference,
    choose,
    choosing,
    differences,
    overtaken,
    seen_version,
)

bp = Blueprint("pay", __name__, url_prefix="/allowances/people/<uuid:public_id>")

Page = Response | str | tuple[str, int]
_CONFLICT: Final = 409
_REFUSED: Final = 422


class _Kind(NamedTuple):
    """Sums and absences have the same pages; `prefix`: both forms stand on one of them."""

    input: pay.Kind
    form: type[PayForm | AbsenceForm]
    prefix: str
    name: str
    added: str
    changed: str
    removed: str


_KINDS: Final = {
    "pay": _Kind(
        PayInput, PayForm, "", "Оклад", "Сумма внесена.", "Сумма исправлена.", "Сумма убрана."
    ),
    "absence": _Kind(
        AbsenceInput,
        AbsenceForm,
        "away-",
        "Отсутствие",
        "Отсутствие внесено.",
        "Отсутствие исправлено.",
        "Отсутствие убрано.",
    ),
}
_KIND: Final = f"/<any({', '.join(_KINDS)}):kind>"
_STAY: Final = "Утверждённые расчёты не изменились."


@bp.get("/")
@page(Permission.ALLOWANCE_READ)
def show(public_id: uuid.UUID) -> str:
    """What the person earns and when they are away."""
    return _page(public_id)


@bp.post(_KIND)
@page(Permission.ALLOWANCE_WRITE)
def add(public_id: uuid.UUID, kind: str) -> Page:
    """A sum from a day on, or days off work."""
    one = _KINDS[kind]
    form = one.form(prefix=one.prefix)
    if form.validate():
        try:
            pay.enter(actor=actor(), public_id=public_id, values=form.read())
        except InputError as error:
            form.take(error)
        else:
            flash(one.added, "success")
            return redirect(url_for("pay.show", public_id=public_id))
    return _page(public_id, {kind: form}), _REFUSED


@bp.route(f"{_KIND}/<uuid:row_id>", methods=["GET", "POST"])
@page(Permission.ALLOWANCE_WRITE)
def edit(public_id: uuid.UUID, kind: str, row_id: uuid.UUID) -> Page:
    """Correct it. A stale form shows both versions and may be sent over the newer one."""
    one = _KINDS[kind]
    form = one.form()
    if not form.is_submitted():
        return _edit_page(public_id, one, _saved(one, row_id))
    if choosing():
        choose(form, _saved(one, row_id))
    if not form.validate():
        return _edit_page(public_id, one, form), _REFUSED
    try:
        pay.change(
            actor=actor(),
            public_id=row_id,
            version=seen_version(form.version.data),
            values=form.read(),
        )
    except InputError as error:
        form.take(error)
        return _edit_page(public_id, one, form), _REFUSED
    except ConflictError as error:
        saved = _saved(one, row_id)
        overtaken(form, error, saved.version.data)
        return _edit_page(public_id, one, form, differences(form, saved, error)), _CONFLICT
    flash(f"{one.changed} {_STAY}", "success")
    return redirect(url_for("pay.show", public_id=public_id))


@bp.post(f"{_KIND}/<uuid:row_id>/remove")
@page(Permission.ALLOWANCE_WRITE)
def remove(public_id: uuid.UUID, kind: str, row_id: uuid.UUID) -> Response:
    """Take it back."""
    one = _KINDS[kind]
    seen = seen_version(request.form.get("version"))
    pay.remove(actor=actor(), kind=one.input, public_id=row_id, version=seen)
    flash(f"{one.removed} {_STAY}", "success")
    return redirect(url_for("pay.show", public_id=public_id))


def _saved(one: _Kind, row_id: uuid.UUID) -> PayForm | AbsenceForm:
    """The row as it is kept, in a form of its own."""
    row: Any = pay.entry(actor=actor(), kind=one.input, public_id=row_id)
    form = one.form(formdata=None)
    form.show(row)
    return form


def _page(public_id: uuid.UUID, sent: dict[str, PayForm | AbsenceForm] | None = None) -> str:
    forms = {kind: one.form(None, prefix=one.prefix) for kind, one in _KINDS.items()}
    return render_template(
        "allowances/person.html",
        found=pay.pay_card(actor=actor(), public_id=public_id),
        forms=forms | (sent or {}),
        titles={one.value: one.label for one in Base},
        month=_back(),
        can_write=actor().can(Permission.ALLOWANCE_WRITE),
        can_trace=actor().can(Permission.AUDIT_READ),
    )


def _edit_page(
    public_id: uuid.UUID,
    one: _Kind,
    form: PayForm | AbsenceForm,
    lines: Sequence[Difference] = (),
) -> str:
    return render_template(
        "allowances/entry.html",
        person=pay.pay_card(actor=actor(), public_id=public_id).person,
        form=form,
        name=one.name,
        lines=lines,
        month=_back(),
    )


def _back() -> Month:
    """The month from which the reader came, or this one."""
    asked = request.args.get("month", "")
    return Month.parse(asked) if asked else Month.of(clock.today())
