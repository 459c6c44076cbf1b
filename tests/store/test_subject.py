"""No table that refers to a person is forgotten by the export, the destruction or the register."""

from __future__ import annotations

from nastavnik.store import erase, subject
from nastavnik.store.consent_scan import ConsentScan
from nastavnik.store.db import db, models
from nastavnik.store.event import MentorshipEvent
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.usecases.erasure import RULES, erase_all, summary
from nastavnik.usecases.processing import PROCESSES, tables
from nastavnik.usecases.subject_data import NOT_OF_A_PERSON, title_of

EVERY = {model.__tablename__ for model in models()}


def test_every_table_is_a_persons_or_excused() -> None:
    """A new table either has a foreign key to a person, or says here why it tells of nobody."""
    assert tables() | NOT_OF_A_PERSON.keys() == EVERY
    assert not tables() & NOT_OF_A_PERSON.keys()
    assert all(NOT_OF_A_PERSON.values())


def test_every_table_of_a_person_has_a_name_and_a_rule_of_destruction() -> None:
    assert RULES.keys() == tables()
    assert all(title_of(table) for table in tables())
    silent = [table for table, rule in RULES.items() if not (rule.words or rule.held)]
    assert not silent, "say what is destroyed or why it stays"


def test_every_table_of_a_person_stands_in_the_register_of_processing() -> None:
    listed = [table for process in PROCESSES for table in process.tables]
    assert sorted(listed) == sorted(tables())


def test_what_a_rule_blanks_are_columns_of_the_table() -> None:
    known = {model.__tablename__: model for model in models()}
    wrong = [
        f"{table}.{name}"
        for table, rule in RULES.items()
        for name in rule.blanks
        if not hasattr(known[table], name)
    ]
    assert not wrong


def test_rows_are_found_by_foreign_keys_and_others_are_not(store_app) -> None:
    with store_app.app_context(), acting(EVERYTHING, write=True):
        unit = factories.institution()
        pair = factories.mentorship(unit)
        consent = factories.consent(unit, mentorship_id=pair.id)
        other = factories.consent(unit, mentorship_id=pair.id, side="mentee")
        factories.consent_scan(unit, consent_id=consent.id)
        factories.event(unit, mentorship_id=pair.id)
        factories.data_request(unit)
        rows = subject.rows_of(pair.mentor_id)
        assert [one.id for one in rows["consent"]] == [consent.id]
        assert other.id not in {one.consent_id for one in rows["consent_scan"]}
        assert len(rows["consent_scan"]) == len(rows["mentorship"]) == 1
        assert len(rows["mentorship_event"]) == 1
        assert not rows["data_request"]


def test_everything_is_destroyed_on_both_databases(store_app) -> None:
    with store_app.app_context(), acting(EVERYTHING, write=True):
        unit = factories.institution()
        pair = factories.mentorship(unit, note="слова")
        person = db.session.get_one(type(pair.mentor), pair.mentor_id)
        consent = factories.consent(unit, mentorship_id=pair.id)
        factories.consent_scan(unit, consent_id=consent.id)
        factories.event(
            unit, mentorship_id=pair.id, data={"why": "болезнь"}, findings=[{"text": "имя"}]
        )
        membership = factories.membership(unit, person_id=person.id)
        assert {one.title for one in summary(person).destroyed} >= {"Скан согласия", "Пара"}
        erase_all(person, today=factories.TODAY, now=factories.NOW)
        db.session.flush()
        db.session.expire_all()
        assert person.full_name == "Данные уничтожены"
        assert pair.note is None
        assert not db.session.query(ConsentScan).filter_by(org_unit_id=unit.id).all()
        event = db.session.query(MentorshipEvent).filter_by(mentorship_id=pair.id).one()
        assert (event.data, event.findings) == ({}, [])
        assert membership.ended_at == factories.NOW
        assert not membership.account.active


def test_no_events_are_no_statement(store_app) -> None:
    with store_app.app_context(), acting(EVERYTHING, write=True):
        erase.blank_events([])
