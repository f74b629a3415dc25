"""What is built from the checkout is whole, and works where nothing else of the checkout is."""

from __future__ import annotations

import os
import re
import subprocess
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "examples" / "fenhe-daily" / "2025-03-06" / "01.txt"

ROUND_TRIP = """
import sys
import edition

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    text = file.read()
for t in (text, "", "\\r\\n\\f\\ufeff\\u2028", "\\ud800"):
    assert str(edition.parse(t)) == t, ascii(t)
print(edition.__file__)
"""


class Environment:
    """A virtual environment, and the commands in it."""

    def __init__(self, folder: Path, *, with_pip: bool) -> None:
        venv.create(folder, with_pip=with_pip)
        self.folder = folder
        self.scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.elsewhere = folder / "elsewhere"
        self.elsewhere.mkdir()

    def run(self, command: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command of the environment, from a folder that has nothing to do with the checkout."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        return subprocess.run(
            [self.scripts / command, *arguments],
            cwd=self.elsewhere,
            env=clean | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def succeed(self, command: str, *arguments: str | Path) -> str:
        """Run a command that has to succeed, for what it prints."""
        done = self.run(command, *arguments)
        assert done.returncode == 0, f"{done.args}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def pip(self, *arguments: str | Path) -> None:
        self.succeed("python", "-m", "pip", *arguments)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment that has pip, once it is known that pip finds packages."""
    made = Environment(tmp_path_factory.mktemp("environment") / "venv", with_pip=True)
    download = ("download", "--retries", "2", "--no-deps", "--dest", made.elsewhere, "hatchling")
    probe = made.run("python", "-m", "pip", *download)
    if probe.returncode != 0:
        pytest.skip(f"no package index within reach: {probe.stderr.strip().splitlines()[-1]}")
    return made


@pytest.fixture(scope="module")
def wheel(environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that the checkout builds."""
    folder = tmp_path_factory.mktemp("wheel")
    environment.pip("wheel", "--no-deps", "--wheel-dir", folder, ROOT)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(environment: Environment, wheel: Path) -> Environment:
    """The environment, with the wheel and what it depends on."""
    environment.pip("install", wheel)
    return environment


@pytest.mark.slow
def test_wheel_carries_package_grammar_and_license(wheel: Path) -> None:
    assert re.fullmatch(r"edition_dom-[\d.]+-py3-none-any\.whl", wheel.name)
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    grammar = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "grammar").rglob("*.lark"))
    assert grammar
    assert sorted(n for n in names if n.endswith(".lark")) == [f"edition/{g}" for g in grammar]
    assert "edition/py.typed" in names
    assert any(n.endswith(".dist-info/licenses/LICENSE") for n in names)
    tops = {n.partition("/")[0] for n in names}
    assert {t for t in tops if not t.endswith((".dist-info", ".data"))} == {
        "edition",
        "pytest_edition.py",
    }
    data = {n.partition(".data/data/")[2] for n in names if ".data/" in n}
    assert data == {
        "share/man/man1/edition.1",
        "share/bash-completion/completions/edition",
        "share/zsh/site-functions/_edition",
        "share/fish/vendor_completions.d/edition.fish",
    }


@pytest.mark.slow
def test_wheel_shows_a_page(installed: Environment) -> None:
    assert installed.succeed("edition", "show", PAGE).strip()


@pytest.mark.slow
def test_wheel_gives_a_page_back(installed: Environment) -> None:
    file = Path(installed.succeed("python", "-c", ROUND_TRIP, PAGE).strip())
    assert file.is_relative_to(installed.folder)


@pytest.mark.slow
def test_editable_install_reads_the_grammar_of_the_checkout(
    environment: Environment, tmp_path: Path
) -> None:
    editable = Environment(tmp_path / "venv", with_pip=False)
    python = editable.scripts / "python"
    environment.pip("--python", python, "install", "--editable", ROOT)

    file = Path(editable.succeed("python", "-c", ROUND_TRIP, PAGE).strip())
    assert file == ROOT / "src" / "edition" / "__init__.py"
    assert not list(editable.folder.rglob("edition/grammar"))
    assert editable.succeed("edition", "show", PAGE).strip()


def test_readme_has_two_commands_and_the_page_they_show() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^```sh\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    assert [c.count("\n") for c in commands] == [1, 1]
    assert PAGE.relative_to(ROOT).as_posix() in commands[0]
    assert PAGE.is_file()
