"""Dates as people type them, messages in Russian, errors tied to their fields."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.domain.errors import InputError
from nastavnik.web import filters
from nastavnik.web.forms import parse_day
from nastavnik.web.style import SampleForm


@pytest.mark.parametrize(
    "typed", ["01.09.2026", "1.9.2026", " 1/9/2026 ", "1-9-2026", "2026-09-01", "01 09 2026 г."]
)
def test_a_day_is_read_as_people_type_it(typed) -> None:
    assert parse_day(typed) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31.02.2026", "такого дня нет"),
        ("1.9.26", "четырьмя цифрами"),
        ("осенью", "не дата"),
        ("01.13.2026", "такого дня нет"),
        ("01.09.99999", "четырьмя цифрами"),
    ],
)
def test_what_is_no_day_is_repeated_with_the_reason(typed, words) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        parse_day(typed)
    assert f"«{typed}»" in str(refused.value)


def test_a_day_that_is_none_stays_as_typed(site) -> None:
    with site.test_request_context(method="POST", data={"start": "31.02.2026"}):
        form = SampleForm(meta={"csrf": False})
        assert not form.validate()
        assert form.start.data is None
        assert 'value="31.02.2026"' in form.start()
        assert form.start.errors == ["«31.02.2026» — такого дня нет. Проверьте день и месяц."]


def test_a_day_of_a_record_is_shown_in_russian_order(site) -> None:
    with site.test_request_context():
        form = SampleForm(meta={"csrf": False}, data={"start": date(2026, 9, 1)})
        assert 'value="01.09.2026"' in form.start()


def test_problems_point_at_what_takes_the_focus(site) -> None:
    with site.test_request_context(method="POST", data={"name": "  ", "goals": "9"}):
        form = SampleForm(meta={"csrf": False})
        form.validate()
        form.take(InputError({"end": ["Конец раньше начала."], "pair": ["Пара уже есть."]}))
        anchors = dict(form.problems())
        assert anchors[""] == "Пара уже есть."
        assert anchors["name"] == "Укажите фамилию, имя, отчество."
        assert anchors["start"] == "Заполните поле «Начало»."
        assert anchors["end"] == "Конец раньше начала."
        assert anchors["regime-0"] == "Выберите один вариант."
        assert "goals-0" in anchors


def test_a_foreign_option_is_refused_in_russian(site) -> None:
    with site.test_request_context(method="POST", data={"mentor": "99"}):
        form = SampleForm(meta={"csrf": False})
        form.validate()
        assert form.mentor.errors == ["Выберите один из вариантов списка."]


def test_fields_are_tied_to_their_hint_and_error(site) -> None:
    client = site.test_client()
    page = client.get("/_style").text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    sent = client.post("/_style", data={"csrf_token": token, "start": "31.02.2026"})
    assert sent.status_code == 422
    start = sent.text.split('<input aria-describedby="start-hint start-error"')[1].split(">")[0]
    assert 'aria-invalid="true"' in start
    assert 'value="31.02.2026"' in start
    assert 'id="start-error"' in sent.text
    assert 'href="#regime-0"' in sent.text
    assert 'data-dirty="unsaved"' in sent.text


def test_values_look_russian(site) -> None:
    nbsp = "\N{NO-BREAK SPACE}"
    assert filters.short_date(date(2026, 9, 1)) == "01.09.2026"
    assert filters.short_date(None) == "—"
    assert filters.long_date(date(2026, 9, 1)) == f"1{nbsp}сентября{nbsp}2026{nbsp}г."
    assert filters.roubles(123450) == f"1{nbsp}234,50{nbsp}₽"
    assert filters.roubles(-100_000_00) == f"−100{nbsp}000{nbsp}₽"
    assert filters.clause("2.5") == f"п.{nbsp}2.5"
    assert filters.clause("шаг 5") == f"шаг{nbsp}5"
    assert filters.short_name("Иванова") == "Иванова"
    with site.test_request_context("/_style?q=1&page=4"):
        assert filters.here_with(page=None, sort="-end") == "/_style?q=1&sort=-end"
