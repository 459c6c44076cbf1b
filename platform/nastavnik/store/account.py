"""Who may log in, in which roles, and the marker of a demo database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import (
    CheckConstraint,
    ColumnExpressionArgument,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Select,
    UniqueConstraint,
    and_,
    delete,
    false,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    contains_eager,
    joinedload,
    lazyload,
    mapped_column,
    relationship,
)

from nastavnik.domain.access import Level, Role
from nastavnik.store.base import Base, Code, Name
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import Catalogue

NOBODY: Final = 0
"""The id of no account."""
NO_PASSWORD: Final = "!"  # noqa: S105 - no hash begins so: nobody enters with it


class DemoCountry(Catalogue, Base):
    """The one row that makes a database a demo. Accounts of the demo hang on it.

    A database with it shows passwords to whoever comes: no scope may write it.
    """

    __tablename__ = "demo_country"
    __table_args__ = (CheckConstraint("id = 1", "single"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1, autoincrement=False)
    loaded_on: Mapped[datetime]
    version: Mapped[Code]


class Seat(NamedTuple):
    """An account in one of its roles."""

    membership_id: int
    role: Role
    person_id: int | None
    account_id: int
    login: str
    name: str
    password_hash: str
    demo_id: int | None


class Account(Base):
    """One person's way in. `login` is kept in lower case."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("login = lower(login)", "login_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[Name] = mapped_column(unique=True)
    password_hash: Mapped[str]
    display_name: Mapped[Name]
    active: Mapped[bool] = mapped_column(default=True)
    email: Mapped[Name | None] = mapped_column(index=True)
    """Only an address whose owner has answered from it; in lower case."""
    entered_at: Mapped[datetime | None]
    demo_id: Mapped[int | None] = mapped_column(ForeignKey("demo_country.id"))
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="account", order_by="Membership.id", lazy="selectin"
    )

    @property
    def usable(self) -> bool:
        """Has a password ever been set; a new account waits for its holder."""
        return self.password_hash != NO_PASSWORD

    @property
    def roles(self) -> list[Membership]:
        """Roles that may be entered now, the first given first."""
        return [one for one in self.memberships if one.open]


class Membership(Base):
    """A role of an account in a unit; `person_id` is the account's own card in that unit.

    `asked_at` is set while the role waits for the holder's consent: whoever has an account of
    another unit already is asked, not told.
    """

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
    asked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    with_card: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Has it ended because the card went into the archive: then it comes back with the card."""
    account: Mapped[Account] = relationship(back_populates="memberships")
    org_unit: Mapped[OrgUnit] = relationship(
        lazy="joined", innerjoin=True, foreign_keys=[org_unit_id]
    )

    @property
    def open(self) -> bool:
        """May the role be entered now."""
        return self.asked_at is None and self.ended_at is None

    @property
    def seat(self) -> Seat:
        """The role and its account."""
        one = self.account
        entered = (one.id, one.login, one.display_name, one.password_hash, one.demo_id)
        return Seat(self.id, self.role, self.person_id, *entered)


SEAT: Final = (
    Membership.id,
    Membership.role,
    Membership.person_id,
    Account.id,
    Account.login,
    Account.display_name,
    Account.password_hash,
    Account.demo_id,
)
"""What a `Seat` is made of."""
OPEN: Final = (Membership.ended_at.is_(None), Membership.asked_at.is_(None))


class LoginFailure(Base):
    """One failed attempt. `key` names what is throttled: a login, an address."""

    __tablename__ = "login_failure"
    __table_args__ = (Index(None, "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[Name]
    at: Mapped[datetime]


def by_login(login: str) -> Account | None:
    """The account with its memberships and their units; letter case does not matter."""
    return (
        db.session.scalars(
            select(Account)
            .where(Account.login == login.strip().lower())
            .options(joinedload(Account.memberships))
        )
        .unique()
        .one_or_none()
    )


def membership(membership_id: int) -> Membership | None:
    """The membership with its unit and account, in one statement."""
    return db.session.scalars(_with_account().where(Membership.id == membership_id)).one_or_none()


def members(org_unit_id: int, *roles: Role) -> Sequence[Membership]:
    """Active memberships of a unit in the given roles, with their accounts."""
    return db.session.scalars(
        _with_account()
        .where(
            Membership.org_unit_id == org_unit_id,
            Membership.role.in_(roles),
            *OPEN,
            Account.active,
        )
        .order_by(Account.display_name)
    ).all()


def granted(
    path: str, pairs: Collection[tuple[Role, Level]], *, offset: int = 0, limit: int = 50
) -> Sequence[Membership]:
    """One page of open memberships of such roles in such units of the subtree."""
    return db.session.scalars(
        _with_account()
        .join(Membership.org_unit)
        .options(contains_eager(Membership.org_unit))
        .where(*_granted(path, pairs))
        .order_by(OrgUnit.path, Membership.role, Account.display_name, Membership.id)
        .offset(offset)
        .limit(limit)
    ).all()


def count_granted(path: str, pairs: Collection[tuple[Role, Level]]) -> int:
    """How many rows `granted` has in all."""
    return db.session.scalars(
        select(func.count(Membership.id))
        .join(Membership.account)
        .join(Membership.org_unit)
        .where(*_granted(path, pairs))
    ).one()


def of_people(person_ids: Collection[int]) -> Sequence[Membership]:
    """Open memberships of the people's cards, with their accounts."""
    return db.session.scalars(
        _with_account().where(Membership.person_id.in_(person_ids), *OPEN).order_by(Membership.id)
    ).all()


def ended_with_card(person_id: int) -> Sequence[Membership]:
    """Roles that ended when the card went into the archive."""
    return db.session.scalars(
        select(Membership)
        .where(Membership.person_id == person_id, Membership.with_card)
        .order_by(Membership.id)
    ).all()


def roles_of(account_id: int) -> Sequence[Membership]:
    """Every role of the account, ended ones too, with their units."""
    return db.session.scalars(
        select(Membership).where(Membership.account_id == account_id).order_by(Membership.id)
    ).all()


def role_ids(account_id: int) -> Select[int]:
    """Ids of every role of the account, for another statement to look among."""
    return select(Membership.id).where(Membership.account_id == account_id)


def holders(
    account_ids: Collection[int], membership_ids: Collection[int]
) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Id of an account -> its holder; id of a role -> the holder of its account."""
    if not account_ids and not membership_ids:
        return {}, {}
    of_roles = select(Membership.account_id).where(Membership.id.in_(membership_ids))
    rows = db.session.execute(
        select(Account.id, Membership.id, Account.display_name)
        .outerjoin(Membership, Membership.account_id == Account.id)
        .where(
            or_(
                *([Account.id.in_(account_ids)] if account_ids else ()),
                *([Account.id.in_(of_roles)] if membership_ids else ()),
            )
        )
    ).all()
    return {row[0]: row[2] for row in rows}, {row[1]: row[2] for row in rows}


def mark_entered(account_id: int, now: datetime) -> datetime | None:
    """Note that the person has entered; returns when they did before. Within a transaction."""
    account = db.session.get_one(Account, account_id, options=[lazyload(Account.memberships)])
    before, account.entered_at = account.entered_at, now
    return before


def ever_of_people(person_ids: Collection[int]) -> Sequence[Membership]:
    """The same with roles that have ended."""
    return db.session.scalars(
        _with_account().where(Membership.person_id.in_(person_ids)).order_by(Membership.id)
    ).all()


def by_email(email: str) -> Sequence[Account]:
    """Accounts whose confirmed address it is."""
    return db.session.scalars(
        select(Account).where(Account.email == email.strip().lower(), Account.active)
    ).all()


def failures(keys: Collection[str], since: datetime) -> Mapping[str, Sequence[datetime]]:
    """Key -> when its attempts failed since the moment, the latest first; they are few."""
    rows = db.session.execute(
        select(LoginFailure.key, LoginFailure.at)
        .where(LoginFailure.key.in_(keys), LoginFailure.at > since)
        .order_by(LoginFailure.at.desc())
    )
    found: dict[str, list[datetime]] = {key: [] for key in keys}
    for key, at in rows:
        found[key].append(at)
    return found


def add_failures(keys: Collection[str], now: datetime) -> Mapping[str, int]:
    """Note a failure of each key; returns their numbers. Only within a transaction."""
    rows = db.session.execute(
        insert(LoginFailure).returning(LoginFailure.key, LoginFailure.id),
        [{"key": key, "at": now} for key in keys],
    )
    return {row[0]: row[1] for row in rows}


def forget_failures(key: str, numbers: Collection[int], before: datetime) -> None:
    """A successful login clears its key, its other rows, and what is too old to matter."""
    db.session.execute(
        delete(LoginFailure).where(
            or_(
                LoginFailure.key == key,
                LoginFailure.id.in_(numbers),
                LoginFailure.at < before,
            )
        ),
        execution_options={"synchronize_session": False},
    )


def _granted(
    path: str, pairs: Collection[tuple[Role, Level]]
) -> Sequence[ColumnExpressionArgument[bool]]:
    kinds = or_(*(and_(Membership.role == role, OrgUnit.level == level) for role, level in pairs))
    return kinds, OrgUnit.path.startswith(path), *OPEN, Account.active


def _with_account() -> Select[Membership]:
    return (
        select(Membership)
        .join(Membership.account)
        .options(contains_eager(Membership.account).lazyload(Account.memberships))
    )


def demo_country() -> DemoCountry | None:
    """The marker row, or None in a database that is not a demo."""
    return db.session.get(DemoCountry, 1)
