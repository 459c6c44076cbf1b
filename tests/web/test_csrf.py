"""No address that changes anything answers to a request without the token, whoever sends it."""

from __future__ import annotations

import uuid

import pytest

from nastavnik.domain.access import GRANTS, INVITES, Permission, Role

_SAFE = {"GET", "HEAD", "OPTIONS"}


def address(rule) -> str:
    """An address of the rule with invented arguments."""
    built: str = rule.build({name: sample(one) for name, one in rule._converters.items()})[1]  # noqa: SLF001 - there is no other way
    return built


def sample(converter) -> str:
    if known := getattr(converter, "items", None):
        return str(next(iter(known)))
    return str(uuid.uuid4()) if "UUID" in type(converter).__name__ else "1"


def test_every_address_that_changes_refuses_a_request_without_the_token(site, enroll) -> None:
    client = site.test_client()
    client.log_in(enroll("operator", Role.OPERATOR).login)
    asked = 0
    for rule in site.url_map.iter_rules():
        for method in set(rule.methods or ()) - _SAFE:
            answer = client.open(address(rule), method=method, data={"membership": "1"})
            assert answer.status_code == 400, f"{method} {rule}: {answer.status_code}"
            asked += 1
    assert asked > 30
    assert client.get("/account").status_code == 200


def test_the_operator_sees_the_very_table_of_permissions(site, enroll) -> None:
    client = site.test_client()
    client.log_in(enroll("operator", Role.OPERATOR).login)
    text = client.get("/platform/permissions").text
    assert text.count('aria-label="да"') == sum(len(one) for one in GRANTS.values())
    assert all(one.label in text for one in Permission)
    assert all(one.label in text for invited in INVITES.values() for one in invited)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_nobody_else_sees_it(site, enroll, role) -> None:
    client = site.test_client()
    client.log_in(enroll("somebody", role).login)
    assert client.get("/platform/permissions").status_code == 403
