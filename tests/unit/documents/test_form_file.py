"""A form's file is read strictly: what is wrong is told with its line and block."""

import pytest

from nastavnik.domain.cite import Cite
from nastavnik.domain.form import (
    Align,
    Binding,
    Column,
    Grid,
    Items,
    KeyValue,
    Margins,
    Marker,
    PageBreak,
    Para,
    Signature,
)
from nastavnik.regions.errors import RegionError
from nastavnik.regions.forms import load_form

HEAD = 'code = "order"\ntitle = "Приказ"\n'
GOOD = (
    HEAD
    + """
cite = { act = "yurga", clause = "2.3" }
margins_mm = { left = 20 }

[[block]]
type = "para"
text = "Текст"
align = "aside"

[[block]]
type = "items"
items = ["раз", "два"]
each = "pair in pairs|people"
marker = "dash"

[[block]]
type = "key_value"
rows = [["ключ", "значение"]]

[[block]]
type = "grid"
each = "pair in pairs"
columns = [{ title = "№", text = "{{ number }}", width = 0.5 }]

[[block]]
type = "signature"
role = "Директор"
name = "Имя"
dated = true
when = "curator"

[[block]]
type = "page_break"
"""
)


def test_good_file():
    form = load_form(GOOD, "order.toml")
    assert (form.code, form.title, form.cite) == ("order", "Приказ", Cite("yurga", "2.3"))
    assert form.margins_mm == Margins(left=20)
    assert form.blocks == (
        Para(lines=("Текст",), align=Align.ASIDE),
        Items(items=("раз", "два"), each=Binding("pair", "pairs|people"), marker=Marker.DASH),
        KeyValue(rows=(("ключ", "значение"),)),
        Grid(
            columns=(Column(title="№", text="{{ number }}", width=0.5),),
            each=Binding("pair", "pairs"),
        ),
        Signature(role="Директор", name="Имя", dated=True, when="curator"),
        PageBreak(),
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("code = ", 1, "не читается как TOML"),
        ('titel = "x"\n' + HEAD, 1, "неизвестный ключ «titel». Может быть, «title»?"),
        ('code = "x"\ntitle = "x"', 0, "нет обязательного ключа «block»"),
        (HEAD + '[block]\ntype = "para"', 3, "в двойных скобках"),
        ('code = "x"\ntitle = 5\n[[block]]\ntype="space"', 2, "«title» должно быть строкой"),
        (
            HEAD + "font_size = 0\n[[block]]\ntype='space'",
            3,
            "«font_size» должно быть больше нуля",
        ),
        (HEAD + "cite = 'x'\n[[block]]\ntype='space'", 3, "«cite» должно быть таблицей"),
        (HEAD + "cite = {act='x'}\n[[block]]\ntype='space'", 0, "ключа «clause»"),
        (HEAD + '[[block]]\ntext = "x"', 3, "блок 1 (без вида): нет ключа «type»"),
        (HEAD + '[[block]]\ntype = "parra"', 4, "блок 1 (parra): такого вида блоков нет. Может"),
        (HEAD + '[[block]]\ntype = "zzz"', 4, "Известны: heading, para"),
        (HEAD + '[[block]]\ntype = "para"', 3, "нет обязательного ключа «lines»"),
        (
            HEAD + '[[block]]\ntype="para"\ntext="x"\nalgin="left"',
            6,
            "«algin». Может быть, «align»",
        ),
        (HEAD + '[[block]]\ntype="para"\ntext="x"\nlines=["y"]', 5, "что-то одно"),
        (HEAD + '[[block]]\ntype="para"\nlines=[]', 5, "непустым списком строк"),
        (
            HEAD + '[[block]]\ntype="para"\ntext="x"\nalign="up"',
            6,
            "не может быть «up». Допустимы",
        ),
        (HEAD + '[[block]]\ntype="para"\ntext="x"\nbold="да"', 6, "true или false"),
        (HEAD + '[[block]]\ntype="para"\ntext="x"\nwidth=0', 6, "больше нуля"),
        (HEAD + '[[block]]\ntype="heading"\ntext="x"\nlevel=4', 6, "1, 2 или 3"),
        (HEAD + '[[block]]\ntype="space"\nmm=-1', 5, "числом не меньше нуля"),
        (HEAD + '[[block]]\ntype="items"\ntext="x"\neach="pairs"', 6, "«имя in список»"),
        (HEAD + '[[block]]\ntype="key_value"\nrows=[["x"]]', 5, "пара [название, значение]"),
        (HEAD + '[[block]]\ntype="key_value"\nrows=5', 5, "непустым списком пар"),
        (HEAD + '[[block]]\ntype="grid"\ncolumns=[]', 5, "непустым списком таблиц"),
        (HEAD + '[[block]]\ntype="grid"\ncolumns=[{title="x"}]', 3, "ключа «text»"),
        (
            HEAD + '[[block]]\ntype="grid"\ncolumns=[{title="",text=""}]\nblank_rows=201',
            6,
            "до 200",
        ),
    ],
)
def test_faults(text, line, message):
    with pytest.raises(RegionError) as error:
        load_form(text, "order.toml")
    (problem,) = error.value.problems
    assert (problem.file, problem.line) == ("order.toml", line)
    assert message in problem.message


def test_all_faulty_blocks_are_told_at_once():
    faulty = HEAD + '[[block]]\ntype = "zzz"\n[[block]]\ntype = "para"\n'
    with pytest.raises(RegionError) as error:
        load_form(faulty, "order.toml")
    assert [problem.line for problem in error.value.problems] == [4, 5]
