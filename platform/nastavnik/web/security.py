"""Headers that every answer carries, and the session cookie that is Secure off the own machine."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.middleware.proxy_fix import ProxyFix

# Bootstrap draws the marks of its selects and boxes as data: pictures inside its style sheet.
_POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SessionCookie(SecureCookieSessionInterface):
    """Secure everywhere but on a plain-HTTP loopback address, where `make run` serves."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """`SESSION_COOKIE_SECURE` can only add to it."""
        set_so: bool = super().get_cookie_secure(app)
        return set_so or request.is_secure or not loopback(request.host)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """What is public is the same for everyone: no cookie, no `Vary: Cookie`."""
        if not response.cache_control.public:
            super().save_session(app, session, response)


def loopback(host: str) -> bool:
    """Does the Host header name this very machine."""
    name = host.rsplit(":", 1)[0].strip("[]") if host != "::1" else host
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def init_security(app: Flask) -> None:
    """Install the cookie, the headers and, when asked, the trust in proxies."""
    app.session_interface = SessionCookie()
    if proxies := app.config["NASTAVNIK_PROXIES"]:
        fixed = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
        app.wsgi_app = fixed  # type: ignore[method-assign] # the way Flask documents
    app.after_request(_headers)


def _headers(response: Response) -> Response:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not response.cache_control:
        # pages hold personal data: nothing stays on a shared computer after «Выйти»
        response.cache_control.no_store = True
    return response
