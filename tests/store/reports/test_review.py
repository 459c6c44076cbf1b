"""The municipal centre accepts or returns."""

import pytest

from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.report import ReportState


def test_a_returned_report_says_why(world):
    public_id = world.send("first")
    with pytest.raises(InputError) as refused:
        world.give_back(public_id, "  ")
    assert "reason" in refused.value.errors
    with pytest.raises(InputError):
        world.give_back(public_id, "х" * 2001)
    world.give_back(public_id, " Проверьте даты ")
    found = world.draft().latest
    assert (found.state, found.reason) == ("returned", "Проверьте даты")
    assert found.reviewed_by_name == "Петрова town, муниципальный центр"


def test_a_second_reviewer_is_told(world):
    public_id = world.send("first")
    world.accept(public_id)
    world.accept(public_id)
    with pytest.raises(ConflictError, match="уже проверили") as refused:
        world.give_back(public_id)
    assert refused.value.theirs["Состояние"] == "Принят"
    with pytest.raises(ConflictError):
        world.give_back(public_id, seen=ReportState.RETURNED)


def test_a_second_click_on_return_changes_nothing(world):
    public_id = world.send("first")
    world.give_back(public_id)
    world.give_back(public_id)
    with pytest.raises(ConflictError):
        world.give_back(public_id, "Другая причина")
    with pytest.raises(ConflictError):
        world.accept(public_id)


def test_an_old_version_is_not_reviewed(world):
    old = world.send("first")
    world.give_back(old)
    world.send("first", "another")
    with pytest.raises(ConflictError, match="следующую версию"):
        world.accept(old)


def test_a_centre_reviews_its_own_territory_only(world):
    public_id = world.send("third")
    with pytest.raises(NotFoundError):
        world.accept(public_id)
    world.accept(public_id, "far")
