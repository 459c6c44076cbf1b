"""Units are written by the scope that owns them; keys of local acts stay in their unit.

The mark of a demo is written by nobody: its database shows passwords to whoever comes.
"""

from __future__ import annotations

from alembic import op

from nastavnik.store import ddl, ddl_tree

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

REPEALS = ("repeals_id", "repealed_by_id")


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        _run(ddl_tree.tree_policy())
        _run(ddl.row_policy("demo_country", "catalogue"))
    _run(ddl_tree.stand_straight(dialect))
    for column in REPEALS:
        _run(ddl_tree.own_key(dialect, "local_act", column, "local_act"))


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for column in REPEALS:
        _run(ddl_tree.any_key(dialect, "local_act", column))
    _run(ddl_tree.fall(dialect))
    if dialect == "postgresql":
        _run(ddl_tree.catalogue_again())
        for verb in ("read", "insert", "update", "delete"):
            op.execute(f"drop policy demo_country_{verb} on demo_country")
        op.execute("alter table demo_country no force row level security")
        op.execute("alter table demo_country disable row level security")


def _run(statements) -> None:
    for statement in statements:
        op.execute(statement)
