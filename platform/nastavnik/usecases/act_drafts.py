"""Drafts of local acts: what was typed, checked against the catalogue and kept."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.store import local_act
from nastavnik.store.db import db
from nastavnik.store.local_act import LocalAct
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.local_acts import read
from nastavnik.usecases.mentorships import unit_of

if TYPE_CHECKING:
    from nastavnik.domain.norm import Value

_NUMBER = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class NormInput:
    """One row of the form. `kind` "" is all kinds; `unit` "" is that of the catalogue."""

    parameter: str
    value: Value
    clause: str
    quote: str
    kind: str = ""
    unit: str = ""

    def as_table(self) -> dict[str, Any]:
        """The norm as an act file says it."""
        table: dict[str, Any] = {
            "parameter": self.parameter,
            "value": self.value,
            "clause": self.clause,
            "quote": self.quote,
        }
        if self.kind:
            table["kinds"] = [self.kind]
        if self.unit:
            table["unit"] = self.unit
        return table


@dataclass(frozen=True, slots=True, kw_only=True)
class ActInput:
    """A draft as typed; `repeals` names the published act of the same unit that it ends."""

    number: str
    title: str
    adopted: date
    in_force: date
    applies_to: str
    norms: tuple[NormInput, ...]
    repeals: uuid.UUID | None = None


@requires(Permission.RULES_WRITE)
def save_draft(
    *,
    actor: Actor,
    values: ActInput,
    now: datetime,
    public_id: uuid.UUID | None = None,
    version: int = 0,
) -> LocalAct:
    """Keep a new draft, or change the one that was seen in `version`.

    Raises:
        InputError: what can't be so, by field; a norm's fault is under `norms`.
        ConflictError: another person changed the draft since.
    """
    with transaction():
        row = own_draft(actor, public_id, version) if public_id else _blank(actor, now)
        row.number, row.title = values.number.strip(), values.title.strip()
        row.adopted, row.in_force = values.adopted, values.in_force
        row.applies_to = values.applies_to
        row.content = {"norm": [norm.as_table() for norm in values.norms]} if values.norms else {}
        row.repeals_id = _repealed(actor, values).id if values.repeals else None
        _check(row, actor)
        db.session.add(row)
        db.session.flush()
    return row


@requires(Permission.RULES_WRITE)
def discard_draft(*, actor: Actor, public_id: uuid.UUID, version: int) -> None:
    """Throw the draft away; a published act can't be."""
    with transaction():
        db.session.delete(own_draft(actor, public_id, version))


def own_draft(actor: Actor, public_id: uuid.UUID, version: int) -> LocalAct:
    """The draft of the actor's unit as the person saw it.

    Raises:
        NotFoundError: there is none here: a foreign one can't be told from none.
        ConflictError: it is published already, or another person changed it since.
    """
    row = local_act.by_public_id(public_id)
    if row is None or row.org_unit_id != actor.unit_id:
        raise NotFoundError("Такого акта у вашей организации нет.")
    if row.published_at is not None:
        raise ConflictError(
            "Акт опубликован и больше не меняется. Чтобы изменить правила, издайте новый акт; "
            "чтобы отменить их — отменяющий."
        )
    if row.version != version:
        raise ConflictError(
            "Пока вы работали, черновик изменил другой человек. Ничего не записано: "
            "откройте черновик заново и внесите нужное ещё раз."
        )
    return row


def _blank(actor: Actor, now: datetime) -> LocalAct:
    public_id = uuid.uuid4()
    return LocalAct(
        public_id=public_id,
        code=f"local-{public_id.hex[:12]}",
        org_unit_id=actor.unit_id,
        org_path=actor.unit_path,
        author=actor.name,
        created_at=now,
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


def _check(row: LocalAct, actor: Actor) -> None:
    """The reader of act files says what is wrong, as it does for a plugin."""
    errors: dict[str, list[str]] = {}
    for name in ("number", "title"):
        if not getattr(row, name):
            errors[name] = ["Заполните это поле."]
    if len(row.number) > _NUMBER:
        errors["number"] = [f"Номер длиннее {_NUMBER} знаков. Сократите его."]
    if row.in_force < row.adopted:
        errors["in_force"] = ["Акт не может действовать раньше, чем принят. Проверьте даты."]
    if not errors:
        _, problems = read(row, unit_of(actor))
        if problems:
            errors["norms"] = [problem.message for problem in problems]
    if errors:
        raise InputError(errors)
