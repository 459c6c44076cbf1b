"""A school whose act pays for mentoring, its director, and one pair."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from nastavnik.domain.access import Role
from nastavnik.store.allowance import AllowanceSheet
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.usecases.accounts import hashed

TAGS = re.compile(r"<[^>]+>")


class Payroll:
    """The school of the fixture, a director, and one pair since the 1st of September."""

    rule: ClassVar[dict[str, object]] = {
        "code": "mentor",
        "recipient": "mentor",
        "percent": 15,
        "not_paid": ["mentee_absent"],
        "clause": "5.2",
        "quote": "в размере 15 % должностного оклада",
    }
    """What the act of the school pays where a test says no more."""

    @staticmethod
    def told(page) -> str:
        """The text of the page with plain blanks."""
        text = TAGS.sub(" ", page.text).replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")
        return " ".join(text.split())

    @staticmethod
    def found(pattern: str, page: TestResponse) -> str:
        """What the group of the pattern holds on the page."""
        match = re.search(pattern, page.text)
        assert match, pattern
        return match[1]

    def __init__(self, school):
        self.school = school
        self.mentor, self.mentee = (school.people[name] for name in ("Соколова", "Зимина"))
        with school.site.app_context(), acting(EVERYTHING, write=True):
            unit = db.session.get_one(OrgUnit, school.unit_id)
            for login, role in (("director", Role.DIRECTOR), ("other-director", Role.DIRECTOR)):
                at = unit if login == "director" else self._neighbour()
                one = factories.account(
                    login=login, password_hash=hashed("correct horse"), display_name="Тарасова Л."
                )
                factories.membership(at, role, account_id=one.id)
            self.pair = factories.mentorship(
                unit, mentor_id=school.ids["Соколова"], mentee_id=school.ids["Зимина"]
            ).public_id
            db.session.commit()

    @staticmethod
    def _neighbour():
        return db.session.scalars(select(OrgUnit).filter_by(title="Школа № 2")).one()

    def act(self, *allowances, **more):
        """A published act of the school, in force since the spring."""
        with self.school.site.app_context(), acting(EVERYTHING, write=True):
            unit = db.session.get_one(OrgUnit, self.school.unit_id)
            factories.local_act(
                unit,
                title="Положение об оплате",
                adopted=date(2026, 3, 1),
                in_force=date(2026, 3, 1),
                content={"allowance": list(allowances), **more},
                published_at=factories.NOW,
                published_by="Тарасова Л. Г.",
            )
            db.session.commit()

    def enter(self, login):
        return self.school.enter(login)

    def pay(self, browser, kopecks="32 000", first_on="01.09.2026", **more):
        values = {"base": "salary", "kopecks": kopecks, "first_on": first_on, "last_on": ""}
        address = f"/allowances/people/{self.mentor}"
        return browser.send(f"{address}/pay", form=f"{address}/", **values | more)

    def absent(self, browser, first="10.11.2026", last="13.11.2026", reason="болезнь"):
        address = f"/allowances/people/{self.mentee}"
        values = {"away-first_on": first, "away-last_on": last, "away-reason": reason}
        return browser.send(f"{address}/absence", form=f"{address}/", **values)

    def approve(self, browser, reason="", month="2026-11"):
        page = browser.get(f"/allowances/{month}/approve")
        digest = re.search(r'name="digest"[^>]*value="(\w+)"', page.text)
        values = {"digest": digest[1] if digest else "", "reason": reason}
        return browser.send(
            f"/allowances/{month}/approve", form=f"/allowances/{month}/approve", **values
        )

    def sheets(self):
        with self.school.site.app_context(), acting(EVERYTHING):
            return list(db.session.scalars(select(AllowanceSheet).order_by(AllowanceSheet.id)))


@pytest.fixture
def payroll(school) -> Payroll:
    return Payroll(school)
