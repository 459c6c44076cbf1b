"""A plugin's own checks, held so that a fault in their code can't take a page down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from nastavnik.domain.cite import Cite
from nastavnik.domain.finding import Finding
from nastavnik.domain.severity import Severity

if TYPE_CHECKING:
    from nastavnik.domain.case import Case
    from nastavnik.domain.rulebook import Check, RuleBook

CODE: Final = "plugin.check"
"""Code of the finding that a check of the plugin did not work."""


def guarded(check: Check, region: str) -> Check:
    """The check; what it raises, or answers amiss, becomes an undetermined finding, not a pass."""
    name = getattr(check, "__name__", type(check).__name__)

    def answered(case: Case, book: RuleBook) -> Sequence[Finding]:
        try:
            found: tuple[object, ...] = tuple(check(case, book))
            fit = tuple(one for one in found if isinstance(one, Finding))
            if len(fit) == len(found):
                return fit
            wrong = next(one for one in found if not isinstance(one, Finding))
            reason = f"ответила {type(wrong).__name__}, а нужен Finding"
        except Exception as error:  # noqa: BLE001 - the code is foreign, anything may come of it
            reason = repr(error)
        return (
            Finding(
                code=CODE,
                severity=Severity.UNDETERMINED,
                text=f"Своя проверка региона не сработала ({name}: {reason}). "
                "Сообщите об этом автору дополнения региона.",
                cite=Cite("", name),
                act_title=f"Дополнение региона «{region}»",
            ),
        )

    return answered
