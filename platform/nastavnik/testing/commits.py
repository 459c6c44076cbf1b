"""Has anything been committed to a database since the last look: cheaper than to read it whole."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Engine

_COUNTERS: Final = {
    "sqlite": "pragma data_version",
    # every transaction that writes takes the next number when it ends
    "postgresql": "select pg_snapshot_xmax(pg_current_snapshot())::text",
}


class Commits:
    """A look at the counter of one database. What rolled back may count too, never the reverse."""

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._counter = _COUNTERS[engine.dialect.name]
        self._seen = self._now()

    def came(self) -> bool:
        """Were there any, by other connections, since this was asked the last time."""
        before, self._seen = self._seen, self._now()
        return bool(self._seen != before)

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def _now(self) -> Any:  # noqa: ANN401 - a number of the driver's kind, only compared
        return self._connection.exec_driver_sql(self._counter).scalar_one()
