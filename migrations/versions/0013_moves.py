"""Moves of people between institutions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from nastavnik.store import ddl, ddl_audit
from nastavnik.store.ddl_audit import Watch

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE = "person_move"
PATH = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("other", sa.String(length=200), nullable=True),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("org_unit_id", sa.Integer(), nullable=False),
        sa.Column("org_path", PATH, nullable=False),
        sa.CheckConstraint("side in ('out', 'in')", name=op.f("ck_person_move_side")),
        sa.CheckConstraint(
            "state in ('open', 'taken', 'cancelled')", name=op.f("ck_person_move_state")
        ),
        sa.CheckConstraint(
            "state <> 'open' or (code_hash is not null and side = 'out')",
            name=op.f("ck_person_move_code"),
        ),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "org_path"], ["org_unit.id", "org_unit.path"], onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "person_id"],
            ["person.org_unit_id", "person.id"],
            name="fk_person_move_org_unit_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_person_move"),
        sa.UniqueConstraint("public_id", name="uq_person_move_public_id"),
        sa.UniqueConstraint("code_hash", name="uq_person_move_code_hash"),
    )
    op.create_index("ix_person_move_org_path", TABLE, ["org_path"])
    op.create_index("ix_person_move_person_id", TABLE, ["person_id"])
    bind = op.get_bind()
    dialect = bind.dialect.name
    if dialect == "postgresql":
        for statement in ddl.row_policy(TABLE, "personal"):
            op.execute(statement)
    columns = [column["name"] for column in sa.inspect(bind).get_columns(TABLE)]
    for statement in ddl_audit.audit(dialect, TABLE, columns, Watch(veiled=["code_hash"])):
        op.execute(statement)


def downgrade() -> None:
    for statement in ddl_audit.unaudit(op.get_bind().dialect.name, TABLE):
        op.execute(statement)
    op.drop_table(TABLE)
