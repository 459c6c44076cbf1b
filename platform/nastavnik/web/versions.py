"""The version of a record that a person saw when the form was opened."""

from __future__ import annotations


def seen_version(text: str | None) -> int:
    """The number in a form's hidden field; what is no number is no version."""
    typed = text or ""
    return int(typed) if typed.isascii() and typed.isdigit() else 0
