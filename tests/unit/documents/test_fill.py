"""A declared form becomes plain blocks: loops, numbers, conditions, empty texts, errors."""

import pytest

from nastavnik.documents.fill import FormFillError, fill
from nastavnik.documents.filled import Entry, Table
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
    Marker,
    Para,
    Signature,
)

NBSP = "\N{NO-BREAK SPACE}"


def filled(context, *blocks):
    form = DocumentForm(code="test", title="Проба", blocks=blocks)
    return fill(form, {"organisation": {"full_name": "Школа"}} | context).blocks


def text_of(context, source):
    (block,) = filled(context, Heading(text=source))
    assert isinstance(block, Heading)
    return block.text


def test_numbers_run_through_the_document():
    context = {"names": ["А", "Б"]}
    entries = filled(
        context,
        Items(items=("Первое", "{% if false %}нет{% endif %}", "Второе")),
        Items(items=("{{ one }}",), each=Binding("one", "names"), level=2),
        Para(lines=("между",)),
        Items(items=("Третье",)),
        Items(items=("тире",), marker=Marker.DASH),
        Items(items=("Внутри",), level=2),
    )
    labels = [(entry.label, entry.text) for entry in entries if isinstance(entry, Entry)]
    assert labels == [
        ("1.", "Первое"),
        ("2.", "Второе"),
        ("2.1.", "А"),
        ("2.2.", "Б"),
        ("3.", "Третье"),
        ("—", "тире"),
        ("3.1.", "Внутри"),
    ]


def test_empty_texts_and_false_conditions_take_the_block_away():
    assert not filled(
        {"nothing": "", "nobody": []},
        Heading(text="{{ nothing }}"),
        Para(lines=("{{ nothing }}", " ")),
        Para(lines=("текст",), when="nothing"),
        Signature(role="", name="имя", each=Binding("one", "nobody")),
    )


def test_a_grid_has_a_row_per_member():
    grid = Grid(
        columns=(
            Column(title="№", text="{{ number }}", width=1, align=Align.CENTER),
            Column(title="Имя", text="{{ one }}", width=3),
        ),
        each=Binding("one", "names"),
        blank_rows=1,
    )
    (table,) = filled({"names": ["А", "Б"]}, grid)
    assert table == Table(
        ("№", "Имя"),
        (("1", "А"), ("2", "Б"), ("", "")),
        (0.25, 0.75),
        (Align.CENTER, Align.LEFT),
    )


def test_other_blocks_keep_their_shape():
    context = {"a": "раз", "people": ["А", "Б"]}
    blocks = filled(
        context,
        Line(start="{{ a }}", end="два"),
        KeyValue(rows=(("Имя", "{{ a }}"),)),
        Signature(role="", name="{{ one }}", each=Binding("one", "people")),
    )
    assert blocks == (
        Line(start="раз", end="два"),
        KeyValue(rows=(("Имя", "раз"),)),
        Signature(role="", name="А"),
        Signature(role="", name="Б"),
    )


def test_an_error_names_form_block_and_field():
    blocks = (Para(lines=("да",)), Line(start="{{ order.number }}"))
    form = DocumentForm(code="order", title="Приказ", blocks=blocks)
    with pytest.raises(FormFillError) as error:
        fill(form, {"organisation": {"full_name": "Школа"}, "order": {"number": None}})
    assert str(error.value) == (
        "Форма «Приказ» (order), блок 2 (line): не заполнено поле «order.number». "
        "Внесите недостающее и откройте документ снова."
    )


def test_the_file_is_named_after_the_caption():
    form = DocumentForm(code="x", title="Приказ", caption="Приказ № {{ n }}", blocks=())
    document = fill(form, {"organisation": {"full_name": "Школа"}, "n": 5})
    assert (document.title, document.author) == (f"Приказ №{NBSP}5", "Школа")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ day|date }}", f"21{NBSP}ноября 2026{NBSP}г."),
        ("{{ '2026-01-02'|date }}", f"2{NBSP}января 2026{NBSP}г."),
        ("{{ day|short_date }}", "21.11.2026"),
        ("по {{ day|date }}.", f"по{NBSP}21{NBSP}ноября 2026{NBSP}г."),
        ("слова ,\n  разделены", "слова, разделены"),
        ("№ 5, г. Речной, п. 2", f"№{NBSP}5, г.{NBSP}Речной, п.{NBSP}2"),
        ("студент 2 курса, 30 дней", f"студент 2{NBSP}курса, 30{NBSP}дней"),
        ("письмо 1128/08 и другие", f"письмо 1128/08 и{NBSP}другие"),
        ("приказ — закон", f"приказ{NBSP}— закон"),
        ("{{ who|gender('согласен', 'согласна') }}", "согласна"),
        ("{{ 'МБОУ «Школа»'|lower_first }}", "МБОУ «Школа»"),
        ("{{ 'Менторство'|lower_first }}", "менторство"),
        ("{{ 'и. о. директора'|upper_first }}", "И. о. директора"),
        ("{{ term|within }}", f"в{NBSP}течение 5{NBSP}рабочих дней со{NBSP}дня приказа"),
        ("{{ 3|counted('working_day') }}", f"3{NBSP}рабочих дня"),
        (
            "{{ basis|acts('instrumental') }}",
            f"Положением (пп.{NBSP}2.3, 2.6, шаг 5), Законом (ст.{NBSP}8), Уставом",
        ),
    ],
)
def test_words(source, shown):
    context = {
        "day": "2026-11-21",
        "who": {"last_name": "Ли", "first_name": "Анна", "gender": "f"},
        "term": {"days": 5, "unit": "working_day", "anchor": "приказа"},
        "basis": [
            {"title": "Положение", "clause": "2.3"},
            {"title": "Закон", "clause": "ст. 8"},
            {"title": "Положение", "clause": "шаг 5"},
            {"title": "Положение", "clause": "2.6"},
            {"title": "Устав", "clause": ""},
        ],
    }
    assert text_of(context, source) == shown


@pytest.mark.parametrize(
    ("days", "unit", "shown"),
    [
        (1, "working_day", "1 рабочий день"),
        (22, "calendar_day", "22 календарных дня"),
        (2, "month", "2 месяца"),
    ],
)
def test_a_term_is_counted_back_too(days, unit, shown):
    term = {"days": days, "unit": unit, "anchor": "окончания срока", "before": True}
    text = text_of({"term": term}, "{{ term|within }}").replace(NBSP, " ")
    assert text == f"не позднее чем за {shown} до дня окончания срока"


@pytest.mark.parametrize(
    ("days", "unit", "shown"),
    [
        (1, "working_day", "1 рабочего дня"),
        (30, "calendar_day", "30 календарных дней"),
        (21, "calendar_day", "21 календарного дня"),
        (2, "month", "2 месяцев"),
    ],
)
def test_terms_stand_in_the_genitive(days, unit, shown):
    term = {"days": days, "unit": unit, "anchor": "приказа"}
    text = text_of({"term": term}, "{{ term|within }}").replace(NBSP, " ")
    assert text == f"в течение {shown} со дня приказа"
