"""What tools and people read beside the code agrees with pyproject.toml: to cite, to build, to publish."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

import edition

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = SETTINGS["project"]
HOME = SETTINGS["tool"]["hatch"]["metadata"]["hooks"]["custom"]["home"]
AUTHORS = [author["name"] for author in PROJECT["authors"]]


def _yaml(name: str) -> dict[Any, Any]:
    """A YAML file of the checkout, which has to hold a mapping."""
    read = yaml.safe_load((ROOT / name).read_text("utf-8"))
    assert isinstance(read, dict)
    return read


@pytest.fixture
def hook() -> ModuleType:
    """What builds the package."""
    pytest.importorskip("hatchling", reason="needs hatchling")
    pytest.importorskip("shtab", reason="needs shtab")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_version_is_in_one_place() -> None:
    """The package's own number is the one that is built, cited and described."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", edition.__version__)
    assert "version" in PROJECT["dynamic"]
    assert SETTINGS["tool"]["hatch"]["version"]["path"] == "src/edition/__init__.py"
    assert _yaml("CITATION.cff")["version"] == edition.__version__
    assert json.loads((ROOT / "codemeta.json").read_text("utf-8"))["version"] == edition.__version__


def test_codemeta_is_pyproject() -> None:
    told = json.loads((ROOT / "codemeta.json").read_text("utf-8"))
    assert told["identifier"] == PROJECT["name"]
    assert told["description"] == PROJECT["description"]
    assert told["license"] == f"https://spdx.org/licenses/{PROJECT['license']}"
    assert told["keywords"] == PROJECT["keywords"]
    assert told["softwareRequirements"] == PROJECT["dependencies"]
    assert told["runtimePlatform"] == f"Python {PROJECT['requires-python']}"
    assert [author["name"] for author in told["author"]] == AUTHORS
    assert told.get("codeRepository", "") == HOME


def test_citation_is_pyproject() -> None:
    told = _yaml("CITATION.cff")
    assert told["title"] == f"edition: {PROJECT['description']}"
    assert told["license"] == PROJECT["license"]
    assert told["keywords"] == PROJECT["keywords"]
    assert [author["name"] for author in told["authors"]] == AUTHORS
    assert told.get("repository-code", "") == HOME


def test_license_is_where_reuse_looks_for_it() -> None:
    """The text is there twice, for people and for reuse; every file is under it."""
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert (ROOT / "LICENSES" / f"{PROJECT['license']}.txt").read_text("utf-8") == text
    (told,) = tomllib.loads((ROOT / "REUSE.toml").read_text("utf-8"))["annotations"]
    assert told["path"] == "**"
    assert told["SPDX-License-Identifier"] == PROJECT["license"]
    assert [told["SPDX-FileCopyrightText"]] == AUTHORS


@pytest.mark.parametrize(
    "name",
    [f".github/workflows/{path.name}" for path in sorted((ROOT / ".github/workflows").iterdir())],
)
def test_workflows(name: str) -> None:
    """Each is YAML, has a limit for each job, and no rights but those that a job asks for."""
    told = _yaml(name)
    assert told[True]  # `on`, to YAML
    assert told["permissions"] == {"contents": "read"}
    for job in told["jobs"].values():
        assert job["timeout-minutes"] <= 40
        assert all(("uses" in step) != ("run" in step) for step in job["steps"])


def test_ci_tries_every_python_that_is_promised() -> None:
    told = _yaml(".github/workflows/ci.yml")["jobs"]["tests"]["strategy"]["matrix"]["python"]
    mark = "Programming Language :: Python :: "
    promised = [c.removeprefix(mark) for c in PROJECT["classifiers"] if c.startswith(mark + "3.")]
    assert told == promised
    assert PROJECT["requires-python"] == f">={promised[0]}"


def test_configurations_name_what_is_there() -> None:
    told = _yaml(".readthedocs.yaml")
    assert (ROOT / told["sphinx"]["configuration"]).is_file()
    extras = told["python"]["install"][0]["extra_requirements"]
    assert set(extras) <= PROJECT["optional-dependencies"].keys()
    ruff = next(r for r in _yaml(".pre-commit-config.yaml")["repos"] if "ruff" in r["repo"])
    (wanted,) = [r for r in PROJECT["optional-dependencies"]["lint"] if r.startswith("ruff")]
    assert ruff["rev"].startswith("v" + wanted.partition(">=")[2].partition(",")[0])


def test_links_follow_from_one_address(hook: ModuleType) -> None:
    """Without an address there are no links; with one, all are made of it."""
    page = "[a](docs/a.md#x) ![b](docs/b.png) [c](https://example.org/) [d](#here)"
    assert hook.absolute(page, "") == page
    assert hook.absolute(page, "https://example.org/edition") == (
        "[a](https://example.org/edition/blob/main/docs/a.md#x) "
        "![b](https://example.org/edition/raw/main/docs/b.png) "
        "[c](https://example.org/) [d](#here)"
    )
    assert hook.urls("") == {}
    home = "https://example.org/edition"
    assert all(url.startswith(home) for url in hook.urls(home).values())


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_links_lead_somewhere(name: str) -> None:
    """Whatever a page at the root links to in the checkout is there."""
    links = re.findall(r"\]\((?![a-z]+:|#)([^)#]+)", (ROOT / name).read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", ["SECURITY.md", "docs/security.md"])
def test_what_is_said_of_security_names_what_is_there(name: str) -> None:
    """Each test, script and file of data that a promise names is there."""
    text = (ROOT / name).read_text("utf-8")
    named = re.findall(r"`((?:tests/|fuzz/|benchmarks/|_[a-z]+/)[\w./]*)`", text)
    assert named
    folders = ROOT, ROOT / "src" / "edition"
    assert [file for file in named if not any((at / file).exists() for at in folders)] == []


def test_command_line_is_described(hook: ModuleType) -> None:
    """The man page and the completions know every command, and shells can read them."""
    from edition._cli import COMMANDS

    files = hook.command_line_files(ROOT / "src")
    assert len(files) == 4
    for text in files.values():
        assert all(command.__name__ in text for command, _ in COMMANDS)
    page = files["share/man/man1/edition.1"]
    assert page.startswith(f'.TH EDITION 1 "" "edition {edition.__version__}"')
    bash = shutil.which("bash")
    if bash is not None:
        script = files["share/bash-completion/completions/edition"]
        subprocess.run([bash, "-n"], input=script, encoding="utf-8", check=True)
