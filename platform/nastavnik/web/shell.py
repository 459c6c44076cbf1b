"""What the frame of every page shows: menu, person, chain of units, version for weak sight."""

from __future__ import annotations

from functools import cached_property

from flask import Flask, current_app, g, request, session, url_for

from nastavnik import __version__
from nastavnik.domain.access import Actor
from nastavnik.regions import registry
from nastavnik.usecases import accounts
from nastavnik.web import nav
from nastavnik.web.session import visitor
from nastavnik.web.vision import Vision, vision

Crumb = tuple[str, str]
Other = tuple[int, str, str]


class Shell:
    """Computed part by part, as the templates ask: a fragment pays for nothing."""

    version = __version__

    def __init__(self, *, stranger: bool = False) -> None:
        self._stranger = stranger

    @cached_property
    def _entrance(self) -> accounts.Entrance | None:
        return None if self._stranger else visitor()

    @property
    def actor(self) -> Actor | None:
        """The person, or None for a stranger."""
        return self._entrance.actor if self._entrance else None

    @property
    def unit_title(self) -> str:
        """Where the person acts."""
        return self._entrance.unit_title if self._entrance else ""

    @property
    def others(self) -> list[Other]:
        """Other roles of the person to switch to: membership, role, unit."""
        return session.get("others", []) if self._entrance else []

    @property
    def many_roles(self) -> bool:
        """Has the person another role to switch to."""
        return bool(self.others)

    @property
    def demo(self) -> bool:
        """Is this a demo database."""
        return bool(self._entrance and self._entrance.demo)

    @property
    def region_title(self) -> str:
        """The region of the person's unit."""
        region = registry.installed().get(self.actor.region) if self.actor else None
        return region.profile.title if region else ""

    @cached_property
    def crumbs(self) -> list[Crumb]:
        """Region, municipality, institution: the chain down to the person's unit."""
        if self.actor is None:
            return []
        return [(title, "") for title in accounts.chain(actor=self.actor)]

    @property
    def row(self) -> tuple[list[nav.Link], list[nav.Link]]:
        """The main menu of a wide window: what stands in the row, what under «Ещё»."""
        return nav.split(self.nav)

    @cached_property
    def nav(self) -> list[nav.Link]:
        """The main menu."""
        return nav.menu(self.actor) if self.actor else []

    @cached_property
    def vision(self) -> Vision:
        """Size and colours."""
        return vision()

    @property
    def home(self) -> str:
        """Where the name of the site leads."""
        return nav.home()

    @property
    def login(self) -> str:
        """The page of logging in; "" on that very page."""
        return "" if request.endpoint == "auth.login" else url_for("auth.login")

    @property
    def here(self) -> str:
        """This page, to come back to; the home page where an address answers only to POST."""
        addresses = current_app.create_url_adapter(request)
        if addresses is None or not addresses.test(request.path, "GET"):
            return nav.home()
        return request.full_path.rstrip("?")


def init_shell(app: Flask) -> None:
    """Give every template its `shell`."""

    @app.context_processor
    def _shell() -> dict[str, Shell]:
        if "shell" not in g:
            g.shell = Shell()
        return {"shell": g.shell}
