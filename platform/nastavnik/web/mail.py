"""Letters: through SMTP where it is set, else into a folder that the operator reads as a page.

A letter goes after the transaction that made it, and never holds the answer back: how long a
server takes must not tell a stranger whether an address is known here.
"""

from __future__ import annotations

import logging
import secrets
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, make_msgid
from pathlib import Path
from threading import Thread
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from flask import current_app, render_template, request

from nastavnik.web import clock

FOLDER: Final = "mail"
_TIMEOUT: Final = 15
_PORTS: Final = {"smtp": 587, "smtps": 465}
_log: Final = logging.getLogger(__name__)


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


def send(to: str, subject: str, template: str, **values: object) -> None:
    """Send the letter of the template `mail/<template>.txt`; a failure is logged, not raised."""
    message = EmailMessage()
    message["To"] = to
    message["From"] = current_app.config["NASTAVNIK_MAIL_FROM"] or "nastavnik@localhost"
    message["Subject"] = subject
    message["Date"] = format_datetime(clock.real())
    message["Message-ID"] = make_msgid(domain="nastavnik")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render_template(f"mail/{template}.txt", site=site(), **values))
    address = current_app.config["NASTAVNIK_SMTP_URL"]
    if address:
        Thread(target=_deliver, args=(urlsplit(address), message), daemon=True).start()
    else:
        _keep(folder(), message)


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


def _deliver(server: SplitResult, message: EmailMessage) -> None:
    """`smtps://` speaks TLS from the first byte, `smtp://` turns to it before the password."""
    port = server.port or _PORTS.get(server.scheme, _PORTS["smtp"])
    host = server.hostname or "localhost"
    try:
        if server.scheme == "smtps":
            with smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT) as connection:
                _hand_over(connection, server, message)
        else:
            with smtplib.SMTP(host, port, timeout=_TIMEOUT) as connection:
                if connection.has_extn("starttls") or server.username:
                    connection.starttls()
                _hand_over(connection, server, message)
    except (OSError, smtplib.SMTPException):
        # neither the address nor the text: a letter holds a way in
        _log.exception("a letter was not sent through %s:%s", host, port)


def _hand_over(connection: smtplib.SMTP, server: SplitResult, message: EmailMessage) -> None:
    if server.username:
        connection.login(unquote(server.username), unquote(server.password or ""))
    connection.send_message(message)
