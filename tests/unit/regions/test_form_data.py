"""A form as data and back: nothing is lost, so a hash is of the words that were signed."""

from __future__ import annotations

import json

import pytest

from nastavnik.domain.cite import Cite
from nastavnik.domain.form import DocumentForm, Margins, PageBreak
from nastavnik.regions import registry
from nastavnik.regions.errors import RegionError
from nastavnik.regions.form_data import as_data, from_data


def every_form() -> list[DocumentForm]:
    regions = registry.installed().values()
    return [form for region in regions for form in region.forms.values()]


def test_every_shipped_form_survives_as_json() -> None:
    lost = [
        form.code
        for form in every_form()
        if from_data(json.loads(json.dumps(as_data(form)))) != form
    ]
    assert every_form()
    assert not lost


def test_a_form_with_a_clause_and_its_own_margins_survives() -> None:
    form = DocumentForm(
        code="own",
        title="Своя",
        blocks=(PageBreak(),),
        cite=Cite("act", "2.1"),
        margins_mm=Margins(left=20),
    )
    assert from_data(as_data(form)) == form


def test_data_of_something_else_are_refused() -> None:
    with pytest.raises(RegionError, match="вида блоков нет"):
        from_data({"code": "x", "title": "x", "block": [{"type": "song"}]})
