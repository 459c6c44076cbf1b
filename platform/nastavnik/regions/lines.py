"""Line numbers of a TOML file's tables and keys, which the standard parser does not keep."""

from __future__ import annotations

import re
from typing import Final

_HEADER: Final = re.compile(r"^\s*\[\[?\s*([A-Za-z0-9_.-]+)\s*\]\]?")
_KEY: Final = re.compile(r"^\s*\"?([A-Za-z0-9_.-]+)\"?\s*=")


class Lines:
    """Where the n-th table of a name begins, and where its keys stand."""

    def __init__(self, text: str) -> None:
        self._at: dict[tuple[str, int, str], int] = {}
        seen: dict[str, int] = {}
        table, index = "", 0
        for number, line in enumerate(text.splitlines(), start=1):
            if header := _HEADER.match(line):
                table = header[1]
                index = seen.get(table, -1) + 1
                seen[table] = index
                self._at[table, index, ""] = number
            elif key := _KEY.match(line):
                self._at.setdefault((table, index, key[1]), number)

    def of(self, table: str, index: int = 0, key: str = "") -> int:
        """Line of the key, else of its table, else 0."""
        return self._at.get((table, index, key)) or self._at.get((table, index, "")) or 0

    def count(self, table: str) -> int:
        """How many tables of the name the file has."""
        return sum(1 for name, _, key in self._at if name == table and not key)
