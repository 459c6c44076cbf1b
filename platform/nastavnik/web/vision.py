"""The version for people with weak sight: size and colours, kept in a cookie of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Final

from flask import Blueprint, redirect, request

from nastavnik.web.addresses import local
from nastavnik.web.session import public

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

bp = Blueprint("vision", __name__, url_prefix="/vision")

COOKIE: Final = "vision"
_YEAR: Final = 365 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Vision:
    """How big and in which colours the page is shown."""

    sizes: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"1": "крупный", "2": "крупнее", "3": "самый крупный"}
    )
    schemes: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"white": "чёрным по белому", "black": "белым по чёрному"}
    )

    on: bool = False
    size: str = "2"
    scheme: str = "white"

    @classmethod
    def of_cookie(cls, text: str) -> Vision:
        """What the cookie says; anything strange in it is the ordinary version."""
        size, _, scheme = text.partition("-")
        if size in cls.sizes and scheme in cls.schemes:
            return cls(on=True, size=size, scheme=scheme)
        return cls()


def vision() -> Vision:
    """The version that this reader has chosen."""
    return Vision.of_cookie(request.cookies.get(COOKIE, ""))


@bp.post("")
@public
def save() -> Response:
    """Keep the choice and go back to where it was made."""
    back = redirect(local(request.form.get("back", "")))
    if "off" in request.form:
        back.delete_cookie(COOKIE)
        return back
    chosen = vision()
    size, scheme = request.form.get("size", ""), request.form.get("scheme", "")
    if size in Vision.sizes:
        chosen = replace(chosen, size=size)
    if scheme in Vision.schemes:
        chosen = replace(chosen, scheme=scheme)
    back.set_cookie(
        COOKIE,
        f"{chosen.size}-{chosen.scheme}",
        max_age=_YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return back
