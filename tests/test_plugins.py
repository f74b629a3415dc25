"""Plug-ins: the template is installed and used; what is broken is told; nothing is looked up before it is asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import pytest

import edition
from edition import dialects, plugins
from edition.__main__ import main
from edition._text import entry_points
from edition._text.entry_points import Kind

TEMPLATE = Path(__file__).absolute().parents[1] / "examples" / "plugin"
TEXT = "渡口归船\n\n汾河快报：末班船昨日停航，两岸往来改走新桥。\n\n桥头开市\n\n汾河快报：桥头的集市昨日开市，来了两百多人。\n"
HTML = "<html><script>var a = 1</script><h1>渡口归船</h1><p>本报讯（记者 陈立）末班船昨日停航。</p></html>"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template in a folder of its own, as pip installs it."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation",
         "--disable-pip-version-check", "--target", str(folder), str(TEMPLATE)],
        check=True,
    )  # fmt: skip
    return folder


@pytest.fixture
def template(installed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process has the template installed, as long as a test runs."""
    monkeypatch.syspath_prepend(installed)
    entry_points.offers.cache_clear()
    yield
    entry_points.offers.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "fenhe_edition"]:
        del sys.modules[name]


def run(installed: Path, *arguments: str) -> str:
    """What a command prints in a process that has the template."""
    command = [sys.executable, "-m", "edition", *arguments]
    around = {"PYTHONPATH": ":".join([str(installed), *sys.path]), "PYTHONUTF8": "1"}
    return subprocess.run(command, env=around, capture_output=True, check=True, text=True, encoding="utf-8").stdout  # fmt: skip


def test_what_is_installed_is_listed(installed: Path) -> None:
    """Each with its kind and its package."""
    assert run(installed, "plugins").splitlines() == [
        "dialects   fenhe  fenhe-edition 1.0",
        "exporters  headlines  fenhe-edition 1.0",
        "readers    html  fenhe-edition 1.0",
    ]
    told = json.loads(run(installed, "plugins", "--json"))
    assert told[0] == {"kind": "dialects", "name": "fenhe", "package": "fenhe-edition 1.0", "problem": None}  # fmt: skip


@pytest.mark.usefixtures("template")
def test_a_dialect_is_read_in_by_its_name() -> None:
    """And is no candidate of detection, unless it is asked for."""
    page = edition.parse(TEXT, dialect="fenhe")
    assert [lead.text for lead in page.find_all(edition.Lead)] == ["汾河快报：", "汾河快报："]
    assert page.dialect.name == "fenhe"
    assert edition.parse(str(page), dialect=page.dialect) == page
    assert dialects.detect(TEXT) == "mainland"
    assert dialects.detect(TEXT, also=["fenhe"]) == "fenhe"
    assert "fenhe" not in dialects.names()
    assert edition.parse(TEXT).dialect.name == "mainland"
    with pytest.raises(ValueError, match="unknown dialect 'fenheribao'"):
        dialects.detect(TEXT, also=["fenheribao"])


def test_an_exporter_is_a_format(installed: Path, tmp_path: Path) -> None:
    """Of one page, and of several, with its own ending."""
    for name in ("01", "02"):
        (tmp_path / f"{name}.txt").write_text(
            "渡口归船\n\n本报讯（记者 陈立）末班船昨日停航。\n", "utf-8"
        )
    page = str(tmp_path / "01.txt")
    assert run(installed, "convert", page, "--format", "headlines") == "渡口归船\n"
    run(installed, "convert", page, str(tmp_path / "02.txt"), "--format", "headlines", "--output", str(tmp_path / "out"))  # fmt: skip
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["01.headlines.txt", "02.headlines.txt"]  # fmt: skip


def test_a_reader_reads_a_corpus(installed: Path, tmp_path: Path) -> None:
    """Files that end in its name, in the processes that parse, and in archives' folders; others are passed over."""
    pytest.importorskip("duckdb")
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "01.html").write_text(HTML, "utf-8")
    (pages / "02.txt").write_text(TEXT, "utf-8")
    out = tmp_path / "out"
    said = run(installed, "corpus", str(pages), str(out), "--kind", "html", "--workers", "2")  # fmt: skip
    assert "passed over" in said
    [row] = json.loads(run(installed, "query", str(out), "SELECT headline FROM articles", "--json"))  # fmt: skip
    assert row == {"headline": "渡口归船"}


def test_nothing_is_looked_up_before_it_is_asked_for(installed: Path, tmp_path: Path) -> None:
    """Not by the import, and not by what needs no plug-in."""
    (tmp_path / "01.txt").write_text(TEXT, "utf-8")
    program = (
        "import sys, edition; page = edition.parse(sys.stdin.read(), dialect='taiwan'); edition.to_json(page);"
        "from edition.__main__ import main; main(['convert', sys.argv[1], '--format', 'text']);"
        "from edition._text.entry_points import offers; assert not offers.cache_info().currsize; assert 'fenhe_edition' not in sys.modules"
    )
    around = {"PYTHONPATH": ":".join([str(installed), *sys.path]), "PYTHONUTF8": "1"}
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "01.txt")], input=TEXT, env=around, check=True, capture_output=True, text=True, encoding="utf-8")  # fmt: skip


class Distribution:
    """What a test says is installed."""

    def __init__(self, name: str) -> None:
        self.name, self.version = name, "2.0"


class Entry:
    """An entry point that gives what a test says."""

    def __init__(self, name: str, made: object, package: str = "ours") -> None:
        self.name, self.made, self.dist = name, made, Distribution(package)

    def load(self) -> object:
        if isinstance(self.made, Exception):
            raise self.made
        return self.made


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Says what is installed of a kind."""

    def installed(kind: Kind, *entries: Entry) -> None:
        def found(*, group: str) -> list[Entry]:
            return [*entries] if group == f"edition.{kind}" else []

        monkeypatch.setattr(metadata, "entry_points", found)
        entry_points.offers.cache_clear()

    yield installed
    entry_points.offers.cache_clear()


class _Writes:
    """An exporter that gives what a test says."""

    def __init__(self, made: object) -> None:
        self.made = made

    def dump(self, _: edition.Page | edition.Edition) -> object:
        if isinstance(self.made, Exception):
            raise self.made
        return self.made


def _raises() -> object:
    raise OSError("no such file")


BROKEN: list[tuple[Kind, object, str]] = [
    ("dialects", ImportError("no module 'x'"), "can't be imported: ImportError: no module 'x'"),
    ("dialects", _raises, "can't be made: OSError: no such file"),
    ("dialects", "fenhe.lark", "is no function but a str"),
    ("dialects", lambda: "fenhe", "is no Dialect but a str"),
    ("dialects", lambda: edition.Dialect.named("taiwan"), "calls itself 'taiwan'"),
    ("models", lambda: 7, "is no Model but a int"),
    ("models", edition.Model.shipped, "calls itself 'shipped'"),
    ("exporters", object(), "has no function dump"),
    ("readers", 7, "is no function but a int"),
]


@pytest.mark.parametrize(("kind", "made", "said"), BROKEN)
def test_what_is_broken_is_told_and_left_out(
    kind: Kind,
    made: object,
    said: str,
    offer: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In the list, with its package, and by whatever asks for it."""
    offer(kind, Entry("mine", made))
    [plugin] = plugins.plugins()
    assert plugin.problem is not None
    assert said in plugin.problem
    assert "of ours 2.0" in plugin.problem
    assert main(["plugins"]) == 1
    assert said in capsys.readouterr().out
    asks: dict[Kind, Callable[[], object]] = {
        "dialects": lambda: edition.parse("渡口\n", dialect="mine"),
        "models": lambda: edition.Model.named("mine"),
        "exporters": lambda: plugins.exporter("mine"),
    }
    if kind in asks:
        with pytest.raises(ValueError, match=said):
            asks[kind]()


@pytest.mark.parametrize(("kind", "name"), [("dialects", "taiwan"), ("models", "shipped"), ("exporters", "json"), ("readers", "pdf"), ("readers", "articles")])  # fmt: skip
def test_our_names_can_not_be_taken(kind: Kind, name: str, offer: Callable[..., None]) -> None:
    """What the package has itself is what is used."""
    offer(kind, Entry(name, _raises))
    [plugin] = plugins.plugins()
    assert plugin.problem == "the name is the package's own"
    assert edition.Dialect.named("taiwan") == edition.Dialect.named("taiwan")
    assert edition.Model.named("shipped") == edition.Model.shipped()


def test_two_packages_with_one_name_are_told(offer: Callable[..., None]) -> None:
    """Neither is used."""
    offer("dialects", Entry("mine", _raises, "a"), Entry("mine", _raises, "b"))
    assert {plugin.problem for plugin in plugins.plugins()} == {"the dialect 'mine' is offered by a 2.0 and b 2.0: uninstall one of them"}  # fmt: skip
    with pytest.raises(plugins.PluginError, match="uninstall one of them"):
        edition.parse("渡口\n", dialect="mine")


@pytest.mark.parametrize(("made", "said"), [(KeyError("x"), "failed: KeyError: 'x'"), (7, "wrote no text but a int")])  # fmt: skip
def test_an_exporter_that_fails_ends_in_a_line(
    made: object,
    said: str,
    offer: Callable[..., None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As everything that a command can't do."""
    offer("exporters", Entry("mine", _Writes(made)))
    (tmp_path / "01.txt").write_text(TEXT, "utf-8")
    assert main(["convert", str(tmp_path / "01.txt"), "--format", "mine"]) == 2
    assert f"of ours 2.0 {said}" in capsys.readouterr().err


def test_a_model_has_a_name(offer: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """One that a package brings is asked for by it, on the command line, too."""
    from tests.test_models import ODD, saved

    made = edition.Model.load(saved(tmp_path, ODD))
    offer("models", Entry("fenhe", lambda: made))
    assert edition.Model.named("fenhe") == made
    (tmp_path / "01.txt").write_text("渡口归船\n\n本报讯 末班船昨日停航。\n", "utf-8")
    assert main(["standoff", str(tmp_path / "01.txt"), "--model", "fenhe"]) == 0
    assert "fenhe" in capsys.readouterr().out
    assert main(["show", str(tmp_path / "01.txt"), "--model", "none"]) == 2
    assert "no model 'none'" in capsys.readouterr().err


def test_a_reader_whose_page_is_no_text_is_a_failure(offer: Callable[..., None], tmp_path: Path) -> None:  # fmt: skip
    """And stops nothing."""
    corpus = pytest.importorskip("edition.corpus")

    def read(data: bytes) -> list[object]:
        return ["渡口归船\n", 7] if data == b"2" else [data.decode()]

    offer("readers", Entry("srt", read))
    (tmp_path / "1.srt").write_bytes("末班船\n".encode())
    (tmp_path / "2.srt").write_bytes(b"2")
    found = [*corpus.read_pages(tmp_path, kind="srt")]
    assert [getattr(one, "text", None) or one.message for one in found] == ["末班船\n", "渡口归船\n", "the reader 'srt' of ours 2.0 read a page that is no str but a int"]  # fmt: skip
    with pytest.raises(ValueError, match="kind is one of"):
        corpus.read_pages(tmp_path, kind="none")
