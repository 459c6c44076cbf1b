"""What every test shares: reproducible properties and no silent skip."""

import os
from collections import Counter

import pytest
from hypothesis import settings

# Two busy cores make a slow example look like a hang; the count of examples is the bound.
settings.register_profile("nastavnik", deadline=None)
settings.load_profile("nastavnik")

NO_SKIP = "NASTAVNIK_NO_SKIP"
OTHER = "other"
HOW_TO_RUN = {
    "postgres": "sudo apt-get install postgresql, then: make test ALL=1 ARGS='-m postgres'",
    "e2e": "sudo apt-get install chromium, then: make e2e",
    OTHER: "see the reasons below",
}


def skipped(config) -> list[pytest.CollectReport | pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.stats.get("skipped", []) if reporter else []


def pytest_sessionfinish(session) -> None:
    if os.environ.get(NO_SKIP) == "1" and skipped(session.config) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config) -> None:
    """Say which kinds were left out and the one command that runs them."""
    kinds = Counter(kind_of(report) for report in skipped(config))
    if not kinds:
        return
    terminalreporter.section("skipped: how to run them")
    for kind, count in kinds.items():
        terminalreporter.write_line(f"{count} {kind}: {HOW_TO_RUN[kind]}")
    if os.environ.get(NO_SKIP) == "1":
        terminalreporter.write_line(f"{NO_SKIP}=1: a skipped test fails the run", red=True)


def kind_of(report) -> str:
    # A module skipped while it is collected has no keywords.
    marks = getattr(report, "keywords", ())
    return next((kind for kind in HOW_TO_RUN if kind in marks), OTHER)
