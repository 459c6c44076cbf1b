"""Who may invite whom, and which roles need a second factor."""

import pytest

from nastavnik.domain.access import FACTOR_REQUIRED, INVITES, Actor, Level, Permission, Role

PATHS = {
    Role.OPERATOR: "01.",
    Role.MINISTRY: "01.",
    Role.INSTITUTE: "01.",
    Role.MUNICIPAL: "01.0001.",
}
UNITS = {
    "the region": (Level.REGION, "01."),
    "another region": (Level.REGION, "02."),
    "the town": (Level.MUNICIPALITY, "01.0001."),
    "another town": (Level.MUNICIPALITY, "01.0002."),
    "the school": (Level.INSTITUTION, "01.0001.000001."),
    "another school": (Level.INSTITUTION, "01.0001.000002."),
    "a school of another town": (Level.INSTITUTION, "01.0002.000001."),
}


def actor(role: Role) -> Actor:
    path = PATHS.get(role, "01.0001.000001.")
    level = {3: Level.REGION, 8: Level.MUNICIPALITY, 15: Level.INSTITUTION}[len(path)]
    return Actor(
        account_id=1,
        login="a",
        name="А",
        role=role,
        unit_id=1,
        unit_path=path,
        unit_level=level,
        region="r",
    )


STAFF = {(role, "the school") for role in (Role.MENTOR, Role.MENTEE, Role.CURATOR, Role.VIEWER)}
ALLOWED = {
    Role.OPERATOR: {(Role.MINISTRY, "the region"), (Role.MINISTRY, "another region")},
    Role.MINISTRY: {
        (Role.INSTITUTE, "the region"),
        (Role.MUNICIPAL, "the town"),
        (Role.MUNICIPAL, "another town"),
    },
    Role.MUNICIPAL: {
        (role, unit)
        for role in (Role.DIRECTOR, Role.CURATOR)
        for unit in ("the school", "another school")
    },
    Role.DIRECTOR: STAFF,
    Role.CURATOR: STAFF,
}


@pytest.mark.parametrize("role", Role)
def test_who_invites_whom_and_where(role):
    who = actor(role)
    found = {
        (invited, name)
        for invited in Role
        for name, (level, path) in UNITS.items()
        if who.invites(invited, level, path)
    }
    assert found == ALLOWED.get(role, set())


@pytest.mark.parametrize("role", Role)
def test_who_invites_holds_the_permission_and_nobody_else_does(role):
    who = actor(role)
    holds = who.can(Permission.ACCESS_STAFF) or who.can(Permission.ACCESS_BELOW)
    assert holds == (role in INVITES)


def test_nobody_makes_an_operator():
    assert not any(Role.OPERATOR in invited for invited in INVITES.values())


def test_the_roles_above_an_institution_need_a_second_factor():
    assert {Role.OPERATOR, Role.MINISTRY, Role.MUNICIPAL} == FACTOR_REQUIRED


def test_an_account_is_overseen_through_hands_in_between():
    town = actor(Role.MUNICIPAL)
    assert town.oversees(Role.MENTOR, "01.0001.000001.")
    assert not town.oversees(Role.MENTOR, "01.0002.000001.")
    assert not town.oversees(Role.MUNICIPAL, "01.0001.")
    assert not actor(Role.CURATOR).oversees(Role.DIRECTOR, "01.0001.000001.")
    assert actor(Role.CURATOR).oversees(Role.CURATOR, "01.0001.000001.")
    assert actor(Role.OPERATOR).oversees(Role.MENTEE, "02.0001.000001.")
    assert not actor(Role.VIEWER).oversees(Role.MENTEE, "01.0001.000001.")
