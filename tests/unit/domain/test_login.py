"""Logins out of Russian names."""

import pytest

from nastavnik.domain.login import latin, login_for


@pytest.mark.parametrize(
    ("name", "login"),
    [
        ("Соколова Ольга Сергеевна", "sokolova.os"),
        ("Щукин Юрий", "schukin.y"),
        ("Мусаева-Ӏалиева Патимат", "musaeva-alieva.p"),
        ("Кимова", "kimova"),
        ("  !!  ", "user"),
        ("O'Neil Ann", "oneil.a"),
    ],
)
def test_a_login_is_the_last_name_and_the_initials(name, login):
    assert login_for(name, lambda _: False) == login


def test_a_taken_login_gets_a_number():
    taken = {"kimova.a", "kimova.a2"}
    assert login_for("Кимова Анна", taken.__contains__) == "kimova.a3"


def test_a_long_name_is_cut():
    assert len(login_for("Щ" * 100, lambda _: False)) == 40
    assert latin("Ё-Ъ 1") == "e-1"
