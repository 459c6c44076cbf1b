"""What a new calculation of a month changes against the approved one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

Line = Mapping[str, Any]
"""A line of a sheet as it is kept: see `domain.sheet.Line.as_dict`."""


class Difference(NamedTuple):
    """A line whose sum is other than approved; None: the line is new, gone or undetermined."""

    recipient: str
    title: str
    was: int | None
    now: int | None

    @property
    def kopecks(self) -> int:
        """How much more the recipient gets now."""
        return (self.now or 0) - (self.was or 0)


def differences(approved: Iterable[Line], counted: Iterable[Line]) -> Iterator[Difference]:
    """Lines of the two calculations that differ, in the order of the approved one.

    A line is known by its recipient and allowance, and by its pair where each pair is paid apart.
    """
    before, after = _by_key(approved), _by_key(counted)
    for key in before | after:
        old, new = before.get(key), after.get(key)
        was = old["kopecks"] if old else None
        now = new["kopecks"] if new else None
        if was != now or (old is None) != (new is None):
            known = new or old or {}
            yield Difference(known["recipient"], known["title"], was, now)


def _by_key(lines: Iterable[Line]) -> dict[tuple[object, ...], Line]:
    """Lines of one recipient and allowance that differ by their pairs stay apart."""
    found: dict[tuple[object, ...], Line] = {}
    listed = list(lines)
    for line in listed:
        slot = (line["side"], line["recipient"], line["code"], line["one_off"])
        several = sum(slot == (o["side"], o["recipient"], o["code"], o["one_off"]) for o in listed)
        found[(*slot, *(line["pairs"] if several > 1 else ()))] = line
    return found
