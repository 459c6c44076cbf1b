"""The brake on guessing: attempts are counted before their slow check, and too many wait."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nastavnik.domain.errors import NastavnikError
from nastavnik.domain.wording import plural
from nastavnik.store import account as store
from nastavnik.store.writing import transaction

WINDOW: Final = timedelta(minutes=15)
PER_LOGIN: Final = 5
"""Of one login from one address: a stranger elsewhere can't shut the holder out."""
PER_LOGIN_ANYWHERE: Final = 30
"""Of one login from every address that its holder has never entered from."""
PER_ADDRESS: Final = 20
_OLD: Final = timedelta(days=1)
_SECONDS: Final = 60
_LONGEST: Final = 120


class ThrottledError(NastavnikError):
    """Too many failed attempts; `minutes` is how long to wait."""

    def __init__(self, minutes: int, until: datetime) -> None:
        self.minutes = minutes
        word = plural(minutes, "минуту", "минуты", "минут")
        super().__init__(
            f"Слишком много неудачных попыток с этого компьютера. Повторите через "
            f"{minutes}\u00a0{word}, в\u00a0{until:%H:%M}. До тех пор не примут и верный пароль."
        )


@dataclass(frozen=True, slots=True)
class Attempt:
    """A counted attempt. `own` clears when it succeeds; the other rows are taken back."""

    own: str
    rows: tuple[int, ...]

    def succeeded(self, now: datetime) -> None:
        """Forget the failures of this login here. Only within a transaction."""
        store.forget_failures(self.own, self.rows, now - _OLD)


def attempt(what: str, name: str, address: str, now: datetime, *, known: bool = False) -> Attempt:
    """Count an attempt at `what` (login, code ...) of the name from the address.

    Attempts sent at once can't outrun the brake. A `known` address, one from which the holder
    has entered before, is not held back by what others do elsewhere.

    Raises:
        ThrottledError: too many of the login from here, of the login anywhere, or of the address.
    """
    short = name[:_LONGEST]
    own = f"{what}:{short}@{address}"
    brakes = {own: PER_LOGIN, f"address:{address}": PER_ADDRESS}
    if not known:
        brakes[f"{what}:{short}"] = PER_LOGIN_ANYWHERE
    with transaction():
        _refuse(brakes, now)
        rows = store.add_failures(brakes, now)
    return Attempt(own, tuple(number for key, number in rows.items() if key != own))


def _refuse(brakes: Mapping[str, int], now: datetime) -> None:
    """Raises ThrottledError until fewer than the limit of failures are left in the window."""
    failed = store.failures(brakes, now - WINDOW)
    full = (failed[key][limit - 1 : limit] for key, limit in brakes.items())
    until = max((at + WINDOW for moments in full for at in moments), default=None)
    if until is not None:
        left = (until - now).total_seconds()
        raise ThrottledError(max(math.ceil(left / _SECONDS), 1), until.astimezone(now.tzinfo))
