"""Small charts: numbers become a scene, a scene becomes SVG.

A scene is a list of boxes, lines and texts with y growing downwards, so that the same picture can
be drawn elsewhere. Colours are classes (`s0` … `s4`): the theme and the version for weak sight
set them, and the strict CSP forbids inline styles. Every chart needs its data table below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

_LETTER: Final = 7.6
_LABEL_GAP: Final = 10
_BOX_GAP: Final = 6
_ROW: Final = 30
_THICK: Final = 18
_LABEL_SHARE: Final = 0.42
_LEAST_INSIDE: Final = 22
_LIGHT_ON: Final = frozenset({"s0", "s3", "s4"})


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle of the series `css`."""

    x: float
    y: float
    width: float
    height: float
    css: str


@dataclass(frozen=True, slots=True)
class Line:
    """A thin line of an axis."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text; `anchor` is start, middle or end, as in SVG."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    css: str = ""


@dataclass(slots=True)
class Scene:
    """A picture of the given size, in its own units."""

    width: float
    height: float
    title: str
    marks: list[Box | Line | Text] = field(default_factory=list)


def bars(data: Sequence[tuple[str, int]], title: str, *, width: int = 360) -> Scene:
    """One horizontal bar per (label, number); the number stands after its bar."""
    left = _label_width([label for label, _ in data], width)
    right = _text_width(max((str(number) for _, number in data), key=len, default="0")) + 8
    most = max((number for _, number in data), default=0) or 1
    scene = Scene(width, _ROW * max(len(data), 1), title)
    for at, (label, number) in enumerate(data):
        middle = at * _ROW + _ROW / 2
        length = (width - left - right) * number / most
        scene.marks += (
            Text(left - _LABEL_GAP, middle + 5, _short(label, left), "end"),
            Box(left, middle - _THICK / 2, length, _THICK, "s0"),
            Text(left + length + _BOX_GAP, middle + 5, str(number)),
        )
    return scene


def stacked(data: Sequence[tuple[str, Sequence[int]]], title: str, *, width: int = 520) -> Scene:
    """One horizontal bar per (label, numbers of the series), the series one after another."""
    left = _label_width([label for label, _ in data], width)
    most = max((sum(numbers) for _, numbers in data), default=0) or 1
    right = _text_width(str(most)) + 8
    scene = Scene(width, _ROW * max(len(data), 1), title)
    for at, (label, numbers) in enumerate(data):
        middle = at * _ROW + _ROW / 2
        x = float(left)
        scene.marks.append(Text(left - _LABEL_GAP, middle + 5, _short(label, left), "end"))
        for series, number in enumerate(numbers):
            length = (width - left - right) * number / most
            css = f"s{series % 5}"
            if number:
                scene.marks.append(Box(x, middle - _THICK / 2, length, _THICK, css))
            if length >= _LEAST_INSIDE:
                inside = "inside-light" if css in _LIGHT_ON else "inside-dark"
                scene.marks.append(Text(x + length / 2, middle + 5, str(number), "middle", inside))
            x += length
        scene.marks.append(Text(x + _BOX_GAP, middle + 5, str(sum(numbers))))
    return scene


def columns(
    data: Sequence[tuple[str, int]], title: str, *, width: int = 480, height: int = 220
) -> Scene:
    """One upright column per (label, number), for periods in their order."""
    top, bottom = 24, 26
    most = max((number for _, number in data), default=0) or 1
    step = width / max(len(data), 1)
    thick = min(step * 0.6, 64)
    floor = height - bottom
    scene = Scene(width, height, title, [Line(0, floor, width, floor)])
    for at, (label, number) in enumerate(data):
        middle = step * at + step / 2
        tall = (floor - top) * number / most
        scene.marks += (
            Box(middle - thick / 2, floor - tall, thick, tall, "s0"),
            Text(middle, floor - tall - 6, str(number), "middle"),
            Text(middle, height - 7, label, "middle"),
        )
    return scene


def svg(scene: Scene) -> Markup:
    """The scene as an inline SVG picture with its title."""
    # its own size is its largest: a wide page must not blow the letters up
    size = f'width="{_n(scene.width)}" viewBox="0 0 {_n(scene.width)} {_n(scene.height)}"'
    title = escape(scene.title)
    head = (
        f'<svg class="chart-svg" xmlns="http://www.w3.org/2000/svg" {size} role="img" '
        f"aria-label={quoteattr(scene.title)}><title>{title}</title>"
    )
    return Markup(head + "".join(_drawn(scene.marks)) + "</svg>")  # noqa: S704 - texts are escaped


def _drawn(marks: Iterable[Box | Line | Text]) -> Iterable[str]:
    for mark in marks:
        match mark:
            case Box(x, y, width, height, css):
                yield (
                    f'<rect class="{css}" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" '
                    f'height="{_n(height)}" rx="3"/>'
                )
            case Line(x1, y1, x2, y2):
                yield (f'<path class="axis" d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}"/>')
            case Text(x, y, text, anchor, css):
                inside = f' class="{css}"' if css else ""
                yield (
                    f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}"{inside}>'
                    f"{escape(text)}</text>"
                )


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def _short(label: str, left: float) -> str:
    room = int((left - _LABEL_GAP) / _LETTER + 0.5)
    return label if len(label) <= room else f"{label[: room - 1]}…"


def _text_width(text: str) -> float:
    return len(text) * _LETTER


def _label_width(labels: Sequence[str], width: float) -> float:
    longest = max((_text_width(label) for label in labels), default=0)
    return min(longest, width * _LABEL_SHARE) + _LABEL_GAP
