"""Who has access: the list, invitations one by one and for the staff list, slips for print."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Length, Optional

from nastavnik.documents import slips
from nastavnik.domain.access import INVITES, Permission, Role
from nastavnik.domain.errors import InputError, NotFoundError
from nastavnik.usecases import access_list, invitations
from nastavnik.usecases.entry import INVITED_FOR
from nastavnik.usecases.handed import Given
from nastavnik.web import clock, mail
from nastavnik.web.auth import Answer
from nastavnik.web.filters import here_with
from nastavnik.web.forms import Form, Required, choices, refuse
from nastavnik.web.pdf_file import pdf_file
from nastavnik.web.secret_keys import keys
from nastavnik.web.session import actor, page

bp = Blueprint("access", __name__)

PER_PAGE: Final = 50
_BOTH: Final = (Permission.ACCESS_STAFF, Permission.ACCESS_BELOW)
_REFUSED: Final = 422
_SLIP: Final = "slip"
_LINK: Final = "link"
_HOW: Final = ((_SLIP, "листок с кодом — напечатать и отдать"), (_LINK, "ссылка — отправить"))


class InviteForm(Form):
    """One person who is not on the staff list, or who enters already."""

    role = SelectField("Роль", [Required("Выберите роль.")])
    place = SelectField("Организация", [Required("Выберите из списка.")])
    name = StringField(
        "Фамилия, имя, отчество", [Length(max=150)], render_kw={"autocomplete": "off"}
    )
    how = RadioField("Как передать", choices=choices(_HOW), default=_SLIP)
    email = StringField("Почта", [Optional(), Length(max=200)], render_kw={"autocomplete": "off"})
    login = StringField(
        "Логин",
        [Optional(), Length(max=100)],
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )

    def validate_email(self, field: StringField) -> None:
        """A letter needs somewhere to go; the address proves itself by the link."""
        name, _, host = (field.data or "").strip().rpartition("@")
        refuse(not name or "." not in host, "Проверьте адрес почты: нужен вид имя@место.рф.")


@bp.get("/access/")
@page(*_BOTH)
def index() -> Response | str:
    """Roles that the reader gives and takes."""
    number = max(request.args.get("page", 1, type=int), 1)
    rows, total = access_list.listed(
        actor=actor(), now=clock.real(), offset=(number - 1) * PER_PAGE, limit=PER_PAGE
    )
    if not rows and total:
        return redirect(here_with(page=(total - 1) // PER_PAGE + 1))
    return render_template(
        "access/index.html",
        rows=rows,
        total=total,
        number=number,
        per_page=PER_PAGE,
        staff=actor().can(Permission.ACCESS_STAFF),
        own_account=actor().login,
    )


@bp.route("/access/new", methods=["GET", "POST"])
@page(*_BOTH)
def new() -> Answer:
    """Invite one person."""
    form = _invite_form()
    if not form.validate_on_submit():
        page_ = _form_page(form)
        return (page_, _REFUSED) if form.is_submitted() else page_
    try:
        given = invitations.invite(
            actor=actor(),
            role=Role(form.role.data),
            place=uuid.UUID(form.place.data),
            name=form.name.data or "",
            login=form.login.data or "",
            email=form.email.data or "",
            by_link=form.how.data == _LINK,
            keys=keys(),
            now=clock.real(),
        )
    except InputError as error:
        form.take(error)
        return _form_page(form), _REFUSED
    return _handed([given])


@bp.route("/people/invite", methods=["GET", "POST"])
@page(Permission.ACCESS_STAFF)
def staff() -> Answer:
    """The staff list: whom to let in, and in which role."""
    if request.method == "GET":
        return _staff_page([])
    try:
        given = invitations.invite_staff(
            actor=actor(), chosen=_chosen(), keys=keys(), now=clock.real()
        )
    except InputError as error:
        return _staff_page(error.errors["people"]), _REFUSED
    return _handed(given)


@bp.post("/access/key")
@page(*_BOTH)
def renew() -> str:
    """A new slip or link for one who has forgotten the password."""
    given = access_list.renew(
        actor=actor(),
        membership_id=_membership(),
        by_link=request.form.get("how") == _LINK,
        keys=keys(),
        now=clock.real(),
    )
    return _handed([given])


@bp.post("/access/close")
@page(*_BOTH)
def close() -> Response:
    """Take a role away."""
    one = access_list.close(actor=actor(), membership_id=_membership(), now=clock.real())
    flash(f"{one.name}: роль «{one.role.label}» закрыта.", "success")
    return redirect(url_for("access.index"))


@bp.post("/access/factor")
@page(*_BOTH)
def factor() -> Response:
    """Turn off the second factor of one who has lost the telephone."""
    name = access_list.drop_factor(actor=actor(), membership_id=_membership())
    flash(f"{name}: второй фактор отключён.", "success")
    return redirect(url_for("access.index"))


@bp.post("/access/slips.pdf")
@page(*_BOTH, reads=True)
def sheet() -> Response:
    """The slips of the page for print; nothing is made anew."""
    codes = dict(
        zip(
            request.form.getlist("membership", type=int),
            request.form.getlist("code"),
            strict=False,
        )
    )
    found = access_list.slips(actor=actor(), codes=codes, keys=keys(), now=clock.real())
    if not found:
        raise NotFoundError("Коды этих листков уже использованы или заменены. Выдайте новые.")
    until = clock.real() + INVITED_FOR
    made = [
        slips.Slip(
            name=one.name,
            role=one.role.label,
            unit=one.unit_title,
            site=mail.site(),
            login=one.login,
            code=one.code,
            until=f"{until:%d.%m.%Y}",
        )
        for one in found
    ]
    return pdf_file("Листки для входа.pdf", slips.render(made, "Листки для входа"))


def _invite_form() -> InviteForm:
    form = InviteForm()
    who = actor()
    form.role.choices = choices(
        [(role.value, role.label) for role in INVITES[who.role]], "выберите роль"
    )
    if who.can(Permission.ACCESS_STAFF):
        rows, _ = invitations.staff(actor=who, text="", now=clock.real(), limit=1000)
        places = [(str(row.person.public_id), row.person.full_name) for row in rows]
        form.place.label.text = "Сотрудник"
    else:
        units = invitations.units(actor=who)
        found = {one.public_id: one.title for some in units.values() for one in some}
        places = [(str(public_id), title) for public_id, title in found.items()]
    form.place.choices = choices(places, "выберите из списка")
    return form


def _form_page(form: InviteForm) -> str:
    staff_ = actor().can(Permission.ACCESS_STAFF)
    return render_template("access/form.html", form=form, staff=staff_)


def _staff_page(problems: Sequence[str]) -> str:
    number = max(request.args.get("page", 1, type=int), 1)
    text = request.args.get("text", "").strip()
    rows, total = invitations.staff(
        actor=actor(),
        text=text,
        now=clock.real(),
        offset=(number - 1) * PER_PAGE,
        limit=PER_PAGE,
    )
    return render_template(
        "access/staff.html",
        rows=rows,
        total=total,
        number=number,
        per_page=PER_PAGE,
        text=text,
        roles=list(INVITES[actor().role]),
        problems=problems,
        chosen=request.form.getlist("person"),
    )


def _chosen() -> dict[uuid.UUID, Role]:
    """Ticked people -> roles; what no page of ours could send is nobody."""
    try:
        return {
            uuid.UUID(one): Role(request.form.get(f"role-{one}", ""))
            for one in request.form.getlist("person")
        }
    except ValueError:
        raise NotFoundError from None


def _membership() -> int:
    return request.form.get("membership", 0, type=int)


def _handed(given: Sequence[Given]) -> str:
    """The page shown once; links go by mail where there is an address."""
    links = {
        one.membership_id: mail.site() + url_for("enter.by_link", ticket=one.ticket)
        for one in given
        if one.ticket
    }
    for one in given:
        if one.ticket and one.email:
            link = links[one.membership_id]
            mail.send(
                one.email,
                "Вход на сайт «Наставник»",
                "invitation",
                account_id=one.account_id,
                given=one,
                link=link,
            )
    return render_template(
        "access/handed.html",
        slips=[one for one in given if one.code],
        links=[(one, links[one.membership_id]) for one in given if one.ticket],
        rest=[one for one in given if not one.code and not one.ticket],
        until=clock.real() + INVITED_FOR,
    )
