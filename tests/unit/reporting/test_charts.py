"""Charts: every number stands on the picture, texts are escaped, nothing needs an inline style."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from nastavnik.reporting import charts

SVG = "{http://www.w3.org/2000/svg}"
STAGES = [("Подготовка", 3), ("Реализация", 9), ("Завершено", 0)]
DISTRICTS = [("Первый", (12, 3, 1)), ("Второй", (0, 6, 4))]


def drawn(scene) -> ET.Element:
    return ET.fromstring(charts.svg(scene))


def texts(picture: ET.Element) -> list[str]:
    return [one.text or "" for one in picture.iter(f"{SVG}text")]


def test_bars_are_as_long_as_their_numbers() -> None:
    picture = drawn(charts.bars(STAGES, "Пары"))
    first, second, third = (float(box.attrib["width"]) for box in picture.iter(f"{SVG}rect"))
    assert second == pytest.approx(first * 3, abs=0.2)
    assert third == 0
    assert {"Подготовка", "3", "9", "0"} <= set(texts(picture))


def test_a_stack_shows_its_sum_and_skips_empty_parts() -> None:
    picture = drawn(charts.stacked(DISTRICTS, "Отчёты"))
    assert len(list(picture.iter(f"{SVG}rect"))) == 5
    assert {"16", "10"} <= set(texts(picture))


@pytest.mark.parametrize("kind", [charts.bars, charts.stacked, charts.columns])
def test_a_chart_of_nothing_is_still_a_picture(kind) -> None:
    assert drawn(kind([], "Пусто")).attrib["role"] == "img"


def test_everything_stays_inside_the_picture() -> None:
    for scene in (
        charts.bars([("Очень длинное имя района с областным центром", 123456)], "Длинное"),
        charts.columns(STAGES, "Пары"),
        charts.stacked(DISTRICTS, "Отчёты"),
    ):
        boxes = [mark for mark in scene.marks if isinstance(mark, charts.Box)]
        assert all(box.x + box.width <= scene.width for box in boxes)
        assert all(box.y + box.height <= scene.height for box in boxes)


def test_texts_are_escaped_and_styles_are_classes() -> None:
    picture = charts.svg(charts.bars([("<b>&", 1)], 'Имя "в кавычках" & <знаки>'))
    assert "<b>" not in picture
    assert "style" not in picture
    assert drawn(charts.bars([("<b>&", 1)], "<x>")).findtext(f"{SVG}title") == "<x>"
