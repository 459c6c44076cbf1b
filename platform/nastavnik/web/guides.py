"""The users' guide: files of `docs/ru`, shown in the site as they are read in the repository."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import url_for
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from nastavnik.domain.access import Role

START: Final = "index"
_OF_ROLE: Final = {
    Role.MINISTRY: "ministry",
    Role.INSTITUTE: "ministry",
    Role.MUNICIPAL: "municipal",
    Role.DIRECTOR: "director",
    Role.CURATOR: "curator",
    Role.VIEWER: "curator",
    Role.MENTOR: "mentor",
    Role.MENTEE: "mentor",
    Role.OPERATOR: "operator",
}
# Markup of HTML is off: a guide can't bring a script into the page.
_markdown: Final = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide: its title, and its text without the title."""

    name: str
    title: str
    tokens: tuple[Token, ...]

    def text(self) -> Markup:
        """The text as HTML; links to other guides lead to their pages here."""
        tokens = [one.copy() for one in self.tokens]
        for token in tokens:
            token.children = [_linked(one) for one in token.children or ()]
        return Markup(_markdown.renderer.render(tokens, _markdown.options, {}))  # noqa: S704 - HTML of ours, its texts escaped


def _linked(token: Token) -> Token:
    href = str(token.attrs.get("href", ""))
    if token.type != "link_open" or not href.endswith(".md"):
        return token
    name = href.removesuffix(".md")
    here = url_for("help.index") if name == START else url_for("help.guide", name=name)
    return token.copy(attrs={**token.attrs, "href": here})


def folder() -> Path:
    """The folder of the guide: inside the package when installed, at the top of a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "guides"
    return installed if installed.is_dir() else package.parents[1] / "docs" / "ru"


@lru_cache(maxsize=1)
def guides() -> dict[str, Guide]:
    """Name -> guide, every one of the folder."""
    return {path.stem: _read(path) for path in sorted(folder().glob("*.md"))}


def name_for(role: Role) -> str:
    """The guide of the role."""
    return _OF_ROLE[role]


def _read(path: Path) -> Guide:
    """The first heading is the title: the page shows it in its own place."""
    tokens = _markdown.parse(path.read_text(encoding="utf-8"))
    return Guide(path.stem, tokens[1].content, tuple(tokens[3:]))
