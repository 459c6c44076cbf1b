"""Killing the server in the middle of writes: what it had acknowledged must be there."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Final

from flask import Flask
from sqlalchemy import select

from nastavnik.store.audit import AuditEvent
from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing.databases import Database
from nastavnik.testing.races import PASSWORD, School
from nastavnik.testing.served import Visitor, served

TODAY: Final = "2026-11-21"
WRITES: Final = 200
_SENDERS: Final = 8
_SAVED: Final = 302


@dataclass(frozen=True, slots=True)
class Outcome:
    """Last names that the server had acknowledged before it died, and those that are there."""

    acknowledged: frozenset[str]
    kept: frozenset[str]
    untraced: frozenset[str]
    """Kept without their record in the trail: half of a write."""
    cut_off: int
    """Requests that got no answer."""

    @property
    def lost(self) -> frozenset[str]:
        """Acknowledged and not there."""
        return self.acknowledged - self.kept


def struck(app: Flask, database: Database, school: School, home: Path, *, after: int) -> Outcome:
    """Send 200 cards of people; after `after` answers every process of the server is killed.

    The server is started again, must let its people in, and is asked for what it keeps.
    """
    with served(database, home, today=TODAY) as address:
        acknowledged, cut_off = _written(address, school, home, after)
    with served(database, home, today=TODAY) as address:
        Visitor(address).log_in(school.logins[0], PASSWORD)
    with app.app_context(), acting(EVERYTHING):
        kept = {row.last_name: row.id for row in db.session.scalars(select(Person))}
        traced = set(
            db.session.scalars(
                select(AuditEvent.row_id).where(
                    AuditEvent.table_name == "person", AuditEvent.action == "insert"
                )
            )
        )
    untraced = frozenset(name for name, row_id in kept.items() if row_id not in traced)
    return Outcome(frozenset(acknowledged), frozenset(kept), untraced, cut_off)


def _written(address: str, school: School, home: Path, after: int) -> tuple[Sequence[str], int]:
    visitor = Visitor(address)
    visitor.log_in(school.logins[0], PASSWORD)
    token = visitor.get("/people/new").form("Сохранить")["csrf_token"]
    acknowledged: list[str] = []
    enough = threading.Event()

    def write(number: int) -> bool:
        name = f"Записанная{number}"
        form = {
            "csrf_token": token,
            "last_name": name,
            "first_name": "Вера",
            "gender": "f",
            "position": "учитель",
            "is_mentor": "y",
        }
        try:
            answer = visitor.post("/people/new", form)
        except (OSError, HTTPException):
            return False
        if answer.status != _SAVED:
            raise AssertionError(f"the card answered {answer.status}")
        acknowledged.append(name)
        if len(acknowledged) >= after:
            enough.set()
        return True

    with ThreadPoolExecutor(_SENDERS) as pool:
        sent = [pool.submit(write, number) for number in range(WRITES)]
        enough.wait(timeout=60)
        for process in _processes(home):
            os.kill(process, signal.SIGKILL)
        answered = [one.result() for one in sent]
    return acknowledged, answered.count(False)


def _processes(home: Path) -> Iterator[int]:
    """The server and its workers: those whose surroundings name its folder."""
    mark = f"NASTAVNIK_INSTANCE={home}".encode()
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in entry.read_bytes().split(b"\0"):
                yield int(entry.parent.name)
        except OSError:
            continue  # another's, or gone meanwhile
