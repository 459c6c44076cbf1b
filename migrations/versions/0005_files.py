"""Scans of the acts that units publish."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from nastavnik.store import ddl

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

PATH = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    # A unique index, not a constraint: on SQLite that would rebuild the table without triggers.
    op.create_index("uq_local_act_org_unit_id_id", "local_act", ["org_unit_id", "id"], unique=True)
    op.create_table(
        "act_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("local_act_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("org_unit_id", sa.Integer(), nullable=False),
        sa.Column("org_path", PATH, nullable=False),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "org_path"],
            ["org_unit.id", "org_unit.path"],
            name="fk_act_scan_org_unit_id_org_path",
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "local_act_id"],
            ["local_act.org_unit_id", "local_act.id"],
            name="fk_act_scan_org_unit_id_local_act_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_act_scan"),
        sa.UniqueConstraint("public_id", name="uq_act_scan_public_id"),
        sa.UniqueConstraint("local_act_id", name="uq_act_scan_local_act_id"),
    )
    op.create_index("ix_act_scan_org_path", "act_scan", ["org_path"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in ddl.public_policy("act_scan"):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table("act_scan")
    op.drop_index("uq_local_act_org_unit_id_id", "local_act")
