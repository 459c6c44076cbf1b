"""Orders that race for one mentor: each is lawful alone, together they would pass the cap."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select

from nastavnik.domain.access import Role
from nastavnik.domain.mentorship import LIVE, State
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.testing.served import Answer, Visitor
from nastavnik.usecases import accounts

PASSWORD: Final = "a password of the races"  # noqa: S105 - invented
ISSUE: Final = "Издать приказ"
_YEARS: Final = 12
_PURPOSES: Final = ("mentoring", "personal_data")


@dataclass(frozen=True, slots=True)
class School:
    """An institution of a town whose acts are installed, and two curators who can log in."""

    unit_id: int
    logins: tuple[str, ...] = ("first", "second")


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one race. `live` is how many pairs the mentor leads after it."""

    answers: Sequence[Answer] = field(repr=False)
    live: int

    @property
    def statuses(self) -> Mapping[int, int]:
        """Status -> how many requests got it."""
        return Counter(one.status for one in self.answers)


def founded(app: Flask, region: str, town: str, **fields: Any) -> School:  # noqa: ANN401 - fields of the unit
    """The school of the races, in an empty database."""
    with app.app_context(), acting(EVERYTHING, write=True):
        top = factories.unit(region=region, slug=region, title="Регион")
        place = factories.unit(top, slug=town, title="Город")
        usual = {
            "place": "г. Первый",
            "head_position": "директор",
            "head_gender": "f",
            "head_last_name": "Тарасова",
            "head_first_name": "Лариса",
            "head_patronymic": "Геннадьевна",
        }
        unit = factories.unit(place, **usual | fields)
        school = School(unit.id)
        secret = accounts.hashed(PASSWORD)
        for login in school.logins:
            account = factories.account(login=login, password_hash=secret)
            factories.membership(unit, Role.CURATOR, account_id=account.id)
        db.session.commit()
    return school


def drafted(app: Flask, school: School, racers: int, today: date) -> tuple[int, list[str]]:
    """A new mentor and addresses of so many drafts, each ready for its order."""
    with app.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        facts = {"experience.pedagogical": 21 * _YEARS, "position_group": "teacher"}
        person = {"first_name": "Ольга", "patronymic": "Сергеевна", "gender": "f"}
        mentor = factories.person(
            unit, is_mentee=False, facts=facts, birth_date=date(1975, 5, 1), **person
        )
        rows = [_draft(unit, mentor.id, person, today) for _ in range(racers)]
        db.session.commit()
        return mentor.id, [f"/pairs/{one.public_id}/order" for one in rows]


def _draft(unit: OrgUnit, mentor_id: int, person: Mapping[str, str], today: date) -> Mentorship:
    mentee = factories.person(
        unit,
        is_mentor=False,
        facts={"first_job": True, "position_group": "teacher"},
        birth_date=date(2002, 5, 1),
        admitted_on=today,
        **person,
    )
    one = factories.mentorship(
        unit,
        mentor_id=mentor_id,
        mentee_id=mentee.id,
        state=State.DRAFT,
        start=today,
        end=today.replace(year=today.year + 2),
        law_on=today,
    )
    for side in ("mentor", "mentee"):
        for purpose in _PURPOSES:
            factories.consent(
                unit, mentorship_id=one.id, side=side, purpose=purpose, given_on=today
            )
    return one


def race(
    address: str,
    school: School,
    addresses: Sequence[str],
    today: date,
    *,
    one_form: bool = False,
) -> list[Answer]:
    """Read every order first, then send them all at once; with `one_form` the same page."""
    visitors = []
    for login in school.logins:
        visitors.append(Visitor(address))
        visitors[-1].log_in(login, PASSWORD)
    shared = _read(visitors[0], addresses[0], today) if one_form else None
    start = threading.Barrier(len(addresses))

    def ask(place: int) -> Answer:
        visitor, path = visitors[0 if one_form else place % len(visitors)], addresses[place]
        form = shared or _read(visitor, path, today)
        start.wait()
        return visitor.post(path, form)

    with ThreadPoolExecutor(len(addresses)) as pool:
        return list(pool.map(ask, range(len(addresses))))


def _read(visitor: Visitor, path: str, today: date) -> dict[str, str]:
    """The form under the order that is shown. Raises AssertionError if it can't be issued."""
    wanted = {"number": f"{path.split('/')[2][:13]}-н", "issued_on": f"{today:%d.%m.%Y}"}
    form = visitor.get(f"{path}?{urlencode(wanted)}").form(ISSUE)
    if "key" not in form:
        raise AssertionError(f"the order at {path} is not ready to be issued")
    return form


def live(app: Flask, mentor_id: int) -> int:
    """How many pairs the mentor leads."""
    with app.app_context(), acting(EVERYTHING):
        counted = select(func.count(Mentorship.id)).where(
            Mentorship.mentor_id == mentor_id, Mentorship.state.in_(LIVE)
        )
        return db.session.scalars(counted).one()


def raced(app: Flask, address: str, school: School, racers: int, today: date) -> Result:
    """One race for a new mentor."""
    mentor_id, addresses = drafted(app, school, racers, today)
    answers = race(address, school, addresses, today)
    return Result(answers, live(app, mentor_id))
