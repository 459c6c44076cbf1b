"""Pay, absences, decisions and the approved sheets of allowances."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from nastavnik.store import ddl, ddl_audit
from nastavnik.store.ddl_audit import Watch

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PATH = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
TABLES = ("person_pay", "person_absence", "wage_sum", "allowance_decision", "allowance_sheet")
WATCHED = {"allowance_sheet": Watch(veiled=["document"])}


def upgrade() -> None:
    _create(
        "person_pay",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("kopecks", sa.BigInteger(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("kopecks >= 0", name=op.f("ck_person_pay_kopecks")),
        sa.CheckConstraint(
            "last_on is null or last_on >= first_on", name=op.f("ck_person_pay_dates")
        ),
        _person("person_pay"),
    )
    op.create_index("ix_person_pay_person_id", "person_pay", ["person_id"])
    _create(
        "person_absence",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_person_absence_dates")),
        _person("person_absence"),
    )
    op.create_index("ix_person_absence_person_id", "person_absence", ["person_id"])
    _create(
        "wage_sum",
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("month", sa.String(length=64), nullable=False),
        sa.Column("kopecks", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("kind in ('wage_fund', 'minimum_wage')", name=op.f("ck_wage_sum_kind")),
        sa.CheckConstraint("kopecks >= 0", name=op.f("ck_wage_sum_kopecks")),
        sa.UniqueConstraint(
            "org_unit_id", "kind", "month", name="uq_wage_sum_org_unit_id_kind_month"
        ),
    )
    _create(
        "allowance_decision",
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=True),
        sa.Column("kopecks", sa.BigInteger(), nullable=True),
        sa.Column("order_number", sa.String(length=64), nullable=False),
        sa.Column("order_on", sa.Date(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(hundredths is null) <> (kopecks is null)", name=op.f("ck_allowance_decision_amount")
        ),
        sa.CheckConstraint(
            "last_on is null or last_on >= first_on", name=op.f("ck_allowance_decision_dates")
        ),
        _person("allowance_decision"),
    )
    op.create_index("ix_allowance_decision_person_id", "allowance_decision", ["person_id"])
    _create(
        "allowance_sheet",
        sa.Column("month", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_allowance_sheet_number")),
        sa.CheckConstraint(
            "(number = 1) = (reason is null)", name=op.f("ck_allowance_sheet_reason")
        ),
        sa.UniqueConstraint(
            "org_unit_id", "month", "number", name="uq_allowance_sheet_org_unit_id_month_number"
        ),
    )
    _guard()


def _create(table: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        *parts,
        sa.Column("org_unit_id", sa.Integer(), nullable=False),
        sa.Column("org_path", PATH, nullable=False),
        sa.ForeignKeyConstraint(
            ["org_unit_id", "org_path"], ["org_unit.id", "org_unit.path"], onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("public_id", name=f"uq_{table}_public_id"),
    )
    op.create_index(f"ix_{table}_org_path", table, ["org_path"])


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["org_unit_id", "person_id"],
        ["person.org_unit_id", "person.id"],
        name=f"fk_{table}_org_unit_id_person_id",
    )


def _guard() -> None:
    """The walls, the trail, and no change of what was approved."""
    bind = op.get_bind()
    dialect = bind.dialect.name
    for table in TABLES:
        columns = [column["name"] for column in sa.inspect(bind).get_columns(table)]
        if table == "allowance_sheet":
            for statement in ddl.freeze(dialect, table, columns):
                op.execute(statement)
        if dialect == "postgresql":
            for statement in ddl.row_policy(table, "personal"):
                op.execute(statement)
        for statement in ddl_audit.audit(dialect, table, columns, WATCHED.get(table, Watch())):
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in reversed(TABLES):
        for statement in ddl_audit.unaudit(dialect, table):
            op.execute(statement)
        op.drop_table(table)
