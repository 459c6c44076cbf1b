"""The gate before every page: who comes in, what a form may do, what a refusal looks like."""

from __future__ import annotations

import pytest

from nastavnik.domain.access import Permission, Role
from nastavnik.domain.errors import ForbiddenError, InputError, NotFoundError
from nastavnik.store.writing import writing
from nastavnik.web.session import actor, page, public, signed_in


@pytest.fixture
def site(new_site):
    """Pages are added here, which a site that has answered once refuses."""
    return new_site


def test_an_unmarked_view_is_refused(site) -> None:
    site.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert site.test_client().get("/forgotten").status_code == 403


def test_the_gate_asks_for_a_login_and_for_the_permission(site, enroll) -> None:
    site.add_url_rule("/_figures", "_figures", page(Permission.REPORT_READ)(lambda: "figures"))
    client = site.test_client()
    asked = client.get("/_figures?period=2026-Q4")
    assert asked.location == "/login?next=/_figures?period%3D2026-Q4"
    assert client.get("/_figures", headers={"HX-Request": "true"}).status_code == 401
    client.log_in(enroll("mentor", Role.MENTOR).login)
    refused = client.get("/_figures")
    assert refused.status_code == 403
    assert "наставник" in refused.text
    assert "видеть отчёты" in refused.text
    client = site.test_client()
    client.log_in(enroll("curator", Role.CURATOR).login)
    assert client.get("/_figures").text == "figures"


def test_a_post_writes_unless_it_says_that_it_only_reads(site, enroll) -> None:
    def said() -> str:
        return f"{actor().role} {writing()}"

    site.add_url_rule("/write", "write", signed_in(said), methods=["GET", "POST"])
    reads = page(Permission.HOME, reads=True)(lambda: said())  # noqa: PLW0108 - marks are per function
    site.add_url_rule("/check", "check", reads, methods=["POST"])
    client = site.test_client()
    client.log_in(enroll("curator", Role.CURATOR).login)
    assert client.get("/write").text == "curator False"
    assert client.send("/write", "/help").text == "curator True"
    assert client.send("/check", "/help").text == "curator False"


def test_a_form_sent_after_the_session_ended_is_kept(site, enroll) -> None:
    site.add_url_rule("/write", "write", signed_in(lambda: "written"), methods=["GET", "POST"])
    client = site.test_client()
    answer = client.send("/write", "/login", note="важное")
    assert answer.status_code == 401
    assert "Сеанс закончился" in answer.text
    assert 'value="важное"' in answer.text
    client.log_in(enroll("curator", Role.CURATOR).login)
    again = client.post("/write", data={"csrf_token": client.token(answer), "note": "важное"})
    assert again.status_code == 400  # logging in renewed the token; still nothing is lost
    assert 'value="важное"' in again.text
    assert client.post("/write", data={"csrf_token": client.token(again)}).text == "written"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError("Нет такой пары."), 404),
        (ForbiddenError("Не ваша роль."), 403),
        (InputError({"end": ["Конец раньше начала."]}), 422),
    ],
)
def test_domain_errors_become_pages_and_fragments(site, error, status) -> None:
    @public
    def fails() -> str:
        raise error

    site.add_url_rule("/fails", "fails", fails)
    client = site.test_client()
    whole = client.get("/fails")
    part = client.get("/fails", headers={"HX-Request": "true"})
    assert (whole.status_code, part.status_code) == (status, status)
    assert error.message in whole.text
    assert error.message in part.text
    assert "<html" not in part.text
