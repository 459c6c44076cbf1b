"""What a region answers. Subclass `Region` (or use `DataRegion`) and mark overrides `@hookimpl`.

Hooks run once, when the region is loaded; their answers compile into rule books. No hook is
called for a mentorship.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import pluggy

from nastavnik.regions.loader import load_acts, load_forms
from nastavnik.regions.profile_file import load_profile

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from nastavnik.domain.act import Act
    from nastavnik.domain.form import DocumentForm
    from nastavnik.domain.rulebook import Check
    from nastavnik.regions.profile import RegionProfile

PROJECT: Final = "nastavnik"
API_VERSION: Final = 1
"""Version of this contract; a region built for another one is refused with a remedy."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


def unmarked(plugin: Region) -> tuple[str, ...]:
    """Hooks that the plugin overrides without `@hookimpl`: the platform would never call them."""
    mark = f"{PROJECT}_impl"
    return tuple(
        name
        for name, declared in vars(Region).items()
        if hasattr(declared, f"{PROJECT}_spec")
        and getattr(type(plugin), name) is not declared
        and not hasattr(getattr(type(plugin), name), mark)
    )


class Region:
    """The hooks. A region that keeps to data files needs none of its own: see `DataRegion`."""

    api: int = API_VERSION

    @hookspec(firstresult=True)
    def profile(self) -> RegionProfile:
        """Name, codes, bodies, days off and known units of the region."""
        raise NotImplementedError

    @hookspec
    def acts(self) -> Sequence[Act]:
        """Acts of the region, its municipalities and institutions."""
        raise NotImplementedError

    @hookspec
    def document_forms(self) -> Sequence[DocumentForm]:
        """Forms of documents; one with a base form's code takes its place."""
        raise NotImplementedError

    @hookspec
    def checks(self) -> Sequence[Check]:
        """Checks that data can't say; each returns findings with a clause."""
        raise NotImplementedError


class DataRegion(Region):
    """A region written as data: `region.toml`, `acts/*.toml`, `forms/*.toml` of a package."""

    def __init__(self, package: str) -> None:
        self.package = package

    @property
    def folder(self) -> Traversable:
        """Where the package's data lie."""
        return files(self.package)

    @hookimpl
    def profile(self) -> RegionProfile:
        """Read from `region.toml`."""
        return load_profile(self.folder)

    @hookimpl
    def acts(self) -> Sequence[Act]:
        """Read from `acts/*.toml`."""
        return load_acts(self.folder)

    @hookimpl
    def document_forms(self) -> Sequence[DocumentForm]:
        """Read from `forms/*.toml`."""
        return load_forms(self.folder)

    @hookimpl
    def checks(self) -> Sequence[Check]:
        """None: data are enough."""
        return ()
