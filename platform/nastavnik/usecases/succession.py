"""Who goes on in whose place: a replacement from its draft to the order.

The former pair lives until the order is issued: a draft that is discarded loses nothing. If the
former pair ends otherwise meanwhile, the order is one of an appointment.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from nastavnik.domain.deadlines import Life, notice
from nastavnik.domain.errors import ConflictError, InputError
from nastavnik.domain.mentorship import LIVE, State, Step, after
from nastavnik.domain.notice import too_soon
from nastavnik.store import replacement as replacements
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.replacement import Replacement
from nastavnik.usecases.events import record
from nastavnik.usecases.pair_facts import pair_facts
from nastavnik.usecases.rulebooks import book_of

if TYPE_CHECKING:
    from nastavnik.domain.access import Actor
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.provision import Deadline
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.order import Order
    from nastavnik.usecases.draft import Draft

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """What came before a pair and after it; a discarded draft is neither."""

    before: Replacement | None = None
    after: Replacement | None = None

    @property
    def pending(self) -> bool:
        """Is somebody to replace the mentor of this pair already."""
        return self.after is not None and self.after.former.state in LIVE

    @property
    def replaces(self) -> bool:
        """Is this pair drafted in place of one that lives."""
        return self.before is not None and self.before.former.state in LIVE


def succession_of(one: Mentorship) -> Succession:
    """Both sides of the pair; of several replacements the latest."""
    found = replacements.around(one.id)
    return Succession(
        before=next((link for link in found if link.successor_id == one.id), None),
        after=next((link for link in reversed(found) if link.former_id == one.id), None),
    )


def pending(rows: Sequence[Mentorship]) -> dict[int, Replacement]:
    """Id of a draft -> its replacement, for drafts in place of pairs that live."""
    links = replacements.of_successors([one.id for one in rows])
    return {link.successor_id: link for link in links if link.former.state in LIVE}


def begun_on(rows: Sequence[Mentorship]) -> list[date | None]:
    """When the mentoring of each pair began under former mentors; None where there were none.

    A pair that ended otherwise than by a replacement is not gone on with.
    """
    found: dict[int, date] = {}
    asked = {one.id: one.id for one in rows}
    while asked:
        links = replacements.of_successors(list(asked))
        going_on = [link for link in links if link.former.state in LIVE | {State.REPLACED}]
        for link in going_on:
            found[asked[link.successor_id]] = link.former.start
        asked = {link.former_id: asked[link.successor_id] for link in going_on}
    return [found.get(one.id) for one in rows]


def last_day_of(link: Replacement) -> date:
    """The former mentor's last day: the one before the new mentor's first."""
    return link.successor.start - _DAY


def keeps_to(draft: Draft, rows: Sequence[Mentorship], *, joining: Sequence[uuid.UUID]) -> None:
    """A changed draft goes on in place of the same pairs as before.

    Raises:
        InputError: other mentees, the former mentor again, a day out of the former term.
    """
    links = pending(rows)
    if not links:
        return
    errors: dict[str, list[str]] = {}
    if joining or {one.id for one in draft.mentees} != {row.mentee_id for row in rows}:
        errors["mentee_ids"] = [
            (
                "Это замена наставника: наставляемый остаётся прежним. Для другого человека "
                "составьте новую пару."
            )
        ]
    formers = [link.former for link in links.values()]
    if draft.mentor.id in {one.mentor_id for one in formers}:
        errors["mentor_id"] = ["Это прежний наставник, его и заменяют. Выберите другого."]
    if fault := out_of_term(formers, draft.start):
        errors["start"] = [fault]
    if errors:
        raise InputError(errors)


def out_of_term(formers: Sequence[Mentorship], start: date) -> str:
    """Why a new mentor can't begin on the day; "" if nothing is wrong."""
    first, last = max(one.start for one in formers), min(one.end for one in formers)
    if first <= start <= last:
        return ""
    return f"Новый наставник приступает в пределах срока: с {first:%d.%m.%Y} по {last:%d.%m.%Y}."


def notice_of(one: Mentorship, book: RuleBook) -> Deadline | None:
    """The notice that the mentor of the pair is to be given before an early end."""
    life = Life(kind=one.kind, form=one.form, start=one.start, end=one.end, facts=pair_facts(one))
    return notice(book, life)


def notices(links: Mapping[int, Replacement], unit: OrgUnit) -> Iterator[Finding]:
    """Former mentors who were warned too late, each once."""
    said: dict[str, Finding] = {}
    for link in links.values():
        book = book_of(unit, link.former.law_on)
        rule = notice_of(link.former, book)
        if rule and link.noticed_on:
            found = too_soon(rule, link.noticed_on, last_day_of(link), book)
            if found:
                said.setdefault(found.text, found)
    yield from said.values()


def carry_out(
    actor: Actor, links: Mapping[int, Replacement], order: Order, *, today: date, now: datetime
) -> None:
    """The order is issued: former pairs end the day before. Only within a transaction."""
    for link in links.values():
        one, last = link.former, last_day_of(link)
        if one.state is State.ORDERED and one.start <= min(today, last):
            one.state = after(one.state, Step.STARTED)
            record(actor, one, Step.STARTED, on=one.start, now=now)
        one.state = after(one.state, Step.REPLACED)
        one.ended_on, one.end_ground = last, link.ground
        data = {
            "number": order.number,
            "issued_on": order.issued_on.isoformat(),
            "mentor": link.successor.mentor.short_name,
            **grounded(link),
        }
        record(actor, one, Step.REPLACED, on=last, now=now, data=data)


def grounded(link: Replacement) -> dict[str, str]:
    """The ground as the history keeps it."""
    said = {"ground": link.words, "act": link.act, "clause": link.clause}
    return {key: value for key, value in said.items() if value}


def dropped(actor: Actor, one: Mentorship, *, today: date, now: datetime) -> None:
    """The draft is discarded: the former pair goes on. Only within a transaction."""
    for link in pending([one]).values():
        link.former.state = after(link.former.state, Step.REPLACEMENT_DROPPED)
        data = {"mentor": one.mentor.short_name}
        record(actor, link.former, Step.REPLACEMENT_DROPPED, on=today, now=now, data=data)


def taken_up(actor: Actor, one: Mentorship, *, today: date, now: datetime) -> None:
    """The draft is restored. Only within a transaction.

    Raises:
        ConflictError: another draft has taken its place.
    """
    for link in pending([one]).values():
        other = succession_of(link.former).after
        if other is not None and other.successor_id != one.id:
            raise ConflictError(
                "Замену этого наставника уже готовят в другом черновике "
                f"({other.successor.mentor.short_name}). Отмените его или ведите в нём."
            )
        link.former.state = after(link.former.state, Step.REPLACEMENT_DRAFTED)
        data = {"mentor": one.mentor.short_name, **grounded(link)}
        record(actor, link.former, Step.REPLACEMENT_DRAFTED, on=today, now=now, data=data)
