"""What a deed is called: «Выдан код на листке» rather than «Создано»."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.audit import Action

if TYPE_CHECKING:
    from nastavnik.store.audit import AuditEvent

Side = Mapping[str, Any]

_KEYS: Final = {
    "slip": "Выдан код на листке",
    "link": "Выдана ссылка для входа",
    "reset": "Выдана ссылка для нового пароля",
    "email": "Выдана ссылка для проверки почты",
}


def title(event: AuditEvent) -> str:
    """The deed in a few words."""
    own = _OWN.get((event.table_name or "", event.action))
    said = own(event, event.before or {}, event.after or {}) if own else ""
    return said or Action(event.action).label


def _key_made(_: AuditEvent, __: Side, after: Side) -> str:
    return _KEYS.get(after.get("kind", ""), "")


def _key_gone(event: AuditEvent, before: Side, _: Side) -> str:
    """A key is taken away when a newer one is given out, or when its time is over."""
    try:
        until = datetime.fromisoformat(str(before["expires_at"]))
    except (KeyError, ValueError):  # redacted
        return ""
    over = until.replace(tzinfo=until.tzinfo or event.at.tzinfo) <= event.at
    return "Код или ссылка истекли неиспользованными" if over else "Код или ссылка отменены"


def _factor_gone(_: AuditEvent, before: Side, __: Side) -> str:
    on = "confirmed_at" in before
    return "Второй фактор отключён" if on else "Настройка второго фактора отменена"


def _role_given(_: AuditEvent, __: Side, after: Side) -> str:
    return "Роль предложена" if "asked_at" in after else "Роль выдана"


def _role_changed(_: AuditEvent, before: Side, after: Side) -> str:
    if "ended_at" in after:
        return "Роль закрыта"
    if "ended_at" in before:
        return "Роль открыта снова"
    return "Роль принята" if "asked_at" in before else ""


def _account_changed(_: AuditEvent, before: Side, after: Side) -> str:
    if "password_hash" in after:
        return "Пароль изменён"
    return "Почта изменена" if "email" in {*before, *after} else ""


_OWN: Final[Mapping[tuple[str, str], Callable[[AuditEvent, Side, Side], str]]] = {
    ("entry_key", Action.INSERT): _key_made,
    ("entry_key", Action.UPDATE): lambda *_: "Код или ссылка использованы",
    ("entry_key", Action.DELETE): _key_gone,
    ("totp", Action.INSERT): lambda *_: "Настройка второго фактора начата",
    ("totp", Action.UPDATE): lambda *_: "Второй фактор включён",
    ("totp", Action.DELETE): _factor_gone,
    ("recovery_code", Action.UPDATE): lambda *_: "Вход по запасному коду",
    ("membership", Action.INSERT): _role_given,
    ("membership", Action.UPDATE): _role_changed,
    ("account", Action.UPDATE): _account_changed,
}
