"""Whatever opens or shuts an account leaves a trace where the account works, in plain words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import text

from nastavnik.domain.access import Role
from nastavnik.store.account import by_login
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, Scope, acting
from nastavnik.store.writing import transaction
from nastavnik.testing import factories
from nastavnik.testing.trail import events
from nastavnik.usecases import accounts
from nastavnik.web import clock

PASSWORD = "correct horse"
NEW = "зелёный чайник бежит"
CODE = re.compile(r'name="code" value="([^"]+)"')
TITLE = re.compile(r'data-label="Что сделано"><strong>([^<]+)</strong>')


@pytest.fixture
def director(school):
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        account = factories.account(
            login="director",
            password_hash=accounts.hashed(PASSWORD),
            display_name="Тарасова Л. Г.",
        )
        factories.membership(unit, Role.DIRECTOR, account_id=account.id)
        db.session.commit()
    return school.enter("director")


def found(school, **fields):
    """Events of the school."""
    with school.site.app_context(), acting(EVERYTHING):
        path = db.session.get_one(OrgUnit, school.unit_id).path
    with school.site.app_context(), acting(Scope.of(path)):
        return events(**fields)


def membership(school, login) -> int:
    with school.site.app_context():
        account = by_login(login)
        assert account
        return account.memberships[0].id


def slip(school, browser, login) -> str:
    page = school.send(browser, "/access/key", membership=membership(school, login), how="slip")
    code = CODE.search(page.text)
    assert code
    return code[1]


def enter(site, login, code):
    return site.test_client().send(
        "/enter", login=login, code=code, new_password=NEW, again_password=NEW
    )


def titles(browser, address) -> list[str]:
    return TITLE.findall(browser.get(address).text)


def test_a_slip_from_its_issue_to_its_use(school, director, site) -> None:
    mentor = school.enter("mentor")
    assert enter(site, "mentor", "2222-2222").status_code == 422
    slip(school, director, "mentor")
    assert enter(site, "mentor", slip(school, director, "mentor")).status_code == 302
    assert mentor.get("/account").status_code == 302
    told = titles(director, f"/history/access/{membership(school, 'mentor')}")
    assert told[:8] == [
        "Вход выполнен",
        "Сеансы завершены",
        "Пароль изменён",
        "Код или ссылка использованы",
        "Выдан код на листке",
        "Код или ссылка отменены",
        "Выдан код на листке",
        "Вход не удался",
    ]
    used = found(school, table_name="entry_key", action="update")[-1]
    assert used.actor_name == "Кимова mentor"
    assert "key_hash" not in (used.after | used.before)
    issued = found(school, table_name="entry_key", action="insert")[-1]
    assert issued.actor_name == "Тарасова Л. Г."
    assert issued.after["key_hash"] == "•••"


def test_a_code_whose_time_is_over_is_told_as_expired(school, director) -> None:
    slip(school, director, "mentor")
    with school.site.app_context(), transaction():
        db.session.execute(
            text("update entry_key set expires_at = :past"),
            {"past": datetime.now(UTC) - timedelta(minutes=1)},
            execution_options={"core_ok": True},
        )
    school.enter("viewer")
    gone = found(school, table_name="entry_key", action="delete")[-1]
    assert gone.actor_name == "программа"
    assert "Код или ссылка истекли неиспользованными" in titles(director, "/history/unit")


def test_failures_and_the_shut_door_are_told_once(school, director, site) -> None:
    for _ in range(8):
        site.test_client().log_in("mentor", "не тот пароль")
    assert len(found(school, action="login_failed")) == 5
    assert len(found(school, action="locked")) == 1
    page = director.get("/history/unit?kind=entries").text
    assert "Вход закрыт на время" in page
    assert "не подошёл: пароль" in page
    assert "Кимова mentor" in page


def test_the_second_factor_from_its_beginning_to_its_end(school, director, site) -> None:
    mentor = school.enter("mentor")
    mentor.send("/account/factor/begin", "/account/factor")
    page = mentor.get("/account/factor").text
    secret = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert secret
    done = mentor.send("/account/factor", code=pyotp.TOTP(secret[1].replace(" ", "")).now())
    codes = re.findall(r"<li><code>([^<]+)</code>", done.text)
    mentor.send("/logout", "/account")
    again = site.test_client()
    again.log_in("mentor")
    assert again.send("/login/code", code="000000").status_code == 422
    assert again.send("/login/code", code=codes[0]).status_code == 302
    again.send("/account/factor/off", password=PASSWORD)
    told = titles(director, f"/history/access/{membership(school, 'mentor')}")
    assert told[:9] == [
        "Второй фактор отключён",
        "Вход выполнен",
        "Вход по запасному коду",
        "Вход не удался",
        "Выход",
        "Выданы запасные коды",
        "Второй фактор включён",
        "Настройка второго фактора начата",
        "Вход выполнен",
    ]
    assert found(school, table_name="recovery_code")[-1].actor_name == "Кимова mentor"
    assert secret[1].replace(" ", "") not in str([one.after for one in found(school)])


def test_sessions_ended_by_hand_are_told(school) -> None:
    first, second = school.enter("mentor"), school.enter("mentor")
    second.send("/account/sessions/end-others", "/account")
    assert first.get("/account").status_code == 302
    ended = found(school, action="sessions_ended")
    assert [one.after for one in ended] == [{"sessions": 1}]
    assert "Сеансы завершены" in titles(second, "/history/account")


def test_a_role_is_given_and_taken(school, director) -> None:
    school.send(
        director, "/people/invite",
        person=[school.people["Гусева"]], **{f"role-{school.people['Гусева']}": "viewer"},
    )  # fmt: skip
    school.send(director, "/access/close", membership=membership(school, "guseva.os"))
    told = titles(director, "/history/unit")
    assert "Роль выдана" in told
    assert "Роль закрыта" in told
    assert "Гусева" in director.get("/history/unit").text


def test_a_former_place_of_work_hears_nothing_more(school, site) -> None:
    """The address of the mail and the log-ins of one who has left are of the new place alone."""
    with site.app_context(), acting(EVERYTHING, write=True):
        account = by_login("mentor")
        assert account
        elsewhere = factories.institution()
        factories.membership(elsewhere, Role.MENTOR, account_id=account.id)
        account.memberships[0].ended_at = clock.real()
        db.session.commit()
    known = len(found(school))
    site.test_client().log_in("mentor", "не тот пароль")
    with site.app_context(), acting(EVERYTHING, write=True):
        account = by_login("mentor")
        assert account
        account.email = "own@mail.example"
        db.session.commit()
        assert events(table_name="account", action="update")[-1].org_path == elsewhere.path
    assert len(found(school)) == known


def test_the_own_history_is_open_to_everyone_and_foreign_ones_are_not(school) -> None:
    mentor = school.enter("mentor")
    assert "Вход выполнен" in titles(mentor, "/history/account")
    address = f"/history/access/{membership(school, 'mentor')}"
    assert mentor.get(address).status_code == 403
    assert school.enter("stranger").get(address).status_code == 404
    told = titles(school.enter("curator"), address)
    assert "Вход выполнен" not in told  # who entered when is told to the director
