"""A new region's plugin out of templates: a folder that installs, lints and passes its tests.

The act in it is an invented sample, plainly marked as one: see `linter.SAMPLE`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from string import Template
from tempfile import mkdtemp
from typing import Final

from nastavnik.domain.errors import InputError
from nastavnik.domain.term import add_months
from nastavnik.regions.registry import claims

FILES: Final = {
    "pyproject.toml": "pyproject.toml.txt",
    "README.md": "README.md.txt",
    "nastavnik_$slug/__init__.py": "init.py.txt",
    "nastavnik_$slug/py.typed": "",
    "nastavnik_$slug/region.toml": "region.toml.txt",
    "nastavnik_$slug/acts/$slug.toml": "act.toml.txt",
    "nastavnik_$slug/cases/first.toml": "case.toml.txt",
    "nastavnik_$slug/sources/$slug.txt": "source.txt.txt",
    "tests/test_conformance.py": "test_conformance.py.txt",
}
"""Place in the plugin -> its template; an empty name is an empty file."""

_SLUG: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CODE: Final = re.compile(r"\d{2,3}")
_LONGEST_SLUG: Final = 30
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or an institution that the region begins with."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the author says of the region; `today` dates the sample's golden cases."""

    slug: str
    title: str
    code: str
    ministry: str
    today: date
    institute: str | None = None
    municipality: Place | None = None
    institution: Place | None = None


def wrong_slug(slug: str) -> str:
    """What is wrong with the region's short name; "" if it will do."""
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
        return (
            f"{slug!r} не подходит: нужны строчные латинские буквы, цифры и «_» между словами, "
            f"первая — буква, не длиннее {_LONGEST_SLUG}, например tatarstan"
        )
    taken = [point.value for point in claims() if point.name == slug]
    if taken:
        return (
            f"регион {slug!r} уже установлен ({', '.join(taken)}); "
            f"возьмите другое имя или правьте его файлы"
        )
    return ""


def wrong_code(code: str) -> str:
    """What is wrong with the code of the subject of the Federation; "" if it will do."""
    return "" if _CODE.fullmatch(code) else f"{code!r} — не код субъекта; нужны цифры, например 16"


def wrong_name(name: str) -> str:
    """What is wrong with a title; "" if it will do."""
    if not name.strip():
        return "напишите название"
    if len(name) > _LONGEST or not name.isprintable():
        return f"нужна одна строка не длиннее {_LONGEST} знаков"
    if set(name) & {'"', "\\"}:
        return "без прямых кавычек и обратной черты; кавычки пишите так: «Школа № 5»"
    return ""


def create(draft: Draft, folder: Path) -> tuple[Path, ...]:
    """Write the plugin into `folder`, which must not exist; all of it or nothing.

    Returns the files in the order in which the author reads them.

    Raises:
        InputError: the folder is taken or can't be made, or a name is not fit.
    """
    _refuse(draft, folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        half = Path(mkdtemp(prefix=".nastavnik-", dir=folder.parent))
        try:
            written = tuple(_write(draft, half))
            half.chmod(0o755)
            half.rename(folder)
        finally:
            shutil.rmtree(half, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError({"--folder": [f"{folder}: {reason}; укажите другую папку"]}) from error
    return tuple(folder / place for place in written)


def _refuse(draft: Draft, folder: Path) -> None:
    places = {"--municipality": draft.municipality, "--institution": draft.institution}
    said = {
        "РЕГИОН": wrong_slug(draft.slug),
        "--code": wrong_code(draft.code),
        "--title": wrong_name(draft.title),
        "--ministry": wrong_name(draft.ministry),
        "--institute": wrong_name(draft.institute) if draft.institute else "",
        **{option: _wrong_place(place, draft.slug) for option, place in places.items()},
        "--folder": f"{folder} уже есть; укажите другую папку или уберите эту"
        if folder.exists()
        else "",
    }
    if draft.municipality and draft.institution:
        same = draft.municipality.slug == draft.institution.slug
        said["--institution"] = said["--institution"] or (
            f"ярлык {draft.institution.slug!r} уже у муниципалитета; дайте другой" if same else ""
        )
    if errors := {option: [message] for option, message in said.items() if message}:
        raise InputError(errors)


def _wrong_place(place: Place | None, region: str) -> str:
    if place is None:
        return ""
    if not _SLUG.fullmatch(place.slug):
        return f"ярлык {place.slug!r} не подходит: строчные латинские буквы, например school_5"
    if place.slug == region:
        return f"ярлык {place.slug!r} — имя самого региона; дайте другой"
    return wrong_name(place.title)


def _write(draft: Draft, folder: Path) -> Iterator[Path]:
    words = _words(draft)
    templates = files(__package__) / "template"
    for name, source in FILES.items():
        place = Path(Template(name).substitute(words))
        file = folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        text = (templates / source).read_text("utf-8") if source else ""
        file.write_text(Template(text).substitute(words).rstrip("\n") + "\n" * bool(text), "utf-8")
        yield place


def _words(draft: Draft) -> Mapping[str, str]:
    end = add_months(draft.today, 12)
    return {
        "slug": draft.slug,
        "dist": draft.slug.replace("_", "-"),
        "class": "".join(word.capitalize() for word in draft.slug.split("_")),
        "title": draft.title.strip(),
        "code": draft.code,
        "ministry": draft.ministry.strip(),
        "institute": f'institute = "{draft.institute.strip()}"\n' if draft.institute else "",
        "units": "".join(_units(draft)),
        "today": draft.today.isoformat(),
        "start": draft.today.isoformat(),
        "end": (end - timedelta(days=1)).isoformat(),
        "late": (end + timedelta(days=1)).isoformat(),
    }


def _units(draft: Draft) -> Iterator[str]:
    town, school = draft.municipality, draft.institution
    if town:
        yield f'\n[[unit]]\nslug = "{town.slug}"\nlevel = "municipality"\ntitle = "{town.title}"\n'
    if school:
        of_town = f'municipality = "{town.slug}"\n' if town else ""
        yield (
            f'\n[[unit]]\nslug = "{school.slug}"\nlevel = "institution"\n{of_town}'
            f'title = "{school.title}"\n'
        )
