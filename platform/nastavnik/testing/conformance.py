"""What every region must hold to. The test of a plugin is a subclass with the region's code:

class TestTatarstan(RegionConformance):
    code = "tatarstan"
"""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from importlib.metadata import entry_points
from typing import ClassVar, Final

from nastavnik.documents import render_html, render_pdf
from nastavnik.domain.act import Act, Layer
from nastavnik.domain.norm import CATALOGUE
from nastavnik.regions import registry
from nastavnik.regions.linter import contradictions, lint
from nastavnik.regions.registry import InstalledRegion
from nastavnik.regions.spec import Region, unmarked
from nastavnik.testing.golden import cases_of, judge
from nastavnik.testing.sample_documents import sample

_DAY: Final = date(2026, 11, 21)


class RegionConformance:
    """The kit; `code` is the region's name in the entry point."""

    code: ClassVar[str]

    @cached_property
    def region(self) -> InstalledRegion:
        """The installed region; its faults are the message if it is broken."""
        for broken in registry.broken():
            assert broken.slug != self.code, "\n".join(map(str, broken.problems))
        return registry.region(self.code)

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """The region's own acts."""
        return tuple(act for act in self.region.acts if act.layer > Layer.FEDERAL)

    def test_the_plugin_is_a_region(self) -> None:
        """The entry point leads to an instance of Region, every override of which is marked."""
        (point,) = entry_points(group=registry.GROUP, name=self.code)
        plugin = point.load()
        assert isinstance(plugin, Region)
        assert unmarked(plugin) == ()

    def test_the_files_are_clean(self) -> None:
        """The linter finds nothing; among others every quotation occurs in the shipped text."""
        problems = lint(self.region)
        assert not problems, "\n".join(map(str, problems))

    def test_every_norm_is_cited_and_in_bounds(self) -> None:
        """Norms made by code are held to the same as those of files."""
        for act in self.acts:
            for norm in act.norms:
                parameter = CATALOGUE[norm.parameter]
                told = f"{norm.parameter} = {norm.value!r} акта {act.code}"
                assert norm.cite.act == act.code, f"{told}: ссылается на другой акт"
                assert norm.cite.clause, f"{told}: нет пункта"
                assert parameter.accepts(norm.value), f"{told}: вне границ"
                assert parameter.measured_in(norm.unit), f"{told}: не та единица"

    def test_every_kind_names_its_participants(self) -> None:
        """Pages and documents call them so."""
        for act in self.acts:
            for kind in act.kinds:
                assert kind.title, kind.code
                assert kind.mentor, kind.code
                assert kind.mentee, kind.code

    def test_every_form_prints(self) -> None:
        """Each form gives a PDF and a preview in Russian from an invented pair."""
        context = sample(self.region, _DAY)
        for code, form in self.region.forms.items():
            assert render_pdf(form, context).startswith(b"%PDF-"), code
            assert re.search("[а-яё]", render_html(form, context)), code

    def test_inner_layers_are_never_looser(self) -> None:
        """No norm of the region is refused by an outer one."""
        found = contradictions(self.region)
        assert not found, "\n".join(f"{one.act}, {one.clause}: {one}" for one in found)

    def test_golden_cases(self) -> None:
        """Each case gives exactly its findings."""
        cases = cases_of(self.region)
        assert cases, "нет ни одного случая в cases/*.toml"
        wrong = [verdict for case in cases if not (verdict := judge(case, self.region)).passed]
        assert not wrong, "\n".join(map(str, wrong))
