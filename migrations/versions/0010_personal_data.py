"""Personal data: texts and terms of consents, requests, destruction, incidents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from nastavnik.store import ddl, ddl_audit, ddl_blank
from nastavnik.store.ddl_audit import Watch

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PATH = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
WATCHED: Final = {
    "consent_text": Watch(veiled=["body"]),
    "consent_scan": Watch(veiled=["content"]),
    "data_request": Watch(),
    "destruction": Watch(veiled=["done"]),
    "incident": Watch(),
}
"""New tables, in the order in which they are made."""
CONSENT: Final = [
    "id", "public_id", "mentorship_id", "side", "purpose", "given_on", "method", "withdrawn_on",
    "recorded_by", "org_unit_id", "org_path",
]  # fmt: skip
ADDED: Final = (
    ("person_id", sa.Integer()),
    ("valid_until", sa.Date()),
    ("text_id", sa.Integer()),
    ("context", JSON),
    ("representative", sa.String(length=200)),
    ("powers", sa.Text()),
    ("withdrawn_how", sa.String(length=64)),
    ("withdrawn_by", sa.String(length=200)),
)
BEFORE: Final = "side in ('mentor', 'mentee', 'guardian')"
NOW: Final = "side in ('mentor', 'mentee', 'guardian', 'person')"
PLACE: Final = "(mentorship_id is null) = (side = 'person')"
EVENT_BLANKS: Final = {"findings": "[]", "data": "{}"}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    _create("consent_text", *_text())
    _consent(dialect)
    _create("consent_scan", *_scan())
    _create("data_request", *_request())
    op.create_index("ix_data_request_person_id", "data_request", ["person_id"])
    op.create_index(
        "ix_data_request_org_path_answered_on_due_on",
        "data_request",
        ["org_path", "answered_on", "due_on"],
    )
    _create("destruction", *_destruction())
    op.create_index("ix_destruction_person_id", "destruction", ["person_id"])
    _create("incident", *_incident())
    op.create_index("ix_incident_org_path_reported_at", "incident", ["org_path", "reported_at"])
    watch = Watch(documents=["context"], veiled=["context"])
    _run(ddl_audit.audit(dialect, "consent", _columns("consent"), watch))
    for table, how in WATCHED.items():
        _run(ddl_audit.audit(dialect, table, _columns(table), how))
    _run(ddl_blank.let_blank(dialect, "mentorship_event", _events(), EVENT_BLANKS))


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    _run(ddl_blank.forbid_blank(dialect, "mentorship_event"))
    _run(ddl.freeze(dialect, "mentorship_event", _events()))
    for table in reversed(WATCHED):
        if table != "consent_text":
            op.drop_table(table)
    _run(ddl_audit.unaudit(dialect, "consent"))
    with _unguarded("consent"):
        op.execute("delete from consent where mentorship_id is null")
        op.drop_index("ix_consent_person_id", "consent")
        with op.batch_alter_table("consent") as batch:
            batch.drop_constraint("fk_consent_org_unit_id_person_id", type_="foreignkey")
            batch.drop_constraint("fk_consent_org_unit_id_text_id", type_="foreignkey")
            batch.drop_constraint("uq_consent_org_unit_id_id", type_="unique")
            batch.drop_constraint(op.f("ck_consent_place"), type_="check")
            batch.drop_constraint(op.f("ck_consent_side"), type_="check")
            batch.create_check_constraint(op.f("ck_consent_side"), BEFORE)
            batch.alter_column("mentorship_id", existing_type=sa.Integer(), nullable=False)
            for name, _ in ADDED:
                batch.drop_column(name)
    _run(ddl_audit.audit(dialect, "consent", CONSENT))
    op.drop_table("consent_text")


def _consent(dialect: str) -> None:
    """Papers of before are of the person on whose side they stand; a guardian signs for a mentee.

    SQLite can't change a column in place: the table is built anew, without its triggers.
    """
    _run(ddl_audit.unaudit(dialect, "consent"))
    with _unguarded("consent"):
        for name, kind in ADDED:
            op.add_column("consent", sa.Column(name, kind, nullable=True))
        op.execute(
            "update consent set person_id = (select case consent.side when 'mentor'"
            " then m.mentor_id else m.mentee_id end from mentorship m"
            " where m.id = consent.mentorship_id)"
        )
        with op.batch_alter_table("consent") as batch:
            batch.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
            batch.alter_column("mentorship_id", existing_type=sa.Integer(), nullable=True)
            batch.create_unique_constraint("uq_consent_org_unit_id_id", ["org_unit_id", "id"])
            batch.create_foreign_key(
                "fk_consent_org_unit_id_person_id",
                "person",
                ["org_unit_id", "person_id"],
                ["org_unit_id", "id"],
            )
            batch.create_foreign_key(
                "fk_consent_org_unit_id_text_id",
                "consent_text",
                ["org_unit_id", "text_id"],
                ["org_unit_id", "id"],
            )
            batch.drop_constraint(op.f("ck_consent_side"), type_="check")
            batch.create_check_constraint(op.f("ck_consent_side"), NOW)
            batch.create_check_constraint(op.f("ck_consent_place"), PLACE)
        op.create_index("ix_consent_person_id", "consent", ["person_id"])


class _unguarded:  # noqa: N801 - reads as a statement
    """PostgreSQL: the owner too stands behind the policies, and here every unit's rows change."""

    def __init__(self, *tables: str) -> None:
        self.tables = (*tables, "mentorship") if op.get_bind().dialect.name != "sqlite" else ()

    def __enter__(self) -> None:
        for table in self.tables:
            op.execute(f"alter table {table} no force row level security")

    def __exit__(self, *_: object) -> None:
        for table in self.tables:
            op.execute(f"alter table {table} force row level security")


def _text() -> Iterator[sa.Column[Any] | sa.Constraint]:
    yield sa.Column("code", sa.String(length=64), nullable=False)
    yield sa.Column("version", sa.Integer(), nullable=False)
    yield sa.Column("title", sa.String(length=200), nullable=False)
    yield sa.Column("body", JSON, nullable=False)
    yield sa.Column("sha256", sa.String(length=64), nullable=False)
    yield sa.Column("origin", sa.String(length=64), nullable=False)
    yield sa.Column("made_at", MOMENT, nullable=False)
    yield sa.Column("made_by", sa.String(length=200), nullable=False)
    yield sa.CheckConstraint("origin in ('shipped', 'own')", name=op.f("ck_consent_text_origin"))
    yield sa.CheckConstraint("version > 0", name=op.f("ck_consent_text_version"))
    yield sa.UniqueConstraint("org_unit_id", "id", name="uq_consent_text_org_unit_id_id")
    yield sa.UniqueConstraint(
        "org_unit_id", "code", "version", name="uq_consent_text_org_unit_id_code_version"
    )


def _scan() -> Iterator[sa.Column[Any] | sa.Constraint]:
    yield sa.Column("consent_id", sa.Integer(), nullable=False)
    yield sa.Column("name", sa.String(length=200), nullable=False)
    yield sa.Column("media_type", sa.String(length=64), nullable=False)
    yield sa.Column("size", sa.Integer(), nullable=False)
    yield sa.Column("sha256", sa.String(length=64), nullable=False)
    yield sa.Column("content", sa.LargeBinary(), nullable=False)
    yield sa.Column("added_by", sa.String(length=200), nullable=False)
    yield sa.Column("added_at", MOMENT, nullable=False)
    yield sa.UniqueConstraint("consent_id", name="uq_consent_scan_consent_id")
    yield sa.ForeignKeyConstraint(
        ["org_unit_id", "consent_id"],
        ["consent.org_unit_id", "consent.id"],
        name="fk_consent_scan_org_unit_id_consent_id",
    )


def _request() -> Iterator[sa.Column[Any] | sa.Constraint]:
    yield sa.Column("person_id", sa.Integer(), nullable=False)
    yield sa.Column("kind", sa.String(length=64), nullable=False)
    yield sa.Column("words", sa.Text(), nullable=False)
    yield sa.Column("method", sa.String(length=64), nullable=False)
    yield sa.Column("asked_on", sa.Date(), nullable=False)
    yield sa.Column("due_on", sa.Date(), nullable=False)
    yield sa.Column("recorded_by", sa.String(length=200), nullable=False)
    yield sa.Column("granted", sa.Boolean(), nullable=True)
    yield sa.Column("answer", sa.Text(), nullable=True)
    yield sa.Column("answered_on", sa.Date(), nullable=True)
    yield sa.Column("answered_by", sa.String(length=200), nullable=True)
    yield sa.Column("version", sa.Integer(), nullable=False)
    yield sa.CheckConstraint("method in ('paper', 'system')", name=op.f("ck_data_request_method"))
    yield sa.CheckConstraint(
        "(answered_on is null) = (answer is null) and (answered_on is null) = (granted is null)",
        name=op.f("ck_data_request_answer"),
    )
    yield sa.UniqueConstraint("org_unit_id", "id", name="uq_data_request_org_unit_id_id")
    yield _person("data_request")


def _destruction() -> Iterator[sa.Column[Any] | sa.Constraint]:
    yield sa.Column("person_id", sa.Integer(), nullable=False)
    yield sa.Column("subject_name", sa.String(length=200), nullable=False)
    yield sa.Column("ground", sa.String(length=64), nullable=False)
    yield sa.Column("ground_on", sa.Date(), nullable=False)
    yield sa.Column("ground_note", sa.Text(), nullable=False)
    yield sa.Column("due_on", sa.Date(), nullable=False)
    yield sa.Column("prepared_by", sa.String(length=200), nullable=False)
    yield sa.Column("prepared_at", MOMENT, nullable=False)
    yield sa.Column("permitted_by", sa.String(length=200), nullable=True)
    yield sa.Column("done_at", MOMENT, nullable=True)
    yield sa.Column("done", JSON, nullable=True)
    yield sa.Column("kept_until", sa.Date(), nullable=True)
    yield sa.Column("cancelled_on", sa.Date(), nullable=True)
    yield sa.Column("cancelled_by", sa.String(length=200), nullable=True)
    yield sa.Column("version", sa.Integer(), nullable=False)
    yield sa.CheckConstraint("due_on >= ground_on", name=op.f("ck_destruction_dates"))
    yield sa.CheckConstraint(
        "(done_at is null) = (permitted_by is null)", name=op.f("ck_destruction_permission")
    )
    yield sa.CheckConstraint(
        "done_at is null or cancelled_on is null", name=op.f("ck_destruction_one_end")
    )
    yield _person("destruction")


def _incident() -> Iterator[sa.Column[Any] | sa.Constraint]:
    yield sa.Column("found_at", MOMENT, nullable=False)
    yield sa.Column("recorded_at", MOMENT, nullable=False)
    yield sa.Column("recorded_by", sa.String(length=200), nullable=False)
    for name in ("what", "cause", "harm", "categories"):
        yield sa.Column(name, sa.Text(), nullable=False)
    yield sa.Column("people_count", sa.Integer(), nullable=False)
    yield sa.Column("measures", sa.Text(), nullable=False)
    for text, moment, who in (
        ("notice", "notified_at", "notified_by"),
        ("result", "reported_at", "reported_by"),
    ):
        yield sa.Column(text, sa.Text(), nullable=True)
        yield sa.Column(f"{text}_number", sa.String(length=200), nullable=True)
        yield sa.Column(moment, MOMENT, nullable=True)
        yield sa.Column(who, sa.String(length=200), nullable=True)
    yield sa.Column("version", sa.Integer(), nullable=False)
    yield sa.CheckConstraint("people_count >= 0", name=op.f("ck_incident_people_count"))
    yield sa.CheckConstraint(
        "(notified_at is null) = (notice is null)", name=op.f("ck_incident_notice")
    )
    yield sa.CheckConstraint(
        "(reported_at is null) = (result is null)", name=op.f("ck_incident_result")
    )
    yield sa.CheckConstraint(
        "reported_at is null or notified_at is not null", name=op.f("ck_incident_order")
    )


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["org_unit_id", "person_id"],
        ["person.org_unit_id", "person.id"],
        name=f"fk_{table}_org_unit_id_person_id",
    )


def _create(table: str, *parts: sa.Column[Any] | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        *parts,
        sa.Column("org_unit_id", sa.Integer(), nullable=False),
        sa.Column("org_path", PATH, nullable=False),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "org_path"],
            ["org_unit.id", "org_unit.path"],
            name=f"fk_{table}_org_unit_id_org_path",
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("public_id", name=f"uq_{table}_public_id"),
    )
    op.create_index(f"ix_{table}_org_path", table, ["org_path"])
    if op.get_bind().dialect.name == "postgresql":
        _run(ddl.row_policy(table, "personal"))


def _columns(table: str) -> list[str]:
    return [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]


def _events() -> list[str]:
    return _columns("mentorship_event")


def _run(statements: Iterator[str]) -> None:
    for statement in statements:
        op.execute(statement)
