"""Bounds of single values of a document form."""

import pytest

from nastavnik.domain.form import Grid
from nastavnik.regions.errors import RegionError
from nastavnik.regions.forms import load_form

FORM = """
code = "base"
title = "База"
[[block]]
type = "grid"
blank_rows = {rows}
columns = [{{title = "Ф. И. О.", text = ""}}]
"""


def test_a_table_may_have_empty_rows():
    (grid,) = load_form(FORM.format(rows=200), "base.toml").blocks
    assert isinstance(grid, Grid)
    assert grid.blank_rows == 200


@pytest.mark.parametrize("rows", ["-1", "201", "true", '"много"'])
def test_so_many_empty_rows_are_a_mistake(rows):
    with pytest.raises(RegionError, match=r"base.toml:6: .*целым числом от 0 до 200"):
        load_form(FORM.format(rows=rows), "base.toml")
