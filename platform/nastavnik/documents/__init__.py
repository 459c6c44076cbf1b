"""Printed documents: a declared form and a context become a PDF or a preview in HTML."""

from __future__ import annotations

from nastavnik.documents.fill import FormFillError
from nastavnik.documents.render import render_html, render_pdf

__all__ = ["FormFillError", "render_html", "render_pdf"]
