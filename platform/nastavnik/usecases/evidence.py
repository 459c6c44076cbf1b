"""Papers on file -> what the rules are told of them: which hold, since when, which have lapsed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from nastavnik.domain.consent import Purpose, Standing, lapsed, standing
from nastavnik.store import consent as consents

if TYPE_CHECKING:
    from nastavnik.store.consent import Consent
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.territory import Paper

PERSONAL_DATA: Final = "consent.personal_data"
_BOTH: Final = frozenset({"mentor", "mentee"})
_OTHERS: Final = {
    Purpose.PERSONAL_DATA: PERSONAL_DATA,
    Purpose.AGREEMENT: "agreement.supplementary",
}
_WHOSE: Final = {"mentor": "наставника", "mentee": "наставляемого"}


class Held(NamedTuple):
    """A paper of a pair: whose side, what for, since when, and until when."""

    side: str
    purpose: str
    given_on: date
    valid_until: date | None
    withdrawn_on: date | None


def of_rows(rows: Sequence[Mentorship]) -> Mapping[int, Sequence[Held]]:
    """Id of each mentorship -> its papers, and what its people have signed for themselves."""
    people = {number for one in rows for number in (one.mentor_id, one.mentee_id)}
    found = consents.of_pairs([one.id for one in rows], people)
    return {one.id: of_pair(found, one.mentor_id, one.mentee_id, [one.id]) for one in rows}


def of_pair(
    papers: Iterable[Consent],
    mentor_id: int | None,
    mentee_id: int | None,
    own: Sequence[int] = (),
) -> list[Held]:
    """Of the papers, those of the mentorships `own` and of the two people themselves."""
    sides = {mentor_id: "mentor", mentee_id: "mentee"}
    return [
        Held(
            one.side if one.mentorship_id else sides[one.person_id],
            one.purpose,
            one.given_on,
            one.valid_until,
            one.withdrawn_on,
        )
        for one in papers
        if one.mentorship_id in own or (one.mentorship_id is None and one.person_id in sides)
    ]


def evidence_of(papers: Iterable[Held | Paper | Consent], on: date) -> frozenset[str]:
    """Parameters whose papers hold on the day; of data, those of both people."""
    return frozenset(_by_key(one for one in papers if _holds(one, on)))


def dates_of(papers: Iterable[Held | Paper | Consent], on: date) -> dict[str, date]:
    """Parameter of each paper that holds -> its day; of several, the latest."""
    held = _by_key(one for one in papers if _holds(one, on))
    return {key: max(one.given_on for one in those) for key, those in held.items()}


def lapsed_of(papers: Iterable[Held | Paper | Consent], on: date) -> dict[str, str]:
    """Parameter whose paper was there and holds no more -> «отозвано 20.11.2026»."""
    every = list(papers)
    held = {(one.side, one.purpose) for one in every if _holds(one, on)}
    found: dict[str, str] = {}
    if all((one.side, one.purpose) in held for one in every):
        return found
    for one in sorted(every, key=lambda one: one.given_on):
        key = _key(one)
        if key and (one.side, one.purpose) not in held:
            words = lapsed(one.valid_until, one.withdrawn_on, on)
            found[key] = f"{_WHOSE[one.side]}: {words}" if key == PERSONAL_DATA else words
    return found


def _by_key(papers: Iterable[Held | Paper | Consent]) -> dict[str, list[Held | Paper | Consent]]:
    found: dict[str, list[Held | Paper | Consent]] = {}
    for one in papers:
        if key := _key(one):
            found.setdefault(key, []).append(one)
    if {one.side for one in found.get(PERSONAL_DATA, ())} < _BOTH:
        found.pop(PERSONAL_DATA, None)
    return found


def _key(one: Held | Paper | Consent) -> str:
    """The parameter that the paper answers; "" of one that no act asks for."""
    if one.purpose == Purpose.MENTORING:
        return f"consent.{one.side}"
    return next((key for purpose, key in _OTHERS.items() if purpose == one.purpose), "")


def _holds(one: Held | Paper | Consent, on: date) -> bool:
    return standing(one.valid_until, one.withdrawn_on, on) is Standing.HOLDS
