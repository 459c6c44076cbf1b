"""The guard of the use-cases: each names the permissions that open it, and `actor` must hold one.

A use-case without a guard is found by an architecture test.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import ForbiddenError

P = ParamSpec("P")
R = TypeVar("R")

GUARD: Final = "__guard__"
"""Attribute of a guarded use-case: the frozenset of permissions, empty for an open one."""


def requires(*permissions: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let the use-case run only for an `actor=` who holds one of the permissions.

    Raises:
        ForbiddenError: the role grants none of them; the message names what is missing.
    """

    def guard(usecase: Callable[P, R]) -> Callable[P, R]:
        @wraps(usecase)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = kwargs.get("actor")
            if not isinstance(actor, Actor):
                raise TypeError(f"{usecase.__name__} needs actor=")
            if not any(actor.can(permission) for permission in permissions):
                needed = " или ".join(f"«{permission.label}»" for permission in permissions)
                raise ForbiddenError(
                    f"Нужно право {needed}; у роли «{actor.role.label}» его нет. "
                    "Если оно вам нужно по работе, обратитесь к руководителю организации."
                )
            return usecase(*args, **kwargs)

        setattr(guarded, GUARD, frozenset(permissions))
        return guarded

    return guard


def open_to_all(usecase: Callable[P, R]) -> Callable[P, R]:
    """A use-case without an actor: logging in, loading the demo from the terminal."""
    setattr(usecase, GUARD, frozenset())
    return usecase
