"""The main path: tenants, accounts, people, mentorships, orders, reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from nastavnik.store import ddl

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PATH = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
WALLS = {
    "org_unit": "catalogue",
    "person": "personal",
    "mentoring_order": "personal",
    "mentorship": "personal",
    "consent": "personal",
    "mentorship_event": "personal",
    "submission": "scoped",
}
REVIEW_COLUMNS = {"state", "reviewed_at", "reviewed_by_name", "reason"}


def upgrade() -> None:
    _demo_country()
    _login_failure()
    _org_unit()
    _account()
    _mentoring_order()
    _person()
    _submission()
    _membership()
    _mentorship()
    _consent()
    _mentorship_event()
    _freeze()
    if op.get_bind().dialect.name == "postgresql":
        for table, wall in WALLS.items():
            for statement in ddl.row_policy(table, wall):
                op.execute(statement)


def downgrade() -> None:
    op.drop_table("mentorship_event")
    op.drop_table("consent")
    op.drop_table("mentorship")
    op.drop_table("membership")
    op.drop_table("submission")
    op.drop_table("person")
    op.drop_table("mentoring_order")
    op.drop_table("account")
    op.drop_table("org_unit")
    op.drop_table("login_failure")
    op.drop_table("demo_country")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function forbid_change()")


def _tenant() -> Iterator[sa.Column[Any] | sa.Constraint]:
    """Where a row belongs; the copied path is held to the unit's own."""
    yield sa.Column("org_unit_id", sa.Integer(), nullable=False)
    yield sa.Column("org_path", PATH, nullable=False)
    yield sa.ForeignKeyConstraint(
        ["org_unit_id", "org_path"], ["org_unit.id", "org_unit.path"], onupdate="CASCADE"
    )


def _demo_country() -> None:
    op.create_table(
        "demo_country",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("loaded_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_demo_country_single")),
        sa.PrimaryKeyConstraint("id", name="pk_demo_country"),
    )


def _login_failure() -> None:
    op.create_table(
        "login_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_login_failure"),
    )
    op.create_index("ix_login_failure_key_at", "login_failure", ["key", "at"])


def _org_unit() -> None:
    op.create_table(
        "org_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("path", PATH, nullable=False),
        sa.Column("region", sa.String(length=64), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short_title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=True),
        sa.Column("founder", sa.Text(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("centre", sa.Text(), nullable=True),
        sa.Column("week_days", sa.Integer(), nullable=False),
        sa.Column("head_position", sa.String(length=200), nullable=True),
        sa.Column("head_last_name", sa.String(length=200), nullable=True),
        sa.Column("head_first_name", sa.String(length=200), nullable=True),
        sa.Column("head_patronymic", sa.String(length=200), nullable=True),
        sa.Column("head_gender", sa.String(length=64), nullable=True),
        sa.CheckConstraint("week_days in (5, 6)", name=op.f("ck_org_unit_week_days")),
        sa.ForeignKeyConstraint(["parent_id"], ["org_unit.id"], name="fk_org_unit_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_org_unit"),
        sa.UniqueConstraint("id", "path", name="uq_org_unit_id_path"),
        sa.UniqueConstraint("path", name="uq_org_unit_path"),
        sa.UniqueConstraint("public_id", name="uq_org_unit_public_id"),
        sa.UniqueConstraint("region", "slug", name="uq_org_unit_region_slug"),
    )
    op.create_index("ix_org_unit_parent_id", "org_unit", ["parent_id"])


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demo_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("login = lower(login)", name=op.f("ck_account_login_lower")),
        sa.ForeignKeyConstraint(["demo_id"], ["demo_country.id"], name="fk_account_demo_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("login", name="uq_account_login"),
    )


def _mentoring_order() -> None:
    op.create_table(
        "mentoring_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("issued_by", sa.String(length=200), nullable=False),
        sa.Column("context", JSON, nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        *_tenant(),
        sa.PrimaryKeyConstraint("id", name="pk_mentoring_order"),
        sa.UniqueConstraint("org_unit_id", "id", name="uq_mentoring_order_org_unit_id_id"),
        sa.UniqueConstraint(
            "org_unit_id", "idempotency_key", name="uq_mentoring_order_org_unit_id_idempotency_key"
        ),
        sa.UniqueConstraint(
            "org_unit_id", "year", "number", name="uq_mentoring_order_org_unit_id_year_number"
        ),
        sa.UniqueConstraint("public_id", name="uq_mentoring_order_public_id"),
    )
    op.create_index("ix_mentoring_order_org_path", "mentoring_order", ["org_path"])


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("last_name", sa.String(length=200), nullable=False),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("patronymic", sa.String(length=200), nullable=True),
        sa.Column("gender", sa.String(length=64), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("admitted_on", sa.Date(), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("facts_on", sa.Date(), nullable=False),
        sa.Column("is_mentor", sa.Boolean(), nullable=False),
        sa.Column("is_mentee", sa.Boolean(), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("overrides", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_tenant(),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("org_unit_id", "id", name="uq_person_org_unit_id_id"),
        sa.UniqueConstraint("public_id", name="uq_person_public_id"),
    )
    op.create_index("ix_person_org_path", "person", ["org_path"])


def _submission() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_name", sa.String(length=200), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_name", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        *_tenant(),
        sa.CheckConstraint(
            "state <> 'returned' or length(coalesce(reason, '')) > 0",
            name=op.f("ck_submission_reason"),
        ),
        sa.CheckConstraint(
            "state in ('submitted', 'returned', 'accepted')", name=op.f("ck_submission_state")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_submission_version")),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
        sa.UniqueConstraint(
            "org_unit_id", "period", "version", name="uq_submission_org_unit_id_period_version"
        ),
        sa.UniqueConstraint("public_id", name="uq_submission_public_id"),
    )
    op.create_index("ix_submission_org_path", "submission", ["org_path"])
    op.create_index("ix_submission_period_org_path", "submission", ["period", "org_path"])


def _membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("org_unit_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_membership_account_id"),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "person_id"],
            ["person.org_unit_id", "person.id"],
            name="fk_membership_org_unit_id_person_id",
        ),
        sa.ForeignKeyConstraint(
            ["org_unit_id"], ["org_unit.id"], name="fk_membership_org_unit_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
        sa.UniqueConstraint(
            "account_id", "org_unit_id", "role", name="uq_membership_account_id_org_unit_id_role"
        ),
    )
    op.create_index("ix_membership_org_unit_id", "membership", ["org_unit_id"])


def _mentorship() -> None:
    op.create_table(
        "mentorship",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("regime", sa.String(length=64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("planned_order_on", sa.Date(), nullable=True),
        sa.Column("law_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_ground", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_tenant(),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_mentorship_dates")),
        sa.CheckConstraint("mentor_id <> mentee_id", name=op.f("ck_mentorship_two_people")),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "mentee_id"],
            ["person.org_unit_id", "person.id"],
            name="fk_mentorship_org_unit_id_mentee_id",
        ),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "mentor_id"],
            ["person.org_unit_id", "person.id"],
            name="fk_mentorship_org_unit_id_mentor_id",
        ),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "order_id"],
            ["mentoring_order.org_unit_id", "mentoring_order.id"],
            name="fk_mentorship_org_unit_id_order_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mentorship"),
        sa.UniqueConstraint("org_unit_id", "id", name="uq_mentorship_org_unit_id_id"),
        sa.UniqueConstraint("public_id", name="uq_mentorship_public_id"),
    )
    op.create_index("ix_mentorship_group_id", "mentorship", ["group_id"])
    op.create_index("ix_mentorship_mentee_id_state", "mentorship", ["mentee_id", "state"])
    op.create_index("ix_mentorship_mentor_id_state", "mentorship", ["mentor_id", "state"])
    op.create_index("ix_mentorship_order_id", "mentorship", ["order_id"])
    op.create_index("ix_mentorship_org_path", "mentorship", ["org_path"])
    op.create_index("ix_mentorship_org_path_starts_on", "mentorship", ["org_path", "starts_on"])
    op.create_index(
        "ix_mentorship_org_path_state_ends_on", "mentorship", ["org_path", "state", "ends_on"]
    )


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=64), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        *_tenant(),
        sa.CheckConstraint("method in ('paper', 'system')", name=op.f("ck_consent_method")),
        sa.CheckConstraint(
            "side in ('mentor', 'mentee', 'guardian')", name=op.f("ck_consent_side")
        ),
        sa.CheckConstraint("withdrawn_on >= given_on", name=op.f("ck_consent_dates")),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "mentorship_id"],
            ["mentorship.org_unit_id", "mentorship.id"],
            name="fk_consent_org_unit_id_mentorship_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
        sa.UniqueConstraint("public_id", name="uq_consent_public_id"),
    )
    op.create_index("ix_consent_mentorship_id", "consent", ["mentorship_id"])
    op.create_index("ix_consent_org_path", "consent", ["org_path"])


def _mentorship_event() -> None:
    op.create_table(
        "mentorship_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("findings", JSON, nullable=False),
        sa.Column("data", JSON, nullable=False),
        *_tenant(),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name="fk_mentorship_event_actor_id"),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "mentorship_id"],
            ["mentorship.org_unit_id", "mentorship.id"],
            name="fk_mentorship_event_org_unit_id_mentorship_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mentorship_event"),
    )
    op.create_index(
        "ix_mentorship_event_mentorship_id_at", "mentorship_event", ["mentorship_id", "at"]
    )
    op.create_index("ix_mentorship_event_org_path", "mentorship_event", ["org_path"])


def _freeze() -> None:
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.execute(ddl.forbid_change_function())
    changeable = {"mentorship_event": ddl.MOVED, "submission": ddl.MOVED | REVIEW_COLUMNS}
    for table, columns in changeable.items():
        names = [column["name"] for column in sa.inspect(bind).get_columns(table)]
        for statement in ddl.freeze(bind.dialect.name, table, names, columns):
            op.execute(statement)
