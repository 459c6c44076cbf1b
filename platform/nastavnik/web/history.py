"""The history of every card, and the journal of the organisation."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nastavnik.domain.access import Permission
from nastavnik.usecases import history
from nastavnik.usecases.history import Card, Change, Entry, Kind, Page
from nastavnik.web import clock
from nastavnik.web.csv_file import csv_file
from nastavnik.web.filters import here_with, moment
from nastavnik.web.session import actor, page, signed_in, visitor

bp = Blueprint("history", __name__, url_prefix="/history")

PER_PAGE: Final = 50
_WHOLE: Final = 10_000
_HEADER: Final = ("Когда", "Что сделано", "С чем", "Подробности", "Кто", "Откуда")
_CARDS: Final = {
    "people.show": (Card.PERSON, "public_id"),
    "mentorships.show": (Card.PAIR, "public_id"),
    "orders.show": (Card.ORDER, "public_id"),
    "reports.submission": (Card.REPORT, "public_id"),
    "acts.show": (Card.ACT, "public_id"),
    "statuses.show": (Card.STATUS, "public_id"),
    "allowances.sheet": (Card.SHEET, "public_id"),
    "consents.show": (Card.CONSENT, "consent_id"),
    "data_requests.show": (Card.REQUEST, "request_id"),
    "destructions.show": (Card.DESTRUCTION, "destruction_id"),
    "incidents.show": (Card.INCIDENT, "incident_id"),
}
"""Pages of cards: whose history they have, and the name of the key in the address."""
_PAGES: Final = {card: (endpoint, key) for endpoint, (card, key) in _CARDS.items()}
_ANY: Final = f"<any({', '.join(_PAGES)}):card>"


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a card."""

    title: str
    href: str
    current: bool


@bp.get("/unit", endpoint="unit", defaults={"card": "unit", "public_id": None})
@bp.get(f"/{_ANY}/<uuid:public_id>")
@page(Permission.AUDIT_READ)
def show(card: str, public_id: uuid.UUID | None) -> Response | str:
    """One page of the history."""
    what, kind = Card(card), _kind()
    name = history.name(actor=actor(), card=what, public_id=public_id)
    return _shown(
        partial(history.page, actor=actor(), card=what, public_id=public_id, kind=kind),
        name=name,
        kinds=history.kinds(actor=actor(), card=what),
        kind=kind,
        export=url_for("history.export", card=card, public_id=public_id, kind=kind.value),
        trail=[("Журнал", "")] if what is Card.UNIT else [],
    )


@bp.get("/account")
@signed_in
def own() -> Response | str:
    """What was done with the reader's own account."""
    return _shown(
        partial(history.own, actor=actor()),
        name="Моя учётная запись",
        trail=[("Моя учётная запись", url_for("account.show")), ("История", "")],
    )


@bp.get("/access/<int:membership>")
@page(Permission.ACCESS_STAFF)
def access(membership: int) -> Response | str:
    """What was done with the account of one who works here."""
    return _shown(
        partial(history.of_access, actor=actor(), membership_id=membership),
        name=history.holder(actor=actor(), membership_id=membership),
        trail=[("Доступ", url_for("access.index")), ("История", "")],
    )


def _shown(read: Callable[..., Page], **values: Any) -> Response | str:  # noqa: ANN401 - values of the template
    number = max(request.args.get("page", 1, type=int), 1)
    found = read(offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    if not found.entries and found.total:
        return redirect(here_with(page=(found.total - 1) // PER_PAGE + 1))
    given = {"kinds": (), "kind": None, "export": "", "trail": []} | values
    return render_template(
        "history/show.html",
        found=found,
        number=number,
        per_page=PER_PAGE,
        card_page=card_page,
        **given,
    )


def card_page(entry: Entry) -> str:
    """Address of the record that the deed was done to, "" where it has no page."""
    endpoint, key = _PAGES[entry.card] if entry.card else ("", "")
    named: dict[str, Any] = {key: entry.public_id}
    return url_for(endpoint, **named) if endpoint else ""


@bp.get("/unit.csv", defaults={"card": "unit", "public_id": None})
@bp.get(f"/{_ANY}/<uuid:public_id>.csv")
@page(Permission.AUDIT_READ)
def export(card: str, public_id: uuid.UUID | None) -> Response:
    """The same as a file."""
    found = history.page(
        actor=actor(), card=Card(card), public_id=public_id, kind=_kind(), limit=_WHOLE
    )
    lines = (
        (
            moment(one.at),
            one.title,
            ", ".join(filter(None, (one.subject, one.whose))),
            "; ".join(words(change) for change in one.changes),
            one.who,
            one.whence,
        )
        for one in found.entries
    )
    return csv_file(f"history-{card}-{clock.today():%Y-%m-%d}.csv", (_HEADER, *lines))


def words(change: Change) -> str:
    """«должность: «учитель» → «методист»»; of a new or deleted row its only value."""
    if change.before is None or change.after is None:
        return f"{change.label}: {change.after if change.before is None else change.before}"
    return f"{change.label}: «{change.before}» → «{change.after}»"


def history_tabs() -> list[Tab]:
    """«Карточка» and «История» on the pages of cards, for those who may read histories."""
    endpoint, arguments = request.endpoint or "", request.view_args or {}
    here = endpoint == "history.show"
    if here:
        card, key = Card(arguments["card"]), "public_id"
    elif endpoint in _CARDS:
        card, key = _CARDS[endpoint]
    else:
        return []
    entrance = visitor()
    if entrance is None or not entrance.actor.can(Permission.AUDIT_READ):
        return []
    public_id = arguments[key]
    page_of, name = _PAGES[card]
    return [
        Tab("Карточка", url_for(page_of, **{name: public_id}), not here),
        Tab("История", url_for("history.show", card=card.value, public_id=public_id), here),
    ]


def init_history(app: Flask) -> None:
    """The tabs are drawn by the head of every page, see `_macros/ui.html`."""
    app.jinja_env.globals.update(history_tabs=history_tabs)
    app.jinja_env.filters.update(change=words)


def _kind() -> Kind:
    asked = request.args.get("kind", "")
    return Kind(asked) if asked in set(Kind) else Kind.ALL
