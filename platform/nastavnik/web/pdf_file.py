"""A printed document as an answer: shown in the browser, saved under its Russian name."""

from __future__ import annotations

import io

from flask import Response, send_file


def pdf_file(name: str, content: bytes) -> Response:
    """The answer with the document; the name is given as RFC 5987 asks."""
    answer = send_file(io.BytesIO(content), mimetype="application/pdf", download_name=name)
    answer.cache_control.no_store = True  # personal data: nothing stays on a shared computer
    return answer
