"""Every form that writes takes SQLite's write lock before it reads: no route is left out."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import event

from nastavnik.domain.access import GRANTS, Role
from nastavnik.store.db import db
from nastavnik.web.session import GATE, PUBLIC, READS, SIGNED_IN

CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
VALUES = {"page": "1", "code": "2026-Q4", "side": "mentor", "purpose": "mentoring"}


def writing_routes(site):
    """(endpoint, address) of every route that is asked by anything but GET."""
    adapter = site.url_map.bind("localhost")
    for rule in sorted(site.url_map.iter_rules(), key=str):
        if "POST" not in rule.methods:
            continue
        values = {name: value_of(rule, name) for name in rule.arguments}
        yield rule.endpoint, adapter.build(rule.endpoint, values, method="POST")


def value_of(rule, name):
    """Something that the address takes."""
    kind = type(rule._converters[name]).__name__  # noqa: SLF001 - the map has no other way
    if kind == "UUIDConverter":
        return uuid4()
    if kind == "IntegerConverter":
        return 0
    if kind == "AnyConverter":
        return next(iter(rule._converters[name].items))  # noqa: SLF001 - as above
    return VALUES.get(name, "x")


@pytest.fixture
def transactions(site):
    """A list of [how it began, [statements]], filled as the site works."""
    kept = []

    def note(_connection, _cursor, statement, *_):
        if statement.startswith("BEGIN"):
            kept.append([statement, []])
        elif kept:
            kept[-1][1].append(statement)

    with site.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    return kept


def entered(site, enroll, marks):
    """A browser for every kind of gate, by the role that passes it."""
    browsers = {}
    for marked in marks:
        role = next(one for one in Role if marked & GRANTS[one])
        if role not in browsers:
            enroll(f"of-{role.value}", role)
            browsers[role] = site.test_client()
    return browsers


def token_of(browser, login):
    """The token of a form; a form before may have ended the session."""
    if browser.get("/account").status_code != 200:
        assert browser.log_in(login).status_code == 302
    return browser.token(browser.get("/account"))


def test_no_form_reads_before_it_takes_the_lock(site, enroll, transactions) -> None:
    routes = list(writing_routes(site))
    gates = {endpoint: getattr(site.view_functions[endpoint], GATE) for endpoint, _ in routes}
    browsers = entered(site, enroll, {one for one in gates.values() if isinstance(one, frozenset)})
    late, plain, locked = [], [], 0
    for endpoint, address in routes:
        gate = gates[endpoint]
        role = next(
            one for one in browsers if not isinstance(gate, frozenset) or gate & GRANTS[one]
        )
        browser = browsers[role]
        token = token_of(browser, f"of-{role.value}")
        transactions.clear()
        browser.post(address, data={"csrf_token": token})
        late += [
            (endpoint, begun)
            for begun, statements in transactions
            if begun != "BEGIN IMMEDIATE"
            and any(one.lstrip().upper().startswith(CHANGES) for one in statements)
        ]
        reads = getattr(site.view_functions[endpoint], READS, False)
        # the gate's own reading comes first; a form refused unread asks nothing after it
        begins = [begun for begun, _ in transactions][1:]
        if gate is not PUBLIC and not reads and begins:
            locked += begins[0] == "BEGIN IMMEDIATE"
            plain += [(endpoint, begins)] if begins[0] != "BEGIN IMMEDIATE" else []
    assert locked > 30
    assert SIGNED_IN in gates.values()
    assert not late
    assert not plain
