"""A QR code as a picture inside the page."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr(text: str, title: str) -> Markup:
    """An SVG of the text; `title` is read aloud instead."""
    picture = segno.make(text, error="m").svg_inline(
        border=2, omitsize=True, title=title, light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(picture)  # noqa: S704 - drawn here out of squares; the title is escaped by it
