"""PT Serif for reportlab: every face is embedded, the built-in ones have no Cyrillic."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Final

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "PT-Serif"
BOLD: Final = "PT-Serif-Bold"

_FILES: Final = {REGULAR: "PT_Serif-Web-Regular.ttf", BOLD: "PT_Serif-Web-Bold.ttf"}


@cache
def register_fonts() -> None:
    """Make the faces known to reportlab, once in a process."""
    for name, file in _FILES.items():
        with as_file(files("fontpkg_pt_serif") / "files" / file) as path:
            registerFont(TTFont(name, str(path)))
