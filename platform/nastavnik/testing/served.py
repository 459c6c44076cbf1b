"""The product's own server on a database of a test, and a browser just good enough to race in."""

from __future__ import annotations

import html
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit

from nastavnik.store import migrate
from nastavnik.store.db import URL
from nastavnik.testing.databases import Database

_START_SECONDS: Final = 60
_PATIENCE_SECONDS: Final = 120
_HIDDEN: Final = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_NAME: Final = re.compile(r'name="(\w+)".*?value="([^"]*)"')
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said; `seconds` from the sending to the last byte."""

    status: int
    text: str
    location: str
    seconds: float

    def form(self, button: str) -> dict[str, str]:
        """Hidden fields of the form that ends with the button."""
        whole = self.text.split(f"{button}</button>")[0].split("<form")[-1]
        found = (_NAME.search(one) for one in _HIDDEN.findall(whole))
        return {one[1]: html.unescape(one[2]) for one in found if one}


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser with its cookies. Every request opens a connection: the workers share them out."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Open the page."""
        return self._ask("GET", path)

    def post(self, path: str, values: Mapping[str, str]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(values))

    def log_in(self, login: str, password: str) -> None:
        """Enter. Raises AssertionError when the server does not let in."""
        token = self.get("/login").form("Войти")["csrf_token"]
        values = {"csrf_token": token, "login": login, "password": password}
        answer = self.post("/login", values)
        if not answer.location or answer.location.startswith("/login"):
            raise AssertionError(f"the log-in of {login} answered {answer.status}")

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        place = urlsplit(self.address)
        headers = {"Content-Type": _FORM} if body is not None else {}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={one}" for name, one in self.cookies.items())
        begun = time.perf_counter()
        with closing(
            HTTPConnection(place.hostname or "", place.port, timeout=_PATIENCE_SECONDS)
        ) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        took = time.perf_counter() - begun
        return Answer(answer.status, text, answer.headers.get("Location", ""), took)


@contextmanager
def served(database: Database, folder: Path, *, today: str, workers: int = 2) -> Iterator[str]:
    """Address of `nastavnik run` over the database; `folder` keeps its key, letters and log.

    Raises:
        AssertionError: the server did not start; with its log.
    """
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("NASTAVNIK")},
        URL: database.url,
        migrate.OWNER_URL: database.owner_url,
        "NASTAVNIK_INSTANCE": str(folder),
        "NASTAVNIK_TODAY": today,
    }
    port = _free_port()
    program = str(Path(sys.executable).with_name("nastavnik"))
    command = [program, "run", "--port", str(port), "--workers", str(workers)]
    log = folder / "server.log"
    with log.open("wb") as file:
        server = subprocess.Popen(command, env=environment, stdout=file, stderr=file)  # noqa: S603 - our own program
        try:
            _wait(port, server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=_START_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            Visitor(f"http://127.0.0.1:{port}").get("/login")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not answer: {log.read_text('utf-8')}")
