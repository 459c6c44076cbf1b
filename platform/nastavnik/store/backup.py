"""A copy of the whole database in one file, and the way back.

The file is a zip of `manifest.json` and the data: an SQLite file or an archive of pg_dump. The
manifest says what must come out again: rows of every table and the sum of the data.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final, Protocol

from flask import Flask

from nastavnik.domain.errors import ConflictError, NastavnikError
from nastavnik.store import migrate, postgres_backup, sqlite_backup
from nastavnik.store.db import URL, db, self_check

_MANIFEST: Final = "manifest.json"
_DATA: Final = "data"
_FORMAT: Final = 1
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the copy holds. `rows`: table -> number of rows; `kind`: sqlite or postgresql."""

    format: int
    program: str
    kind: str
    revision: str
    made_at: str
    rows: Mapping[str, int]
    sha256: str


class _Way(Protocol):
    """How one kind of database is copied."""

    KIND: str

    def rows(self, app: Flask) -> Mapping[str, int]:
        """Rows of every table now; nothing for a database without tables."""

    def copy(self, app: Flask, file: Path) -> Mapping[str, int]:
        """Write the data into the file; rows of every table in it."""

    def bring_back(self, app: Flask, file: Path) -> None:
        """Put the data in place of what the database holds; all or nothing."""


def make(app: Flask, path: Path, now: datetime) -> Manifest:
    """Copy the database of the app into a new file; the site may go on working.

    Raises:
        ConflictError: the file exists already.
        NastavnikError: the database has no tables, or can't be copied by its role.
    """
    if path.exists():
        raise ConflictError(f"Файл {path} уже есть. Назовите копию иначе или уберите его.")
    revision = migrate.current(app)
    if revision is None:
        raise NastavnikError("База данных пуста: копировать нечего.")
    way = _way(app)
    with _aside(path.parent) as folder:
        data = folder / _DATA
        rows = way.copy(app, data)
        manifest = Manifest(
            format=_FORMAT,
            program=version("nastavnik"),
            kind=way.KIND,
            revision=revision,
            made_at=now.isoformat(timespec="seconds"),
            rows=rows,
            sha256=checksum(data),
        )
        whole = folder / "whole.zip"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            archive.write(data, _DATA)
        whole.chmod(0o600)
        whole.rename(path)
    return manifest


def restore(app: Flask, path: Path, *, force: bool = False) -> Manifest:
    """Bring the copy back into the database of the app, and up to the program's schema.

    Raises:
        ScopeViolationError: the walls do not stand after it.
        NastavnikError: the file is no copy, is damaged, of another kind or of a newer program.
        ConflictError: the database holds rows and `force` is not given.
    """
    way = _way(app)
    with _aside(path.parent) as folder:
        manifest = _unpacked(path, folder)
        _fits(manifest, way.KIND)
        held = way.rows(app)
        if any(held.values()) and not force:
            raise ConflictError(
                "В базе данных уже есть записи, восстановление их заменит. "
                "Если это и нужно, повторите с --force."
            )
        way.bring_back(app, folder / _DATA)
    came = way.rows(app)
    if lost := [name for name, number in manifest.rows.items() if came.get(name) != number]:
        raise NastavnikError(f"После восстановления не сходится число строк: {', '.join(lost)}.")
    migrate.upgrade(app)
    with app.app_context():
        self_check()
        db.engine.dispose()
    return manifest


def _way(app: Flask) -> _Way:
    way: _Way = sqlite_backup if app.config[URL].startswith("sqlite") else postgres_backup
    return way


def _unpacked(path: Path, folder: Path) -> Manifest:
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = Manifest(**json.loads(archive.read(_MANIFEST)))
            with archive.open(_DATA) as packed, (folder / _DATA).open("wb") as data:
                shutil.copyfileobj(packed, data, _CHUNK)
    except OSError as error:
        raise NastavnikError(f"Файл {path} не читается ({error.strerror}).") from error
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise NastavnikError(f"Файл {path} — не копия «Наставника» или повреждён.") from error
    if checksum(folder / _DATA) != manifest.sha256:
        raise NastavnikError(f"Файл {path} повреждён: не сходится контрольная сумма.")
    return manifest


def _fits(manifest: Manifest, kind: str) -> None:
    if manifest.format != _FORMAT or not migrate.known(manifest.revision):
        raise NastavnikError(
            f"Копия сделана более новой программой ({manifest.program}, база версии "
            f"{manifest.revision}). Обновите программу."
        )
    if manifest.kind != kind:
        raise NastavnikError(
            f"Копия — базы {manifest.kind}, а в NASTAVNIK_DATABASE_URL указана {kind}."
        )


def checksum(file: Path) -> str:
    """SHA-256 of the file, in hexadecimal."""
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


@contextmanager
def _aside(parent: Path) -> Iterator[Path]:
    """A folder beside the copy, closed to others: whole data of people lie in it for a while."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=".nastavnik-", dir=parent))
    except OSError as error:
        raise NastavnikError(f"В папку {parent} нельзя писать ({error.strerror}).") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
