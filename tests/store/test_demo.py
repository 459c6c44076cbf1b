"""The demo country: whole, lawful, loaded once, and only into an empty database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from nastavnik.domain.access import Actor, Level, Role
from nastavnik.domain.errors import ConflictError, InputError, NastavnikError
from nastavnik.domain.figures import Cell
from nastavnik.domain.indicator import INDICATORS, Group
from nastavnik.domain.mentorship import LIVE, State
from nastavnik.domain.period import Period
from nastavnik.domain.report import ReportState
from nastavnik.regions import registry
from nastavnik.store import account, event, mentorship, org_unit, submission
from nastavnik.store.account import Account, DemoCountry
from nastavnik.store.db import db
from nastavnik.store.mentorship import Wanted
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Wanted as People
from nastavnik.store.walls import EVERYTHING, Scope, acting
from nastavnik.testing import databases, factories
from nastavnik.usecases import accounts, demo, evidence, mentorships
from nastavnik.usecases.checking import case_of, check_group, loads_of
from nastavnik.usecases.demo_story import Story
from nastavnik.usecases.draft import DraftInput
from nastavnik.usecases.holders import statuses_of
from nastavnik.usecases.people import listed
from nastavnik.usecases.report_overview import overview
from nastavnik.usecases.rulebooks import book_of
from nastavnik.usecases.succession import begun_on

TODAY, NOW = factories.TODAY, factories.NOW
REGIONS = sorted(registry.installed())
INSTITUTION_ROLES = {Role.DIRECTOR, Role.CURATOR, Role.MENTOR, Role.MENTEE, Role.VIEWER}
REGION_ROLES = INSTITUTION_ROLES | {Role.MINISTRY, Role.INSTITUTE, Role.MUNICIPAL}


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def country(request, tmp_path_factory) -> Iterator[Flask]:
    """Loaded once for the file; nobody changes it."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            template = request.getfixturevalue("sqlite_template")
            base = databases.sqlite_copy(template, tmp_path_factory.mktemp("demo"))
        else:
            cluster = request.getfixturevalue("postgres_cluster")
            base = stack.enter_context(databases.postgres_database(cluster))
        app = databases.bare_app(base)
        stack.callback(databases.close, app)
        with app.app_context():
            assert demo.load(today=TODAY, now=NOW)
        yield app


@pytest.fixture
def small(monkeypatch) -> None:
    """Two institutions of one region stand for the whole country."""
    slug = REGIONS[0]
    whole = demo._country()[slug]  # noqa: SLF001 - the country is this module's
    town = whole.municipalities[0].slug
    kept = [one for one in whole.institutions if one.municipality == town][:2]
    places = {"", town, *(one.slug for one in kept)}
    part = replace(
        whole,
        municipalities=whole.municipalities[:1],
        institutions=tuple(kept),
        accounts=tuple(one for one in whole.accounts if one.unit in places),
    )
    monkeypatch.setattr(demo, "_country", lambda: {slug: part})


def institutions() -> list[OrgUnit]:
    found = select(OrgUnit).where(OrgUnit.level == Level.INSTITUTION).order_by(OrgUnit.path)
    return list(db.session.scalars(found))


@contextmanager
def under(login: str) -> Iterator[Actor]:
    found = account.by_login(login)
    assert found is not None
    way_in = accounts.entrance(membership_id=found.memberships[0].id)
    assert way_in is not None
    with acting(Scope.of(way_in.actor.unit_path)):
        yield way_in.actor


def rows(*states: State) -> Iterator[tuple[OrgUnit, mentorship.Mentorship]]:
    """Every mentorship of the states, each inside the walls of its own unit."""
    for unit in institutions():
        with acting(Scope.of(unit.path)):
            for one in mentorship.page(Wanted(states=states), limit=1000):
                yield unit, one


@pytest.mark.parametrize("region", REGIONS)
def test_the_file_names_nobody_twice_in_one_institution(region: str):
    """The loader says so of every card, instead of asking the database for namesakes."""
    for one in demo._country()[region].institutions:  # noqa: SLF001 - the country is this module's
        names = Counter(person.full_name for person in one.people)
        assert [name for name, times in names.items() if times > 1] == [], one.slug


@pytest.mark.parametrize("region", REGIONS)
def test_the_ministry_sees_more_figures_than_it_is_refused(country: Flask, region: str):
    """Numbers under five are kept back: a demo of tiny schools would show nothing else."""
    with country.app_context(), under(f"{region}.ministry") as actor:
        seen = overview(actor=actor, period=Period.of(TODAY).previous, today=TODAY)
    codes = [one.code for one in INDICATORS]
    towns = [part.of_sent for part in seen.parts]
    cells = [one.get(Cell(code, Group.TEACHERS, "")) for one in towns for code in codes]
    shown = [one for one in cells if one and not one.hidden]
    hidden = [one for one in cells if one and one.hidden]
    assert len(hidden) < len(shown) / 2


def test_loads_once(country: Flask):
    with country.app_context():
        before = Counter(one.state for _, one in rows(*State))
        assert demo.load(today=TODAY, now=NOW) is False
        assert Counter(one.state for _, one in rows(*State)) == before


def test_every_state_is_there_several_times(country: Flask):
    with country.app_context():
        found = Counter(one.state for _, one in rows(*State))
        places = {(one.state, unit.region) for unit, one in rows(*State)}
    assert all(found[state] > 1 for state in State)
    assert places == {(state, region) for state in State for region in REGIONS}


def test_no_rule_is_broken_by_what_an_order_has_started(country: Flask):
    with country.app_context():
        for unit, one in rows(*LIVE, State.COMPLETED, State.ENDED_EARLY):
            assert one.order is not None
            group = mentorship.of_group(one.group_id) if one.group_id else [one]
            case = case_of(
                one,
                on=one.law_on,
                order_on=one.order.issued_on,
                consents=evidence.of_rows([one])[one.id],
                others=loads_of(one.mentor, [one.id]),
                held=statuses_of([one.mentor, one.mentee]),
                group=len(group),
            )
            (found,) = check_group([case], book_of(unit, one.law_on), begun_on([one]))
            assert [each.text for each in found if each.blocks] == []


def test_histories_are_in_order_and_named(country: Flask):
    with country.app_context():
        for _, one in rows(*State):
            history = event.of_mentorship(one.id)
            assert history[0].kind == "created"
            assert [each.at for each in history] == sorted(each.at for each in history)
            assert all(each.actor_name and each.on <= TODAY for each in history)


def test_terms_agree_with_the_states(country: Flask):
    with country.app_context():
        for _, one in rows(*State):
            if one.state is State.ACTIVE:
                assert one.start <= TODAY <= one.end
            if one.state is State.ORDERED:
                assert one.start > TODAY
            if one.state in {State.CLOSING, State.COMPLETED}:
                assert one.end < TODAY


@pytest.mark.parametrize("region", REGIONS)
def test_every_role_has_an_account_in_every_region(country: Flask, region: str):
    with country.app_context():
        found = demo.logins()
    assert {one.role for one in found if one.region == region} >= REGION_ROLES
    assert Role.OPERATOR in {one.role for one in found}


def test_every_unit_has_somebody_to_work_in_it(country: Flask):
    with country.app_context():
        units = select(OrgUnit).where(OrgUnit.level != Level.REGION)
        for unit in db.session.scalars(units):
            wanted = Role.CURATOR if unit.level is Level.INSTITUTION else Role.MUNICIPAL
            assert account.members(unit.id, wanted), unit.title


def test_people_of_a_pair_have_cards_and_a_mentorship(country: Flask):
    with country.app_context():
        for one in demo.logins():
            if one.role in {Role.MENTOR, Role.MENTEE}:
                with under(one.login) as actor:
                    assert actor.person_id is not None
                    found, total = mentorships.lines(actor=actor, wanted=Wanted())
                    assert total == len(found) > 0


def test_the_passwords_open_the_accounts(country: Flask):
    with country.app_context():
        logins = demo.logins()
        assert len({one.login for one in logins}) == len(logins)
        one = logins[0]
        proof = accounts.prove(
            login=one.login, password=one.password, address="127.0.0.1", now=NOW
        )
        ways = accounts.accept(proof=proof, now=NOW)
        assert ways[0].actor.role is one.role
        with pytest.raises(InputError):
            accounts.prove(login=one.login, password="x", address="127.0.0.1", now=NOW)
        kept = account.by_login(one.login)
        assert kept is not None
        assert one.password not in kept.password_hash


@pytest.mark.parametrize("region", REGIONS)
def test_some_reports_came_and_some_did_not(country: Flask, region: str):
    last = Period.of(TODAY).previous
    with country.app_context():
        top = org_unit.by_slug(region, region)
        assert top is not None
        with acting(Scope.of(top.path)):
            expected = org_unit.below(top.path, Level.INSTITUTION)
            states = Counter(one.state for one in submission.latest_by_unit(last.code).values())
            earlier = submission.latest_by_unit(last.previous.code).values()
    assert set(states) == {state.value for state in ReportState}
    assert states.total() < len(expected)
    assert [one.state for one in earlier] == [ReportState.ACCEPTED] * len(expected)


def test_the_story_of_yurga(country: Flask):
    """What the first path of the guide does with these very people."""
    with country.app_context(), under("yurga.curator") as actor:
        people = {one.last_name: one for one in listed(actor=actor, wanted=People(), limit=100)[0]}

        def clauses(mentor: str, end: date) -> set[tuple[str, str]]:
            values = DraftInput(
                mentor_id=people[mentor].public_id,
                mentee_ids=(people["Зимина"].public_id,),
                kind="traditional",
                form="teacher_teacher",
                regime="job_function",
                start=date(2026, 12, 1),
                end=end,
            )
            found = mentorships.check_draft(actor=actor, values=values, today=TODAY)
            return {(one.code, one.cite.clause) for one in found if one.blocks}

        papers = {("consent.mentor", "2.6"), ("consent.mentee", "2.1")}
        three_years = date(2029, 11, 30)
        assert clauses("Дорофеева", three_years) == papers
        assert clauses("Соколова", three_years) == papers | {("mentees.max", "2.5")}
        assert clauses("Никитина", three_years) == papers | {("mentor.experience", "2.1")}
        assert clauses("Дорофеева", date(2027, 4, 30)) == papers | {("term.min_months", "2.4")}


def test_refuses_a_database_that_holds_anything(store_app: Flask):
    with store_app.app_context():
        with acting(EVERYTHING, write=True):
            factories.unit()
            db.session.commit()
        with pytest.raises(ConflictError, match="только в пустую базу"):
            demo.load(today=TODAY, now=NOW)
        assert not demo.is_demo()
        assert db.session.scalar(select(func.count(OrgUnit.id))) == 1
        with pytest.raises(ConflictError, match="не демо-база"):
            demo.logins()


def test_an_account_alone_is_foreign_data_too(sqlite_app: Flask):
    with sqlite_app.app_context():
        with acting(EVERYTHING, write=True):
            factories.account()
            db.session.commit()
        with pytest.raises(ConflictError):
            demo.load(today=TODAY, now=NOW)


def test_demo_accounts_do_not_exist_outside_a_demo(store_app: Flask):
    with store_app.app_context(), acting(EVERYTHING, write=True):
        db.session.add(Account(login="x", password_hash="x", display_name="x", demo_id=1))
        with pytest.raises(IntegrityError):
            db.session.flush()


@pytest.mark.usefixtures("small")
def test_an_interrupted_load_goes_on(store_app: Flask, monkeypatch):
    told = Story.tell
    calls = []

    def dies(story: Story):
        calls.append(story.unit.slug)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return told(story)

    monkeypatch.setattr(Story, "tell", dies)
    with store_app.app_context():
        with pytest.raises(KeyboardInterrupt):
            demo.load(today=TODAY, now=NOW)
        assert demo.load(today=TODAY, now=NOW)
        assert calls[1] == calls[2], "the first institution is not told twice"
        assert not demo.load(today=TODAY, now=NOW)
        marker = db.session.get(DemoCountry, 1)
        assert marker is not None
        assert marker.version != "loading"
        assert all(list(rows_of(unit)) for unit in institutions())


def rows_of(unit: OrgUnit) -> Iterator[mentorship.Mentorship]:
    with acting(Scope.of(unit.path)):
        yield from mentorship.page(Wanted(), limit=1000)


@pytest.mark.usefixtures("small")
def test_data_that_break_the_rules_are_refused_by_name(sqlite_app: Flask, monkeypatch):
    slug, part = next(iter(demo._country().items()))  # noqa: SLF001 - as above
    first = part.institutions[0]
    short = tuple(
        replace(one, start=-1, end=0) if one.state is State.ACTIVE else one
        for one in first.mentorships
    )
    broken = replace(
        part, institutions=(replace(first, mentorships=short), *part.institutions[1:])
    )
    monkeypatch.setattr(demo, "_country", lambda: {slug: broken})
    with sqlite_app.app_context():
        with pytest.raises(NastavnikError, match=first.slug):
            demo.load(today=TODAY, now=NOW)
        assert list(rows_of(institutions()[0])) == []


@pytest.mark.thorough
def test_the_stories_hold_on_a_day_that_most_years_do_not_have(sqlite_app: Flask):
    with sqlite_app.app_context():
        assert demo.load(today=date(2028, 2, 29), now=NOW)
        assert {one.state for _, one in rows(*State)} == set(State)
