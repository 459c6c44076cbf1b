"""A person's own consents to processing: noted from paper or given by oneself, printed, ended."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.consent import (
    NOBODY,
    PROCESSING,
    Purpose,
    Representative,
    Standing,
)
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.form import DocumentForm
from nastavnik.domain.personal_data import RequestKind
from nastavnik.regions import registry
from nastavnik.store import consent as store
from nastavnik.store import consent_scan as scans
from nastavnik.store import consent_text as texts
from nastavnik.store import person as people
from nastavnik.store.consent import Consent
from nastavnik.store.consent_scan import ConsentScan
from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.store.writing import transaction
from nastavnik.usecases import consent_texts
from nastavnik.usecases.access import requires
from nastavnik.usecases.act_scans import Upload, as_kept
from nastavnik.usecases.consent_texts import Text, form_code, frozen, kept_text
from nastavnik.usecases.data_requests import open_request
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.order_context import organisation
from nastavnik.usecases.order_context import person as participant

PAPER: Final = "paper"
SYSTEM: Final = "system"
OF_AGE: Final = 18
BY_HAND: Final = Representative(name="_" * 40, powers="_" * 60)
"""Lines on which the representative of a minor writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What is written down of a signed consent. Without `valid_until`: until the purpose ends."""

    purpose: Purpose
    given_on: date
    valid_until: date | None = None
    representative: Representative = NOBODY
    scan: Upload | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """A consent as it was signed; `text` is None of one of before texts were kept."""

    row: Consent
    person: Person
    scan: ConsentScan | None
    text: Text | None
    context: Mapping[str, Any]

    @property
    def purpose(self) -> Purpose:
        """What it is for."""
        return Purpose(self.row.purpose)


def is_minor(person: Person, on: date) -> bool:
    """Is the person known to be under age on the day."""
    born = person.birth_date
    if born is None:
        return False
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < OF_AGE


def processor_named(region: str, processor: str) -> str:
    """Who processes for the operator: as the site is set up, else the region's ministry."""
    return processor or registry.region(region).profile.ministry


@requires(Permission.DATA_WRITE, Permission.DATA_READ_OWN)
def blank(
    *, actor: Actor, public_id: uuid.UUID | None, purpose: Purpose, processor: str, today: date
) -> tuple[Person, Text, Mapping[str, Any]]:
    """A text to read, print and sign: of a person of the institution, or of oneself (None).

    Of a minor it has lines for the representative and the proof of the powers.
    """
    person = person_of(actor, public_id)
    text = consent_texts.current(actor=actor, code=_code(purpose))
    signer = BY_HAND if is_minor(person, today) else NOBODY
    signing = Signing(purpose=purpose, given_on=date.min, representative=signer)
    return person, text, _context(actor, person, signing, processor) | {"given_on": None}


@requires(Permission.DATA_WRITE)
def record(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    signing: Signing,
    processor: str,
    today: date,
    now: datetime,
) -> Consent:
    """Note a consent signed on paper.

    Raises:
        InputError: days in the wrong order, no representative of a minor, a wrong scan.
        ConflictError: such a consent holds already.
    """
    with transaction():
        person = person_of(actor, public_id)
        _refuse(person, signing, today)
        row = _add(actor, person, signing, PAPER, processor, today=today, now=now)
        if signing.scan is not None:
            scans.replace(row, _scan(actor, row, signing.scan, now))
    return row


@requires(Permission.DATA_READ_OWN)
def give_own(
    *, actor: Actor, purpose: Purpose, processor: str, today: date, now: datetime
) -> Consent:
    """The person agrees under their own login. A minor's representative signs on paper."""
    with transaction():
        person = person_of(actor, None)
        if is_minor(person, today):
            raise ConflictError(
                "Вам нет 18 лет: согласие подписывает законный представитель на бумаге. "
                "Напечатайте текст и отнесите подписанный куратору."
            )
        signing = Signing(purpose=purpose, given_on=today)
        return _add(actor, person, signing, SYSTEM, processor, today=today, now=now)


@requires(Permission.DATA_WRITE, Permission.DATA_READ_OWN)
def withdraw(*, actor: Actor, consent_id: uuid.UUID, today: date) -> Consent:
    """End a consent to processing today; that to processing as such starts the 30 days.

    A curator notes a paper request, a person withdraws only their own.
    """
    with transaction():
        row = _own(actor, consent_id)
        if row.mentorship_id is not None:
            raise ConflictError("Это документ пары: его отзывают на странице пары.")
        if row.withdrawn_on is not None:
            return row
        by_oneself = actor.person_id == row.person_id
        row.withdrawn_on = today
        row.withdrawn_how = SYSTEM if by_oneself else PAPER
        row.withdrawn_by = actor.name
        if row.purpose == Purpose.PERSONAL_DATA:
            words = f"Согласие от {row.given_on:%d.%m.%Y} отозвано {today:%d.%m.%Y}."
            open_request(actor, row.person_id, RequestKind.WITHDRAWAL, words, today)
    return row


@requires(Permission.DATA_WRITE, Permission.DATA_READ_OWN)
def listed(*, actor: Actor, public_id: uuid.UUID | None) -> Sequence[Consent]:
    """Every consent of the person, the latest first."""
    return store.of_person(person_of(actor, public_id).id)


@requires(Permission.DATA_WRITE, Permission.DATA_READ_OWN)
def as_signed(*, actor: Actor, consent_id: uuid.UUID) -> Signed:
    """A consent with the text that was signed, whatever the text is now."""
    row = _own(actor, consent_id)
    kept = texts.by_id(row.text_id) if row.text_id else None
    return Signed(
        row=row,
        person=db.session.get_one(Person, row.person_id),
        scan=scans.of_consents([row.id]).get(row.id),
        text=kept_text(kept) if kept and row.context else None,
        context=row.context or {},
    )


@requires(Permission.DATA_WRITE)
def attach_scan(
    *, actor: Actor, consent_id: uuid.UUID, upload: Upload, now: datetime
) -> ConsentScan:
    """Keep the scan of a paper consent; a newer one replaces it. InputError under `scan`."""
    with transaction():
        row = _own(actor, consent_id)
        if row.method != PAPER:
            raise ConflictError("Согласие дано в системе: скана у него не бывает.")
        scan = _scan(actor, row, upload, now)
        scans.replace(row, scan)
        db.session.flush()
    return scan


def printed_form(text: Text) -> DocumentForm:
    """The form of the version."""
    return text.form


def person_of(actor: Actor, public_id: uuid.UUID | None) -> Person:
    """The person of an address for whoever keeps data, the actor's own card for None.

    Raises NotFoundError for anybody else's card and for an account without one.
    """
    if public_id is None:
        found = db.session.get(Person, actor.person_id) if actor.person_id else None
    else:
        found = people.by_public_id(public_id)
        if found and not actor.can(Permission.DATA_WRITE) and found.id != actor.person_id:
            found = None
    if found is None:
        raise NotFoundError("У вашей учётной записи нет карточки в этой организации.")
    return found


def _own(actor: Actor, consent_id: uuid.UUID) -> Consent:
    row = store.by_public_id(consent_id)
    if row is None or not (actor.can(Permission.DATA_WRITE) or row.person_id == actor.person_id):
        raise NotFoundError
    return row


def _code(purpose: Purpose) -> str:
    if purpose not in PROCESSING:
        raise NotFoundError
    return form_code(purpose)


def _context(actor: Actor, person: Person, signing: Signing, processor: str) -> dict[str, Any]:
    return {
        "organisation": organisation(unit_of(actor)),
        "subject": participant(person),
        "representative": signing.representative.as_data(),
        "processor": processor_named(actor.region, processor),
        "until": signing.valid_until,
        "given_on": signing.given_on,
    }


def _add(
    actor: Actor,
    person: Person,
    signing: Signing,
    method: str,
    processor: str,
    *,
    today: date,
    now: datetime,
) -> Consent:
    text = consent_texts.current(actor=actor, code=_code(signing.purpose))
    for one in store.of_person(person.id):
        same = one.mentorship_id is None and one.purpose == signing.purpose
        if same and one.standing(today) is Standing.HOLDS:
            raise ConflictError(
                f"Такое согласие уже действует с {one.given_on:%d.%m.%Y}. "
                "Новое записывают после отзыва прежнего или когда кончится его срок."
            )
    row = Consent(
        org_unit_id=person.org_unit_id,
        org_path=person.org_path,
        person_id=person.id,
        side="person",
        purpose=signing.purpose.value,
        given_on=signing.given_on,
        valid_until=signing.valid_until,
        method=method,
        text_id=consent_texts.keep(actor, text, now).id,
        context=frozen(_context(actor, person, signing, processor)),
        representative=signing.representative.name or None,
        powers=signing.representative.powers or None,
        recorded_by=actor.name,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _scan(actor: Actor, row: Consent, upload: Upload, now: datetime) -> ConsentScan:
    return ConsentScan(
        org_unit_id=row.org_unit_id,
        org_path=row.org_path,
        consent_id=row.id,
        **as_kept(upload, actor, now),
    )


def _refuse(person: Person, signing: Signing, today: date) -> None:
    errors: dict[str, list[str]] = {}
    if signing.given_on > today:
        errors["given_on"] = ["Этот день ещё не наступил. Укажите день подписания."]
    if signing.valid_until and signing.valid_until < signing.given_on:
        errors["valid_until"] = ["Срок кончается раньше дня подписания. Проверьте даты."]
    errors |= signing.representative.refusals(needed=is_minor(person, signing.given_on))
    if errors:
        raise InputError(errors)
