"""The register of processing: a page and its print."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from werkzeug.wrappers import Response

from nastavnik.documents.render import render_pdf
from nastavnik.domain.access import Permission
from nastavnik.regions import registry
from nastavnik.usecases import processing
from nastavnik.usecases.consents import processor_named
from nastavnik.web.pdf_file import pdf_file
from nastavnik.web.session import actor, page

bp = Blueprint("processing", __name__, url_prefix="/personal-data")


@bp.get("/register")
@page(Permission.DATA_REGISTER)
def show() -> str:
    """The register as the schema stands."""
    return render_template(
        "personal_data/register.html",
        entries=processing.register(actor=actor()),
        measures=processing.MEASURES,
        held=processing.held_longer(),
        processor=processor_named(actor().region, current_app.config["NASTAVNIK_PROCESSOR"]),
        named=bool(current_app.config["NASTAVNIK_PROCESSOR"]),
    )


@bp.get("/register.pdf")
@page(Permission.DATA_REGISTER)
def printed() -> Response:
    """The same on paper."""
    context = processing.to_print(
        actor=actor(), processor=current_app.config["NASTAVNIK_PROCESSOR"]
    )
    form = registry.region(actor().region).form("processing_register")
    return pdf_file(f"{form.title}.pdf", render_pdf(form, context))
