"""Ctrl-C and SIGTERM: whenever they come, a run ends with one line, and goes on where it was with --resume."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("charset_normalizer")
if os.name != "posix":
    pytest.skip("signals of POSIX", allow_module_level=True)

TEXT = "河堤步道今日开放\n\n本报讯（记者 陈立）汾河西岸的步道今日开放。\n"
PAGES = 200
#: Moments of a run, by what Python tells of the modules that it has loaded, of the parent's and its processes'.
LOADED = [("argparse", 1), ("edition._render.outline", 1), ("edition.corpus._command", 1), ("pyarrow.parquet", 1),
          ("multiprocessing.forkserver", 1), ("edition", 2), ("edition", 3)]  # fmt: skip


def folder(tmp_path: Path) -> Path:
    """Pages that make some parts."""
    (tmp_path / "in").mkdir()
    for n in range(PAGES):
        (tmp_path / "in" / f"{n:03}.txt").write_text(f"{TEXT}第{n}页", encoding="utf-8")
    return tmp_path / "in"


def start(pages: Path, out: Path, *options: str, python: tuple[str, ...] = ()) -> subprocess.Popen[str]:  # fmt: skip
    """``edition corpus`` as a group of processes of its own."""
    command = [sys.executable, *python, "-m", "edition", "corpus", str(pages), str(out), "--part", "20", *options]  # fmt: skip
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
        start_new_session=True, env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip


def stop(running: subprocess.Popen[str], number: int, *, group: bool) -> None:
    """Send a signal as a terminal does, to the group, or as ``kill`` does, to one."""
    if group:
        os.killpg(running.pid, number)
    else:
        running.send_signal(number)


def is_resumable(pages: Path, out: Path) -> bool:
    """Whether a run goes on to the end, and no page is lost or doubled."""
    done = start(pages, out, "--workers", "1", "--resume")
    assert done.communicate()[1] == ""
    assert done.returncode == 0
    rows = pq.read_table(sorted((out / "pages").iterdir()), columns=["id"]).to_pylist()
    return [row["id"] for row in rows] == sorted(str(path) for path in pages.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("group", [True, False])
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("parts", [0, 2])
def test_a_signal_while_parts_are_written(
    parts: int, workers: str, group: bool, number: int, tmp_path: Path
) -> None:
    pages, out = folder(tmp_path), tmp_path / "out"
    running = start(pages, out, "--workers", workers)
    manifest = out / "manifest.jsonl"
    while not manifest.exists() or manifest.read_bytes().count(b"\n") < parts + 1:
        assert running.poll() is None
    stop(running, number, group=group)
    said = running.communicate()[1]
    assert running.returncode == 128 + number, said
    assert said.count("\n") == 1, said
    assert "stopped " in said
    assert not list(out.rglob("*.tmp"))
    assert is_resumable(pages, out)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("group", [True, False])
@pytest.mark.parametrize(("module", "time"), LOADED)
def test_a_signal_while_modules_are_loaded(
    module: str, time: int, group: bool, number: int, tmp_path: Path
) -> None:
    """From when the command begins to load; before that nothing of it could say a word."""
    pages, out = folder(tmp_path), tmp_path / "out"
    with start(pages, out, "--workers", "2", python=("-X", "importtime")) as running:
        assert running.stderr is not None
        for line in running.stderr:
            time -= line.startswith("import time:") and line.split("|")[-1].strip() == module
            if time == 0:
                break
        else:
            pytest.fail(f"{module} is not loaded")
        stop(running, number, group=group)
        rest = running.stderr.read()
    said = [line for line in rest.splitlines() if not line.startswith("import time:")]
    assert running.returncode == 128 + number, said
    assert len(said) == 1, said
    assert said[0].startswith("edition: ")
    assert "stopped " in said[0]
    if out.exists():
        assert is_resumable(pages, out)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_signal_to_a_worker_alone_costs_nothing(number: int, tmp_path: Path) -> None:
    """Its part is made by another process."""
    psutil = pytest.importorskip("psutil")
    pages, out = folder(tmp_path), tmp_path / "out"
    running = start(pages, out, "--workers", "2")
    while not (out / "manifest.jsonl").exists() or (out / "manifest.jsonl").read_bytes().count(b"\n") < 2:  # fmt: skip
        assert running.poll() is None
    family = psutil.Process(running.pid).children(recursive=True)
    workers = [each for each in family if each.parent() is not None and each.parent().pid != running.pid]  # fmt: skip
    workers[0].send_signal(number)
    said = running.communicate()[1]
    assert (running.returncode, said) == (0, "")
    rows = pq.read_table(sorted((out / "pages").iterdir()), columns=["id"]).to_pylist()
    assert [row["id"] for row in rows] == sorted(str(path) for path in pages.iterdir())


def test_a_signal_in_the_background_stays_ignored(tmp_path: Path) -> None:
    """As ``nohup`` and a shell's ``&`` have it."""
    code = (
        "import signal; from edition import _signals\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "_signals.end_at_once(); signal.raise_signal(signal.SIGINT)\n"
        "with _signals.stoppable(): signal.raise_signal(signal.SIGINT)\n"
        "print('on'); signal.raise_signal(signal.SIGTERM)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert done.stdout in ("on\n", "")
    assert done.returncode == -signal.SIGTERM or done.returncode == 128 + signal.SIGTERM
