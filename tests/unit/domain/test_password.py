"""Which passwords are refused and with what words."""

import pytest

from nastavnik.domain.password import MOST, weakness


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short-one", "не меньше 10"),
        ("x1y2z" * 60, "не больше 200"),
        ("Sokolova.OS-2026", "логин"),
        ("abababababab", "повторяются"),
        ("Password2026!", "одним из первых"),
        ("пароль123456", "одним из первых"),
        ("qwertyqwerty1", "одним из первых"),
        ("1234567890123", "одним из первых"),
        ("0987654321", "одним из первых"),
        ("ЙЦУКЕНгшщзх", "одним из первых"),
        ("1q2w3e4r5t", "одним из первых"),
    ],
)
def test_a_weak_password_is_told_what_is_wrong(password, words):
    assert words in weakness(password, "sokolova.os")


@pytest.mark.parametrize(
    "password", ["зелёный чайник бежит", "Zk4-uvw-92-pq", "x1y2z" * (MOST // 5)]
)
def test_a_good_password_passes(password):
    assert weakness(password, "sokolova.os") == ""
    assert weakness(password, "") == ""
