"""Does a document state what the acts ask of it: what a form prints, what a paper is said to hold.

A field that a form can print and that is empty breaks the act. One that the form has no place for
is written in by hand, so it only warns: people of an institution don't change forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from nastavnik.domain.finding import Finding
from nastavnik.domain.paper import Document, Field
from nastavnik.domain.severity import Severity

if TYPE_CHECKING:
    from nastavnik.domain.case import Case
    from nastavnik.domain.form import DocumentForm
    from nastavnik.domain.paper import PaperRule
    from nastavnik.domain.rulebook import RuleBook

CODE: Final = "paper.incomplete"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document states; `by_hand` are fields that its form has no place for."""

    fields: frozenset[Field]
    by_hand: frozenset[Field] = frozenset()


def lacking(rule: PaperRule, form: DocumentForm) -> tuple[Field, ...]:
    """Obligatory fields that the form does not print."""
    unprinted = printed(form, Field).by_hand
    return tuple(field for field in rule.fields if field in unprinted)


def printed(form: DocumentForm, filled: Iterable[Field]) -> Stated:
    """What a form states when only the `filled` fields have something to print."""
    templates = repr(form.blocks)
    there = frozenset(
        field for field in Field if all(_names(templates, name) for name in field.names)
    )
    return Stated(there & frozenset(filled), frozenset(Field) - there)


def _names(templates: str, name: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", templates) is not None


def incomplete(book: RuleBook, case: Case, stated: Mapping[Document, Stated]) -> Iterator[Finding]:
    """What documents leave out though the acts ask for it.

    A document that is not in `stated` is not there yet: that is another rule's matter.
    """
    for rule in book.papers(case.kind, case.form):
        found = stated.get(rule.document)
        met = True if rule.when is None else rule.when.evaluate(case).met
        if found is None or met is False:
            continue
        absent = [one for one in rule.fields if one not in found.fields | found.by_hand]
        if absent:
            yield _told(book, rule, absent, case, sure=met is True)
        by_hand = [one for one in rule.fields if one in found.by_hand]
        if by_hand:
            yield replace(
                _told(book, rule, by_hand, case, sure=True),
                severity=Severity.WARNING,
                text=f"{_capital(rule.document)}: в форме нет места для обязательного — "
                f"{_list(by_hand)}. Впишите от руки и сообщите автору формы.",
            )


def _told(
    book: RuleBook, rule: PaperRule, absent: Iterable[Field], case: Case, *, sure: bool
) -> Finding:
    missing = () if sure or rule.when is None else rule.when.evaluate(case).missing
    return Finding(
        code=CODE,
        severity=rule.severity.unless(missing),
        text=f"{_capital(rule.document)}: не указано обязательное — {_list(absent)}. "
        f"{_REMEDIES.get(rule.document, _ELSE)}",
        limit=rule.shown,
        cite=rule.cite,
        act_title=book.act_title(rule.cite),
        quote=rule.quote,
        field="evidence",
        missing=missing,
    )


_REMEDIES: Final = {
    Document.ORDER: "Дополните сведения о паре или организации.",
    Document.AGREEMENT: "Внесите это в соглашение и отметьте его на странице документа.",
}
_ELSE: Final = "Дополните документ."


def _list(fields: Iterable[Field]) -> str:
    return ", ".join(field.label for field in fields)


def _capital(document: Document) -> str:
    return document.label[:1].upper() + document.label[1:]
