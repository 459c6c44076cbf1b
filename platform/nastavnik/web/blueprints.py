"""The nouns of the site: a line here is all that a new file `web/<noun>.py` needs."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from flask import Blueprint, Flask

NOUNS: Final = (
    "access",
    "account",
    "act_provisions",
    "acts",
    "allowance_decisions",
    "allowances",
    "approvals",
    "assets",
    "auth",
    "consents",
    "data_requests",
    "destructions",
    "council",
    "enter",
    "factor",
    "help",
    "history",
    "incidents",
    "lifecycle",
    "mentorships",
    "moves",
    "orders",
    "papers",
    "pay",
    "pay_import",
    "people",
    "personal_data",
    "platform",
    "processing",
    "replacements",
    "reports",
    "rules",
    "status_import",
    "statuses",
    "today",
    "vision",
)
DEVELOPERS: Final = ("style",)
"""Registered only in debug and in tests."""


def register(app: Flask) -> None:
    """Register `bp` of every noun."""
    names = NOUNS + (DEVELOPERS if app.debug or app.testing else ())
    for name in names:
        blueprint: Blueprint = import_module(f"nastavnik.web.{name}").bp
        app.register_blueprint(blueprint)
