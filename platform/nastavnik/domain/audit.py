"""What the audit trail tells of: changes, and deeds that change nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Action(StrEnum):
    """What was done. The first three are written by the database itself, at every change."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    READ = "read"
    EXPORT = "export"
    PRINT = "print"
    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    LOCKED = "locked"
    LOGOUT = "logout"
    ROLE = "role"
    SESSIONS_ENDED = "sessions_ended"
    CODES = "codes"
    MAIL = "mail"
    MAIL_FAILED = "mail_failed"
    PUBLISH = "publish"
    REDACT = "redact"
    BACKUP = "backup"
    RESTORE = "restore"

    @property
    def label(self) -> str:
        """Russian name as a short past participle."""
        return _LABELS[self]


_LABELS: Final = {
    Action.INSERT: "Создано",
    Action.UPDATE: "Изменено",
    Action.DELETE: "Удалено",
    Action.READ: "Просмотрено",
    Action.EXPORT: "Выгружено в файл",
    Action.PRINT: "Напечатано",
    Action.LOGIN: "Вход выполнен",
    Action.LOGIN_FAILED: "Вход не удался",
    Action.LOCKED: "Вход закрыт на время",
    Action.LOGOUT: "Выход",
    Action.ROLE: "Выбрана роль",
    Action.SESSIONS_ENDED: "Сеансы завершены",
    Action.CODES: "Выданы запасные коды",
    Action.MAIL: "Письмо отправлено",
    Action.MAIL_FAILED: "Письмо не ушло",
    Action.PUBLISH: "Опубликовано",
    Action.REDACT: "Сведения уничтожены",
    Action.BACKUP: "Снята резервная копия",
    Action.RESTORE: "Восстановлено из копии",
}

CHANGES: Final = frozenset(
    {
        Action.INSERT,
        Action.UPDATE,
        Action.DELETE,
        Action.PUBLISH,
        Action.REDACT,
        Action.RESTORE,
    }
)
"""Deeds after which a record is another one."""
READS: Final = frozenset({Action.READ})
COPIES: Final = frozenset({Action.EXPORT, Action.PRINT, Action.BACKUP})
"""Deeds after which data lie outside of the site."""
ENTRIES: Final = frozenset(
    {
        Action.LOGIN,
        Action.LOGIN_FAILED,
        Action.LOCKED,
        Action.LOGOUT,
        Action.ROLE,
        Action.SESSIONS_ENDED,
        Action.CODES,
        Action.MAIL,
        Action.MAIL_FAILED,
    }
)
"""Deeds around the door: who came in, who tried to, what was sent to let in."""
