"""The pages tell the truth: what they say of roles, words and names is held to the code."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import tomllib
from pathlib import Path

import pytest

import edition
from edition.__main__ import main
from edition.formats._model import BLOCKS, KINDS
from edition.nodes import Block

DOCS = Path(__file__).absolute().parents[1] / "docs"
ANATOMY = (DOCS / "anatomy.md").read_text("utf-8")
#: A role, its class, and what its section says.
SECTIONS: list[tuple[str, str, str]] = re.findall(
    r"^### .+\n\n`(\w+)` · \{class\}`edition\.(\w+)`.*\n\n((?:(?!#).*\n)+)", ANATOMY, re.MULTILINE
)


def _kind(name: str) -> type[Block]:
    kind = getattr(edition, name)
    assert isinstance(kind, type)
    assert issubclass(kind, Block)
    return kind


def test_anatomy_has_every_role() -> None:
    """docs/anatomy.md has a section for each role, with its class, and no other."""
    assert sorted((role, name) for role, name, _ in SECTIONS) == sorted(
        (role, kind.__name__) for role, kind in BLOCKS.items()
    )


@pytest.mark.parametrize(("role", "name", "about"), SECTIONS, ids=[role for role, *_ in SECTIONS])
def test_specimens_are_read_as_what_they_are(role: str, name: str, about: str) -> None:
    """Every specimen stands on one of the two pages, and is read there as the part that it shows."""
    specimens = re.findall(r"^- `(.+)`$", about, re.MULTILINE)
    assert specimens, role
    pages = [edition.parse(text) for text in re.findall(r"```text\n(.*?)```", ANATOMY, re.DOTALL)]
    assert len(pages) == 2
    read = {block.text for page in pages for block in page.find_all(_kind(name))}
    assert set(specimens) <= read


@pytest.mark.parametrize(("role", "name", "about"), SECTIONS, ids=[role for role, *_ in SECTIONS])
def test_specimens_from_elsewhere_are_formulas(role: str, name: str, about: str) -> None:
    """A specimen of another paper is one that the grammar knows: what is none, build refuses."""
    for line in re.findall(r"^Elsewhere: (.+)$", about, re.MULTILINE):
        assert _kind(name)._formulas, role
        for specimen in re.findall("`(.+?)`", line):
            assert _kind(name).build(specimen).text == specimen


REFERENCE = {page.name: page.read_text("utf-8") for page in (DOCS / "reference").glob("*.md")}
DOCUMENTED = set(
    re.findall(r"^\.\. auto\w+:: ([\w.]+)$", "\n".join(REFERENCE.values()), re.MULTILINE)
)


def test_reference_has_every_name_of_the_package() -> None:
    """Each name of `edition` is documented, and listed on the reference's first page."""
    assert {f"edition.{name}" for name in edition.__all__} <= DOCUMENTED
    listed = re.findall(r"^   (\w+)$", REFERENCE["index.md"], re.MULTILINE)
    assert set(edition.__all__) <= set(listed)


def test_reference_has_every_public_module() -> None:
    """Each public module is documented, itself or by what the package has from it."""
    whole = [getattr(edition, name) for name in edition.__all__]
    for module in pkgutil.walk_packages(edition.__path__, "edition."):
        if "._" not in module.name and module.name != "edition.formats":
            offered = vars(importlib.import_module(module.name)).values()
            taken = any(one is other for one in whole for other in offered)
            assert taken or module.name in DOCUMENTED, module.name


@pytest.mark.parametrize(
    "notebook", sorted((DOCS / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem
)
def test_notebooks_are_kept_without_outputs(notebook: Path) -> None:
    """What a notebook shows is made when the pages are built, and can't grow stale."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


def test_chinese_tutorial_has_every_role() -> None:
    """docs/zh/tutorial.md lists each role with its class."""
    text = (DOCS / "zh" / "tutorial.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| \S", text, re.MULTILINE)
    assert sorted(rows) == sorted((role, kind.__name__) for role, kind in BLOCKS.items())


def test_glossary_has_every_node() -> None:
    """docs/glossary.md has the trade's word for each class of nodes that a page shows."""
    text = (DOCS / "glossary.md").read_text("utf-8")
    named = set(re.findall(r"\{class\}`edition\.(\w+)`", text))
    inner = {"NoticeText", "Other", "Stray"}  # lines of a notice; what is no part of a newspaper
    assert {cls.__name__ for cls in KINDS.values()} - inner <= named


def test_install_has_every_extra() -> None:
    """docs/install.md lists what users can ask for, and not what those who build the library need."""
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text("utf-8"))["project"]
    listed = re.findall(r"^\| `(\w+)` \|", (DOCS / "install.md").read_text("utf-8"), re.MULTILINE)
    # fmt: off
    ours = {"test", "ci", "lint", "engines", "bridges", "annotators", "retrieval", "clusters", "fuzz", "bench", "docs", "dev"}
    # fmt: on
    assert sorted(listed) == sorted(project["optional-dependencies"].keys() - ours)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_shows_what_is_shown(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The specimen of a README is shown as the outline below it."""
    text = (DOCS.parent / name).read_text("utf-8")
    [specimen] = re.findall(r'^text = """(.*?)"""$', text, re.DOTALL | re.MULTILINE)
    [outline] = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    (tmp_path / "page.txt").write_text(specimen, "utf-8")
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["show", str(tmp_path / "page.txt")]) == 0
    assert capsys.readouterr().out == outline


def test_readmes_are_equal() -> None:
    """Both languages have the same code, commands, figures and pictures, and as many sections."""
    english, chinese = (
        (DOCS.parent / name).read_text("utf-8") for name in ("README.md", "README.zh.md")
    )
    for pattern in (r"```\w+\n.*?```", r"^\|[-| ]+\n(\|.*)$", r"!\[[^\]]*\]\((.*?)\)", r"^#+ "):
        found = [
            re.findall(pattern, text, re.DOTALL if "```" in pattern else re.MULTILINE)
            for text in (english, chinese)
        ]
        assert found[0]
        assert found[0] == found[1]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_s_accuracy_is_the_measured_one(name: str) -> None:
    """The row in a README is one that docs/accuracy.md has of unseen papers."""
    row = re.findall(r"^\| ((?:\d+\.\d \| ){5}\d+\.\d) \|$", (DOCS.parent / name).read_text("utf-8"), re.MULTILINE)  # fmt: skip
    assert len(row) == 1
    unseen = (DOCS / "accuracy.md").read_text("utf-8").partition("## On the training pages")[0]
    assert f"| {row[0]} |" in unseen


def test_walks_pass_what_is_there() -> None:
    """Each module and name on the three walks of the architecture page is one of the package."""
    page = (DOCS / "architecture.md").read_text("utf-8")
    walks = page.partition("## Three walks")[2].partition("\n## ")[0]
    source = DOCS.parent / "src" / "edition"
    named = re.findall(r"`(?:(_?[a-z]+(?:/_?[a-z_]+)?)\.)?(_?[A-Za-z_]+(?:/_?[a-z_]+)?)`", walks)
    texts = {path: path.read_text("utf-8") for path in source.rglob("*.py")}
    seen = 0
    for module, name in named:
        files = [text for path, text in texts.items() if str(path).endswith(f"/{module}.py")]
        if "/" in name:
            assert source / f"{name}.py" in texts, name
        elif (
            files and name != "lark"
        ):  # otherwise a value of the walk (`lead.people`), or a grammar file
            assert re.search(rf"(?:def|class) {name}\b", "".join(files)), f"{module}.{name}"
        else:
            assert "/" not in module or name == "lark", f"{module}.{name}"
            continue
        seen += 1
    assert seen >= 20
