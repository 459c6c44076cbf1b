"""Authors of the journals may be forgotten; the platform has a register of incidents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa
from alembic import op

from nastavnik.store import ddl, ddl_audit, ddl_blank, ddl_forget
from nastavnik.store.ddl_audit import Watch

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLE: Final = "platform_incident"
KEY: Final = "platform_incident_id"
TOP: Final = "u.parent_id is null"
"""What the operator of the platform writes is told to every region."""
EVENT_BLANKS: Final = {"findings": "[]", "data": "{}"}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    _run(ddl_forget.let_forget(dialect, _columns("audit_event"), _columns("mentorship_event")))
    op.create_table(TABLE, *_register())
    if dialect == "postgresql":
        _run(ddl.row_policy(TABLE, "catalogue"))
    _run(ddl_audit.audit(dialect, TABLE, _columns(TABLE), Watch(unit=TOP)))
    op.add_column("incident", sa.Column(KEY, sa.Integer(), nullable=True))
    _run(ddl_audit.audit(dialect, "incident", _columns("incident")))


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    left = [name for name in _columns("incident") if name != KEY]
    _run(ddl_audit.audit(dialect, "incident", left))
    op.drop_column("incident", KEY)
    _run(ddl_audit.unaudit(dialect, TABLE))
    op.drop_table(TABLE)
    _run(ddl_forget.forbid_forget(dialect))
    _run(ddl_audit.freeze_journal(dialect, _columns("audit_event")))
    _run(ddl.freeze(dialect, "mentorship_event", _columns("mentorship_event")))
    _run(
        ddl_blank.let_blank(
            dialect, "mentorship_event", _columns("mentorship_event"), EVENT_BLANKS
        )
    )


def _register() -> Iterator[sa.Column[object] | sa.Constraint]:
    yield sa.Column("id", sa.Integer(), nullable=False)
    yield sa.Column("public_id", sa.Uuid(), nullable=False)
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
    for words, name in (
        ("people_count >= 0", "people_count"),
        ("(notified_at is null) = (notice is null)", "notice"),
        ("(reported_at is null) = (result is null)", "result"),
        ("reported_at is null or notified_at is not null", "order"),
    ):
        yield sa.CheckConstraint(words, name=op.f(f"ck_{TABLE}_{name}"))
    yield sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}")
    yield sa.UniqueConstraint("public_id", name=f"uq_{TABLE}_public_id")


def _columns(table: str) -> list[str]:
    return [str(column["name"]) for column in sa.inspect(op.get_bind()).get_columns(table)]


def _run(statements: Iterator[str]) -> None:
    for statement in statements:
        op.execute(statement)
