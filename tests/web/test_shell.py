"""The frame of the site: headers, the gate, refused forms, pages of errors."""

from __future__ import annotations

import re
import stat
from datetime import date

import pytest
from flask import request

from nastavnik.domain.access import Role
from nastavnik.web import clock, nav
from nastavnik.web.app import create_app

SECURE = "https://nastavnik.example"


def test_every_answer_carries_the_headers(site) -> None:
    headers = site.test_client().get("/login").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("base", "secure"),
    [(SECURE, True), ("http://10.0.0.5", True), ("http://127.0.0.1:8000", False)],
)
def test_the_cookie_is_secure_off_the_own_machine(site, base, secure) -> None:
    cookie = site.test_client().get("/login", base_url=base).headers["Set-Cookie"]
    assert ("Secure" in cookie) is secure
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_assets_are_local_kept_for_ever_and_need_no_cookie(site) -> None:
    client = site.test_client()
    text = client.get("/login").text
    addresses = re.findall(r'(?:src|href)="(/assets/[^"]+)"', text)
    assert {address.rsplit("/", 1)[1] for address in addresses} == {
        "icon.svg",
        "nastavnik.css",
        "htmx.js",
        "nastavnik.js",
    }
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers.get("Vary") == "Accept-Encoding"
    css = client.get(next(one for one in addresses if one.endswith("css")))
    for font in re.findall(r'url\("(pt-[^"]+)"', css.text):
        assert client.get(addresses[0].rsplit("/", 1)[0] + "/" + font).mimetype == "font/ttf"
    assert client.get("/assets/0/nastavnik.css").status_code == 404


def test_the_page_names_nothing_outside(site) -> None:
    text = site.test_client().get("/_style").text
    outside = set(re.findall(r"https?://[^\"' <]+", text)) - {"http://www.w3.org/2000/svg"}
    assert not outside


def test_every_route_is_marked(site) -> None:
    from nastavnik.web.session import GATE  # noqa: PLC0415 - only this test looks inside

    unmarked = [name for name, view in site.view_functions.items() if not hasattr(view, GATE)]
    assert not unmarked, f"mark with @page(...), @signed_in or @public: {unmarked}"


def test_an_expired_form_keeps_what_was_typed(site) -> None:
    client = site.test_client()
    answer = client.post(
        "/_style",
        data={"csrf_token": "old", "name": '"Ковалёва" <А. С.>', "note": "две\nстроки"},
    )
    assert answer.status_code == 400
    assert "Форма устарела" in answer.text
    assert "Отправить ещё раз" in answer.text
    assert 'name="name" value="&#34;Ковалёва&#34; &lt;А. С.&gt;"' in answer.text
    again = client.post(
        "/_style",
        data={"csrf_token": client.token(answer), "name": "Ковалёва", "note": "две\nстроки"},
    )
    assert again.status_code == 422
    assert 'value="Ковалёва"' in again.text


def test_an_expired_form_repeats_no_password(site) -> None:
    answer = site.test_client().post("/login", data={"login": "ivanova", "password": "secret"})
    assert "secret" not in answer.text
    assert 'value="ivanova"' in answer.text
    assert 'type="password" name="password"' in answer.text


def test_a_foreign_form_is_not_offered_for_sending_again(site) -> None:
    answer = site.test_client().post(
        "/_style", data={"name": "чужое"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 400
    assert "чужое" not in answer.text


def test_pages_of_errors_say_what_to_do(site) -> None:
    client = site.test_client()
    for address, status, words in (
        ("/nothing", 404, "Страница не найдена"),
        ("/vision", 405, "Так эта страница не открывается"),
        ("/_style/error/conflict", 409, "Черновик изменил другой куратор."),
        ("/_style/error/rules", 422, "п.\N{NO-BREAK SPACE}2.5"),
    ):
        answer = client.get(address)
        assert answer.status_code == status
        assert words in answer.text
        assert "Что делать" in answer.text
    assert "POST" in client.get("/vision").headers["Allow"]


def test_both_versions_stand_side_by_side(site) -> None:
    text = site.test_client().get("/_style/error/conflict").text
    assert text.index("Петрова Л. В.") < text.index("Тарасов Н. И.")
    assert text.count("differs") == 2


def test_a_fault_is_named_by_a_number_and_shows_no_trace(site) -> None:
    site.config["PROPAGATE_EXCEPTIONS"] = False
    answer = site.test_client().get("/_style/error/fault")
    assert answer.status_code == 500
    assert re.search(r"номер <strong>[0-9a-f]{8}</strong>", answer.text)
    assert "sample fault" not in answer.text


def test_a_big_upload_is_refused_in_russian(site) -> None:
    site.config["MAX_CONTENT_LENGTH"] = 10
    answer = site.test_client().post("/_style", data={"name": "x" * 100})
    assert answer.status_code == 413
    assert "Слишком большой файл" in answer.text


def test_the_version_for_weak_sight_is_kept_in_a_cookie(site) -> None:
    client = site.test_client()
    assert "data-vision" not in client.get("/help").text
    back = client.send("/vision", "/help", on="1", back="/help?a=1")
    assert back.location == "/help?a=1"
    assert 'data-vision-size="2" data-vision-scheme="white"' in client.get("/help").text
    client.send("/vision", "/help", scheme="black", back="//evil.example")
    assert 'data-vision-size="2" data-vision-scheme="black"' in client.get("/help").text
    assert client.send("/vision", "/help", off="1", back="//evil.example").location == "/"
    assert "data-vision" not in client.get("/help").text


def test_the_style_page_is_for_developers(sqlite_database, tmp_path) -> None:
    plain = create_app(
        {"NASTAVNIK_DATABASE_URL": sqlite_database.url, "NASTAVNIK_INSTANCE": tmp_path}
    )
    assert plain.test_client().get("/_style").status_code == 404
    key = tmp_path / "secret.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert plain.config["SECRET_KEY"] == key.read_text()


def test_a_day_that_is_no_day_is_refused_at_the_start(tmp_path) -> None:
    with pytest.raises(ValueError, match="NASTAVNIK_TODAY"):
        create_app({"NASTAVNIK_INSTANCE": tmp_path, "NASTAVNIK_TODAY": "21.11.2026"})


def test_the_clock_stands_where_it_is_told(site) -> None:
    with site.test_request_context():
        assert clock.today() == date(2026, 11, 21)
        assert clock.now().tzinfo is not None
        assert request.method == "GET"


def test_a_long_menu_keeps_one_row_and_the_rest_under_more(site, enroll) -> None:
    browser = site.test_client()
    browser.log_in(enroll("director", Role.DIRECTOR).login)
    page = browser.get("/today/").text
    row = page.split('<nav class="mainnav"', 1)[1].split("</nav>", 1)[0]
    first, more = row.split('<details class="rest">', 1)
    assert first.count("<a ") <= nav.ROW
    assert ">Пары<" in first
    assert ">Журнал<" in more


def test_a_short_menu_stands_whole(site, enroll) -> None:
    browser = site.test_client()
    browser.log_in(enroll("centre", Role.MUNICIPAL).login)
    page = browser.get("/today/").text
    assert '<nav class="mainnav"' in page
    assert '<details class="rest">' not in page
