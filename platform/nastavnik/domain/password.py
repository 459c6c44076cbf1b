"""Is a new password strong enough: long, unlike the login, not among the first guesses."""

from __future__ import annotations

from typing import Final

LEAST: Final = 10
MOST: Final = 200
_LEAST_DIFFERENT: Final = 5
_WORDS: Final = (
    "password", "passw0rd", "parol", "пароль", "gfhjkm", "qwerty", "qwertyuiop", "йцукен",
    "йцукенгшщз", "asdfghjkl", "фывапролдж", "zxcvbnm", "ячсмить", "iloveyou", "welcome",
    "administrator", "admin", "nastavnik", "наставник", "yfcnfdybr", "school", "школа",
    "учитель", "teacher", "uchitel", "россия", "russia", "москва", "moskva", "любовь",
)  # fmt: skip
_ROWS: Final = (
    "01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзхъфывапролджэячсмитьбю", "1qaz2wsx3edc4rfv5tgb",
    "1q2w3e4r5t6y7u8i9o0p",
)  # fmt: skip


def weakness(password: str, login: str) -> str:
    """What is wrong with the password, for the person who chose it; "" for a good one."""
    if len(password) < LEAST:
        return f"Слишком короткий пароль: нужно не меньше {LEAST} знаков, например три слова."
    if len(password) > MOST:
        return f"Слишком длинный пароль: не больше {MOST} знаков."
    plain = password.casefold()
    if login and login.casefold() in plain:
        return "Пароль не должен содержать логин: такой подберут первым."
    if len(set(plain)) < _LEAST_DIFFERENT:
        return "В пароле повторяются одни и те же знаки. Придумайте другой."
    if _guessed_first(plain):
        return "Такой пароль подбирают одним из первых. Возьмите три не связанных слова."
    return ""


def _guessed_first(plain: str) -> bool:
    """A common word with a tail of digits and signs, or a row of the keyboard or alphabet."""
    core = plain.strip("0123456789!@#$%^&*()-_=+.,?/ ")
    word = not core or any(core in (each, each * 2) for each in _WORDS)
    return word or any(plain in row or plain[::-1] in row for row in _ROWS)
