"""Who may log in, in which roles, and the marker of a demo database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    delete,
    func,
    select,
)
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from nastavnik.domain.access import Role
from nastavnik.store.base import Base, Code, Name
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit


class DemoCountry(Base):
    """The one row that makes a database a demo. Accounts of the demo hang on it."""

    __tablename__ = "demo_country"
    __table_args__ = (CheckConstraint("id = 1", "single"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1, autoincrement=False)
    loaded_on: Mapped[datetime]
    version: Mapped[Code]


class Account(Base):
    """One person's way in. `login` is kept in lower case."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("login = lower(login)", "login_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[Name] = mapped_column(unique=True)
    password_hash: Mapped[str]
    display_name: Mapped[Name]
    active: Mapped[bool] = mapped_column(default=True)
    demo_id: Mapped[int | None] = mapped_column(ForeignKey("demo_country.id"))
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="account", order_by="Membership.id", lazy="selectin"
    )


class Membership(Base):
    """A role of an account in a unit; `person_id` is the account's own card in that unit."""

    __tablename__ = "membership"
    __table_args__ = (
        ForeignKeyConstraint(["org_unit_id", "person_id"], ["person.org_unit_id", "person.id"]),
        UniqueConstraint("account_id", "org_unit_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    org_unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    role: Mapped[Role]
    person_id: Mapped[int | None]
    account: Mapped[Account] = relationship(back_populates="memberships")
    org_unit: Mapped[OrgUnit] = relationship(
        lazy="joined", innerjoin=True, foreign_keys=[org_unit_id]
    )


class LoginFailure(Base):
    """One failed attempt. `key` names what is throttled: a login, an address."""

    __tablename__ = "login_failure"
    __table_args__ = (Index(None, "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[Name]
    at: Mapped[datetime]


def by_login(login: str) -> Account | None:
    """The account with its memberships and their units; letter case does not matter."""
    return db.session.scalars(
        select(Account).where(Account.login == login.strip().lower())
    ).one_or_none()


def membership(membership_id: int) -> Membership | None:
    """The membership with its unit and account, in one statement."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.account)
        .options(contains_eager(Membership.account).lazyload(Account.memberships))
        .where(Membership.id == membership_id)
    ).one_or_none()


def members(org_unit_id: int, *roles: Role) -> Sequence[Membership]:
    """Active memberships of a unit in the given roles, with their accounts."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.account)
        .options(contains_eager(Membership.account).lazyload(Account.memberships))
        .where(Membership.org_unit_id == org_unit_id, Membership.role.in_(roles), Account.active)
        .order_by(Account.display_name)
    ).all()


def recent_failures(key: str, since: datetime) -> int:
    """How many attempts failed for the key since the moment."""
    return db.session.scalars(
        select(func.count())
        .select_from(LoginFailure)
        .where(LoginFailure.key == key, LoginFailure.at >= since)
    ).one()


def forget_failures(key: str) -> None:
    """A successful login clears its key."""
    db.session.execute(delete(LoginFailure).where(LoginFailure.key == key))


def demo_country() -> DemoCountry | None:
    """The marker row, or None in a database that is not a demo."""
    return db.session.get(DemoCountry, 1)
