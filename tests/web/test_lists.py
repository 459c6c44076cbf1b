"""No page asks the database more because it has more rows: every address, in every role.

The addresses are the site's own: a new list is measured without anyone remembering.
"""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.domain.access import GRANTS, Role
from nastavnik.domain.mentorship import State
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.testing.statements import recorded
from nastavnik.usecases import accounts
from nastavnik.web.session import GATE, PUBLIC

PASSWORD = "correct horse"
FEW, MORE = 2, 7
VALUES = {"code": "2026-Q4"}
LONGEST = 6
LONGER = {"/today/": 27, "/personal-data/me": 27, "/personal-data/me.json": 26, "/pairs/new": 9}
"""Pages that are no list: a home of many lists, all that is known of one person, a form."""
LISTS = {
    ("curator", "/people/"),
    ("curator", "/pairs/"),
    ("curator", "/orders/"),
    ("curator", "/acts/"),
    ("curator", "/reports/"),
    ("curator", "/reports/2026-Q4"),
    ("curator", "/statuses/"),
    ("curator", "/personal-data/"),
    ("curator", "/personal-data/texts"),
    ("curator", "/history/account"),
    ("director", "/acts/limits"),
    ("director", "/access/"),
    ("mentor", "/pairs/"),
    ("municipal", "/access/"),
    ("municipal", "/reports/"),
    ("municipal", "/reports/2026-Q4"),
    ("ministry", "/access/"),
    ("ministry", "/reports/"),
    ("ministry", "/reports/2026-Q4"),
    ("ministry", "/statuses/"),
    ("operator", "/access/"),
}
"""Role and page of some lists: they are met on the way, whatever else is."""
TERRITORY = {Role.MUNICIPAL: 1, Role.MINISTRY: 0, Role.INSTITUTE: 0, Role.OPERATOR: 0}


class World:
    """A region, a town and a school; an account in each role; rows of everything at will."""

    def __init__(self, site) -> None:
        self.site = site
        with site.app_context(), acting(EVERYTHING, write=True):
            region = factories.unit(region="kuzbass", slug="kuzbass")
            town = factories.unit(region, slug="yurga")
            units = [region, town, factories.unit(town)]
            self.ids = [unit.id for unit in units]
            self.own = {}
            for role in Role:
                unit = units[TERRITORY.get(role, 2)]
                account = factories.account(
                    login=role.value, password_hash=accounts.hashed(PASSWORD)
                )
                self.own[role] = factories.person(unit).id
                factories.membership(unit, role, account_id=account.id, person_id=self.own[role])
            db.session.commit()

    def grow(self, rows: int) -> None:
        """So many rows more of everything that a list may show."""
        with self.site.app_context(), acting(EVERYTHING, write=True):
            units = [db.session.get_one(OrgUnit, one) for one in self.ids]
            for _ in range(rows):
                self._row(*units)
            db.session.commit()

    def _row(self, region, town, school) -> None:
        order = factories.order(school)
        signed = factories.mentorship(school, order_id=order.id)
        factories.consent(school, mentorship_id=signed.id)
        factories.mentorship(school, state=State.DRAFT)
        factories.mentorship(school, state=State.CLOSING, end=date(2026, 11, 1))
        factories.mentorship(school, mentor_id=self.own[Role.MENTOR])
        factories.mentorship(school, mentee_id=self.own[Role.MENTEE])
        factories.person(school, is_mentor=False, admitted_on=date(2026, 11, 18))
        for unit in (region, town, school):
            factories.status_grant(unit)
            factories.local_act(unit)
            factories.audit_event(unit)
            factories.membership(unit, Role.VIEWER)
        neighbour = factories.unit(town)
        factories.membership(neighbour, Role.DIRECTOR)
        factories.submission(neighbour, state="returned", reason="Уточните.")
        factories.membership(factories.unit(region), Role.MUNICIPAL)

    def asked(self) -> dict[tuple[str, str], list[str]]:
        """Role and address -> statements of the page."""
        found = {}
        for role in Role:
            browser = self.site.test_client()
            assert browser.log_in(role.value).status_code == 302
            for address in self._addresses(role):
                with self.site.app_context(), recorded() as statements:
                    answer = browser.get(address)
                assert answer.status_code < 500, (role, address)
                if answer.status_code == 200:
                    found[role.value, address] = statements
        return found

    def _addresses(self, role):
        adapter = self.site.url_map.bind("localhost")
        for rule in sorted(self.site.url_map.iter_rules(), key=str):
            gate = getattr(self.site.view_functions[rule.endpoint], GATE)
            opens = not isinstance(gate, frozenset) or gate & GRANTS[role]
            if (
                "GET" in rule.methods
                and gate is not PUBLIC
                and opens
                and rule.arguments <= {*VALUES}
            ):
                yield adapter.build(rule.endpoint, {one: VALUES[one] for one in rule.arguments})


@pytest.mark.thorough
def test_no_page_asks_more_because_it_has_more_rows(site) -> None:
    world = World(site)
    world.grow(FEW)
    world.asked()  # what a page notes only once is noted now
    few = world.asked()
    world.grow(MORE)
    world.asked()
    many = world.asked()
    assert few.keys() == many.keys()
    grown = {
        place: (len(few[place]), len(many[place]))
        for place in few
        if len(many[place]) > len(few[place])
    }
    assert not grown
    assert many.keys() >= LISTS
    long = {
        place: len(statements)
        for place, statements in many.items()
        if len(statements) > LONGER.get(place[1], LONGEST)
    }
    assert not long
