"""Reading a text file of a plugin; what can't be read is a problem with a remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik.regions.errors import Problem, RegionError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def text_in(file: Traversable, name: str) -> str:
    """The file's text; `name` is the file's name for the message. Raises RegionError."""
    try:
        return file.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        message = "нет такого файла; добавьте его в пакет региона"
        raise RegionError([Problem(name, 0, message)]) from error
    except UnicodeDecodeError as error:
        message = "это не текст в кодировке UTF-8; сохраните файл в UTF-8"
        raise RegionError([Problem(name, 0, message)]) from error
