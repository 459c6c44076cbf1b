"""The two ways to show a document: a file to print, and a preview on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik.documents import html, pdf
from nastavnik.documents.fill import Context, fill

if TYPE_CHECKING:
    from markupsafe import Markup

    from nastavnik.domain.form import DocumentForm


def render_pdf(form: DocumentForm, context: Context) -> bytes:
    """Print the form filled in with `context`: a PDF file. Raises FormFillError."""
    return pdf.render(fill(form, context))


def render_html(form: DocumentForm, context: Context) -> Markup:
    """Preview the same document as an HTML fragment. Raises FormFillError."""
    return html.render(fill(form, context))
