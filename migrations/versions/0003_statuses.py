"""The register of statuses that a ministry gives."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from nastavnik.store import ddl

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PATH = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
NUMBERED = sa.text("certificate is not null and withdrawn_on is null")
CHANGEABLE = ddl.MOVED | {
    "org_unit_id",
    "person_id",
    "moves",
    "withdrawn_on",
    "withdrawn_reason",
    "withdrawn_by",
    "version",
}


def upgrade() -> None:
    op.create_table(
        "status_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("region", sa.String(length=64), nullable=False),
        sa.Column("last_name", sa.String(length=200), nullable=False),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("patronymic", sa.String(length=200), nullable=True),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("certificate", sa.String(length=64), nullable=True),
        sa.Column("order_number", sa.String(length=64), nullable=False),
        sa.Column("order_on", sa.Date(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moves", JSON, nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("org_unit_id", sa.Integer(), nullable=False),
        sa.Column("org_path", PATH, nullable=False),
        sa.CheckConstraint(
            "valid_until is null or valid_until >= given_on", name=op.f("ck_status_grant_term")
        ),
        sa.CheckConstraint(
            "(withdrawn_on is null) = (withdrawn_reason is null)"
            " and (withdrawn_on is null) = (withdrawn_by is null)",
            name=op.f("ck_status_grant_withdrawal"),
        ),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "org_path"], ["org_unit.id", "org_unit.path"], onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "person_id"],
            ["person.org_unit_id", "person.id"],
            name="fk_status_grant_org_unit_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_status_grant"),
        sa.UniqueConstraint("public_id", name="uq_status_grant_public_id"),
    )
    op.create_index("ix_status_grant_org_path", "status_grant", ["org_path"])
    op.create_index("ix_status_grant_person_id", "status_grant", ["person_id"])
    op.create_index("ix_status_grant_valid_until", "status_grant", ["valid_until"])
    op.create_index(
        "uq_status_grant_certificate",
        "status_grant",
        ["region", "code", "certificate"],
        unique=True,
        sqlite_where=NUMBERED,
        postgresql_where=NUMBERED,
    )
    bind = op.get_bind()
    columns = [column["name"] for column in sa.inspect(bind).get_columns("status_grant")]
    for statement in ddl.freeze(bind.dialect.name, "status_grant", columns, CHANGEABLE):
        op.execute(statement)
    if bind.dialect.name == "postgresql":
        for statement in ddl.row_policy("status_grant", "scoped"):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table("status_grant")
