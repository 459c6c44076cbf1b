"""A throw-away PostgreSQL from the machine's own binaries: it runs without anyone's set-up."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

OWNER: Final = "nastavnik_owner"
APP: Final = "nastavnik_app"
SUPERUSER: Final = "postgres"
HOW_TO_RUN: Final = "PostgreSQL is not installed; run: sudo apt-get install postgresql"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server with an owner role for schemas and a plain role for the application."""

    folder: Path

    def url(self, database: str, role: str) -> str:
        """Address for SQLAlchemy. The socket is in the folder, so no port can be taken."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.folder}"

    def create(self, database: str) -> None:
        """Make an empty database of the owner's."""
        self._run(
            sql.SQL("create database {} owner {}").format(
                sql.Identifier(database), sql.Identifier(OWNER)
            )
        )

    def drop(self, database: str) -> None:
        """Drop the database with whoever is still connected."""
        self._run(sql.SQL("drop database {} with (force)").format(sql.Identifier(database)))

    def create_roles(self) -> None:
        """Make the two roles; neither may pass row-level security."""
        for role in (OWNER, APP):
            self._run(sql.SQL("create role {} login nosuperuser").format(sql.Identifier(role)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=str(self.folder), user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


@contextmanager
def cluster() -> Iterator[Cluster | None]:
    """Start a cluster, stop and remove it at the end. None where the binaries are missing."""
    binaries = _binaries()
    if binaries is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="nastavnik-pg-"))
    run = _runner(folder)
    data = folder / "data"
    run(binaries / "initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8",
        "--locale=C.UTF-8", "--no-sync")  # fmt: skip
    options = (
        f"-c unix_socket_directories={folder} -c listen_addresses= -c fsync=off"
        " -c synchronous_commit=off -c full_page_writes=off"
    )
    try:
        run(binaries / "pg_ctl", "-w", "-D", data, "-l", folder / "log", "-o", options, "start")
        running = Cluster(folder)
        running.create_roles()
        yield running
    finally:
        run(binaries / "pg_ctl", "-w", "-m", "immediate", "-D", data, "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    """Folder of initdb and pg_ctl: of the PATH, else Debian's newest."""
    found = shutil.which("pg_ctl")
    if found and shutil.which("initdb"):
        return Path(found).parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    return newest.parent if newest else None


def _runner(folder: Path) -> Any:  # noqa: ANN401 - a function of any paths and words
    """Run a command quietly; as another user if we are root, whom PostgreSQL refuses."""
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        names = {entry.pw_name: entry for entry in pwd.getpwall()}
        user = names.get("postgres") or names["nobody"]
        os.chown(folder, user.pw_uid, user.pw_gid)
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(*command: str | Path) -> None:
        subprocess.run(  # noqa: S603 - our own words
            command,
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **who,
        )

    return run
