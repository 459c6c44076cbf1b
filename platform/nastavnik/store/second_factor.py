"""The second factor: the sealed secret of one-time passwords, and recovery codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store.base import Base, Code
from nastavnik.store.db import db


class Totp(Base):
    """An account's secret, sealed with the key of the site.

    `last_step` is the step of thirty seconds whose password was used last: none enters twice.
    """

    __tablename__ = "totp"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id"), primary_key=True, autoincrement=False
    )
    secret: Mapped[str]
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None]


class RecoveryCode(Base):
    """A code for whoever has lost the telephone; each enters once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    code_hash: Mapped[Code]
    used_at: Mapped[datetime | None]


def of(account_id: int, *, lock: bool = False) -> Totp | None:
    """The account's secret, confirmed or not; with `lock` held until the transaction's end."""
    wanted = select(Totp).where(Totp.account_id == account_id)
    return db.session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()


def drop(account_id: int) -> None:
    """Take the factor and its recovery codes away."""
    forget_codes(account_id)
    db.session.execute(delete(Totp).where(Totp.account_id == account_id))


def forget_codes(account_id: int) -> None:
    """Take the recovery codes away."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def spend(account_id: int, code_hash: str, now: datetime) -> bool:
    """Mark the recovery code as used; False if there is no such unused one."""
    done = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.code_hash == code_hash,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id),
        execution_options={"synchronize_session": False},
    )
    return done.first() is not None


def codes_left(account_id: int) -> int:
    """How many recovery codes are unused."""
    return db.session.scalars(
        select(func.count(RecoveryCode.id)).where(
            RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
        )
    ).one()
