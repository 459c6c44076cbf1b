"""What a list page of fifty rows costs, beside its own SQL and its own template alone.

    python benchmarks/bench_lists.py

Budget: 10 ms of CPU for a warm page in the configuration of production, six statements. The
floor asks a bare SQLite connection what the page asked and renders the page's template with the
values that it had: what is above the floor is the walls, the session of the reader, SQLAlchemy and
Flask. Neighbours of a shared core only add to the CPU of a run, so the best of the runs is held
against the budget; the ratio to the floor of the same run tells a slow page from a slow machine.
"""

from __future__ import annotations

import gc
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template
from sqlalchemy import Connection, event, make_url

from nastavnik.domain.access import Role
from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import databases, factories
from nastavnik.usecases import accounts
from nastavnik.web.app import create_app

BUDGET_MS, STATEMENTS, ROWS, RUNS = 10.0, 6, 50, 60
PASSWORD: Final = "a benchmark's password"  # noqa: S105 - invented
SITE: Final = "https://nastavnik.example"
PAGES: Final = (
    ("curator", "/people/"),
    ("curator", "/pairs/"),
    ("curator", "/orders/"),
    ("curator", "/statuses/"),
    ("curator", "/acts/"),
    ("curator", "/reports/"),
    ("ministry", "/statuses/"),
    ("ministry", "/reports/2026-Q4"),
)
Asked = list[tuple[str, Any]]
_TOKEN: Final = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


def fill(site: Flask) -> None:
    """A town with a school of fifty of everything, fifty neighbours with their reports."""
    with site.app_context(), acting(EVERYTHING, write=True):
        region = factories.unit(region="kuzbass", slug="kuzbass")
        town = factories.unit(region, slug="yurga")
        school = factories.unit(town)
        for role, unit in ((Role.CURATOR, school), (Role.MINISTRY, region)):
            account = factories.account(login=role.value, password_hash=accounts.hashed(PASSWORD))
            factories.membership(unit, role, account_id=account.id)
        for _ in range(ROWS):
            order = factories.order(school)
            factories.mentorship(school, order_id=order.id)
            factories.status_grant(school)
            neighbour = factories.unit(town)
            factories.submission(neighbour)
        for _ in range(ROWS // 10):
            factories.local_act(school)
        db.session.commit()


def entered(site: Flask, login: str) -> FlaskClient:
    """A browser of the person."""
    client = site.test_client()
    token = _TOKEN.search(client.get("/login", base_url=SITE).text)
    values = {"csrf_token": token[1] if token else "", "login": login, "password": PASSWORD}
    client.post("/login", data=values, base_url=SITE, headers={"Referer": SITE})
    return client


@contextmanager
def seen(site: Flask) -> Iterator[tuple[Asked, list[tuple[Template, dict[str, Any]]]]]:
    """What is asked and what is drawn inside the block."""
    asked: Asked = []
    drawn: list[tuple[Template, dict[str, Any]]] = []

    def note(_connection: Connection, _cursor: Any, statement: str, values: Any, *_: Any) -> None:  # noqa: ANN401 - the signature is SQLAlchemy's
        if not statement.startswith("BEGIN"):
            asked.append((statement, values))

    def draw(_app: Flask, template: Template, context: dict[str, Any], **_: Any) -> None:  # noqa: ANN401 - the signature of the signal
        drawn.append((template, context))

    with site.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        with template_rendered.connected_to(draw, site):
            yield asked, drawn
    finally:
        event.remove(engine, "before_cursor_execute", note)


def took(work: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def report(site: Flask, bare: sqlite3.Connection, client: FlaskClient, page: str) -> bool:
    """Print one line; is the page within the budget."""
    client.get(page, base_url=SITE)
    with client, seen(site) as (asked, drawn):
        answer = client.get(page, base_url=SITE)
        if answer.status_code != 200 or not drawn:  # noqa: PLR2004 - the page itself
            raise SystemExit(f"{page} answered {answer.status_code}")
        (template, context), *_ = drawn

        def floor() -> None:
            for statement, values in asked:
                bare.execute(statement, values).fetchall()
            template.render(context)

        least = [took(floor) for _ in range(RUNS)]
    whole = [took(lambda: client.get(page, base_url=SITE)) for _ in range(RUNS)]
    print(
        f"{page:18}{len(asked):3} statements {min(least):6.1f} -> {min(whole):5.1f} ms"
        f"   x{min(whole) / min(least):.2f}   median {statistics.median(whole):.1f} ms",
        flush=True,
    )
    return min(whole) <= BUDGET_MS and len(asked) <= STATEMENTS


def main() -> int:
    """1 if a page is over the budget."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        made = databases.sqlite_copy(databases.sqlite_template(place), place)
        site = create_app(
            {
                "NASTAVNIK_DATABASE_URL": made.url,
                "NASTAVNIK_INSTANCE": place / "i",
                "NASTAVNIK_ENV": "production",
                "NASTAVNIK_SITE": SITE,
                "NASTAVNIK_REQUIRE_TOTP": "0",
                "NASTAVNIK_TODAY": "2026-11-21",
            }
        )
        fill(site)
        gc.collect()
        gc.freeze()  # as web.app.served does
        browsers = {login: entered(site, login) for login in {who for who, _ in PAGES}}
        with closing(sqlite3.connect(make_url(made.url).database or "")) as bare:
            fit = [report(site, bare, browsers[who], page) for who, page in PAGES]
        databases.close(site)
    return int(not all(fit))


if __name__ == "__main__":
    sys.exit(main())
