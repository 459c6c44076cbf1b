"""Racing approvals keep the cap: the mentor is locked before the mentees are counted."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from nastavnik.domain.mentorship import LIVE
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship, of_mentor
from nastavnik.store.person import lock_person
from nastavnik.store.walls import EVERYTHING, Scope, acting
from nastavnik.store.writing import transaction
from nastavnik.testing import factories

CAP = 3
RACERS = 12


@pytest.mark.parametrize("early_read", [False, True], ids=["plain", "after a read"])
def test_the_cap_holds_under_racing_approvals(store_app, early_read):
    with store_app.app_context(), acting(EVERYTHING, write=True):
        unit = factories.institution()
        mentor = factories.person(unit).id
        mentees = [factories.person(unit).id for _ in range(RACERS)]
        db.session.commit()
        path = unit.path
    start = threading.Barrier(RACERS)

    def approve(mentee):
        start.wait()
        with store_app.app_context(), acting(Scope.of(path)):
            if early_read:
                of_mentor(mentor, LIVE)
            with transaction():
                assert lock_person(mentor) is not None
                if len(of_mentor(mentor, LIVE)) < CAP:
                    factories.mentorship(unit, mentor_id=mentor, mentee_id=mentee)

    with ThreadPoolExecutor(RACERS) as pool:
        list(pool.map(approve, mentees))
    with store_app.app_context(), acting(EVERYTHING):
        assert db.session.scalar(select(func.count(Mentorship.id))) == CAP
