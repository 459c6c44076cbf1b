"""The sheet of a month as plain data: what the page shows, what is frozen, what is printed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from nastavnik.domain.allowance import NotPaid
from nastavnik.domain.money import rubles
from nastavnik.domain.sheet import Unpaid
from nastavnik.usecases.order_context import organisation, person

if TYPE_CHECKING:
    from nastavnik.domain.sheet import Line, Note
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.org_unit import OrgUnit
    from nastavnik.store.person import Person
    from nastavnik.usecases.allowance_case import Counted

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One person of the sheet with their lines; `total` leaves undetermined lines out."""

    key: str
    name: str
    short: str
    position: str
    lines: tuple[Document, ...]

    @property
    def total(self) -> int:
        """Kopecks."""
        return sum(line["kopecks"] or 0 for line in self.lines)

    @property
    def undetermined(self) -> bool:
        """Is anything not known yet."""
        return any(line["kopecks"] is None for line in self.lines)


def document_of(unit: OrgUnit, counted: Counted) -> dict[str, Any]:
    """Lines with names, notes, findings and the letterhead. Money is in kopecks."""
    people = counted.people
    pairs = {str(row.public_id): row for row in counted.rows}
    sheet = counted.sheet
    return {
        "month": sheet.month.code,
        "month_title": sheet.month.title,
        "organisation": organisation(unit),
        "total": sheet.total,
        "lines": [_line(line, people, pairs) for line in sheet.lines],
        "notes": list(_notes(sheet.notes, pairs)),
        "findings": [finding.as_dict() for finding in sheet.findings],
    }


def digest(document: Document) -> str:
    """SHA-256 of the document: equal documents have equal ones."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def recipients(document: Document) -> list[Recipient]:
    """The lines by recipient, by name."""
    by_key: dict[str, list[Document]] = {}
    for line in document["lines"]:
        by_key.setdefault(line["recipient"], []).append(line)
    found = [
        Recipient(
            key=key,
            name=lines[0]["name"],
            short=lines[0]["short"],
            position=lines[0]["position"],
            lines=tuple(lines),
        )
        for key, lines in by_key.items()
    ]
    return sorted(found, key=lambda one: one.name)


def own(document: Document, key: str) -> dict[str, Any]:
    """The document as one recipient may see it: their own lines alone."""
    lines = [line for line in document["lines"] if line["recipient"] == key]
    total = sum(line["kopecks"] or 0 for line in lines)
    return {**document, "lines": lines, "notes": [], "findings": [], "total": total}


def print_context(
    document: Document, *, number: str = "", reason: str = "", approved: str = "", sha256: str = ""
) -> dict[str, Any]:
    """Context of the form `allowance_sheet`; undetermined lines have a dash for the amount."""
    listed = [line for one in recipients(document) for line in one.lines]
    return {
        "organisation": document["organisation"],
        "month": document["month_title"],
        "number": number,
        "reason": reason,
        "rows": [_row(line) for line in listed],
        "total": rubles(document["total"]),
        "unpaid": "; ".join(f"{line['short']}: {away(line)}" for line in listed if line["unpaid"]),
        "approved": approved,
        "sha256": sha256,
    }


def away(line: Document) -> str:
    """«10.11.2026–13.11.2026 — отсутствие наставляемого (болезнь)», parted by semicolons."""
    return "; ".join(
        Unpaid(
            date.fromisoformat(one["first"]),
            date.fromisoformat(one["last"]),
            NotPaid(one["why"]),
            one["reason"],
        ).text
        for one in line["unpaid"]
    )


def _row(line: Document) -> dict[str, Any]:
    clause = line["clause"]
    known = line["kopecks"] is not None
    return {
        "person": line["person"],
        "title": line["title"],
        "basis": line["basis"],
        "source": f"{line['act_title']}, {'п. ' if clause[:1].isdigit() else ''}{clause}",
        "days": "разово" if line["one_off"] else f"{line['days']} из {line['days_in_month']}",
        "told": line["text"].partition(". Не оплачено: ")[0],
        "amount": rubles(line["kopecks"]).removesuffix("₽").rstrip() if known else "—",
    }


def _line(
    line: Line, people: Mapping[str, Person], pairs: Mapping[str, Mentorship]
) -> dict[str, Any]:
    whom = people[line.recipient]
    return {
        **line.as_dict(),
        "person": person(whom),
        "name": whom.full_name,
        "short": whom.short_name,
        "position": whom.position,
        "with": [_other(pairs[key], whom) for key in line.pairs],
        "fund_clause": line.fund.clause if line.fund else "",
    }


def _other(one: Mentorship, whom: Person) -> str:
    return (one.mentee if one.mentor_id == whom.id else one.mentor).short_name


def _notes(notes: Iterable[Note], pairs: Mapping[str, Mentorship]) -> Iterator[dict[str, Any]]:
    """What is said of several pairs alike is said once."""
    said: dict[tuple[str, ...], list[str]] = {}
    for note in notes:
        clause = note.cite.clause if note.cite else ""
        one = pairs[note.pair]
        names = said.setdefault((note.code, note.text, note.act_title, clause, note.quote), [])
        names.append(f"{one.mentor.short_name} — {one.mentee.short_name}")
    for (code, text, act_title, clause, quote), names in said.items():
        yield {
            "code": code,
            "text": text,
            "act_title": act_title,
            "clause": clause,
            "quote": quote,
            "pairs": names,
        }
