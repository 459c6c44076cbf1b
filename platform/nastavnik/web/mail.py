"""Letters: through SMTP where it is set, else into a folder that the operator reads as a page.

A letter goes after the transaction that made it, see `postman`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Final

from flask import Flask, current_app, render_template, request

from nastavnik.domain.audit import Action
from nastavnik.store.writing import give_up
from nastavnik.usecases import audit
from nastavnik.web import clock
from nastavnik.web.postman import Postman, Waiting

FOLDER: Final = "mail"
_OUTBOX: Final = "outbox"
_POSTMAN: Final = "nastavnik.postman"


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter of the folder."""

    to: str
    subject: str
    at: datetime
    text: str


def site() -> str:
    """Address of the site without the last slash: as set, else as this request came."""
    named: str = current_app.config["NASTAVNIK_SITE"]
    return named or request.host_url.rstrip("/")


def init_mail(app: Flask) -> None:
    """Hire the postman where there is a server; what an earlier run has left goes at once."""
    if earlier := app.extensions.pop(_POSTMAN, None):
        earlier.retire()
    if address := app.config["NASTAVNIK_SMTP_URL"]:
        outbox = Path(app.config["NASTAVNIK_INSTANCE"]) / _OUTBOX
        postman = app.extensions[_POSTMAN] = Postman(app, address, outbox)
        if outbox.exists():
            postman.wake()


def send(to: str, subject: str, template: str, *, account_id: int, **values: object) -> None:
    """Send the letter of the template `mail/<template>.txt` about the account.

    It is put down before the answer; when the server is down, it waits and is not lost.
    """
    message = EmailMessage()
    message["To"] = to
    message["From"] = current_app.config["NASTAVNIK_MAIL_FROM"] or "nastavnik@localhost"
    message["Subject"] = subject
    message["Date"] = format_datetime(clock.real())
    message["Message-ID"] = make_msgid(domain="nastavnik")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render_template(f"mail/{template}.txt", site=site(), **values))
    if postman := _postman():
        postman.post(message, account_id)
        return
    _keep(folder(), message)
    give_up()  # else the deed would wait for the page's own transaction
    audit.record_of_account(account_id=account_id, action=Action.MAIL, details={"letter": subject})


def waiting() -> Sequence[Waiting]:
    """Letters that the server has not taken yet, the oldest first."""
    postman = _postman()
    return list(postman.waiting()) if postman else []


def folder() -> Path:
    """Where letters go when there is no server for them."""
    return Path(current_app.config["NASTAVNIK_INSTANCE"]) / FOLDER


def kept(limit: int = 50) -> Iterator[Sent]:
    """Letters of the folder, the newest first."""
    parser = BytesParser(policy=policy.default)
    for path in sorted(folder().glob("*.eml"), reverse=True)[:limit]:
        message = parser.parsebytes(path.read_bytes())
        body = message.get_body(("plain",))
        yield Sent(
            to=str(message["To"]),
            subject=str(message["Subject"]),
            at=message["Date"].datetime,
            text=body.get_content() if body else "",
        )


def _keep(place: Path, message: EmailMessage) -> None:
    place.mkdir(mode=0o700, exist_ok=True)
    name = f"{clock.real():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}.eml"
    (place / name).write_bytes(message.as_bytes())


def _postman() -> Postman | None:
    found: Postman | None = current_app.extensions.get(_POSTMAN)
    return found
