"""An address that leads to no database, told to the person who wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from nastavnik.domain.errors import NastavnikError


@contextmanager
def reaching() -> Iterator[None]:
    """Around the first touch of the database.

    Raises:
        NastavnikError: the address can't be read, or nobody answers there.
    """
    try:
        yield
    except (ArgumentError, NoSuchModuleError) as error:
        raise NastavnikError(
            "NASTAVNIK_DATABASE_URL — не адрес базы данных. Пишите так: "
            "postgresql://имя:пароль@сервер/база или sqlite:////папка/файл.sqlite3"
        ) from error
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise NastavnikError(
            f"База данных не отвечает: {reason}. "
            "Проверьте адрес в NASTAVNIK_DATABASE_URL и что сервер базы запущен."
        ) from error
