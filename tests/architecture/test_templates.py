"""The strict CSP is held by these tests: a page with an inline style would silently lose it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import nastavnik.web

TEMPLATES = Path(nastavnik.web.__file__).parent / "templates"
FORBIDDEN = {
    "an inline style": r"\sstyle\s*=|<style\b",
    "an inline script": r"<script\b(?![^>]*\bsrc=)|javascript:",
    "an inline handler": r"\son[a-z]+\s*=\s*[\"']|hx-on",
    "an unescaped value": r"\|\s*safe\b|autoescape\s+false",
    "something from outside": r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//",
}
FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)


def templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_hold_nothing_that_the_policy_forbids(what) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    found = [
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, f"{what} in {found}"


def test_every_form_that_writes_carries_the_token() -> None:
    bare = [
        str(path.relative_to(TEMPLATES))
        for path in templates()
        for form in FORM.findall(path.read_text("utf-8"))
        if "csrf_token" not in form and "hidden_tag" not in form
    ]
    assert not bare, f"add csrf_token to the forms of {bare}"


def test_every_page_has_a_title_and_a_main_part() -> None:
    poor = [
        str(path.relative_to(TEMPLATES))
        for path in templates()
        if '{% extends "base.html" %}' in (text := path.read_text("utf-8"))
        and not ("block title" in text and "block main" in text)
    ]
    assert not poor


NAMED_ELSEWHERE = {
    "acts/_limits.html": "the limit's own «Почему?» follows its sentence",
    "acts/_parts.html": "clauses of the act that the page shows, and of its frozen what-if",
    "allowances/_parts.html": "a fund's clause within the count behind «Почему?»",
    "mentorships/_history.html": "a ground as it was written down",
    "people/_facts.html": "which clauses ask for a fact: it is a question, not a value",
    "rules/_parts.html": "the clause leads to its words, «Почему?» closes the row",
}
CLAUSE = re.compile(r"\|\s*clause\b|\{\{-?\s*cite\(|map\('clause'\)")


def test_a_clause_is_named_together_with_its_why() -> None:
    """The macros `sourced` and `why` show a clause, its words and trace: no page does alone."""
    found = {
        str(path.relative_to(TEMPLATES))
        for path in templates()
        if path.name != "why.html" and CLAUSE.search(path.read_text("utf-8"))
    }
    assert found == {*NAMED_ELSEWHERE}


def test_a_finding_is_drawn_by_its_macro() -> None:
    drawn = [
        str(path.relative_to(TEMPLATES))
        for path in templates()
        if 'class="finding-text"' in path.read_text("utf-8")
    ]
    assert drawn == ["_macros/findings.html", "allowances/_parts.html"]
    macro = (TEMPLATES / "_macros" / "findings.html").read_text("utf-8")
    assert "sourced(item.text, item)" in macro
