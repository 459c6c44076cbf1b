"""The guide is true: its files are written, its commands run, its outputs are what they give.

`python tests/unit/regions/test_plugin_guide.py` writes the real outputs into the guide.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from contextlib import chdir, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from nastavnik.cli.main import cli
from nastavnik.testing.installed import installed

GUIDE = Path(__file__).parents[3] / "docs/plugin-guide.md"
BLOCK = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ENVIRONMENT = {"NASTAVNIK_TODAY": "2026-11-21"}


class Reader:
    """Does in a folder what the guide says, block by block."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plugin: Path | None = None
        self.spoiled: dict[Path, str] = {}
        self.wrong = False

    def read(self, text: str) -> str:
        """The guide with the outputs that its commands really give."""
        return BLOCK.sub(lambda block: self.block(*block.groups()), text)

    def block(self, language: str, what: str, body: str) -> str:
        if language == "console":
            shown = "".join(self.told(line) for line in body.splitlines() if line[:2] == "$ ")
            for file, text in self.spoiled.items():
                file.write_text(text, "utf-8")
            self.spoiled.clear()
            return f"```console\n{shown}```"
        verb, _, name = what.partition("=")
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text("utf-8") if file.exists() else ""
        assert verb in {"file", "add", "wrong"}, what
        if verb == "wrong":
            self.spoiled[file] = before
        file.write_text(body if verb == "file" else f"{before}\n{body}", "utf-8")
        return f"```{language} {what}\n{body}```"

    def told(self, line: str) -> str:
        words = shlex.split(line[2:])
        place = installed(self.plugin) if self.plugin else nullcontext()
        with chdir(self.folder), place:
            output = self.run(words)
        return f"{line}\n{output}"

    def run(self, words: list[str]) -> str:
        if words[:3] == ["pip", "install", "-e"]:
            self.plugin = self.folder / words[3]
            return ""
        if words[0] == "nastavnik":
            return CliRunner().invoke(cli, words[1:], env=ENVIRONMENT).output
        done = subprocess.run(
            [sys.executable, *words[1:], "-p", "no:cacheprovider"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTEST_ADDOPTS": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        return re.sub(r" in [\d.]+s", "", done.stdout)


def test_the_guide_shows_what_really_happens(tmp_path):
    text = GUIDE.read_text("utf-8")
    assert Reader(tmp_path).read(text) == text
    python = {file.name for file in tmp_path.rglob("nastavnik_*/**/*.py")}
    assert python == {"__init__.py"}
    assert (tmp_path / "приказ.pdf").read_bytes().startswith(b"%PDF-")


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        GUIDE.write_text(Reader(Path(place)).read(GUIDE.read_text("utf-8")), "utf-8")
