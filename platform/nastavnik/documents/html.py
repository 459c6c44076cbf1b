"""A filled document -> an HTML fragment for the preview before signing.

Looks are classes of the site's style sheet: the pages' policy forbids inline styles. Every text
is escaped here, for forms and names come from people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from markupsafe import Markup

from nastavnik.documents.filled import Entry, FilledBlock, FilledDocument, Table
from nastavnik.domain.form import Align, Heading, KeyValue, Line, Para, Signature, Space

_ARTICLE: Final = Markup('<article class="doc" lang="ru">\n{}</article>')
_ELEMENT: Final = Markup('<{0} class="{1}">{2}</{0}>\n')
_TABLE: Final = Markup('<table class="doc-table">\n{}<tbody>\n{}</tbody>\n</table>\n')
_HEAD: Final = Markup("<thead>\n{}</thead>\n")
_ROW: Final = Markup("<tr>{}</tr>\n")
_COLUMN_HEAD: Final = Markup('<th scope="col">{}</th>')
_ROW_HEAD: Final = Markup('<th scope="row">{}</th>')
_CELL: Final = Markup('<td class="doc-{}">{}</td>')
_SPAN: Final = Markup('<span class="doc-{}">{}</span>')
_BREAK: Final = Markup("<br>")
_LINE: Final = Markup('<hr class="doc-page-break">\n')
_EMPTY: Final = Markup()
_LETTERHEAD: Final = 3


def render(document: FilledDocument) -> Markup:
    """Return an `<article class="doc">`; its headings begin at `<h2>`, under the page's own."""
    return _ARTICLE.format(_joined(part for block in document.blocks for part in _parts(block)))


def _parts(block: FilledBlock) -> Iterator[Markup]:
    match block:
        case Heading():
            yield _heading(block)
        case Para():
            yield _ELEMENT.format("p", _para_classes(block), _BREAK.join(block.lines))
        case Entry(label, text, level):
            number = _SPAN.format("number", label)
            yield _ELEMENT.format("p", f"doc-item doc-item-{level}", number + " " + text)
        case Line(start=start, centre=centre, end=end):
            spans = {"left": start, "center": centre, "right": end}.items()
            yield _ELEMENT.format("p", "doc-line", _joined(_SPAN.format(*one) for one in spans))
        case Table():
            yield _table(block)
        case KeyValue(rows=rows):
            cells = (_ROW_HEAD.format(name) + _CELL.format("left", text) for name, text in rows)
            yield _TABLE.format("", _joined(_ROW.format(row) for row in cells))
        case Signature():
            yield _signature(block)
        case Space():
            yield _ELEMENT.format("div", "doc-space", "")
        case _:
            yield _LINE


def _heading(block: Heading) -> Markup:
    tag = "p" if block.level == _LETTERHEAD else f"h{block.level + 1}"
    classes = f"doc-heading doc-heading-{block.level} doc-{block.align}"
    return _ELEMENT.format(tag, classes + (" doc-ruled" if block.ruled else ""), block.text)


def _para_classes(block: Para) -> str:
    wanted = {
        "indent": block.indent and block.align is not Align.ASIDE,
        "bold": block.bold,
        "small": block.small,
        "spaced": block.spaced,
        "narrow": 0 < block.width < 1,
    }
    return " ".join(
        f"doc-{name}" for name in (block.align, *(n for n, on in wanted.items() if on))
    )


def _table(block: Table) -> Markup:
    head = _HEAD.format(_ROW.format(_joined(_COLUMN_HEAD.format(text) for text in block.head)))
    rows = (
        _joined(_CELL.format(align, text) for align, text in zip(block.aligns, row, strict=True))
        for row in block.rows
    )
    return _TABLE.format(head, _joined(_ROW.format(row) for row in rows))


def _signature(block: Signature) -> Markup:
    parts = [_SPAN.format("role", block.role)] if block.role else []
    parts += [_SPAN.format("rule", ""), _SPAN.format("name", block.name)]
    parts += [_SPAN.format("date", "«____» ____________ 20___ г.")] if block.dated else []
    return _ELEMENT.format("p", "doc-signature", _joined(parts))


def _joined(parts: Iterable[Markup]) -> Markup:
    return _EMPTY.join(parts)
