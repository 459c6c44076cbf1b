"""Pages of consents to processing: read, give or note, print as signed, withdraw; their texts."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from nastavnik.documents.fill import FormFillError
from nastavnik.documents.render import render_html, render_pdf
from nastavnik.domain.access import Permission
from nastavnik.domain.consent import (
    PROCESSING,
    Purpose,
    Standing,
    consequences,
)
from nastavnik.domain.errors import InputError, NotFoundError
from nastavnik.domain.form import DocumentForm, Para, Space
from nastavnik.usecases import act_scans, consent_texts, consents
from nastavnik.usecases.act_scans import Upload
from nastavnik.usecases.consent_texts import Text, form_code
from nastavnik.usecases.consents import Signing
from nastavnik.web import clock
from nastavnik.web.forms import DateField, Form, Required
from nastavnik.web.pdf_file import pdf_file
from nastavnik.web.session import actor, page
from nastavnik.web.signer_fields import SignerFields
from nastavnik.web.typed import day_of

bp = Blueprint("consents", __name__, url_prefix="/personal-data")

_REFUSED: Final = 422
_OWN: Final = (Permission.DATA_READ_OWN, Permission.DATA_WRITE)
_FILES: Final = {"accept": ".pdf,.jpg,.jpeg,.png"}


class SigningForm(SignerFields):
    """What is noted of a consent signed on paper."""

    given_on = DateField("День подписания", [Required("Укажите день подписания.")])
    valid_until = DateField(
        "Действует по", description="Пусто — до достижения цели, как сказано в тексте"
    )
    scan = FileField(
        "Скан подписанного согласия", description="PDF, JPEG или PNG до 7 МБ", render_kw=_FILES
    )


class TextForm(Form):
    """The words of a consent."""

    body = TextAreaField(
        "Текст",
        [Required("Введите текст согласия.")],
        description="Абзацы — через пустую строку; слова в двойных скобках подставит платформа",
        render_kw={"rows": 24},
    )


@bp.route("/people/<uuid:public_id>/consents/<purpose>", methods=["GET", "POST"])
@page(Permission.DATA_WRITE)
def record(public_id: uuid.UUID, purpose: str) -> Response | str | tuple[str, int]:
    """Note a consent that was signed on paper."""
    form = SigningForm()
    if not form.is_submitted():
        form.given_on.data = clock.today()
        return _record_page(form, public_id, purpose)
    if not form.validate():
        return _record_page(form, public_id, purpose), _REFUSED
    try:
        row = consents.record(
            actor=actor(),
            public_id=public_id,
            signing=Signing(
                purpose=_purpose(purpose),
                given_on=day_of(form.given_on),
                valid_until=form.valid_until.data,
                representative=form.signer,
                scan=_upload(),
            ),
            processor=_processor(),
            today=clock.today(),
            now=clock.now(),
        )
    except InputError as error:
        form.take(error)
        return _record_page(form, public_id, purpose), _REFUSED
    flash("Согласие записано.", "success")
    return redirect(url_for("consents.show", consent_id=row.public_id))


@bp.get("/people/<uuid:public_id>/consents/<purpose>.pdf")
@page(Permission.DATA_WRITE)
def blank_pdf(public_id: uuid.UUID, purpose: str) -> Response:
    """The text to print and sign."""
    return _blank_pdf(public_id, purpose)


@bp.route("/me/consents/<purpose>", methods=["GET", "POST"])
@page(Permission.DATA_READ_OWN)
def own(purpose: str) -> Response | str:
    """Read the text and agree under one's own login."""
    wanted = _purpose(purpose)
    if request.method == "POST":
        row = consents.give_own(
            actor=actor(),
            purpose=wanted,
            processor=_processor(),
            today=clock.today(),
            now=clock.now(),
        )
        flash("Ваше согласие записано.", "success")
        return redirect(url_for("consents.show", consent_id=row.public_id))
    person, text, context = _blank(None, purpose)
    held = consents.listed(actor=actor(), public_id=None)
    today = clock.today()
    return render_template(
        "personal_data/own_consent.html",
        purpose=wanted,
        person=person,
        text=text,
        minor=consents.is_minor(person, today),
        held=next(
            (
                one
                for one in held
                if one.purpose == wanted and one.standing(today) is Standing.HOLDS
            ),
            None,
        ),
        document=render_html(text.form, context),
        consequences=consequences(wanted),
    )


@bp.get("/me/consents/<purpose>.pdf")
@page(Permission.DATA_READ_OWN)
def own_pdf(purpose: str) -> Response:
    """The text to print and sign."""
    return _blank_pdf(None, purpose)


@bp.get("/consents/<uuid:consent_id>")
@page(*_OWN)
def show(consent_id: uuid.UUID) -> str:
    """A consent as it was signed."""
    signed = consents.as_signed(actor=actor(), consent_id=consent_id)
    return render_template(
        "personal_data/consent.html",
        signed=signed,
        row=signed.row,
        person=signed.person,
        standing=signed.row.standing(clock.today()),
        document=render_html(signed.text.form, signed.context) if signed.text else None,
        consequences=consequences(signed.purpose) if signed.purpose in PROCESSING else "",
        keeps=actor().can(Permission.DATA_WRITE),
        own=actor().person_id == signed.person.id,
    )


@bp.get("/consents/<uuid:consent_id>.pdf")
@page(*_OWN)
def signed_pdf(consent_id: uuid.UUID) -> Response:
    """The consent as it was signed, on paper."""
    signed = consents.as_signed(actor=actor(), consent_id=consent_id)
    if signed.text is None:
        raise NotFoundError("Текст этого согласия не сохранён: приложите скан подписанного.")
    name = f"{signed.text.form.title} {signed.person.last_name}.pdf"
    return pdf_file(name, render_pdf(_marked(signed.text), signed.context))


@bp.post("/consents/<uuid:consent_id>/withdraw")
@page(*_OWN)
def withdraw(consent_id: uuid.UUID) -> Response:
    """End a consent."""
    consents.withdraw(actor=actor(), consent_id=consent_id, today=clock.today())
    flash("Согласие отозвано с сегодняшнего дня.", "success")
    return redirect(url_for("consents.show", consent_id=consent_id))


@bp.post("/consents/<uuid:consent_id>/scan")
@page(Permission.DATA_WRITE)
def attach(consent_id: uuid.UUID) -> Response:
    """Keep the scan of a signed consent."""
    upload = _upload()
    if upload is None:
        flash("Выберите файл скана.", "danger")
    else:
        try:
            consents.attach_scan(
                actor=actor(), consent_id=consent_id, upload=upload, now=clock.now()
            )
            flash("Скан приложен.", "success")
        except InputError as error:
            flash(f"Скан не принят. {error.errors['scan'][0]}", "danger")
    return redirect(url_for("consents.show", consent_id=consent_id))


@bp.get("/consents/<uuid:consent_id>/scan")
@page(*_OWN)
def scan(consent_id: uuid.UUID) -> Response:
    """The scan, to be saved: an uploaded file never runs as a page of ours."""
    found = consents.as_signed(actor=actor(), consent_id=consent_id).scan
    if found is None:
        raise NotFoundError("Скан не приложен.")
    answer = send_file(
        io.BytesIO(found.content),
        mimetype=found.media_type,
        download_name=found.name,
        as_attachment=True,
    )
    answer.cache_control.no_store = True
    return answer


@bp.get("/texts")
@page(Permission.DATA_WRITE)
def texts() -> str:
    """Texts of the purposes with their versions."""
    return render_template(
        "personal_data/texts.html",
        shelf=consent_texts.shelf(actor=actor()),
        processor=consents.processor_named(actor().region, _processor()),
        named=bool(_processor()),
    )


@bp.route("/texts/<purpose>", methods=["GET", "POST"])
@page(Permission.DATA_WRITE)
def text(purpose: str) -> Response | str | tuple[str, int]:
    """The words of one purpose; a change makes the next version."""
    wanted = _purpose(purpose)
    now = consent_texts.current(actor=actor(), code=form_code(wanted))
    form = TextForm()
    if not form.is_submitted():
        form.body.data = "\n\n".join(now.paragraphs)
        return _text_page(form, wanted, now)
    if not form.validate():
        return _text_page(form, wanted, now), _REFUSED
    typed = (form.body.data or "").replace("\r\n", "\n")
    paragraphs = [one.strip() for one in re.split(r"\n\s*\n", typed) if one.strip()]
    try:
        _try(now, paragraphs)
        row = consent_texts.replace_text(
            actor=actor(), purpose=wanted, paragraphs=paragraphs, now=clock.now()
        )
    except InputError as error:
        form.take(error)
        return _text_page(form, wanted, now), _REFUSED
    flash(f"Принята редакция {row.version}. Уже подписанные согласия её не касаются.", "success")
    return redirect(url_for("consents.texts"))


@bp.post("/texts/<purpose>/restore")
@page(Permission.DATA_WRITE)
def restore(purpose: str) -> Response:
    """Back to the shipped words."""
    row = consent_texts.restore_text(actor=actor(), purpose=_purpose(purpose), now=clock.now())
    flash(f"Снова текст платформы: редакция {row.version}.", "success")
    return redirect(url_for("consents.texts"))


def _try(now: Text, paragraphs: list[str]) -> None:
    """Words that can't be filled in are refused before anybody signs them."""
    trial = replace(now.form, blocks=tuple(Para(lines=(words,)) for words in paragraphs))
    human = {"last_name": "Проверка", "first_name": "Анна", "patronymic": "", "gender": "f"}
    human |= {"position": "учитель"}
    context: Mapping[str, Any] = {
        "organisation": {"full_name": "Школа", "place": "г. Речной", "head": human},
        "subject": human | {"overrides": {}},
        "representative": None,
        "processor": "Обработчик",
        "until": None,
        "given_on": None,
    }
    try:
        render_html(trial, context)
    except FormFillError as error:
        raise InputError({"body": [str(error)]}) from error


def _purpose(name: str) -> Purpose:
    if name not in {one.value for one in PROCESSING}:
        raise NotFoundError("Такого согласия нет.")
    return Purpose(name)


def _processor() -> str:
    named: str = current_app.config["NASTAVNIK_PROCESSOR"]
    return named


def _upload() -> Upload | None:
    sent = request.files.get("scan")
    if sent is None or not sent.filename:
        return None
    return Upload(sent.filename, sent.stream.read(act_scans.LARGEST + 1))


def _blank(public_id: uuid.UUID | None, purpose: str) -> Any:  # noqa: ANN401 - as the use-case gives
    return consents.blank(
        actor=actor(),
        public_id=public_id,
        purpose=_purpose(purpose),
        processor=_processor(),
        today=clock.today(),
    )


def _blank_pdf(public_id: uuid.UUID | None, purpose: str) -> Response:
    person, words, context = _blank(public_id, purpose)
    name = f"{words.form.title} {person.last_name}.pdf"
    return pdf_file(name, render_pdf(_marked(words), context))


def _marked(words: Text) -> DocumentForm:
    """The paper says which version it is: a scan proves what was signed."""
    line = f"Редакция текста {words.version}, SHA-256 {words.sha256}"
    note = Para(lines=(line,), small=True, indent=False)
    return replace(words.form, blocks=(*words.form.blocks, Space(mm=6), note))


def _record_page(form: SigningForm, public_id: uuid.UUID, purpose: str) -> str:
    person, words, context = _blank(public_id, purpose)
    return render_template(
        "personal_data/record.html",
        form=form,
        person=person,
        purpose=_purpose(purpose),
        text=words,
        minor=consents.is_minor(person, clock.today()),
        document=render_html(words.form, context),
    )


def _text_page(form: TextForm, purpose: Purpose, now: Text) -> str:
    return render_template("personal_data/text.html", form=form, purpose=purpose, text=now)
