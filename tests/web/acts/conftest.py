"""A region whose town caps менти at five: the people who change that by acts."""

from __future__ import annotations

import re
from datetime import date

import pytest

from nastavnik.domain.access import Role
from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.usecases.accounts import hashed

PASSWORD = "correct horse"
WHO = {
    "ministry": ("region", Role.MINISTRY),
    "centre": ("town", Role.MUNICIPAL),
    "neighbour": ("far", Role.MUNICIPAL),
    "director": ("school", Role.DIRECTOR),
    "curator": ("school", Role.CURATOR),
}
HEAD = {
    "number": "812",
    "title": "О предельном числе менти",
    "adopted": "20.11.2026",
    "in_force": "21.11.2026",
    "applies_to": "all",
    "repeals": "",
}
NORM = {
    "k_parameter": "mentees.max",
    "k_kinds": "mentor",
    "how": "number",
    "k_value": "3",
    "k_clause": "1",
    "k_quote": "не более трёх менти",
}
VERSION = re.compile(r'name="version"[^>]*value="(\d+)"')


class Country:
    """Units of a region; one mentor of the school has four менти."""

    def __init__(self, site):
        self.site = site

    def enter(self, login):
        browser = self.site.test_client()
        assert browser.log_in(login, PASSWORD).status_code == 302
        return browser

    def head(self, browser, **changes):
        """Address of a draft that says nothing yet."""
        answer = browser.send("/acts/new", **HEAD | changes)
        assert answer.status_code == 302, answer.text
        return answer.location

    def say(self, browser, act, section="norm", place="new", **values):
        """Send the form of a provision as it was opened."""
        address = f"{act}/provisions/{section}/{place}"
        version = self.version(browser.get(address))
        return browser.send(address, do="save", **{"version": version} | values)

    def saved(self, browser, norm=(), **changes):
        """Address of a draft with a norm."""
        act = self.head(browser, **changes)
        answer = self.say(browser, act, **NORM | dict(norm))
        assert answer.status_code == 302, answer.text
        assert answer.location == act
        return act

    def publish(self, browser, act):
        version = self.version(browser.get(act))
        return browser.send(f"{act}/publish", form=act, version=version)

    def published(self, browser, norm=(), **changes):
        act = self.saved(browser, norm, **changes)
        answer = self.publish(browser, act)
        assert answer.status_code == 302, answer.text
        return act

    @staticmethod
    def version(page):
        """The version of the draft that the page was made of."""
        found = VERSION.search(page.text)
        assert found
        return found[1]

    @staticmethod
    def told(page):
        """The text of a page without its tags and spare blanks."""
        plain = re.sub(r"<[^>]+>", " ", page.text).replace("\N{NO-BREAK SPACE}", " ")
        return re.sub(r"\s+", " ", plain)


@pytest.fixture
def country(site):
    with site.app_context(), acting(EVERYTHING, write=True):
        region = factories.unit(region="kuzbass", slug="kuzbass", title="Министерство")
        town = factories.unit(region, slug="yurga", title="Город")
        units = {
            "region": region,
            "town": town,
            "far": factories.unit(region, slug="far", title="Дальний район"),
            "school": factories.unit(town, slug="school", title="Школа первая"),
        }
        mentor = factories.person(
            units["school"],
            last_name="Менторова",
            facts={"experience.managerial": 120},
        )
        factories.status_grant(
            units["school"],
            person_id=mentor.id,
            code="mentor",
            given_on=date(2024, 9, 2),
            valid_until=None,
        )
        for _ in range(4):
            factories.mentorship(
                units["school"], mentor_id=mentor.id, kind="mentor", form="teacher_teacher"
            )
        sealed = hashed(PASSWORD)
        for login, (unit, role) in WHO.items():
            account = factories.account(login=login, password_hash=sealed)
            factories.membership(units[unit], role, account_id=account.id)
        db.session.commit()
    return Country(site)
