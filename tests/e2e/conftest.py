"""A real server with the demo country, and Debian's browser to walk it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from nastavnik.usecases.demo_tree import PASSWORD

CHROMIUM = shutil.which("chromium")
START_SECONDS = 60
HOW = "нет браузера: установите Debian-пакет chromium и повторите make e2e"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict[str, object]:
    """Debian's browser instead of a downloaded one."""
    if CHROMIUM is None:
        pytest.skip(HOW)
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args) -> dict[str, object]:
    """A reader in Russia."""
    return {**browser_context_args, "locale": "ru-RU", "timezone_id": "Asia/Novokuznetsk"}


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """Address of a server of its own, on a database of its own."""
    if CHROMIUM is None:
        pytest.skip(HOW)
    home = tmp_path_factory.mktemp("site")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("NASTAVNIK")},
        "NASTAVNIK_INSTANCE": str(home),
        "NASTAVNIK_TODAY": "2026-11-23",
    }
    command = [str(Path(sys.executable).with_name("nastavnik"))]
    for words in (["db", "upgrade"], ["demo", "load", "--today", "2026-11-23"]):
        subprocess.run([*command, *words], env=environment, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (home / "server.log").open("wb")
    server = subprocess.Popen(
        [*command, "run", "--port", str(port)], env=environment, stdout=log, stderr=log
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server, home / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(START_SECONDS * 4):
        assert server.poll() is None, log.read_text("utf-8")
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.25)
        else:
            return
    raise AssertionError(f"the server did not answer: {log.read_text('utf-8')}")


@pytest.fixture
def log_in(page: Page, site: str) -> Callable[[str], Page]:
    """Enter as somebody of the demo country; whoever was in before is logged out."""

    def enter(login: str) -> Page:
        page.context.clear_cookies()
        page.goto(site)
        page.get_by_label("Логин").fill(login)
        page.get_by_label("Пароль").fill(PASSWORD)
        page.get_by_role("button", name="Войти").click()
        page.get_by_role("heading", level=1).wait_for()
        return page

    return enter
