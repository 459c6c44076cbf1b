"""A copy brings back every row, every wall and every trigger; what is no copy is refused."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from nastavnik.cli.main import cli
from nastavnik.domain.audit import Action
from nastavnik.domain.errors import ConflictError, NastavnikError
from nastavnik.store import backup, migrate, postgres_backup
from nastavnik.store.audit import AuditEvent
from nastavnik.store.base import Base
from nastavnik.store.db import db, self_check, tables_by_wall
from nastavnik.store.event import MentorshipEvent
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, Scope, ScopeViolationError, Wall, acting
from nastavnik.testing import databases, factories
from nastavnik.testing.factories import NOW
from nastavnik.testing.trail import last
from nastavnik.usecases import copies

CORE = {"core_ok": True}


@pytest.fixture
def settled(database, store_app):
    """Two schools with a row of every table, and the role that may copy them."""
    if database.is_postgres:
        store_app.config[postgres_backup.BACKUP_URL] = database.witness_url
    with store_app.app_context(), acting(EVERYTHING, write=True):
        region = factories.unit(region="kuzbass", slug="kuzbass")
        town = factories.unit(region)
        for school in (factories.unit(town), factories.unit(town)):
            factories.membership(school)
            for make in factories.MAKERS.values():
                make(school)
        db.session.commit()
    return store_app


def everything(witness) -> dict[str, list[Any]]:
    """Every row of every table, past the walls."""
    with witness.connect() as connection:
        return {
            table: sorted(map(repr, connection.execute(text(f"select * from {table}"))))
            for table in Base.metadata.tables
        }


def schema(witness) -> list[Any]:
    """Triggers and policies as the database keeps them."""
    query = "select type, name, sql from sqlite_schema where name not like 'sqlite_%'"
    if witness.dialect.name == "postgresql":
        query = (
            "select c.relname, t.tgname, pg_get_triggerdef(t.oid) from pg_trigger t"
            " join pg_class c on c.oid = t.tgrelid where not t.tgisinternal"
            " union all select tablename::text, policyname::text,"
            " coalesce(qual, '') || coalesce(with_check, '') || cmd || roles::text"
            " from pg_policies"
            " union all select relname::text, relacl::text,"
            " relrowsecurity::text || relforcerowsecurity::text"
            " from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
            " union all select proname::text, proacl::text, prosrc from pg_proc"
            " where pronamespace = 'public'::regnamespace"
        )
    with witness.connect() as connection:
        return sorted(map(repr, connection.execute(text(query))))


def spoil(app) -> None:
    """What happened after the copy: changed, added, and gone."""
    with app.app_context(), acting(EVERYTHING, write=True):
        school = db.session.scalars(select(OrgUnit).order_by(OrgUnit.path.desc())).first()
        assert school is not None
        school.title = "После копии"
        factories.person(school)
        for row in db.session.scalars(select(Person).order_by(Person.id).limit(1)):
            row.last_name = "Изменён"
        db.session.commit()


def test_what_was_copied_comes_back(settled, witness, tmp_path):
    rows, shape = everything(witness), schema(witness)
    copy = tmp_path / "copy.zip"
    manifest = backup.make(settled, copy, NOW)
    assert manifest.rows == {table: len(there) for table, there in rows.items()}
    assert manifest.revision == migrate.latest()
    assert copy.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.glob(".nastavnik-*")] == []
    spoil(settled)
    assert everything(witness) != rows
    witness.dispose()
    backup.restore(settled, copy, force=True)
    assert everything(witness) == rows
    assert schema(witness) == shape


def test_the_walls_and_the_trail_stand_after_it(settled, witness, tmp_path):
    copy = tmp_path / "copy.zip"
    backup.make(settled, copy, NOW)
    witness.dispose()
    backup.restore(settled, copy, force=True)
    with settled.app_context():
        self_check()
        with acting(EVERYTHING):
            own, other = db.session.scalars(
                select(OrgUnit).where(OrgUnit.level == "institution").order_by(OrgUnit.path)
            ).all()
            path, foreign = own.path, other.id
        with acting(Scope.of(path), write=True):
            for table, wall in tables_by_wall().items():
                if wall in {Wall.SCOPED, Wall.PERSONAL, Wall.JOURNAL}:
                    seen = text(f"select org_path from {table}")
                    assert set(db.session.scalars(seen, execution_options=CORE)) == {path}, table
            attacks = [
                f"update person set last_name = 'x' where org_unit_id = {foreign}",
                f"update org_unit set title = 'x' where id = {foreign}",
                "update mentorship_event set actor_name = 'x'",
                "delete from audit_event",
            ]
            before = everything(witness)
            for attack in attacks:
                try:
                    db.session.execute(text(attack), execution_options=CORE)
                    db.session.commit()
                except (DBAPIError, ScopeViolationError):
                    db.session.rollback()
            assert everything(witness) == before
            person = db.session.scalars(select(Person).limit(1)).one()
            person.last_name = "Новая"
            db.session.commit()
            assert last(table_name="person").after == {"last_name": "Новая", "version": 2}
            event = db.session.scalars(select(MentorshipEvent).limit(1)).one()
            assert event.id


def test_a_database_with_rows_is_not_overwritten(settled, witness, tmp_path):
    copy = tmp_path / "copy.zip"
    backup.make(settled, copy, NOW)
    spoil(settled)
    rows = everything(witness)
    with pytest.raises(ConflictError, match="--force"):
        backup.restore(settled, copy)
    assert everything(witness) == rows


def test_a_copy_is_not_overwritten(settled, tmp_path):
    copy = tmp_path / "copy.zip"
    copy.write_text("занято", "utf-8")
    with pytest.raises(ConflictError, match="уже есть"):
        backup.make(settled, copy, NOW)
    assert copy.read_text("utf-8") == "занято"


def tampered(copy, out, **changes):
    """The same copy with another manifest, or with data that were touched."""
    data = changes.pop("data", None)
    with zipfile.ZipFile(copy) as archive:
        manifest = json.loads(archive.read("manifest.json")) | changes
        data = data or archive.read("data")
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("data", data)
    return out


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"data": b"nothing"}, "контрольная сумма"),
        ({"sha256": "0" * 64}, "контрольная сумма"),
        ({"kind": "oracle"}, "oracle"),
        ({"revision": "9999"}, "более новой"),
        ({"format": 2}, "более новой"),
        ({"unheard": 1}, "повреждён"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_touched(
    changes, words, settled, witness, tmp_path
):
    copy = tmp_path / "copy.zip"
    backup.make(settled, copy, NOW)
    rows = everything(witness)
    bad = tampered(copy, tmp_path / "bad.zip", **changes)
    with pytest.raises(NastavnikError, match=words):
        backup.restore(settled, bad, force=True)
    assert everything(witness) == rows


@pytest.mark.parametrize("content", [None, b"", b"not a zip"])
def test_what_is_no_copy_is_refused(content, sqlite_app, tmp_path):
    path = tmp_path / "copy.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NastavnikError, match=r"не читается|не копия"):
        backup.restore(sqlite_app, path)


@pytest.mark.postgres
def test_a_role_that_does_not_see_every_row_does_not_copy(postgres_database, tmp_path):
    """The owner of the tables stands behind the walls too: its copy would be empty."""
    app = databases.bare_app(postgres_database)
    with pytest.raises(NastavnikError, match="NASTAVNIK_BACKUP_DATABASE_URL"):
        backup.make(app, tmp_path / "copy.zip", NOW)
    assert not (tmp_path / "copy.zip").exists()
    databases.close(app)


def test_the_commands_do_it(settled, database, witness, tmp_path):
    surroundings = {
        "NASTAVNIK_DATABASE_URL": database.url,
        "NASTAVNIK_OWNER_DATABASE_URL": database.owner_url,
        "NASTAVNIK_BACKUP_DATABASE_URL": database.witness_url if database.is_postgres else "",
        "NASTAVNIK_INSTANCE": str(tmp_path / "instance"),
    }
    rows = everything(witness)
    witness.dispose()
    path = str(tmp_path / "copy.zip")
    trail = rows.pop("audit_event")
    done = CliRunner().invoke(cli, ["backup", path], env=surroundings)
    assert done.exit_code == 0, done.output
    spoil(settled)
    refused = CliRunner().invoke(cli, ["restore", path], env=surroundings)
    assert (refused.exit_code, "--force" in refused.output) == (1, True)
    with settled.app_context():
        db.engine.dispose()
    restored = CliRunner().invoke(cli, ["restore", path, "--force"], env=surroundings)
    assert restored.exit_code == 0, restored.output
    assert "Защита данных на месте" in restored.output
    came = everything(witness)
    assert len(came.pop("audit_event")) == len(trail) + 1
    assert came == rows
    with settled.app_context(), acting(EVERYTHING):
        event = last(action="restore")
        assert event.after["sha256"] == backup.checksum(tmp_path / "copy.zip")


def test_the_journal_of_every_region_tells_of_a_copy(settled, tmp_path):
    with settled.app_context(), acting(EVERYTHING, write=True):
        other = factories.unit(region="lnr", slug="lnr").path
        db.session.commit()
    path = tmp_path / "copy.zip"
    done = backup.make(settled, path, NOW)
    with settled.app_context():
        copies.note(action=Action.BACKUP, path=path, done=done)
        old = replace(done, revision="0001")
        copies.note(action=Action.BACKUP, path=path, done=old)
    with settled.app_context(), acting(EVERYTHING):
        told = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "backup")).all()
        tops = db.session.scalars(select(OrgUnit.path).where(OrgUnit.parent_id.is_(None))).all()
    assert other in tops
    assert sorted(one.org_path for one in told) == sorted(tops)
    for one in told:
        assert one.actor_name.startswith("владелец сервера (")
        assert one.origin == "терминал"
        assert one.after == {
            "file": str(path),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "rows": sum(done.rows.values()),
            "made_at": NOW.isoformat(timespec="seconds"),
        }
