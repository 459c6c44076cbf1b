"""Drafts of local acts: the head and the provisions, each checked by the reader and kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.store import act_scan, local_act
from nastavnik.store.db import db
from nastavnik.store.local_act import LocalAct
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.local_acts import faults_of
from nastavnik.usecases.mentorships import unit_of

_NUMBER = 64
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ActInput:
    """The head as typed; `repeals` names the published act of the same unit that it ends."""

    number: str
    title: str
    adopted: date
    in_force: date
    applies_to: str
    repeals: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The draft that a person works on, as they saw it."""

    public_id: uuid.UUID
    version: int


@requires(Permission.RULES_WRITE)
def save_draft(
    *, actor: Actor, values: ActInput, now: datetime, seen: Seen | None = None
) -> LocalAct:
    """Keep the head of a new draft, or change that of the one that was seen.

    Raises:
        InputError: what can't be so, by field.
        ConflictError: another person changed the draft since.
    """
    with transaction():
        row = own_draft(actor, seen) if seen else _blank(actor, now)
        row.number, row.title = values.number.strip(), values.title.strip()
        row.adopted, row.in_force = values.adopted, values.in_force
        row.applies_to = values.applies_to
        row.repeals_id = _repealed(actor, values).id if values.repeals else None
        _check(row)
        db.session.add(row)
        db.session.flush()
    return row


@requires(Permission.RULES_WRITE)
def save_provision(
    *,
    actor: Actor,
    seen: Seen,
    section: str,
    values: Mapping[str, Any],
    place: int | None = None,
) -> LocalAct:
    """Put a table of the section into the draft, in the place of another one or at the end.

    `values`: keys of the section as an act file has them, dates as ISO texts.

    Raises:
        InputError: what the reader of act files finds wrong, by key.
        NotFoundError: there is nothing in the place.
        ConflictError: another person changed the draft since.
    """
    with transaction():
        row = own_draft(actor, seen)
        tables = list(row.content.get(section, ()))
        if place is None:
            tables.append(dict(values))
        else:
            tables[_existing(tables, place)] = dict(values)
        if len(tables) > _MOST:
            raise InputError({"": [f"В одном акте не бывает больше {_MOST} таких положений."]})
        faults = faults_of(row, unit_of(actor), section, values)
        if faults:
            raise InputError(faults)
        row.content = {**row.content, section: tables}
        db.session.flush()
    return row


@requires(Permission.RULES_WRITE)
def drop_provision(*, actor: Actor, seen: Seen, section: str, place: int) -> LocalAct:
    """Take a table out of the draft. Raises as `save_provision`."""
    with transaction():
        row = own_draft(actor, seen)
        tables = list(row.content.get(section, ()))
        del tables[_existing(tables, place)]
        row.content = {**row.content, section: tables}
        db.session.flush()
    return row


@requires(Permission.RULES_WRITE)
def discard_draft(*, actor: Actor, seen: Seen) -> None:
    """Throw the draft away; a published act can't be."""
    with transaction():
        row = own_draft(actor, seen)
        act_scan.drop(row)
        db.session.delete(row)


def own_draft(actor: Actor, seen: Seen) -> LocalAct:
    """The draft of the actor's unit as the person saw it.

    Raises:
        NotFoundError: there is none here: a foreign one can't be told from none.
        ConflictError: it is published already, or another person changed it since.
    """
    row = local_act.by_public_id(seen.public_id)
    if row is None or row.org_unit_id != actor.unit_id:
        raise NotFoundError("Такого акта у вашей организации нет.")
    if row.published_at is not None:
        raise ConflictError(
            "Акт опубликован и больше не меняется. Чтобы изменить правила, издайте новый акт; "
            "чтобы отменить их — отменяющий."
        )
    if row.version != seen.version:
        raise ConflictError(
            "Пока вы работали, черновик изменил другой человек. Ваш вариант не записан.",
            theirs={
                "Номер": row.number,
                "Название": row.title,
                "Принят": f"{row.adopted:%d.%m.%Y}",
                "Действует с": f"{row.in_force:%d.%m.%Y}",
                "Положений": str(sum(map(len, row.content.values()))),
            },
        )
    return row


def _existing(tables: list[Any], place: int) -> int:
    if not 0 <= place < len(tables):
        raise NotFoundError("Такого положения в черновике нет: возможно, его уже убрали.")
    return place


def _blank(actor: Actor, now: datetime) -> LocalAct:
    public_id = uuid.uuid4()
    return LocalAct(
        public_id=public_id,
        code=f"local-{public_id.hex[:12]}",
        org_unit_id=actor.unit_id,
        org_path=actor.unit_path,
        author=actor.name,
        created_at=now,
        content={},
    )


def _repealed(actor: Actor, values: ActInput) -> LocalAct:
    old = local_act.by_public_id(values.repeals) if values.repeals else None
    if old is None or old.org_unit_id != actor.unit_id or old.published_at is None:
        raise InputError({"repeals": ["Отменить можно только свой опубликованный акт."]})
    if old.repealed_by_id is not None:
        raise InputError({"repeals": ["Этот акт уже отменён."]})
    if values.in_force < old.in_force:
        raise InputError(
            {"in_force": [f"Отменяемый акт действует только с {old.in_force:%d.%m.%Y}."]}
        )
    return old


def _check(row: LocalAct) -> None:
    errors: dict[str, list[str]] = {}
    for name in ("number", "title"):
        if not getattr(row, name):
            errors[name] = ["Заполните это поле."]
    if len(row.number) > _NUMBER:
        errors["number"] = [f"Номер длиннее {_NUMBER} знаков. Сократите его."]
    if row.in_force < row.adopted:
        errors["in_force"] = ["Акт не может действовать раньше, чем принят. Проверьте даты."]
    if errors:
        raise InputError(errors)
