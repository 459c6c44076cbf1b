"""Who writes, and from where: what the triggers of the audit trail are told.

The edge signs once per app context; a nested one (`walls.acting`) takes the signature along. A
transaction of a context that nobody has signed is written down as `UNKNOWN`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from flask import current_app, g, has_app_context


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """`origin` is an IP address or the name of a way in, `agent` a browser in a few words."""

    name: str
    account_id: int | None = None
    role: str | None = None
    origin: str = ""
    agent: str = ""
    request_id: str = ""


UNKNOWN: Final = "неизвестно (прямой SQL)"
"""The name under which the triggers write what nobody has signed."""
STRANGER: Final = "не вошёл в систему"
PROGRAM: Final = "программа"
"""What happens by itself, such as the end of a code's time."""


def current() -> Author | None:
    """The author of this app context, if it is known."""
    found: Author | None = g.get("_author") if has_app_context() else None
    return found


def sign(author: Author | None) -> None:
    """From here on the changes of this app context are the author's."""
    if current() == author:
        return
    g._author = author  # noqa: SLF001 - `g` is this module's store
    session = current_app.extensions["sqlalchemy"].session
    if session.registry.has():
        session().tell_scope()


@contextmanager
def by_itself() -> Iterator[None]:
    """The changes of the block are nobody's deed: time has done them."""
    before = current()
    sign(Author(name=PROGRAM))
    try:
        yield
    finally:
        sign(before)


@contextmanager
def signed(author: Author) -> Iterator[None]:
    """The changes of the block are the author's, unless somebody has already signed."""
    before = current()
    sign(before or author)
    try:
        yield
    finally:
        sign(before)
