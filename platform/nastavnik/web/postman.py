"""The postman: a letter lies in a folder until the mail server has taken it, and is not lost.

A letter goes in a thread: how long a server takes must not tell a stranger whether an address is
known here. While the server does not answer, the postman comes again, less and less often.
"""

from __future__ import annotations

import logging
import os
import secrets
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Final
from urllib.parse import unquote, urlsplit

from flask import Flask

from nastavnik.domain.audit import Action
from nastavnik.domain.errors import ConflictError
from nastavnik.store import author
from nastavnik.usecases import audit

TIMEOUT: Final = 15
_PORTS: Final = {"smtp": 587, "smtps": 465}
_FIRST_PAUSE: Final = 30
_LONGEST_PAUSE: Final = 900
_KEPT: Final = timedelta(days=2)
"""Links of older letters are near their end: whoever waits has asked for another."""
_STALE_SECONDS: Final = 600
_FOR_GOOD: Final = 500
_ACCOUNT: Final = "X-Nastavnik-Account"
_LETTER, _TAKEN, _NOTE = ".eml", ".taken", ".note"
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that the server has not taken: since when, and what it said last."""

    since: datetime
    said: str


class RefusedError(Exception):
    """The server will never take this letter."""


class Postman:
    """Carries the letters of a folder to the server of the address."""

    def __init__(self, app: Flask, address: str, folder: Path) -> None:
        self._app = app
        self._server = urlsplit(address)
        self._folder = folder
        self._lock, self._bell = Lock(), Event()
        self._thread: Thread | None = None
        self._retired = False

    def post(self, message: EmailMessage, account_id: int) -> None:
        """Put the letter down and go; the account's units are told what became of it."""
        message[_ACCOUNT] = str(account_id)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}"
        aside = self._folder / f"{name}.part"
        aside.write_bytes(message.as_bytes())
        aside.rename(aside.with_suffix(_LETTER))
        self.wake()

    def wake(self) -> None:
        """Go now, in the thread that is on its way or in a new one."""
        with self._lock:
            self._bell.set()
            if self._thread is None:
                self._thread = Thread(target=self._walk, daemon=True)
                self._thread.start()

    def retire(self) -> None:
        """Go no more: what lies in the folder waits for another postman."""
        self._retired = True
        self._bell.set()
        if walking := self._thread:
            walking.join()

    def waiting(self) -> Iterator[Waiting]:
        """Letters that the server has not taken, the oldest first."""
        kept = (one for end in (_LETTER, _TAKEN) for one in self._folder.glob(f"*{end}"))
        for path in sorted(kept):
            note = path.with_suffix(_NOTE)
            with suppress(FileNotFoundError):  # taken away meanwhile
                since = datetime.fromtimestamp(_laid(path), UTC)
                yield Waiting(since, note.read_text("utf-8") if note.exists() else "")

    def deliver(self) -> bool:
        """One walk with every letter; are there none left."""
        self._take_over()
        empty = True
        for path in sorted(self._folder.glob(f"*{_LETTER}")):
            taken = path.with_suffix(_TAKEN)
            try:
                path.rename(taken)
            except FileNotFoundError:  # another worker carries it
                continue
            os.utime(taken)
            empty &= self._carried(taken)
        return empty

    def _walk(self) -> None:
        pause = _FIRST_PAUSE
        while not self._retired:
            self._bell.clear()
            if self.deliver():
                with self._lock:
                    if not self._bell.is_set():
                        self._thread = None
                        return
            elif not self._bell.wait(pause):
                pause = min(2 * pause, _LONGEST_PAUSE)

    def _carried(self, taken: Path) -> bool:
        """Is the letter off our hands: given over, or given up."""
        message = BytesParser(policy=policy.SMTP).parsebytes(taken.read_bytes())
        account_id, what = int(message[_ACCOUNT]), str(message["Subject"])
        del message[_ACCOUNT]
        note = taken.with_suffix(_NOTE)
        try:
            self._hand_over(message)
        except RefusedError as error:
            self._tell(Action.MAIL_FAILED, account_id, {"letter": what, "reason": str(error)})
        except (OSError, smtplib.SMTPException) as error:
            # neither the address nor the text: a letter holds a way in
            _log.warning("a letter waits for %s: %s", self._server.hostname, error)
            old = time.time() - _laid(taken) > _KEPT.total_seconds()
            if not old:
                first = not note.exists()
                note.write_text(_why(error), "utf-8")
                taken.rename(taken.with_suffix(_LETTER))
                if first:
                    self._tell(Action.MAIL_FAILED, account_id, {"letter": what, "reason": "ждёт"})
                return False
            gone = f"не ушло за {_KEPT.days} дня"
            self._tell(Action.MAIL_FAILED, account_id, {"letter": what, "reason": gone})
        else:
            self._tell(Action.MAIL, account_id, {"letter": what})
        taken.unlink()
        note.unlink(missing_ok=True)
        return True

    def _hand_over(self, message: EmailMessage) -> None:
        """`smtps://` speaks TLS from the first byte, `smtp://` turns to it before the password."""
        server = self._server
        port = server.port or _PORTS.get(server.scheme, _PORTS["smtp"])
        host = server.hostname or "localhost"
        trusted = ssl.create_default_context()
        if server.scheme == "smtps":
            with smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=trusted) as connection:
                self._speak(connection, message)
            return
        with smtplib.SMTP(host, port, timeout=TIMEOUT) as connection:
            connection.ehlo()
            if connection.has_extn("starttls") or server.username:
                connection.starttls(context=trusted)
            self._speak(connection, message)

    def _speak(self, connection: smtplib.SMTP, message: EmailMessage) -> None:
        if self._server.username:
            password = unquote(self._server.password or "")
            connection.login(unquote(self._server.username), password)
        try:
            connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = {code for code, _ in error.recipients.values()}
            if min(codes, default=0) >= _FOR_GOOD:
                raise RefusedError("почтовый сервер не принимает этот адрес") from error
            raise
        except smtplib.SMTPDataError as error:
            if error.smtp_code >= _FOR_GOOD:
                raise RefusedError("почтовый сервер не принял письмо") from error
            raise

    def _take_over(self) -> None:
        """What a worker had in hand when it was killed goes back into the folder."""
        for taken in self._folder.glob(f"*{_TAKEN}"):
            with suppress(FileNotFoundError):
                if time.time() - taken.stat().st_mtime > _STALE_SECONDS:
                    taken.rename(taken.with_suffix(_LETTER))

    def _tell(self, action: Action, account_id: int, details: dict[str, str]) -> None:
        with self._app.app_context(), author.by_itself():
            try:
                audit.record_of_account(account_id=account_id, action=action, details=details)
            except ConflictError:
                _log.exception("the trail was not written: %s of account %s", action, account_id)


def _laid(path: Path) -> float:
    """When the letter was put down, by its name: claiming it touches the file."""
    day, clock, part, _ = path.stem.split("-")
    moment = datetime.strptime(f"{day}{clock}{part}", "%Y%m%d%H%M%S%f").replace(tzinfo=UTC)
    return moment.timestamp()


def _why(error: Exception) -> str:
    """What the operator is told; an answer of the server may name the address, so not its text."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "Почтовый сервер не принял логин или пароль из NASTAVNIK_SMTP_URL."
    if isinstance(error, ssl.SSLError):
        return "Сертификату почтового сервера нет доверия. Проверьте его имя и срок."
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "Почтовый сервер не умеет STARTTLS: пароль в открытую не отправляется."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"Почтовый сервер ответил отказом {error.smtp_code}."
    return "Почтовый сервер не отвечает. Проверьте адрес и порт в NASTAVNIK_SMTP_URL."
