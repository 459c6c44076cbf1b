"""The preview: the same blocks, every text escaped, looks by classes only."""

from nastavnik.documents import render_html
from nastavnik.domain.form import (
    Align,
    Binding,
    Column,
    DocumentForm,
    Grid,
    Heading,
    Items,
    KeyValue,
    Line,
    PageBreak,
    Para,
    Signature,
    Space,
)

EVIL = "<script>alert('&')</script>"


def preview(*blocks):
    form = DocumentForm(code="test", title="Проба", blocks=blocks)
    return render_html(form, {"organisation": {"full_name": "Школа"}, "evil": EVIL, "all": [EVIL]})


def test_everything_is_escaped():
    shown = preview(
        Heading(text="{{ evil }}"),
        Para(lines=("{{ evil }}", "{{ evil }}")),
        Line(start="{{ evil }}", centre="{{ evil }}", end="{{ evil }}"),
        Items(items=("{{ evil }}",)),
        KeyValue(rows=(("{{ evil }}", "{{ evil }}"),)),
        Grid(
            columns=(Column(title="{{ evil }}", text="{{ one }}"),),
            each=Binding("one", "all"),
        ),
        Signature(role="{{ evil }}", name="{{ evil }}"),
    )
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 13


def test_structure():
    shown = preview(
        Heading(text="Приказ"),
        Heading(text="Школа", level=3, ruled=True),
        Para(lines=("раз", "два"), align=Align.ASIDE, bold=True),
        Space(),
        Items(items=("пункт",)),
        KeyValue(rows=(("ключ", "значение"),)),
        Grid(columns=(Column(title="столбец", text="x"),), blank_rows=1),
        PageBreak(),
        Signature(role="", name="имя", dated=True),
    )
    assert shown.startswith('<article class="doc" lang="ru">')
    for part in (
        '<h2 class="doc-heading doc-heading-1 doc-center">Приказ</h2>',
        '<p class="doc-heading doc-heading-3 doc-center doc-ruled">Школа</p>',
        '<p class="doc-aside doc-bold">раз<br>два</p>',
        '<span class="doc-number">1.</span> пункт</p>',
        '<th scope="row">ключ</th><td class="doc-left">значение</td>',
        '<thead>\n<tr><th scope="col">столбец</th></tr>\n</thead>',
        '<hr class="doc-page-break">',
        '<span class="doc-name">имя</span><span class="doc-date">',
    ):
        assert part in shown
    assert "style=" not in shown
