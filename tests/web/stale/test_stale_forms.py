"""Every form that edits a record, found by reflection: who was late sees both versions.

A new route that takes a form fails `test_every_form_is_known` until it stands in one of the lists:
it edits (and is driven below), it is a button over a version, it makes a record, or it is a step
that nobody can write over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from typing import Any

import pytest
from werkzeug.test import TestResponse

MAKES = {
    *("access.new", "access.staff", "acts.new", "acts.attach", "allowance_decisions.decide"),
    *("allowances.sums", "consents.own", "consents.record", "council.show", "incidents.new"),
    *("mentorships.new", "papers.agree", "papers.record", "pay.add", "people.new"),
    *(
        "personal_data.ask",
        "personal_data.record_request",
        "status_import.write",
        "pay_import.write",
    ),
    *("statuses.new", "moves.join", "moves.take", "moves.leave", "destructions.prepare"),
}
"""They add a record: there is nothing to write over."""
LOOKS = {
    "mentorships.check",
    "mentorships.recheck",
    "reports.check",
    "status_import.look",
    "pay_import.look",
}
"""They write nothing."""
OWN = {"account", "auth", "enter", "factor", "vision", "style"}
"""Blueprints of one's own account, session and screen: another person edits none of them."""
STEPS = {
    "access.close": "an access is open or closed; a second click finds it closed",
    "access.factor": "the second factor is taken off once",
    "access.renew": "every code is a new one, the former dies",
    "access.sheet": "prints slips; every code is a new one",
    "allowances.approve": "carries the digest of the sheet that was read (409)",
    "approvals.mark": "an event is added; a step that is marked is not marked twice",
    "approvals.withdraw": "an event is added",
    "consents.attach": "a scan is kept once",
    "consents.restore": "the next version of a text, the former ones stay",
    "consents.text": "the next version of a text, the former ones stay",
    "consents.withdraw": "a consent is withdrawn once",
    "data_requests.show": "a request is answered once",
    "destructions.cancel": "a step of a prepared act",
    "destructions.discard": "a step of a prepared act",
    "destructions.permit": "a step of a prepared act",
    "incidents.tell": "a notice is noted once",
    "lifecycle.done": "an event is added; a second mark of one document changes nothing",
    "lifecycle.notice": "an event is added",
    "lifecycle.withdraw_notice": "an event is added",
    "mentorships.restore": "one button; the state tells whether it may",
    "moves.cancel": "a code dies once",
    "orders.confirm": "carries the seal of the order that was read (ADR 0016)",
    "papers.withdraw": "a consent is withdrawn once",
    "people.archive": "one button; a card is in the bases or in the archive",
    "people.restore": "one button; a card is in the bases or in the archive",
    "reports.accept": "a version of a report never changes; it is reviewed once",
    "reports.give_back": "a version of a report never changes; it is reviewed once",
    "reports.submit": "carries the checksum of the figures that were read (ADR 0016)",
}
EDITS = {
    *("people.edit", "mentorships.edit", "acts.edit", "provisions.edit", "provisions.new"),
    *("lifecycle.extend", "lifecycle.end_early", "lifecycle.complete", "replacements.propose"),
    *("statuses.withdraw", "statuses.move", "statuses.link", "pay.edit"),
    *("allowance_decisions.edit", "allowances.wage"),
}
BUTTONS = {
    *("pay.remove", "allowance_decisions.remove", "acts.discard", "acts.publish"),
    *("provisions.remove", "mentorships.discard"),
}


def test_every_form_is_known(site) -> None:
    known = [MAKES, LOOKS, set(STEPS), EDITS, BUTTONS]
    posts = {
        rule.endpoint
        for rule in site.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.endpoint.partition(".")[0] not in OWN
    }
    listed = set().union(*known)
    assert sum(map(len, known)) == len(listed), "an endpoint stands in two lists"
    assert posts - listed == set(), "say what becomes of a stale form of these"
    assert listed - posts == set(), "there are no such forms any more"


_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_HIDDEN = re.compile(r"<input\b[^>]*\btype=\"hidden\"[^>]*>")
_ATTRIBUTE = re.compile(r'\b(action|name|value)="([^"]*)"')


def hidden(page: TestResponse, action: str) -> dict[str, str]:
    """Hidden fields of the form that is sent to the address ("" is that of the page)."""
    for head, body in _FORM.findall(page.text):
        told = dict(_ATTRIBUTE.findall(head))
        if told.get("action", "").partition("?")[0] == action:
            fields = (dict(_ATTRIBUTE.findall(one)) for one in _HIDDEN.findall(body))
            return {one["name"]: unescape(one.get("value", "")) for one in fields}
    raise AssertionError(f"no form is sent to {action!r}")


def _version(sent: dict[str, str]) -> tuple[str, str]:
    """Name and value of the version, whatever the prefix of the form."""
    return next((key, value) for key, value in sent.items() if key.split("-")[-1] == "version")


def plain(page: TestResponse) -> str:
    return unescape(page.text).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def entered(school) -> Callable[[str], Any]:
    """A browser of each login, entered once."""
    return cache(school.enter)


def test_a_stale_form_shows_both_versions_and_keeps_the_typed(records, entered) -> None:
    edits = records.edits()
    assert {name.split()[0] for name in edits} == EDITS
    faults = [
        fault for name, late in edits.items() for fault in _faults(records, entered, name, late)
    ]
    assert faults == []


def _faults(records: Any, entered: Any, name: str, late: Any) -> Iterator[str]:
    browser = entered(late.login)
    opened = browser.get(late.page)
    action = late.action or late.page
    own = action if f'action="{action}"' in opened.text else ""
    sent = hidden(opened, own)
    key, seen = _version(sent)
    records.change(late)
    answer = browser.post(action, data=sent | late.typed)
    text = plain(answer)
    if answer.status_code != 409:
        yield f"{name}: answers {answer.status_code}"
        return
    if "Сохранено другим" not in text:
        yield f"{name}: does not show both versions"
    if late.theirs not in text:
        yield f"{name}: does not say what is saved: {late.theirs!r}"
    words = [value for label, value in late.typed.items() if label not in {"do", "regime", "how"}]
    for value in words:
        if f'value="{value}"' not in text and value not in text:
            yield f"{name}: loses {value!r}"
    fresh = hidden(answer, own)[key]
    if not int(fresh) > int(seen):
        yield f"{name}: the form can't be sent over the newer version"


def test_a_stale_button_shows_what_the_record_is_now(records, entered) -> None:
    buttons = records.buttons()
    assert set(buttons) == BUTTONS
    faults = []
    for name, late in buttons.items():
        browser = entered(late.login)
        sent = hidden(browser.get(late.page), late.action)
        _, seen = _version(sent)
        assert seen
        records.change(late)
        answer = browser.post(late.action, data=sent)
        if answer.status_code != 409 or late.theirs not in plain(answer):
            faults.append(f"{name}: {answer.status_code}")
    assert faults == []
