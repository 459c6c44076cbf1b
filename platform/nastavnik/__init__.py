"""Наставник: a regional platform for mentoring in education."""

from importlib.metadata import version
from typing import Final

__version__: Final = version("nastavnik")
