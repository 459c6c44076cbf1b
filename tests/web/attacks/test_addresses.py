"""Every address of the site, found by reflection, tells a stranger nothing of another's records.

A new route is attacked without anyone remembering: the ids of a row of every table are tried. A
route that opens with none of them, or takes a word that nobody has taught this file, fails
`test_every_address_can_be_made`.
"""

from __future__ import annotations

import io
import json
import re
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from itertools import product
from typing import Any
from urllib.parse import unquote

import pytest
from flask import abort
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from nastavnik.domain.access import GRANTS, Role
from nastavnik.store.db import db, models
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, Tenant, Wall, acting
from nastavnik.testing import marked
from nastavnik.testing.marked import ATTACKERS, MARK, MARKS
from nastavnik.web.session import GATE, PUBLIC, SIGNED_IN

pytestmark = pytest.mark.thorough
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
MOST = 120
"""Addresses of one rule that are tried when nothing is known of its ids."""
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ARGUMENT = re.compile(r"<(?:[^<>]*:)?(\w+)>")
_WORD = re.compile(r"<(?!uuid)[^<>]*>")
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


def addresses(rule: Rule, attacked: Any, known: Mapping[str, set[uuid.UUID]] = {}) -> list[str]:
    """Every address that the victim's rows make of the rule.

    `known`: beginning of a rule up to an id, or the name of the id alone -> ids that have opened
    such addresses. Where they are known, others are not tried in that place.
    """
    names = _ARGUMENT.findall(rule.rule)
    tried = [
        sorted(known.get(begun(rule, name)) or known.get(name) or ())
        or choices(rule, name, attacked)
        for name in names
    ]
    built = []
    for values in product(*tried):
        _, address = rule.build(dict(zip(names, values, strict=True))) or ("", "")
        built.append(address)
    return built


def begun(rule: Rule, name: str) -> str:
    """The rule up to the argument, itself included."""
    return rule.rule.partition(f"{name}>")[0] + name


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
        text = re.sub(r"[\s\xad]", "", text)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    elif answer.is_json:
        text = json.dumps(answer.json, ensure_ascii=False)
    else:
        text = data.decode("utf-8", "replace")
    return f"{text}{unquote(str(answer.headers))}"


def ids_at(rule: Rule, name: str, built: Iterable[str]) -> set[uuid.UUID]:
    """What stands in the place of the id in addresses of the rule; nothing where it is a word."""
    shape = re.sub(r"<uuid:(\w+)>", r"(?P<\1>[0-9a-f-]{36})", _WORD.sub("[^/]+", rule.rule))
    if f"(?P<{name}>" not in shape:
        return set()
    return {uuid.UUID(match[name]) for one in built if (match := re.match(shape, one))}


@pytest.fixture(scope="module")
def made(attacked) -> dict[str, set[str]]:
    """Rule -> addresses that open to somebody of the inside, asked by GET."""
    found: dict[str, set[str]] = {}
    known = attacked.known
    browsers = {login: attacked.browser(login) for login in INSIDERS}
    of_records = rules(attacked, of_records=True)
    for rule in sorted(of_records, key=lambda one: len(one.rule)):
        found[rule.rule] = set()
        if "GET" not in methods(rule):
            continue
        found[rule.rule] = opened(rule, attacked, browsers, known)
        for name in _ARGUMENT.findall(rule.rule):
            known[begun(rule, name)] |= ids_at(rule, name, found[rule.rule])
            known[name] |= ids_at(rule, name, found[rule.rule])
    return found


def opened(rule: Rule, attacked: Any, browsers: Any, known: Mapping[str, set[uuid.UUID]]) -> Any:
    """Addresses of the rule that open to the first of the insiders to whom any does."""
    needed = getattr(attacked.site.view_functions[rule.endpoint], GATE)
    for tried in (addresses(rule, attacked, known), addresses(rule, attacked)):
        if len(tried) > MOST:
            break
        for login, role in INSIDERS.items():
            if needed == SIGNED_IN or GRANTS[role] & needed:
                answers = {one: browsers[login].get(one).status_code for one in tried}
                attacked.faults += [(login, one) for one in tried if answers[one] >= 500]
                if any(code != 404 for code in answers.values()):
                    return {one for one, code in answers.items() if code != 404}
    return set()


def test_every_address_can_be_made(attacked, made):
    """Otherwise the attacks below would knock at doors that are not there.

    An address that waits for a later state of its record (a scan, a signature) is knocked at with
    the ids that open others of its blueprint.
    """
    assert attacked.faults == []
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
    return tuple(MARKS[wall] for wall in walls)


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
        tried = made[rule.rule] or addresses(rule, attacked, attacked.known)
        yield from product(methods(rule), sorted(tried))


def attack(attacked: Any, login: str, tried: Iterable[tuple[str, str]]) -> list[Any]:
    """What the attacker was told or let do at addresses of the victim: login, method, address."""
    browser = attacked.browser(login)
    nothing: dict[tuple[str, str], TestResponse] = {}
    wrong = []
    for method, address in tried:
        if belongs_too(login, walls_of(address, attacked)):
            continue
        answer = knocked(browser, method, address)
        text = said(answer)
        told = any(mark in text for mark in hidden_from(login))
        if told or answer.status_code not in {302, 403, 404}:
            wrong.append((login, method, address, "told" if told else answer.status_code))
        if login in STAFF:
            continue  # that a colleague's record exists is no secret in the house
        shape = (method, ID.sub("ID", address))
        if shape not in nothing:
            nobodys = ID.sub(lambda _: str(uuid.uuid4()), address)
            nothing[shape] = knocked(browser, method, nobodys)
        none = nothing[shape]
        if answer.status_code != none.status_code or as_if_of(answer) != as_if_of(none):
            wrong.append((login, method, address, "betrayed"))
    return wrong


def test_a_foreign_record_is_as_none_at_all(attacked, made):
    """The same 404 as for an id that nobody has; nothing told, nothing changed."""
    before, tried = attacked.dump(), list(knocks(attacked, made))
    assert [found for login in ATTACKERS for found in attack(attacked, login, tried)] == []
    assert attacked.dump() == before


def test_lists_files_and_answers_hold_nothing_of_anothers(attacked):
    """Pages, tables, PDF, JSON without an id, after the victim itself has just read them."""
    victim = attacked.browser("victim")
    browsers = {login: attacked.browser(login) for login in ATTACKERS}
    seen = 0
    for rule in rules(attacked, of_records=False):
        if "GET" not in methods(rule):
            continue
        for address in addresses(rule, attacked):
            seen += MARK in said(victim.get(address))
            for login, browser in browsers.items():
                text = said(browser.get(address))
                told = [mark for mark in hidden_from(login) if mark in text]
                assert not told, (login, address)
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


def planted(attacked: Any, monkeypatch: Any, hole: Callable[..., Any]) -> list[Any]:
    """What the attack finds when the page of a person is opened by the hole."""
    endpoint = "people.show"
    view = attacked.site.view_functions[endpoint]
    monkeypatch.setitem(attacked.site.view_functions, endpoint, wraps(view)(hole))
    address = f"/people/{attacked.victim.rows['person']['public_id']}"
    return attack(attacked, "sibling", [("GET", address)])


def test_the_attack_sees_a_page_that_tells(attacked, monkeypatch):
    found = planted(attacked, monkeypatch, lambda **_: f"<p>{MARKS[Wall.PERSONAL]} Иванов</p>")
    assert [one[-1] for one in found] == ["told"]


def test_the_attack_sees_a_page_that_opens(attacked, monkeypatch):
    assert [one[-1] for one in planted(attacked, monkeypatch, lambda **_: "ничего")] == [200]


def test_the_attack_sees_that_a_record_exists(attacked, monkeypatch):
    """Forbidden where somebody's record is, not found where there is none."""
    own = str(attacked.victim.rows["person"]["public_id"])

    def hole(public_id: uuid.UUID) -> Any:
        abort(403 if str(public_id) == own else 404)

    assert [one[-1] for one in planted(attacked, monkeypatch, hole)] == ["betrayed"]


def test_the_dump_sees_a_row_that_was_changed(attacked):
    before = attacked.dump()
    with attacked.site.app_context(), acting(EVERYTHING, write=True):
        db.session.execute(update(Person).values(position=Person.position + "!"))
        db.session.flush()
        assert marked.dump() != before
        db.session.rollback()
    assert attacked.dump() == before
