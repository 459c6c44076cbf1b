"""Every address of the site, found by reflection, tells a stranger nothing of another's records.

A new route is attacked without anyone remembering: the ids of a row of every table are tried. A
route that opens with none of them, or takes a word that nobody has taught this file, fails
`test_every_address_can_be_made`.
"""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from nastavnik.domain.access import GRANTS, Role
from nastavnik.store.db import models
from nastavnik.store.walls import Tenant, Wall
from nastavnik.testing.marked import ATTACKERS, MARK, MARKS
from nastavnik.web.session import GATE, PUBLIC, SIGNED_IN

WALLS = {m.__tablename__: m.wall for m in models() if issubclass(m, Tenant)}
ABOVE = {"town", "ministry", "institute"}
STAFF = {"mentor", "mentee"}
WORDS = {
    "code": ("candidate", "plan", "2026-Q4", "act"),
    "month": ("2026-10",),
    "name": ("index",),
    "place": ("0",),
    "purpose": ("mentoring", "personal_data"),
    "section": ("norm",),
}
"""Argument of an address that is no id -> words that it takes."""
NOBODYS = {"assets", "style", "help", "enter"}
"""Blueprints open to a stranger who has not logged in: they hold no tenant's rows."""
INSIDERS = {
    "victim": Role.CURATOR,
    "victim-director": Role.DIRECTOR,
    "ministry": Role.MINISTRY,
    "stranger-operator": Role.OPERATOR,
}
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOKEN = re.compile(r'name="csrf_token" ?(type="hidden" )?value="[^"]*"')


def choices(rule: Rule, name: str, attacked: Any) -> list[Any]:
    """What may stand in the place of an argument: ids of the victim's rows, or words."""
    converter = rule._converters[name]  # noqa: SLF001 - the only way to ask
    if "UUID" in type(converter).__name__:
        victim = attacked.victim
        rows = (victim.town, victim.unit, *victim.rows.values())
        return [row["public_id"] for row in rows if "public_id" in row]
    if "Integer" in type(converter).__name__ and name not in WORDS:
        return [attacked.victim.membership_id]
    return list(getattr(converter, "items", None) or WORDS[name])


def addresses(rule: Rule, attacked: Any) -> list[str]:
    """Every address that the victim's rows make of the rule."""
    names = sorted(rule._converters)  # noqa: SLF001 - `arguments` would tell the defaults too
    built = []
    for values in product(*(choices(rule, name, attacked) for name in names)):
        _, address = rule.build(dict(zip(names, values, strict=True))) or ("", "")
        built.append(address)
    return built


def rules(attacked: Any, *, of_records: bool) -> list[Rule]:
    """Rules behind the gate; those whose address names a record, or the others."""
    found = []
    for rule in attacked.site.url_map.iter_rules():
        gate = getattr(attacked.site.view_functions[rule.endpoint], GATE, None)
        kinds = {type(one).__name__ for one in rule._converters.values()}  # noqa: SLF001 - as above
        named = bool(kinds & {"UUIDConverter", "IntegerConverter"})
        if gate != PUBLIC and room(rule) not in NOBODYS and named is of_records:
            found.append(rule)
    assert found
    return found


def methods(rule: Rule) -> list[str]:
    """How the rule may be asked, but for what the server adds by itself."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def said(answer: TestResponse) -> str:
    """The words of the answer, whatever the kind of file."""
    data = answer.get_data()
    if data.startswith(b"%PDF"):
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    else:
        text = data.decode("utf-8", "replace")
    return re.sub(r"[\s\xad]", "", f"{text}{answer.headers}")


@pytest.fixture(scope="module")
def made(attacked) -> dict[str, set[str]]:
    """Rule -> addresses that open to somebody of the inside, asked by GET."""
    found: dict[str, set[str]] = {}
    browsers = {login: attacked.browser(login) for login in INSIDERS}
    for rule in rules(attacked, of_records=True):
        opened = found.setdefault(rule.rule, set())
        if "GET" not in methods(rule):
            continue
        needed = getattr(attacked.site.view_functions[rule.endpoint], GATE)
        for login, role in INSIDERS.items():
            if not opened and (needed == SIGNED_IN or GRANTS[role] & needed):
                opened.update(
                    address
                    for address in addresses(rule, attacked)
                    if browsers[login].get(address).status_code != 404
                )
    return found


def test_every_address_can_be_made(attacked, made):
    """Otherwise the attacks below would knock at doors that are not there.

    An address that waits for a later state of its record (a scan, a signature) is knocked at with
    the ids that open others of its blueprint.
    """
    asked = [rule for rule in rules(attacked, of_records=True) if "GET" in methods(rule)]
    known = {room(rule) for rule in asked if made[rule.rule]}
    closed = [rule.rule for rule in asked if room(rule) not in known]
    assert not closed, f"no row of testing.factories.MAKERS opens {closed}"


def walls_of(address: str, attacked: Any) -> set[Wall]:
    """Behind which walls the records of the address stand."""
    ids = {match[0] for match in ID.finditer(address)}
    return {
        WALLS[table]
        for table, row in attacked.victim.rows.items()
        if str(row.get("public_id")) in ids
    }


def belongs_too(login: str, walls: set[Wall]) -> bool:
    """The record is the attacker's by right: of its territory, or of its own institution."""
    if login in ABOVE:
        return not walls or bool(walls & {Wall.SCOPED})
    return login in STAFF and bool(walls & {Wall.SCOPED, Wall.PUBLIC})


def hidden_from(login: str) -> tuple[str, ...]:
    """Marks that must not reach the attacker in any answer."""
    walls = set(Wall)
    if login in ABOVE:
        walls -= {Wall.SCOPED}
    if login in STAFF:
        walls -= {Wall.SCOPED, Wall.PUBLIC}
    return tuple(re.sub(r"\s", "", MARKS[wall]) for wall in walls)


def as_if_of(answer: TestResponse) -> str:
    """The answer without what differs between any two: ids, and the form's token."""
    return TOKEN.sub("", ID.sub("ID", f"{answer.location}{answer.text}"))


def knocked(browser: FlaskClient, method: str, address: str) -> TestResponse:
    """The answer alone: what a form of before has left to be said is not its own."""
    answer: TestResponse = browser.open(address, method=method)
    if answer.status_code == 302:
        with browser.session_transaction() as session:
            session.pop("_flashes", None)
    return answer


def room(rule: Rule) -> str:
    """The blueprint of the rule."""
    name: str = rule.endpoint.partition(".")[0]
    return name


def knocks(attacked: Any, made: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Method and address: those that open, and what only takes forms, at the same records."""
    for rule in rules(attacked, of_records=True):
        kin = [
            address
            for other in rules(attacked, of_records=True)
            if room(other) == room(rule)
            for address in made[other.rule]
        ]
        known = {match[0] for address in kin for match in ID.finditer(address)}
        tried = made[rule.rule] or {
            address
            for address in addresses(rule, attacked)
            if not known or ((first := ID.search(address)) and first[0] in known)
        }
        yield from product(methods(rule), sorted(tried))


@pytest.mark.parametrize("login", ATTACKERS)
def test_a_foreign_record_is_as_none_at_all(login, attacked, made):
    """The same 404 as for an id that nobody has; nothing told, nothing changed."""
    browser, before = attacked.browser(login), attacked.dump()
    nothing: dict[tuple[str, str], TestResponse] = {}
    wrong = []
    for method, address in knocks(attacked, made):
        if belongs_too(login, walls_of(address, attacked)):
            continue
        answer = knocked(browser, method, address)
        text = said(answer)
        told = any(mark in text for mark in hidden_from(login))
        if told or answer.status_code not in {302, 403, 404}:
            wrong.append((method, address, answer.status_code, "told" if told else "opened"))
        if login in STAFF:
            continue  # that a colleague's record exists is no secret in the house
        shape = (method, ID.sub("ID", address))
        if shape not in nothing:
            nobodys = ID.sub(lambda _: str(uuid.uuid4()), address)
            nothing[shape] = knocked(browser, method, nobodys)
        none = nothing[shape]
        if answer.status_code != none.status_code or as_if_of(answer) != as_if_of(none):
            wrong.append((method, address, answer.status_code, "betrayed"))
    assert not wrong
    assert attacked.dump() == before


@pytest.mark.parametrize("login", ATTACKERS)
def test_lists_files_and_answers_hold_nothing_of_anothers(login, attacked):
    """Pages, tables, PDF, JSON without an id, after the victim itself has just read them."""
    victim, browser = attacked.browser("victim"), attacked.browser(login)
    seen = 0
    for rule in rules(attacked, of_records=False):
        if "GET" not in methods(rule):
            continue
        for address in addresses(rule, attacked):
            seen += MARK in said(victim.get(address))
            text = said(browser.get(address))
            told = [mark for mark in hidden_from(login) if mark in text]
            assert not told, address
    assert seen, "the victim sees its own records in no list: the attack proves nothing"


def test_no_address_opens_before_the_login(attacked, made):
    stranger = attacked.site.test_client()
    for method, address in knocks(attacked, made):
        answer = stranger.open(address, method=method)
        assert answer.status_code in {302, 401, 403}, (method, address)
        assert MARK not in said(answer), address
        assert answer.status_code != 302 or answer.location.startswith("/login"), address


def test_a_fault_shows_nothing_of_what_it_met(attacked, monkeypatch):
    """The number of the fault, and not a word of the record at which it happened."""

    def fail(**_: object) -> None:
        raise RuntimeError(f"{MARK} Иванов Пётр, select * from person")

    monkeypatch.setattr("nastavnik.usecases.people.card", fail)
    address = f"/people/{attacked.victim.rows['person']['public_id']}"
    for headers in ({}, {"HX-Request": "true"}):
        answer = attacked.browser("victim").get(address, headers=headers)
        assert answer.status_code == 500
        assert not re.search(rf"{MARK}|Иванов|select|Traceback|RuntimeError", answer.text)
