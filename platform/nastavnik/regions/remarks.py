"""What is not wrong with a region's files, but asks for a human."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

from nastavnik.regions.linter import ActFile, act_files

if TYPE_CHECKING:
    from datetime import date

    from nastavnik.regions.errors import Problem
    from nastavnik.regions.registry import InstalledRegion

SAMPLE: Final = "ПРИМЕР"
"""Begins the title of an act that a new region's scaffold invented."""

_STALE_DAYS: Final = 366


def remarks(region: InstalledRegion, today: date) -> list[Problem]:
    """Acts that are still the scaffold's sample, or not compared with their document lately."""
    shipped = act_files(files(region.package))
    found = [remark for file in shipped if (remark := _remark(file, today))]
    return sorted(found)


def _remark(file: ActFile, today: date) -> Problem | None:
    act = file.act
    if act.title.startswith(SAMPLE):
        message = "это пример из заготовки: замените его словами своего документа"
        return file.at("act", 0, message, "title")
    if act.verified_on is None or (today - act.verified_on).days > _STALE_DAYS:
        message = "с документом не сверяли больше года: сверьте и обновите verified_on"
        return file.at("act", 0, message, "verified_on")
    return None
