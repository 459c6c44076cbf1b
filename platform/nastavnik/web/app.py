"""The application factory."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from typing import Any

from flask import Flask, redirect
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.wrappers import Response

from nastavnik.store.db import init_store, map_models
from nastavnik.web import blueprints, nav
from nastavnik.web.errors import init_errors
from nastavnik.web.filters import init_filters
from nastavnik.web.history import init_history
from nastavnik.web.mail import init_mail
from nastavnik.web.security import init_security
from nastavnik.web.session import init_session, public
from nastavnik.web.settings import instance_folder, settings
from nastavnik.web.shell import init_shell
from nastavnik.web.trail import init_trail


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The site; `config` wins over the environment (see `settings`).

    Raises:
        ValueError: a setting can't be read; the message names it.
    """
    given = dict(config or {})
    folder = instance_folder(given)
    app = Flask(__name__, instance_path=str(folder), static_folder=None)
    app.config.from_mapping(settings(given, folder))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    Babel(app)
    CSRFProtect(app)
    init_store(app)
    init_security(app)
    init_session(app)
    init_trail(app)
    init_errors(app)
    init_filters(app)
    init_shell(app)
    init_history(app)
    init_mail(app)
    blueprints.register(app)
    app.add_url_rule("/", "home", _home)
    return app


def served() -> Flask:
    """The site of a server: what is loaded at its start stays, so the collector skips it.

    A whole collection looks at two hundred thousand objects that live as long as the process: the
    page that set one off paid for ten.
    """
    app = create_app()
    map_models()
    gc.collect()
    gc.freeze()
    return app


@public
def _home() -> Response:
    return redirect(nav.home())
