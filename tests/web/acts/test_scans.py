"""Scans of signed acts: kept with the draft, opened by all who see the act."""

from __future__ import annotations

import io
import re

HEAD = {
    "number": "812",
    "title": "О предельном числе менти",
    "adopted": "20.11.2026",
    "in_force": "21.11.2026",
    "applies_to": "all",
}


def scan(content=b"%PDF-1.7 scan", name="приказ.pdf"):
    return io.BytesIO(content), name


def address_of(browser, act):
    (address,) = re.findall(r'href="(/acts/scans/[0-9a-f-]{36})"', browser.get(act).text)
    return address


def test_a_scan_goes_with_the_act(country):
    ministry, curator = country.enter("ministry"), country.enter("curator")
    act = ministry.send("/acts/new", **HEAD, scan=scan()).location
    country.say(
        ministry,
        act,
        k_parameter="mentees.max",
        how="number",
        k_value="3",
        k_clause="1",
        k_quote="три",
    )
    file = address_of(ministry, act)
    assert curator.get(file).status_code == 404

    country.publish(ministry, act)

    answer = curator.get(file)
    assert answer.data == b"%PDF-1.7 scan"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    again = ministry.send(f"{act}/scan", form="/acts/new", scan=scan())
    assert again.status_code in {302, 409}
    assert ministry.get(file).data == b"%PDF-1.7 scan"


def test_a_file_of_another_kind_is_refused_and_the_draft_stays(country):
    ministry = country.enter("ministry")
    answer = ministry.send("/acts/new", **HEAD, scan=scan(b"<script>", "приказ.pdf"))
    page = country.told(ministry.get(answer.location))
    assert "не PDF, JPEG и не PNG" in page
    assert "О предельном числе менти" in page


def test_a_new_scan_replaces_that_of_the_draft_and_goes_with_it(country):
    ministry = country.enter("ministry")
    act = ministry.send("/acts/new", **HEAD, scan=scan()).location
    first = address_of(ministry, act)
    ministry.send(f"{act}/edit", **HEAD, version=1, scan=scan(b"%PDF-2"))
    second = address_of(ministry, act)
    assert ministry.get(first).status_code == 404
    assert ministry.get(second).data == b"%PDF-2"
    version = country.version(ministry.get(act))
    assert ministry.send(f"{act}/discard", form=act, version=version).status_code == 302
    assert ministry.get(second).status_code == 404
