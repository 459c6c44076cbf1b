"""The few errors that the platform raises on purpose; one handler turns them into pages and JSON.

Every message is Russian and says what is wrong, where, and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik.domain.finding import Finding


class NastavnikError(Exception):
    """Base of the platform's own errors; `str(error)` is fit to be shown to a person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InputError(NastavnikError):
    """What a person typed can't be accepted: field name -> messages. Nothing was written."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        self.errors = {field: list(messages) for field, messages in errors.items()}
        first = next((texts[0] for texts in self.errors.values() if texts), "Проверьте форму.")
        super().__init__(first)


class NotFoundError(NastavnikError):
    """There is no such thing for this reader. A stranger can't tell it from a foreign one."""

    def __init__(self, message: str = "Такой записи нет или она вам недоступна.") -> None:
        super().__init__(message)


class ForbiddenError(NastavnikError):
    """The reader may see the thing but may not do this with it."""

    def __init__(self, message: str = "Ваша роль не даёт права на это действие.") -> None:
        super().__init__(message)


class ConflictError(NastavnikError):
    """Somebody was faster; `mine` and `theirs` are the two versions, label -> text."""

    def __init__(
        self,
        message: str,
        *,
        mine: Mapping[str, Any] | None = None,
        theirs: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.mine = dict(mine or {})
        self.theirs = dict(theirs or {})


class BusyError(ConflictError):
    """The database kept the step waiting too long. Nothing was written; it may be repeated."""

    def __init__(
        self,
        message: str = (
            "Сейчас одновременно записывают слишком многие, и до вашей записи очередь не дошла. "
            "Ничего не сохранено, повторите действие."
        ),
    ) -> None:
        super().__init__(message)


class RuleViolationError(NastavnikError):
    """The regulations forbid the step; `findings` say which clauses and why."""

    def __init__(self, message: str, findings: Sequence[Finding]) -> None:
        super().__init__(message)
        self.findings = tuple(findings)
