"""Addresses inside the site: the ones a form may send a person back to."""

from __future__ import annotations

from urllib.parse import urlsplit


def local(address: str, otherwise: str = "/") -> str:
    r"""The address if it is a path of this site, else `otherwise`.

    `//host`, `/\host` and control characters lead browsers to foreign sites.
    """
    parts = urlsplit(address)
    plain = (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and address.isprintable()
        and not parts.scheme
        and not parts.netloc
    )
    return address if plain else otherwise
