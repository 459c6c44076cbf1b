"""Invitations, sessions and the second factor."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from nastavnik.store import ddl_audit
from nastavnik.store.ddl_audit import Watch

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ACCOUNT = ["id", "login", "password_hash", "display_name", "active", "demo_id"]
MEMBERSHIP = ["id", "account_id", "org_unit_id", "role", "person_id"]
ADDED = {"account": ("email", "entered_at"), "membership": ("asked_at", "ended_at")}


def upgrade() -> None:
    op.add_column("account", sa.Column("email", sa.String(length=200), nullable=True))
    op.add_column("account", sa.Column("entered_at", MOMENT, nullable=True))
    op.create_index("ix_account_email", "account", ["email"])
    op.add_column("membership", sa.Column("asked_at", MOMENT, nullable=True))
    op.add_column("membership", sa.Column("ended_at", MOMENT, nullable=True))
    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("factor", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_account_session_account_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_account_session"),
        sa.UniqueConstraint("key_hash", name="uq_account_session_key_hash"),
    )
    op.create_index("ix_account_session_account_id", "account_session", ["account_id"])
    op.create_table(
        "entry_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_entry_key_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_entry_key"),
        sa.UniqueConstraint("key_hash", name="uq_entry_key_key_hash"),
    )
    op.create_index("ix_entry_key_account_id", "entry_key", ["account_id"])
    op.create_table(
        "totp",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_totp_account_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_totp"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_recovery_code_account_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        sa.UniqueConstraint(
            "account_id", "code_hash", name="uq_recovery_code_account_id_code_hash"
        ),
    )
    # a login is an event of its own, so `entered_at` is not watched
    _watch([*ACCOUNT, "email"], [*MEMBERSHIP, "asked_at", "ended_at"])


def downgrade() -> None:
    _watch(ACCOUNT, MEMBERSHIP)
    for table in ("recovery_code", "totp", "entry_key", "account_session"):
        op.drop_table(table)
    op.drop_index("ix_account_email", "account")
    for table, columns in ADDED.items():
        for column in columns:
            op.drop_column(table, column)


def _watch(account: list[str], membership: list[str]) -> None:
    dialect = op.get_bind().dialect.name
    of_account = Watch(veiled=["password_hash"], unit=ddl_audit.EVERY_UNIT_OF_THE_ACCOUNT)
    for table, columns, how in (
        ("account", account, of_account),
        ("membership", membership, Watch()),
    ):
        for statement in ddl_audit.audit(dialect, table, columns, how):
            op.execute(statement)
