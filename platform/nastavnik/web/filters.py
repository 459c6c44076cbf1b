"""How values look in pages: dates, names, money, numbers with their words."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from babel.dates import format_date
from flask import Flask, request, url_for
from wtforms import BooleanField, Field, FileField, RadioField, SelectField, SelectMultipleField
from wtforms.widgets import HiddenInput, Select

from nastavnik.domain.wording import counted, duration, plural
from nastavnik.regions.linter import RETOLD
from nastavnik.regions.sources import anchor
from nastavnik.web import clock
from nastavnik.web.assets import asset
from nastavnik.web.forms import DateField, Form
from nastavnik.web.why import why_rule, why_value

NBSP: Final = "\N{NO-BREAK SPACE}"
_KOPECKS: Final = 100
_NIL: Final = uuid.UUID(int=0)


def short_date(value: date | None) -> str:
    """21.11.2026, or a dash."""
    return value.strftime("%d.%m.%Y") if value else "—"


def long_date(value: date | None) -> str:
    """21 ноября 2026 г., or a dash."""
    return format_date(value, "d MMMM y 'г'.", locale="ru").replace(" ", NBSP) if value else "—"


def day_month(value: date) -> str:
    """21 ноября."""
    return format_date(value, "d MMMM", locale="ru").replace(" ", NBSP)


def full_day(value: date) -> str:
    """суббота, 21 ноября 2026 г."""
    return format_date(value, "full", locale="ru")


def moment(value: datetime | None) -> str:
    """21.11.2026 14:05 in the region's zone, or a dash."""
    return value.astimezone(clock.zone()).strftime("%d.%m.%Y %H:%M") if value else "—"


def roubles(kopecks: int | None) -> str:
    """1 234,50 ₽; whole roubles go without kopecks."""
    if kopecks is None:
        return "—"
    whole, rest = divmod(abs(kopecks), _KOPECKS)
    text = f"{whole:,}".replace(",", NBSP) + (f",{rest:02d}" if rest else "")
    return f"{'−' if kopecks < 0 else ''}{text}{NBSP}₽"


def grouped(number: int) -> str:
    """12 345."""
    return f"{number:,}".replace(",", NBSP)


def short_name(name: str) -> str:
    """Иванова Мария Константиновна -> Иванова М. К.; one word stays as it is."""
    last, *rest = name.split()
    return NBSP.join([last, *(f"{part[0]}." for part in rest)])


def clause(text: str) -> str:
    """2.5 -> п. 2.5; «шаг 5» and «ст. 351.8» stay as they are."""
    return f"п.{NBSP}{text}" if text[:1].isdigit() else text.replace(" ", NBSP, 1)


def here_with(**changes: str | int | None) -> str:
    """This page's address with other query parameters; None takes one away."""
    query: dict[str, Any] = request.args.to_dict()
    query |= changes
    arguments = {**(request.view_args or {}), **query}
    return url_for(str(request.endpoint), **{k: v for k, v in arguments.items() if v is not None})


def address_of(endpoint: str, key: str = "public_id", **fixed: str) -> Callable[[object], str]:
    """Addresses of many records on one page: built once, then only filled in."""
    values: dict[str, Any] = {key: _NIL, **fixed}
    before, after = url_for(endpoint, **values).split(str(_NIL))
    return lambda public_id: f"{before}{public_id}{after}"


def share(value: float, total: float) -> int:
    """How much of the total it is, in whole per cent from 0 to 100; of nothing it is 0."""
    return min(max(round(100 * value / total), 0), 100) if total else 0


def field_kind(field: Field) -> str:
    """Which part of `_macros/fields.html` draws the field."""
    if isinstance(field.widget, HiddenInput):
        return "hidden"
    if isinstance(field, BooleanField):
        return "checkbox"
    if isinstance(field, RadioField) or (
        isinstance(field, SelectMultipleField) and not isinstance(field.widget, Select)
    ):
        return "options"
    if isinstance(field, SelectField):
        return "select"
    return "date" if isinstance(field, DateField) else "text"


def described(field: Field, hint: str, attrs: dict[str, Any]) -> dict[str, Any]:
    """Attributes that tie a field to its hint and its error."""
    parts = []
    if hint or field.description:
        parts.append(f"{field.id}-hint")
    if field.errors:
        parts.append(f"{field.id}-error")
    tied: dict[str, Any] = {"aria-describedby": " ".join(parts)} if parts else {}
    if field.errors:
        tied["aria-invalid"] = "true"
    return {**tied, **attrs}


def has_files(form: Form) -> bool:
    """Does the form send files."""
    return any(isinstance(field, FileField) for field in form)


def has_required(form: Form) -> bool:
    """Is there a field that must be filled in."""
    return any(field.flags.required for field in form if field_kind(field) != "hidden")


def init_filters(app: Flask) -> None:
    """Make everything above known to templates."""
    app.jinja_env.filters.update(
        date=short_date,
        long_date=long_date,
        day_month=day_month,
        full_day=full_day,
        moment=moment,
        rub=roubles,
        grouped=grouped,
        short_name=short_name,
        clause=clause,
        act_place=anchor,
        counted=counted,
        duration=duration,
        plural=plural,
        field_kind=field_kind,
        has_files=has_files,
        has_required=has_required,
    )
    app.jinja_env.globals.update(
        address_of=address_of,
        asset=asset,
        described=described,
        here_with=here_with,
        retold=RETOLD,
        share=share,
        why_rule=why_rule,
        why_value=why_value,
    )
