"""Acts that the units themselves publish."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from nastavnik.store import ddl

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PATH = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
CHANGEABLE = ddl.MOVED | {"repealed_by_id", "repealed_from", "version"}


def upgrade() -> None:
    op.create_table(
        "local_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("adopted", sa.Date(), nullable=False),
        sa.Column("in_force", sa.Date(), nullable=False),
        sa.Column("applies_to", sa.String(length=64), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("repeals_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.String(length=200), nullable=True),
        sa.Column("effect", JSON, nullable=True),
        sa.Column("repealed_by_id", sa.Integer(), nullable=True),
        sa.Column("repealed_from", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("org_unit_id", sa.Integer(), nullable=False),
        sa.Column("org_path", PATH, nullable=False),
        sa.CheckConstraint(
            "applies_to in ('new', 'all', 'next_period')", name=op.f("ck_local_act_applies_to")
        ),
        sa.CheckConstraint(
            "(repealed_by_id is null) = (repealed_from is null)", name=op.f("ck_local_act_repeal")
        ),
        sa.CheckConstraint(
            "published_at is null or published_by is not null", name=op.f("ck_local_act_publisher")
        ),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "org_path"], ["org_unit.id", "org_unit.path"], onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(["repeals_id"], ["local_act.id"], name="fk_local_act_repeals_id"),
        sa.ForeignKeyConstraint(
            ["repealed_by_id"], ["local_act.id"], name="fk_local_act_repealed_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_local_act"),
        sa.UniqueConstraint("code", name="uq_local_act_code"),
        sa.UniqueConstraint("public_id", name="uq_local_act_public_id"),
    )
    op.create_index("ix_local_act_org_path", "local_act", ["org_path"])
    op.create_index(
        "ix_local_act_org_unit_id_published_at", "local_act", ["org_unit_id", "published_at"]
    )
    bind = op.get_bind()
    columns = [column["name"] for column in sa.inspect(bind).get_columns("local_act")]
    for statement in ddl.freeze_after(
        bind.dialect.name, "local_act", "published_at", columns, CHANGEABLE
    ):
        op.execute(statement)
    if bind.dialect.name == "postgresql":
        for statement in ddl.public_policy("local_act"):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table("local_act")
