"""Sums, absences and decisions are corrected in place: each row counts its versions."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from nastavnik.store import ddl_audit

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES: Final = ("person_pay", "person_absence", "wage_sum", "allowance_decision")
VERSION: Final = "version"


def upgrade() -> None:
    for table in TABLES:
        op.add_column(
            table, sa.Column(VERSION, sa.Integer(), nullable=False, server_default=sa.text("1"))
        )
        _watch(table, _columns(table))


def downgrade() -> None:
    for table in TABLES:
        _watch(table, [name for name in _columns(table) if name != VERSION])
        op.drop_column(table, VERSION)


def _columns(table: str) -> list[str]:
    return [str(column["name"]) for column in sa.inspect(op.get_bind()).get_columns(table)]


def _watch(table: str, columns: list[str]) -> None:
    for statement in ddl_audit.audit(op.get_bind().dialect.name, table, columns):
        op.execute(statement)
