"""The notice of an early refusal or cancellation: from which day the work may stop.

Source: art. 351.8 of the Labour Code. The days are counted from the day after the notice, so the
work may stop at the end of the last of them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nastavnik.domain.finding import Finding
from nastavnik.domain.severity import Severity
from nastavnik.domain.wording import counted

if TYPE_CHECKING:
    from nastavnik.domain.calendar import Due
    from nastavnik.domain.provision import Deadline
    from nastavnik.domain.rulebook import RuleBook


def earliest(rule: Deadline, noticed_on: date, book: RuleBook) -> Due:
    """The first lawful last day of the work after a notice."""
    return book.calendar.due(noticed_on, rule.days, rule.unit)


def too_soon(rule: Deadline, noticed_on: date, last_on: date, book: RuleBook) -> Finding | None:
    """What is wrong with `last_on` as the last day of the work; None if nothing is."""
    lawful = earliest(rule, noticed_on, book).on
    if last_on >= lawful:
        return None
    return Finding(
        code="refusal.notice_days",
        severity=Severity.VIOLATION,
        text=f"Предупреждение — {noticed_on:%d.%m.%Y}: последний день наставничества не может "
        f"быть раньше {lawful:%d.%m.%Y}.",
        actual=f"последний день {last_on:%d.%m.%Y}",
        limit=f"за {counted(rule.days, rule.unit)}",
        cite=rule.cite,
        act_title=book.act_title(rule.cite),
        quote=rule.quote,
        field="noticed_on",
    )
