"""The audit trail: triggers that write every change."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from nastavnik.store import ddl_audit
from nastavnik.store.ddl_audit import Watch

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PATH = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AUDITED: Final = {
    "org_unit": Watch(unit=ddl_audit.ITSELF),
    "act_scan": Watch(veiled=["content"]),
    "account": Watch(veiled=["password_hash"], unit=ddl_audit.EVERY_UNIT_OF_THE_ACCOUNT),
    "membership": Watch(),
    "person": Watch(documents=["facts", "overrides"]),
    "mentoring_order": Watch(veiled=["context"]),
    "mentorship": Watch(),
    "consent": Watch(),
    "mentorship_event": Watch(documents=["data"], veiled=["findings"]),
    "submission": Watch(veiled=["figures", "sources"]),
    "local_act": Watch(documents=["content"], veiled=["effect"]),
    "status_grant": Watch(documents=["moves"]),
}
"""Tables of the migrations before this one. A later table is audited by its own migration."""


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("table_name", sa.String(length=64), nullable=True),
        sa.Column("row_id", sa.BigInteger(), nullable=True),
        sa.Column("row_public_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("actor_role", sa.String(length=64), nullable=True),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=True),
        sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("org_unit_id", sa.Integer(), nullable=False),
        sa.Column("org_path", PATH, nullable=False),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "org_path"], ["org_unit.id", "org_unit.path"], onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
    )
    op.create_index("ix_audit_event_org_path_id", "audit_event", ["org_path", "id"])
    op.create_index("ix_audit_event_table_name_row_id", "audit_event", ["table_name", "row_id"])
    op.create_table(
        "audit_author",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=True),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_author_single")),
        sa.PrimaryKeyConstraint("id", name="pk_audit_author"),
    )
    dialect = op.get_bind().dialect.name
    for statement in ddl_audit.freeze_journal(dialect, _columns("audit_event")):
        op.execute(statement)
    if dialect == "postgresql":
        for statement in ddl_audit.journal_policy():
            op.execute(statement)
    present = set(sa.inspect(op.get_bind()).get_table_names())
    for table, how in AUDITED.items():
        if table not in present:
            continue
        for statement in ddl_audit.audit(dialect, table, _columns(table), how):
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    present = set(sa.inspect(op.get_bind()).get_table_names())
    for table in AUDITED.keys() & present:
        for statement in ddl_audit.unaudit(dialect, table):
            op.execute(statement)
    op.drop_table("audit_author")
    op.drop_table("audit_event")
    if dialect == "postgresql":
        op.execute("drop function audit_redact(text, bigint[])")
        op.execute("drop function keep_audit_event()")
        op.execute("drop function keep_audit_event_whole()")


def _columns(table: str) -> list[str]:
    return [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
