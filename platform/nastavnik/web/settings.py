"""Settings out of the environment, with defaults that are safe on a plain machine."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

PRODUCTION: Final = "production"
DEVELOPMENT: Final = "development"
_IDLE_MINUTES: Final = "60"
_SESSION_HOURS: Final = "12"
_YES: Final = frozenset({"1", "yes", "true", "on", "да"})
_KEY_BYTES: Final = 48
_UPLOAD_BYTES: Final = 8 * 1024 * 1024


def instance_folder(given: Mapping[str, Any]) -> Path:
    """Folder of the database, the key and the files; made on first use, closed to others."""
    named = given.get("NASTAVNIK_INSTANCE") or os.environ.get("NASTAVNIK_INSTANCE") or "instance"
    folder = Path(named).expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def settings(given: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Configuration of the app: `given` wins over the environment, that over the defaults.

    NASTAVNIK_DATABASE_URL, NASTAVNIK_SECRET_KEY, NASTAVNIK_INSTANCE, NASTAVNIK_TODAY (a day in
    ISO form, for tests and demos), NASTAVNIK_PROXIES (how many trusted proxies stand before us).

    NASTAVNIK_ENV (production or development), NASTAVNIK_SITE (the address in letters and on
    slips; production needs it, for the Host header is the visitor's word), NASTAVNIK_SMTP_URL and
    NASTAVNIK_MAIL_FROM (without them letters go to a folder), NASTAVNIK_REQUIRE_TOTP (by default
    as in production), NASTAVNIK_IDLE_MINUTES, NASTAVNIK_SESSION_HOURS.

    NASTAVNIK_PROCESSOR (who runs the platform for the institutions, with the address: named in
    every consent; by default the ministry of the region).

    Raises:
        ValueError: a setting can't be read; the message names it.
    """

    def wanted(name: str, default: str = "") -> Any:  # noqa: ANN401 - a test may give a date
        return given.get(name) or os.environ.get(name) or default

    fixed = wanted("NASTAVNIK_TODAY")
    env = _environment(wanted("NASTAVNIK_ENV", DEVELOPMENT), wanted("NASTAVNIK_SITE"))
    demanded = str(wanted("NASTAVNIK_REQUIRE_TOTP", "1" if env == PRODUCTION else "0"))
    idle = timedelta(minutes=_number("NASTAVNIK_IDLE_MINUTES", wanted, _IDLE_MINUTES))
    whole = timedelta(hours=_number("NASTAVNIK_SESSION_HOURS", wanted, _SESSION_HOURS))
    config: dict[str, Any] = {
        "SECRET_KEY": wanted("NASTAVNIK_SECRET_KEY") or _kept_key(folder / "secret.key"),
        "NASTAVNIK_DATABASE_URL": wanted(
            "NASTAVNIK_DATABASE_URL", f"sqlite:///{folder / 'nastavnik.sqlite3'}"
        ),
        "NASTAVNIK_PROXIES": int(wanted("NASTAVNIK_PROXIES", "0")),
        "NASTAVNIK_SMTP_URL": wanted("NASTAVNIK_SMTP_URL"),
        "NASTAVNIK_MAIL_FROM": wanted("NASTAVNIK_MAIL_FROM"),
        "NASTAVNIK_PROCESSOR": str(wanted("NASTAVNIK_PROCESSOR")).strip(),
        "NASTAVNIK_IDLE": idle,
        "NASTAVNIK_SESSION": whole,
        "PERMANENT_SESSION_LIFETIME": whole,
        "SESSION_COOKIE_SECURE": env == PRODUCTION,
        "SESSION_COOKIE_NAME": "nastavnik",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": _UPLOAD_BYTES,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "ru",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Moscow",
    }
    config |= given
    config["NASTAVNIK_ENV"] = env
    config["NASTAVNIK_SITE"] = str(wanted("NASTAVNIK_SITE")).rstrip("/")
    config["NASTAVNIK_REQUIRE_TOTP"] = demanded.lower() in _YES
    config["NASTAVNIK_TODAY"] = _day(fixed)
    config["NASTAVNIK_INSTANCE"] = str(folder)
    return config


def _environment(name: str, site: str) -> str:
    if name not in {PRODUCTION, DEVELOPMENT}:
        raise ValueError(f"NASTAVNIK_ENV={name!r}. Укажите {PRODUCTION} или {DEVELOPMENT}.")
    if name == PRODUCTION and not site:
        raise ValueError(
            "Не указан адрес сайта: он нужен в письмах и на листках с кодами. "
            "Укажите его в NASTAVNIK_SITE, например https://nastavnik.example.ru"
        )
    return name


def _number(name: str, wanted: Callable[[str, str], Any], default: str) -> float:
    """A positive number of a setting."""
    text = str(wanted(name, default))
    with suppress(ValueError):
        if (number := float(text)) > 0:
            return number
    raise ValueError(f"{name}={text!r} — не число больше нуля. Укажите, например, {default}.")


def _day(fixed: date | str) -> date | None:
    if not fixed or isinstance(fixed, date):
        return fixed or None
    try:
        return date.fromisoformat(fixed)
    except ValueError:
        raise ValueError(
            f"NASTAVNIK_TODAY={fixed!r} — не дата. Укажите день в виде 2026-11-21."
        ) from None


def _kept_key(path: Path) -> str:
    """The key of sessions: made once, readable by the owner only.

    It is written aside and linked whole: of workers that start together one wins, and none reads
    half a key.
    """
    if not path.exists():
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(_KEY_BYTES))
        with suppress(FileExistsError):
            path.hardlink_to(aside)
        aside.unlink()
    return path.read_text(encoding="ascii")
