"""Statuses that end soon or have just ended, as tasks of the home page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from nastavnik.domain.access import Actor, Level, Permission
from nastavnik.domain.status import FACT, NOTICE, TERM, Standing
from nastavnik.store import status as register
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.status_term import Territory, territory_of
from nastavnik.usecases.task import Task

if TYPE_CHECKING:
    from nastavnik.domain.resolve import Resolved
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.status import StatusGrant


def own_statuses(book: RuleBook, today: date) -> Iterator[Task]:
    """A task for every status of the institution that ends within the notice, or has ended."""
    titles = book.facts[FACT].choices
    for row in register.ending(today - NOTICE, today + NOTICE):
        over = row.held.standing(today) is Standing.EXPIRED
        limit = book.value(TERM, row.code)
        yield Task(
            title=f"{'Статус истёк' if over else 'Статус истекает'}: {row.short_name}",
            detail=f"«{titles.get(row.code, row.code)}», {row.held.paper}; "
            "продлевает министерство приказом",
            action="Открыть",
            subject="status",
            target=row.public_id,
            due=row.valid_until,
            cite=limit.cite,
            act_title=book.act_title(limit.cite) if limit.cite else "",
            quote=limit.quote,
            trace=limit.trace,
        )


@requires(Permission.STATUS_READ)
def territory_statuses(*, actor: Actor, today: date) -> list[Task]:
    """One task for each status and each standing: a region has hundreds of certificates."""
    if actor.unit_level is Level.INSTITUTION:
        return []
    groups: defaultdict[tuple[str, Standing], list[StatusGrant]] = defaultdict(list)
    for row in register.ending(today - NOTICE, today + NOTICE):
        groups[row.code, row.held.standing(today)].append(row)
    if not groups:
        return []
    place = territory_of(unit_of(actor))
    titles = place.titles()
    found = []
    for (code, standing), rows in groups.items():
        first = rows[0]
        limit, act_title = _term(place, rows)
        over = standing is Standing.EXPIRED
        found.append(
            Task(
                title=f"{'Истекли' if over else 'Истекают'} статусы "
                f"«{titles.get(code, code)}»: {len(rows)}",
                detail=f"{'Раньше всех' if over else 'Ближайший'} — {first.short_name}, "
                f"{first.org_unit.short_title}",
                action="Открыть",
                subject="statuses",
                period=standing.value,
                due=first.valid_until,
                cite=limit.cite if limit else None,
                act_title=act_title,
                quote=limit.quote if limit else "",
                trace=limit.trace if limit else (),
            )
        )
    return found


def _term(place: Territory, rows: Sequence[StatusGrant]) -> tuple[Resolved | None, str]:
    """The first term that an act sets for one of them: acts differ by municipality."""
    for row in rows:
        book = place.book(row.org_unit, row.given_on)
        limit = book.value(TERM, row.code)
        if limit.cite:
            return limit, book.act_title(limit.cite)
    return None, ""
