"""Facts of a pair, and replacements of a mentor."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from nastavnik.store import ddl, ddl_audit
from nastavnik.store.ddl_audit import Watch

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PATH = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
MENTORSHIP = [
    "id",
    "public_id",
    "mentor_id",
    "mentee_id",
    "kind",
    "form",
    "regime",
    "starts_on",
    "ends_on",
    "state",
    "order_id",
    "group_id",
    "planned_order_on",
    "law_on",
    "ended_on",
    "end_ground",
    "note",
    "created_at",
    "version",
    "org_unit_id",
    "org_path",
]


def upgrade() -> None:
    bind = op.get_bind()
    op.add_column(
        "mentorship", sa.Column("facts", JSON, nullable=False, server_default=sa.text("'{}'"))
    )
    _watch_mentorship([*MENTORSHIP, "facts"], Watch(documents=["facts"]))
    op.create_table(
        "replacement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("former_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=True),
        sa.Column("clause", sa.String(length=64), nullable=True),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("org_unit_id", sa.Integer(), nullable=False),
        sa.Column("org_path", PATH, nullable=False),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "org_path"], ["org_unit.id", "org_unit.path"], onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "former_id"],
            ["mentorship.org_unit_id", "mentorship.id"],
            name="fk_replacement_org_unit_id_former_id",
        ),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "successor_id"],
            ["mentorship.org_unit_id", "mentorship.id"],
            name="fk_replacement_org_unit_id_successor_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_replacement"),
    )
    for column in ("former_id", "org_path", "successor_id"):
        op.create_index(f"ix_replacement_{column}", "replacement", [column])
    columns = [column["name"] for column in sa.inspect(bind).get_columns("replacement")]
    if bind.dialect.name == "postgresql":
        for statement in ddl.row_policy("replacement", "personal"):
            op.execute(statement)
    for statement in ddl_audit.audit(bind.dialect.name, "replacement", columns):
        op.execute(statement)


def downgrade() -> None:
    for statement in ddl_audit.unaudit(op.get_bind().dialect.name, "replacement"):
        op.execute(statement)
    op.drop_table("replacement")
    _watch_mentorship(MENTORSHIP, Watch())
    op.drop_column("mentorship", "facts")


def _watch_mentorship(columns: list[str], how: Watch) -> None:
    for statement in ddl_audit.audit(op.get_bind().dialect.name, "mentorship", columns, how):
        op.execute(statement)
