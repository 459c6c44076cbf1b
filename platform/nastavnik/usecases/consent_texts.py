"""Texts of consents: the shipped one or the institution's own; every version has its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, TypeGuard

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.consent import PROCESSING, Purpose
from nastavnik.domain.errors import InputError, NotFoundError
from nastavnik.domain.form import Align, Block, DocumentForm, Para
from nastavnik.regions import registry
from nastavnik.regions.form_data import as_data, from_data
from nastavnik.store import consent_text as store
from nastavnik.store.consent_text import ConsentText
from nastavnik.store.db import db
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires

SHIPPED: Final = "shipped"
OWN: Final = "own"
MUST_NAME: Final = {
    "subject": "того, кто согласен: {{ subject|fio }}",
    "organisation": "оператора: {{ organisation.full_name }}",
    "processor": "обработчика: {{ processor }}",
    "until": "срок: {% if until %}по {{ until|date }}{% endif %}",
}
"""Names that a text of processing has to print (art. 9, part 4), and how they are written."""


@dataclass(frozen=True, slots=True)
class Text:
    """A version of a text. `kept` is False of a shipped one that nobody has signed here yet."""

    form: DocumentForm
    version: int
    sha256: str
    origin: str
    made_at: datetime | None = None
    made_by: str = ""
    kept: ConsentText | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The words between the heading and the signature, as templates."""
        return tuple("\n".join(one.lines).strip() for one in self.form.blocks if _is_text(one))


def form_code(purpose: Purpose, side: str = "") -> str:
    """Code of the form of a purpose; "" for a paper without one."""
    if purpose in PROCESSING:
        return f"consent_{purpose.value}"
    wanted = purpose is Purpose.MENTORING and side in {"mentor", "mentee", "guardian"}
    return f"consent_{side}" if wanted else ""


@requires(Permission.DATA_WRITE, Permission.DATA_READ_OWN)
def current(*, actor: Actor, code: str) -> Text:
    """The text that is signed from now on: the institution's own, else the shipped one."""
    return _current(actor.region, code, store.newest(actor.unit_id, code))


@requires(Permission.DATA_WRITE)
def shelf(*, actor: Actor) -> Mapping[Purpose, tuple[Text, Sequence[ConsentText]]]:
    """Of each purpose: the text that is signed now, and every version, the newest first."""
    rows = store.every(actor.unit_id)
    found = {}
    for purpose in PROCESSING:
        code = form_code(purpose)
        own = [row for row in rows if row.code == code]
        found[purpose] = _current(actor.region, code, own[0] if own else None), own
    return found


def _current(region: str, code: str, last: ConsentText | None) -> Text:
    if last is not None and last.origin == OWN:
        return kept_text(last)
    form = registry.region(region).form(code)
    sha256 = digest(form)
    if last is not None and last.sha256 == sha256:
        return kept_text(last)
    return Text(form, (last.version if last else 0) + 1, sha256, SHIPPED)


@requires(Permission.DATA_WRITE)
def replace_text(
    *, actor: Actor, purpose: Purpose, paragraphs: Sequence[str], now: datetime
) -> ConsentText:
    """The institution's own words from now on; what is signed already keeps its own.

    Raises:
        InputError: a name that the law asks for is not printed, under `body`.
    """
    if purpose not in PROCESSING:
        raise NotFoundError
    before = current(actor=actor, code=form_code(purpose))
    absent = [how for name, how in MUST_NAME.items() if name not in " ".join(paragraphs)]
    if absent:
        raise InputError({"body": [f"Текст должен называть {'; '.join(absent)}."]})
    form = replace(before.form, blocks=tuple(_with(before.form.blocks, paragraphs)))
    with transaction():
        return _add(actor, Text(form, before.version + 1, digest(form), OWN), now)


@requires(Permission.DATA_WRITE)
def restore_text(*, actor: Actor, purpose: Purpose, now: datetime) -> ConsentText:
    """Back to the text that is shipped with the platform or the region, as a new version."""
    if purpose not in PROCESSING:
        raise NotFoundError
    code = form_code(purpose)
    with transaction():
        last = store.newest(actor.unit_id, code)
        form = registry.region(actor.region).form(code)
        fresh = Text(form, (last.version if last else 0) + 1, digest(form), SHIPPED)
        return _add(actor, fresh, now)


def keep(actor: Actor, text: Text, now: datetime) -> ConsentText:
    """The row of the version, made when it is signed first. Only within a transaction."""
    return text.kept or _add(actor, text, now)


def kept_text(row: ConsentText) -> Text:
    """A kept version. NotFoundError if its words are not those that were hashed."""
    form = from_data(row.body)
    if digest(form) != row.sha256:
        raise NotFoundError(
            "Текст согласия повреждён: контрольная сумма не сходится. Сообщите оператору."
        )
    return Text(form, row.version, row.sha256, row.origin, row.made_at, row.made_by, row)


def digest(form: DocumentForm) -> str:
    """SHA-256 of the form as data, keys in order."""
    data = json.dumps(as_data(form), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(data.encode()).hexdigest()


def frozen(context: Mapping[str, Any]) -> dict[str, Any]:
    """Dates as ISO text, so that the context fits JSON; forms read both."""

    def plain(value: Any) -> Any:  # noqa: ANN401 - a value of a context
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Mapping):
            return {key: plain(one) for key, one in value.items()}
        return [plain(one) for one in value] if isinstance(value, list | tuple) else value

    return {key: plain(value) for key, value in context.items()}


def _add(actor: Actor, text: Text, now: datetime) -> ConsentText:
    row = ConsentText(
        org_unit_id=actor.unit_id,
        org_path=actor.unit_path,
        code=text.form.code,
        version=text.version,
        title=text.form.title,
        body=as_data(text.form),
        sha256=text.sha256,
        origin=text.origin,
        made_at=now,
        made_by=actor.name,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _is_text(block: Block) -> TypeGuard[Para]:
    return isinstance(block, Para) and block.align is Align.JUSTIFY


def _with(blocks: Sequence[Block], paragraphs: Sequence[str]) -> list[Block]:
    """The same form with other words in the place of its own."""
    first = next(at for at, one in enumerate(blocks) if _is_text(one))
    rest = [one for one in blocks[first:] if not _is_text(one)]
    return [*blocks[:first], *(Para(lines=(words,)) for words in paragraphs), *rest]
