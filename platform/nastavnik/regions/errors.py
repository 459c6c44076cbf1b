"""What is wrong with a plugin, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from nastavnik.domain.errors import NastavnikError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of a plugin's file. `line` counts from 1; 0 where the place is not known.

    `table` and `key` name the place in data that has no lines, such as an act of the database.
    """

    file: str
    line: int
    message: str
    table: str = field(default="", compare=False)
    key: str = field(default="", compare=False)

    def __str__(self) -> str:
        """`file:line: message`, as editors understand it."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class RegionError(NastavnikError):
    """A region can't be loaded; every problem says what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
