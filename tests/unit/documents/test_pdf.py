"""The printed file: text can be read back, fonts are inside, pages are numbered."""

import io

import pytest
from pypdf import PdfReader

from nastavnik.documents import render_pdf
from nastavnik.domain.form import (
    Align,
    Binding,
    Column,
    DocumentForm,
    Grid,
    Heading,
    KeyValue,
    Margins,
    PageBreak,
    Para,
    Signature,
    Space,
)

NBSP = "\N{NO-BREAK SPACE}"
MARGINS = Margins()
LONG = "Наставничество требует взаимопонимания, преподавательского опыта и доброжелательности. "


def read(*blocks, margins=MARGINS, **context):
    form = DocumentForm(code="test", title="Проба пера", blocks=blocks, margins_mm=margins)
    organisation = {"full_name": "Школа № 5"}
    return PdfReader(io.BytesIO(render_pdf(form, {"organisation": organisation} | context)))


def text_of(page):
    return " ".join(page.extract_text().replace(NBSP, " ").split())


def fonts_of(reader):
    for page in reader.pages:
        yield from (font.get_object() for font in page["/Resources"]["/Font"].values())


EVERY_BLOCK = (
    Heading(text="ПРИКАЗ"),
    Heading(text="Министерство", level=3, ruled=True),
    Para(lines=(LONG * 9,)),
    Para(lines=("Директору", "школы"), align=Align.ASIDE),
    Para(lines=("ПРИКАЗЫВАЮ:",), spaced=True),
    KeyValue(rows=(("Ключ", "Значение ₽ Ӱ Ӏ"),)),
    Grid(columns=(Column(title="Имя", text="x"),), blank_rows=2),
    Space(mm=5),
    Signature(role="Директор", name="И. О. Фамилия"),
    Signature(role="", name="Н. П. Наставник", dated=True),
    Signature(role="Куратор", name="К. К. Куратор", dated=True),
    PageBreak(),
    Para(lines=("Вторая страница",)),
)


def test_every_font_is_embedded_and_is_ours():
    fonts = list(fonts_of(read(*EVERY_BLOCK)))
    assert fonts
    for font in fonts:
        assert "PTSerif" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"].get_object()


def test_cyrillic_can_be_read_back():
    first, second = read(*EVERY_BLOCK).pages
    shown = text_of(first)
    assert "Министерство" in shown
    assert "П Р И К А З Ы В А Ю :" in shown
    assert "Значение ₽ Ӱ Ӏ" in shown
    assert "И. О. Фамилия" in shown
    assert text_of(second) == "2 Вторая страница"


def test_metadata():
    reader = read(Para(lines=("Текст",)))
    assert reader.metadata.title == "Проба пера"
    assert reader.metadata.author == "Школа № 5"
    assert reader.trailer["/Root"]["/Lang"] == "ru-RU"


def test_markup_in_a_name_is_text():
    page = read(Para(lines=("{{ name }}",)), name="<b>А & Б</b>").pages[0]
    assert text_of(page) == "<b>А & Б</b>"


def test_the_head_of_a_table_is_on_every_page():
    grid = Grid(
        columns=(Column(title="Наставляемый", text="{{ one }}"),), each=Binding("one", "x")
    )
    reader = read(grid, x=[f"строка {number}" for number in range(90)])
    assert len(reader.pages) > 1
    assert all("Наставляемый" in text_of(page) for page in reader.pages)


@pytest.mark.parametrize("lines", range(36, 44))
def test_a_signature_is_never_alone_on_a_page(lines):
    body = [Para(lines=(f"Строка {number}",), indent=False) for number in range(lines)]
    reader = read(*body, Space(mm=8), Signature(role="Директор", name="О. В. Кузьмина"))
    last = text_of(reader.pages[-1])
    assert "Кузьмина" in last
    assert f"Строка {lines - 1}" in last


def test_margins_are_the_forms():
    narrow = read(Para(lines=(LONG * 60,)), margins=Margins(60, 60, 60, 60))
    assert len(narrow.pages) > len(read(Para(lines=(LONG * 60,))).pages)


def test_a_word_wider_than_its_column_is_broken():
    columns = tuple(Column(title=f"Столбец {n}", text="Взаимодействие") for n in range(9))
    shown = text_of(read(Grid(columns=columns, each=Binding("one", "x")), x=[1]).pages[0])
    assert "Взаимодействие" not in shown
    assert "Вза" in shown


def test_a_long_name_is_signed_on_one_line():
    name = "А. К. Салтыкова-Щедринская"
    page = read(Signature(role="Директор", name=name.replace(" ", NBSP))).pages[0]
    assert name in page.extract_text()


def test_a_compound_word_is_broken_at_its_hyphen():
    column = Column(title="Кто", text="Константиновна, преподаватель-организатор")
    filler = Column(title="Что", text="", width=2.4)
    grid = Grid(columns=(column, filler), each=Binding("one", "x"))
    assert "преподаватель-\nорганизатор" in read(grid, x=[1]).pages[0].extract_text()
