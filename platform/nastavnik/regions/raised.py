"""An exception in a plugin's code as a problem with the file and the line that raised it."""

from __future__ import annotations

import traceback
from pathlib import Path

from nastavnik.regions.errors import Problem


def raised(slug: str, module: str, error: BaseException, message: str) -> Problem:
    """The innermost line of the plugin's package; without one the region is all that is known."""
    package = module.partition(".")[0]
    names = {package, f"{package}.py"}
    places = [
        (frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)
    ]
    if isinstance(error, SyntaxError):
        places.append((error.filename or "", error.lineno))
    for file, line in reversed(places):
        parts = Path(file).parts
        begins = [at for at, part in enumerate(parts) if part in names]
        if begins:
            return Problem("/".join(parts[begins[-1] :]), line or 0, message)
    return Problem(f"регион {slug}", 0, message)
