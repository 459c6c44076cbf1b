"""Do the document forms print what the acts demand of the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from nastavnik.domain.completeness import lacking
from nastavnik.regions.errors import Problem

if TYPE_CHECKING:
    from nastavnik.domain.act import Act
    from nastavnik.domain.form import DocumentForm


def printed(acts: Iterable[Act], forms: Mapping[str, DocumentForm]) -> Iterator[Problem]:
    """A problem for every form that leaves out a field that an act demands.

    A document without a form is written by hand: nothing can be said of it.
    """
    for act in acts:
        for rule in act.papers:
            form = forms.get(rule.document.form)
            absent = lacking(rule, form) if form else ()
            if absent:
                names = ", ".join(field.label for field in absent)
                message = (
                    f"в форме нет обязательного: {names} ({act.short}, {rule.cite.clause}); "
                    "добавьте в текст блока"
                )
                yield Problem(f"forms/{rule.document.form}.toml", 0, message)
