"""What is not known for an allowance, in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nastavnik.domain.allowance import Base, Recipient, of_base
from nastavnik.domain.due import DECISION, Due
from nastavnik.domain.finding import Finding
from nastavnik.domain.severity import Severity
from nastavnik.domain.share import EXCEEDED
from nastavnik.domain.sheet import Line


def unknown(missing: Iterable[str], due: Due, side: Recipient) -> str:
    """Each missing thing and its remedy, parted by semicolons."""
    return "; ".join(_told(key, due, side) for key in missing)


def findings_of(lines: Iterable[Line]) -> Iterator[Finding]:
    """What must be mended before the sheet may be approved."""
    for line in lines:
        if line.missing:
            broken = EXCEEDED in line.missing
            yield Finding(
                code=f"allowance.{line.code}",
                severity=Severity.VIOLATION if broken else Severity.UNDETERMINED,
                text=f"{line.title}. {line.text}",
                cite=line.cite,
                act_title=line.act_title,
                quote=line.quote,
                limit=line.basis,
                missing=() if broken else line.missing,
            )


def _told(key: str, due: Due, side: Recipient) -> str:
    limit = of_base(due.limit, due.rule.base) if due.limit else ""
    if key == DECISION:
        return f"размер (до {limit}) не установлен приказом организации; внесите решение"
    if key == EXCEEDED:
        return f"решение организации больше, чем позволяет акт (до {limit}); исправьте решение"
    if key in set(Base):
        return f"не указан {Base(key).label} ({side.label}); внесите сумму"
    fact = due.book.facts.get(key)
    return f"в карточке не указано — {fact.title if fact else key}; дополните карточку"
