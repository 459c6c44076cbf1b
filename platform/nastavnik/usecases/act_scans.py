"""Scans of signed acts: attached to an own act, opened by all who see the act."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.store import act_scan, local_act
from nastavnik.store.act_scan import ActScan
from nastavnik.store.db import db
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires

if TYPE_CHECKING:
    from nastavnik.store.local_act import LocalAct

LARGEST: Final = 7 * 1024 * 1024
"""Bytes."""

_KINDS: Final = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
"""First bytes of a file -> its type: the name that a browser gives proves nothing."""

_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


@requires(Permission.RULES_WRITE)
def attach_scan(*, actor: Actor, public_id: uuid.UUID, upload: Upload, now: datetime) -> ActScan:
    """Keep the scan with the act. A draft's scan may be replaced, a published act's never.

    Raises:
        InputError: the file is not a PDF, JPEG or PNG, or it is too large.
        NotFoundError: the unit has no such act.
        ConflictError: the published act has its scan already.
    """
    columns = as_kept(upload, actor, now)
    with transaction():
        row = _own(actor, public_id)
        if row.published_at is not None and act_scan.of_act(row) is not None:
            raise ConflictError("У опубликованного акта скан уже есть, и он больше не меняется.")
        scan = ActScan(
            org_unit_id=row.org_unit_id,
            org_path=row.org_path,
            local_act_id=row.id,
            **columns,
        )
        act_scan.replace(row, scan)
        db.session.flush()
    return scan


@requires(Permission.RULES_READ)
def open_scan(*, actor: Actor, public_id: uuid.UUID) -> ActScan:
    """The scan with its content. Raises NotFoundError: none, or of another unit's draft."""
    scan = act_scan.by_public_id(public_id)
    row = local_act.by_id(scan.local_act_id) if scan else None
    if scan is None or row is None or not _seen(actor, row):
        raise NotFoundError("Такого скана нет.")
    return scan


def _seen(actor: Actor, row: LocalAct) -> bool:
    return row.published_at is not None or row.org_unit_id == actor.unit_id


def _own(actor: Actor, public_id: uuid.UUID) -> LocalAct:
    row = local_act.by_public_id(public_id)
    if row is None or row.org_unit_id != actor.unit_id:
        raise NotFoundError("Такого акта у вашей организации нет.")
    return row


def as_kept(upload: Upload, actor: Actor, now: datetime) -> dict[str, Any]:
    """Columns of `store.kept_file.KeptFile`. Raises InputError under `scan`."""
    return {
        "name": upload.name[-_LONGEST_NAME:] or "скан",
        "media_type": _media_type_of(upload),
        "size": len(upload.content),
        "sha256": hashlib.sha256(upload.content).hexdigest(),
        "content": upload.content,
        "added_by": actor.name,
        "added_at": now,
    }


def _media_type_of(upload: Upload) -> str:
    """By the first bytes. Raises InputError under `scan`: another type, or too large."""
    if len(upload.content) > LARGEST:
        raise InputError({"scan": ["Файл больше 7 МБ. Уменьшите разрешение скана."]})
    found = next((kind for sign, kind in _KINDS.items() if upload.content.startswith(sign)), None)
    if found is None:
        raise InputError({"scan": [f"«{upload.name}» — не PDF, JPEG и не PNG. Выберите скан."]})
    return found
