"""A school with a record of every kind that is edited, and how the form of each is sent late."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from nastavnik.domain.access import Role
from nastavnik.domain.mentorship import State
from nastavnik.store.allowance import AllowanceDecision
from nastavnik.store.db import db
from nastavnik.store.local_act import LocalAct
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.pay import PersonAbsence, PersonPay, WageSum
from nastavnik.store.person import Person
from nastavnik.store.status import StatusGrant
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.usecases.accounts import hashed


@dataclass
class Late:
    """How a form is opened, what is typed into it, and what somebody changes meanwhile."""

    login: str
    page: str
    model: type[Any]
    row_id: int
    change: dict[str, Any]
    typed: dict[str, str] = field(default_factory=dict)
    action: str = ""
    theirs: str = ""
    """What the page must say of the saved version."""


@dataclass
class Records:
    """A school with a record of every kind that is edited."""

    school: Any
    ids: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def edits(self) -> dict[str, Late]:
        """Endpoint -> its form; `pay.edit` has two."""
        return _edits(self)

    def buttons(self) -> dict[str, Late]:
        """Endpoint -> its button on a page."""
        return _buttons(self)

    def change(self, late: Late) -> None:
        """Somebody saves the record."""
        told = late.model
        with self.school.site.app_context(), acting(EVERYTHING, write=True):
            newer = update(told).where(told.id == late.row_id)
            db.session.execute(newer.values(version=told.version + 1, **late.change))
            db.session.commit()

    def keep(self, name: str, row: Any, address: str) -> None:
        self.ids[name], self.addresses[name] = row.id, address.format(row.public_id)


@pytest.fixture
def records(school) -> Records:
    made = Records(school)
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        account = factories.account(login="director", password_hash=hashed("correct horse"))
        factories.membership(unit, Role.DIRECTOR, account_id=account.id)
        mentor, mentee = school.ids["Соколова"], school.ids["Зимина"]
        sides = {"mentor_id": mentor, "mentee_id": mentee}
        made.ids["person"], made.addresses["person"] = (
            mentor,
            f"/people/{school.people['Соколова']}",
        )
        span = {"start": date(2026, 9, 1), "end": date(2027, 8, 31)}
        made.keep("pair", factories.mentorship(unit, **sides, **span), "/pairs/{}")
        draft = {"state": State.DRAFT, "law_on": date(2026, 11, 21), "kind": "traditional"}
        other = {"mentor_id": mentor, "mentee_id": school.ids["Лебедева"]}
        made.keep("draft", factories.mentorship(unit, **other, **draft), "/pairs/{}")
        made.keep("status", factories.status_grant(unit), "/statuses/{}")
        upper = {"code": "mentor", "recipient": "mentor", "up_to_percent": 20}
        said = {"clause": "5.2", "quote": "до 20 % должностного оклада"}
        days = {"adopted": date(2026, 3, 1), "in_force": date(2026, 3, 1)}
        factories.local_act(
            unit,
            content={"allowance": [upper | said]},
            published_at=factories.NOW,
            published_by="Тарасова Л. Г.",
            **days,
        )
        norm = {"parameter": "mentees.max", "value": 1, "clause": "1", "quote": "одного"}
        act = factories.local_act(unit, content={"norm": [norm]}, **days)
        made.keep("act", act, "/acts/{}")
        card = f"/allowances/people/{school.people['Соколова']}"
        made.keep("pay", factories.person_pay(unit, person_id=mentor), f"{card}/pay/{{}}")
        absence = factories.person_absence(unit, person_id=mentor)
        made.keep("absence", absence, f"{card}/absence/{{}}")
        made.keep("decision", factories.allowance_decision(unit), "/allowances/decisions/{}")
        made.keep("wage", factories.wage_sum(unit, month="2026-11"), "{}")
        neighbour = db.session.scalars(select(OrgUnit).filter_by(title="Школа № 2")).one()
        made.addresses["neighbour"] = str(neighbour.public_id)
        db.session.commit()
    return made


_HEAD = {"number": "9", "adopted": "20.11.2026", "in_force": "21.11.2026", "applies_to": "new"}
_NORM = {"k_parameter": "mentees.max", "how": "number", "k_value": "2", "k_clause": "7.7"}
_SAID = {"k_quote": "не более двух", "do": "save"}
_ORDER = {"order_number": "55-к", "order_on": "30.10.2026", "first_on": "01.11.2026"}
_WORDS = {"ground": "other-words", "words": "болезнь наставника"}


def _edits(made: Records) -> dict[str, Late]:
    """Endpoint -> its form; `pay.edit` has two."""
    at, ids, people = made.addresses, made.ids, made.school.people
    pair = (Mentorship, ids["pair"], {"note": "Изменено другим", "end": date(2027, 7, 31)})
    status = (
        StatusGrant,
        ids["status"],
        {"moves": [{"on": "2026-11-01", "from": "Прежняя", "by": "К."}]},
    )
    act = (LocalAct, ids["act"], {"title": "Название другого"})
    card = {"last_name": "Соколова", "first_name": "Ольга", "gender": "f", "is_mentor": "y"}
    norm = (LocalAct, ids["act"], {"content": {"norm": [_kept(4)]}})
    return {
        "people.edit": Late(
            "curator",
            f"{at['person']}/edit",
            Person,
            ids["person"],
            {"position": "методист другого"},
            card | {"position": "учитель физики"},
            theirs="методист другого",
        ),
        "mentorships.edit": Late(
            "curator",
            f"{at['draft']}/edit",
            Mentorship,
            ids["draft"],
            {"note": "Изменено другим"},
            made.school.draft(mentee_id=people["Лебедева"], note="Моя заметка"),
            theirs="Изменено другим",
        ),
        "acts.edit": Late(
            "director",
            f"{at['act']}/edit",
            *act,
            _HEAD | {"title": "Моё название"},
            theirs="Название другого",
        ),
        "provisions.edit": Late(
            "director",
            f"{at['act']}/provisions/norm/0",
            *norm,
            _NORM | _SAID,
            theirs="сказано иначе",
        ),
        "provisions.new": Late(
            "director",
            f"{at['act']}/provisions/norm/new",
            *act,
            _NORM | _SAID,
            theirs="Название другого",
        ),
        "lifecycle.extend": Late(
            "curator",
            f"{at['pair']}/extend",
            *pair,
            _WORDS | {"until": "31.10.2027"},
            theirs="31.07.2027",
        ),
        "lifecycle.end_early": Late(
            "curator",
            f"{at['pair']}/end",
            *pair,
            _WORDS | {"on": "20.11.2026"},
            theirs="31.07.2027",
        ),
        "lifecycle.complete": Late(
            "curator", f"{at['pair']}/complete", *pair, {"on": "20.11.2026"}, theirs="31.07.2027"
        ),
        "replacements.propose": Late(
            "curator",
            f"{at['pair']}/replace",
            *pair,
            _WORDS
            | {"start": "01.12.2026", "regime": "job_function", "mentor_id": people["Никитина"]},
            theirs="31.07.2027",
        ),
        "statuses.withdraw": Late(
            "ministry",
            at["status"],
            *status,
            {"on": "20.11.2026", "reason": "приказ № 77"},
            f"{at['status']}/withdraw",
            "нет, действует",
        ),
        "statuses.move": Late(
            "ministry",
            at["status"],
            *status,
            {"unit": at["neighbour"]},
            f"{at['status']}/move",
            "Школа № 1",
        ),
        "statuses.link": Late(
            "curator",
            at["status"],
            *status,
            {"person": people["Соколова"]},
            f"{at['status']}/link",
            "по имени и дате рождения",
        ),
        "pay.edit": Late(
            "curator",
            at["pay"],
            PersonPay,
            ids["pay"],
            {"kopecks": 33_000_00},
            {"base": "salary", "kopecks": "34 000,50", "first_on": "01.09.2026"},
            theirs="33 000,00",
        ),
        "pay.edit absence": Late(
            "curator",
            at["absence"],
            PersonAbsence,
            ids["absence"],
            {"reason": "отпуск"},
            {"first_on": "10.11.2026", "last_on": "12.11.2026", "reason": "командировка"},
            theirs="отпуск",
        ),
        "allowance_decisions.edit": Late(
            "curator",
            at["decision"],
            AllowanceDecision,
            ids["decision"],
            {"hundredths": 11_50},
            _ORDER | {"code": "mentor", "person": "", "percent": "12,5"},
            theirs="11,5",
        ),
        "allowances.wage": Late(
            "curator",
            "/allowances/2026-11/",
            WageSum,
            ids["wage"],
            {"kopecks": 2_000_000_00},
            {"wage_fund-kopecks": "3000000,25"},
            "/allowances/2026-11/wage_fund",
            "2 000 000,00",
        ),
    }


def _kept(value: int) -> dict[str, object]:
    return {"parameter": "mentees.max", "value": value, "clause": "2", "quote": "сказано иначе"}


def _buttons(made: Records) -> dict[str, Late]:
    """Endpoint -> its button on a page; nothing is typed."""
    edits, at = _edits(made), made.addresses
    pay = edits["pay.edit"]
    card = pay.page.partition("/pay/")[0] + "/"
    act = edits["acts.edit"]
    draft = edits["mentorships.edit"]
    decision = edits["allowance_decisions.edit"]
    return {
        "pay.remove": _pressed(pay, card, f"{pay.page}/remove"),
        "allowance_decisions.remove": _pressed(
            decision, "/allowances/decisions/", f"{decision.page}/remove"
        ),
        "acts.discard": _pressed(act, at["act"], f"{at['act']}/discard"),
        "provisions.remove": _pressed(act, at["act"], f"{at['act']}/provisions/norm/0/remove"),
        "acts.publish": _pressed(act, f"{at['act']}/effect", f"{at['act']}/publish"),
        "mentorships.discard": _pressed(draft, at["draft"], f"{at['draft']}/discard"),
    }


def _pressed(edit: Late, page: str, action: str) -> Late:
    return Late(
        edit.login, page, edit.model, edit.row_id, edit.change, {}, action, theirs=edit.theirs
    )
