"""The parameter of a command that names an installed region."""

from __future__ import annotations

import click

from nastavnik.domain.errors import NotFoundError
from nastavnik.regions import registry
from nastavnik.regions.registry import InstalledRegion


class RegionName(click.ParamType[InstalledRegion]):
    """The short name of an installed region."""

    name = "РЕГИОН"

    def convert(
        self,
        value: str | InstalledRegion,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> InstalledRegion:
        """Find the region; an unknown or broken one is refused."""
        if isinstance(value, InstalledRegion):
            return value
        try:
            return registry.region(value)
        except NotFoundError as error:
            self.fail(error.message, param, ctx)
