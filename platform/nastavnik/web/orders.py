"""Pages of orders: check the text, issue, list, show, print."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from nastavnik.documents.fill import FormFillError
from nastavnik.documents.render import render_html, render_pdf
from nastavnik.domain.access import Permission
from nastavnik.domain.errors import (
    BusyError,
    ConflictError,
    InputError,
    RuleViolationError,
)
from nastavnik.domain.finding import Finding
from nastavnik.domain.form import DocumentForm
from nastavnik.domain.mentorship import BEFORE_ORDER
from nastavnik.regions import registry
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.order import Order
from nastavnik.usecases import orders
from nastavnik.usecases.orders import Checked
from nastavnik.web import clock
from nastavnik.web.filters import here_with, short_date
from nastavnik.web.forms import DateField, Form, Required
from nastavnik.web.pdf_file import pdf_file
from nastavnik.web.session import actor, page
from nastavnik.web.typed import day_of

bp = Blueprint("orders", __name__)

PER_PAGE: Final = 50
_REFUSED: Final = 422
_CONFLICT: Final = 409


class OrderForm(Form):
    """Requisites of an order. `key` is made with the page, so a second click issues nothing.

    `seal` is of the order that the page shows: what has changed since is shown, not issued.
    """

    key = HiddenField()
    seal = HiddenField()
    number = StringField(
        "Номер приказа",
        [
            Required("Укажите номер приказа, например 118-к."),
            Length(max=64, message="Номер длиннее 64 знаков. Укажите только номер, без даты."),
        ],
        description="По журналу приказов, например 118-к",
        render_kw={"autocomplete": "off"},
    )
    issued_on = DateField(
        "Дата приказа",
        [Required("Укажите дату приказа.")],
        description="День подписания; нормы берутся на этот день",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The order as it would be printed; `fault` says what is missing to print it."""

    document: Markup
    findings: Sequence[Finding]
    seal: str = ""
    fault: str = ""

    @property
    def fit(self) -> bool:
        """May it be issued."""
        return not self.fault and not any(one.blocks for one in self.findings)


@bp.get("/orders/")
@page(Permission.ORDER_PRINT)
def index() -> Response | str:
    """One page of the orders, the newest first."""
    number = max(request.args.get("page", 1, type=int), 1)
    rows, total = orders.listed(actor=actor(), offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    if not rows and total:
        return redirect(here_with(page=(total - 1) // PER_PAGE + 1))
    return render_template(
        "orders/index.html", rows=rows, total=total, number=number, per_page=PER_PAGE
    )


@bp.get("/pairs/<uuid:public_id>/order")
@page(Permission.ORDER_ISSUE)
def issue(public_id: uuid.UUID) -> Response | str | tuple[str, int]:
    """Ask for the number and the date; when the address has both, show the order to be checked."""
    rows = orders.together(actor=actor(), public_id=public_id)
    if away := _already(rows[0]):
        return away
    form = OrderForm(formdata=None)
    if "number" not in request.args:
        form.issued_on.data = _likely_day(rows[0])
        return _page(form, rows)
    asked = OrderForm(request.args, meta={"csrf": False})  # an address carries no token
    if not asked.validate():
        return _page(asked, rows), _REFUSED
    form.number.data, form.issued_on.data = asked.number.data, asked.issued_on.data
    return _page(form, rows, _sealed(form, rows))


@bp.post("/pairs/<uuid:public_id>/order")
@page(Permission.ORDER_ISSUE)
def confirm(public_id: uuid.UUID) -> Response | tuple[str, int]:
    """Issue the order that was checked. The same page sent twice gives the same order."""
    form = OrderForm()
    rows = orders.together(actor=actor(), public_id=public_id)
    if not form.validate() or not form.key.data:
        form.key.data = form.key.data or str(uuid.uuid4())
        return _page(form, rows), _REFUSED
    if (
        not form.seal.data
    ):  # a page that was read has no fault; drawing it anew would hold the lock
        preview = _preview(form, rows)
        if preview.fault:
            return _page(form, rows, preview), _REFUSED
    pair = rows[0].public_id
    try:
        order = orders.issue_order(
            actor=actor(),
            public_ids=[one.public_id for one in rows],
            number=form.number.data or "",
            issued_on=day_of(form.issued_on),
            key=form.key.data,
            seal=form.seal.data or "",
            today=clock.today(),
            now=clock.now(),
        )
    except InputError as error:
        form.take(error)
        return _page(form, rows, _preview(form, rows)), _REFUSED
    except ConflictError as error:
        return _overtaken(form, pair, error), _CONFLICT
    except RuleViolationError as error:
        refused = replace(_preview(form, rows), findings=error.findings)
        return _page(form, rows, refused), _REFUSED
    flash(f"Приказ № {order.number} от {short_date(order.issued_on)} издан.", "success")
    return redirect(url_for("orders.show", public_id=order.public_id))


def _overtaken(form: OrderForm, public_id: uuid.UUID, error: ConflictError) -> str:
    """The page as it is now, with what was typed. Raises the error if there is no draft left."""
    rows = orders.together(actor=actor(), public_id=public_id)
    if isinstance(error, BusyError) or any(one.state not in BEFORE_ORDER for one in rows):
        raise error
    return _page(form, rows, _sealed(form, rows), error.message)


@bp.get("/orders/<uuid:public_id>")
@page(Permission.ORDER_PRINT)
def show(public_id: uuid.UUID) -> str:
    """An issued order as it was printed, and its pairs."""
    order = orders.order_to_print(actor=actor(), public_id=public_id)
    return render_template(
        "orders/show.html",
        order=order,
        pairs=orders.pairs_of(actor=actor(), order=order),
        document=render_html(_form_of(order), order.context),
    )


@bp.get("/orders/<uuid:public_id>.pdf")
@page(Permission.ORDER_PRINT)
def pdf(public_id: uuid.UUID) -> Response:
    """The order to print."""
    order = orders.order_to_print(actor=actor(), public_id=public_id)
    name = f"Приказ № {order.number} от {short_date(order.issued_on)}.pdf"
    return pdf_file(name.replace("/", "-"), render_pdf(_form_of(order), order.context))


def _already(one: Mentorship) -> Response | None:
    """Where to go instead of issuing: the order that there is, or the card."""
    if one.order:
        flash("Приказ по этой паре уже издан.", "info")
        return redirect(url_for("orders.show", public_id=one.order.public_id))
    if one.state not in BEFORE_ORDER:
        flash(f"Приказ издают по черновику; состояние пары — «{one.state.label}».", "info")
        return redirect(url_for("mentorships.show", public_id=one.public_id))
    return None


def _likely_day(one: Mentorship) -> Any:  # noqa: ANN401 - data of a field
    today = clock.today()
    planned = one.planned_order_on
    return planned if planned and planned < today else today


def _sealed(form: OrderForm, rows: Sequence[Mentorship]) -> Preview:
    """The order to be read, with a new key: one for every page that may issue."""
    preview = _preview(form, rows)
    form.key.data, form.seal.data = str(uuid.uuid4()), preview.seal
    return preview


def _preview(form: OrderForm, rows: Sequence[Mentorship]) -> Preview:
    checked = orders.preview_order(
        actor=actor(),
        public_ids=[one.public_id for one in rows],
        number=form.number.data or "",
        issued_on=day_of(form.issued_on),
        today=clock.today(),
    )
    return _filled(registry.region(actor().region).form(f"order_{checked.kind}"), checked)


def _filled(form: DocumentForm, checked: Checked) -> Preview:
    findings = checked.findings
    try:
        document = render_html(form, checked.context)
    except FormFillError as error:
        return Preview(document=Markup(), findings=findings, fault=error.message)
    return Preview(document=document, findings=findings, seal=checked.seal)


def _form_of(order: Order) -> DocumentForm:
    return registry.region(actor().region).form(f"order_{order.kind}")


def _page(
    form: OrderForm,
    rows: Sequence[Mentorship],
    preview: Preview | None = None,
    overtaken: str = "",
) -> str:
    return render_template(
        "orders/issue.html",
        form=form,
        pair=rows[0],
        rows=rows,
        formers=orders.replaced(actor=actor(), rows=rows),
        preview=preview,
        overtaken=overtaken,
    )
