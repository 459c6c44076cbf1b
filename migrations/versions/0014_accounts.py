"""Ways into an account are watched; what is told of it reaches the units where it works now."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from nastavnik.store import ddl_audit
from nastavnik.store.ddl_audit import Watch

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ACCOUNT = ["id", "login", "password_hash", "display_name", "active", "demo_id", "email"]
MEMBERSHIP = ["id", "account_id", "org_unit_id", "role", "person_id", "asked_at", "ended_at"]
WITH_CARD: Final = sa.Column("with_card", sa.Boolean(), nullable=False, server_default=sa.false())
OF_ACCOUNT: Final = ddl_audit.open_units("account_id")
# `last_step` changes at every log-in, which is an event of its own
WAYS_IN: Final = {
    "entry_key": (
        ["id", "account_id", "kind", "key_hash", "email", "made_at", "expires_at", "used_at"],
        Watch(veiled=["key_hash", "email"], unit=OF_ACCOUNT, key="account_id"),
    ),
    "totp": (
        ["account_id", "secret", "made_at", "confirmed_at"],
        Watch(veiled=["secret"], unit=OF_ACCOUNT, key="account_id"),
    ),
    # ten codes are made at once, and the program says so in one event
    "recovery_code": (
        ["id", "account_id", "used_at"],
        Watch(unit=OF_ACCOUNT, key="account_id", verbs=["update"]),
    ),
}


def upgrade() -> None:
    op.add_column("membership", WITH_CARD)
    _watch("membership", [*MEMBERSHIP, WITH_CARD.name], Watch())
    op.create_index("ix_audit_event_at", "audit_event", ["at"])
    _watch("account", ACCOUNT, Watch(veiled=["password_hash"], unit=ddl_audit.open_units("id")))
    for table, (columns, how) in WAYS_IN.items():
        _watch(table, columns, how)


def downgrade() -> None:
    _watch("membership", MEMBERSHIP, Watch())
    op.drop_column("membership", WITH_CARD.name)
    op.drop_index("ix_audit_event_at", "audit_event")
    for table in WAYS_IN:
        for statement in ddl_audit.unaudit(op.get_bind().dialect.name, table):
            op.execute(statement)
    before = Watch(veiled=["password_hash"], unit=ddl_audit.EVERY_UNIT_OF_THE_ACCOUNT)
    _watch("account", ACCOUNT, before)


def _watch(table: str, columns: list[str], how: Watch) -> None:
    for statement in ddl_audit.audit(op.get_bind().dialect.name, table, columns, how):
        op.execute(statement)
