"""What a person would call the browser of a request: «Firefox, Windows»."""

from __future__ import annotations

from typing import Final

_BROWSERS: Final = (
    ("YaBrowser", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
"""The first that is found: most browsers name others as well."""
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
UNKNOWN: Final = "неизвестное устройство"


def device(agent: str) -> str:
    """Browser and system out of the User-Agent header, as far as they are known."""
    named = (
        next((name for sign, name in known if sign in agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, named)) or UNKNOWN
