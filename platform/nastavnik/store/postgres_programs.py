"""PostgreSQL's own programs: found on this machine, told where the database is."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from nastavnik.domain.errors import NastavnikError

_DEBIAN: Final = Path("/usr/lib/postgresql")


def find(name: str) -> Path:
    """Path of the program: of the PATH, else Debian's newest.

    Raises:
        NastavnikError: it is not installed.
    """
    if found := shutil.which(name):
        return Path(found)
    there = _DEBIAN.glob(f"*/bin/{name}")
    newest = max(there, key=lambda path: float(path.parts[-3]), default=None)
    if newest is None:
        raise NastavnikError(
            f"Нет программы {name}. Установите: sudo apt-get install postgresql-client"
        )
    return newest


def run(name: str, options: Sequence[str | Path], url: URL) -> None:
    """Run the program against the database; the password is not seen in the list of processes.

    Raises:
        NastavnikError: the program failed; with what it said.
    """
    done = subprocess.run(  # noqa: S603 - our own words, and no shell
        [find(name), *options],
        env=os.environ | _place(url),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip() or f"код {done.returncode}"
        raise NastavnikError(f"Программа {name} остановилась: {said}")


def _place(url: URL) -> dict[str, str]:
    host = url.query.get("host") or url.host
    given = {
        "PGHOST": host if isinstance(host, str) else None,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": str(url.password) if url.password else None,
        "PGDATABASE": url.database,
        "PGSSLMODE": mode if isinstance(mode := url.query.get("sslmode"), str) else None,
    }
    return {name: value for name, value in given.items() if value}
