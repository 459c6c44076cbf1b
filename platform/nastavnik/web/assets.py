"""Styles, scripts and fonts: gathered once out of the package and its dependencies.

Addresses hold a digest of the whole set, so browsers may keep the files for ever; styles refer to
fonts of the same set by relative names.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from flask import Blueprint, Response, abort, request, url_for

from nastavnik.web.session import public

bp = Blueprint("assets", __name__, url_prefix="/assets")

_OWN: Final = "nastavnik.web"
_PT_SANS: Final = "fontpkg_pt_sans"
_PT_SERIF: Final = "fontpkg_pt_serif"
_STYLES: Final = (
    ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css"),
    *(
        (_OWN, f"static/{name}.css")
        for name in (
            "theme",
            "layout",
            "components",
            "progress",
            "account",
            "forms",
            "pairs",
            "rules",
            "acts",
            "document",
            "vision",
            "print",
        )
    ),
)
_SOURCES: Final = {
    "nastavnik.css": ("text/css", _STYLES),
    "nastavnik.js": ("text/javascript", ((_OWN, "static/nastavnik.js"),)),
    "htmx.js": ("text/javascript", (("js_lib_htmx", "static/htmx/htmx.min.js"),)),
    "icon.svg": ("image/svg+xml", ((_OWN, "static/icon.svg"),)),
    "pt-sans-regular.ttf": ("font/ttf", ((_PT_SANS, "files/PT_Sans-Web-Regular.ttf"),)),
    "pt-sans-bold.ttf": ("font/ttf", ((_PT_SANS, "files/PT_Sans-Web-Bold.ttf"),)),
    "pt-sans-italic.ttf": ("font/ttf", ((_PT_SANS, "files/PT_Sans-Web-Italic.ttf"),)),
    "pt-serif-regular.ttf": ("font/ttf", ((_PT_SERIF, "files/PT_Serif-Web-Regular.ttf"),)),
    "pt-serif-bold.ttf": ("font/ttf", ((_PT_SERIF, "files/PT_Serif-Web-Bold.ttf"),)),
}
_SOURCE_MAP: Final = b"/*# sourceMappingURL=bootstrap.min.css.map */"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file ready to be sent."""

    mimetype: str
    plain: bytes
    packed: bytes


@lru_cache(maxsize=1)
def _gathered() -> tuple[str, dict[str, Asset]]:
    assets = {}
    digest = hashlib.sha256()
    for name, (mimetype, sources) in _SOURCES.items():
        parts = (files(package).joinpath(path).read_bytes() for package, path in sources)
        plain = b"\n".join(parts).replace(_SOURCE_MAP, b"")
        digest.update(plain)
        assets[name] = Asset(mimetype, plain, gzip.compress(plain, mtime=0))
    return digest.hexdigest()[:16], assets


def asset(name: str) -> str:
    """Address of a file of the set; for templates."""
    return url_for("assets.send", digest=_gathered()[0], name=name)


@bp.get("/<digest>/<name>")
@public
def send(digest: str, name: str) -> Response:
    """A file, to be kept for a year; an address of an older release has none."""
    current, assets = _gathered()
    if digest != current or name not in assets:
        abort(404)
    found = assets[name]
    packed = request.accept_encodings.quality("gzip") > 0
    response = Response(found.packed if packed else found.plain, mimetype=found.mimetype)
    if packed:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.cache_control.public = True
    response.cache_control.max_age = 365 * 24 * 3600
    response.cache_control.immutable = True
    return response
