"""The keys of the site, derived from its secret once."""

from __future__ import annotations

from typing import Final

from flask import current_app

from nastavnik.usecases.keys import Keys

_NAME: Final = "nastavnik.keys"


def keys() -> Keys:
    """Keys of this app."""
    found: Keys | None = current_app.extensions.get(_NAME)
    if found is None:
        found = current_app.extensions[_NAME] = Keys(current_app.config["SECRET_KEY"])
    return found
