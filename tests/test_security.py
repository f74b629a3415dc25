"""What the library does to the machine it runs on: nothing but what it is told to."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ISSUE = Path(__file__).resolve().parents[1] / "examples" / "fenhe-daily" / "2025-03-06"

#: Tells of everything that Python lets a hook know, once the library is at work.
PROGRAM = """
import json, os, sys

events = []
def hook(event, args):
    if event.partition(".")[0] in ("socket", "subprocess", "pickle", "ctypes", "urllib", "webbrowser", "http", "ftplib", "smtplib"):
        events.append((event, ""))
    elif event in ("os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "shutil.rmtree"):
        events.append((event, ""))
    elif event in ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown"):
        events.append((event, os.fspath(args[0])))
    elif event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        events.append(("open", os.fspath(args[0])))
sys.addaudithook(hook)

import edition
from edition.__main__ import main
from edition.formats import conll, html, json as json_format, jsonld, markdown, newsml, ninjs, nitf, standoff, tei, text

folder, out = sys.argv[1:]
issue = edition.read_edition(folder, limits=edition.Limits())
evil = edition.parse("__import__('os').system('true')\\n\\n本报讯 <!ENTITY x SYSTEM 'http://a.example/'>（下转第2版）\\n")
for source in (issue, evil, *issue.pages):
    for module in (conll, html, json_format, jsonld, markdown, newsml, ninjs, nitf, standoff, tei, text):
        module.dump(source)
    assert edition.from_json(edition.to_json(source)) == source
    assert edition.from_tei(edition.to_tei(source)) == source
    source.stories, source.diagnostics
page = issue.pages[0]
page.explain(page.articles[0])
str(edition.diff(page, page.remove(page.articles[0])))
str(edition.viz.page(page, evil)), str(edition.viz.issue(issue)), page._repr_html_()
assert events == [], events
assert main(["convert", folder, "--format", "json", "--output", out]) == 0
assert main(["view", folder, "--output", out]) == 0
sys.stdout.write("\\n" + json.dumps(events))
"""


def test_nothing_is_opened_started_or_written_but_what_was_told(tmp_path: Path) -> None:
    """No connection, no program, no pickle; and no file but the one that was named and the one beside it that becomes it."""
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-B", "-c", PROGRAM, str(ISSUE), str(out)],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    events = json.loads(done.stdout.splitlines()[-1])
    assert [event for event, _ in events] == [
        "open",
        "os.rename",
        "open",
        "os.chown",
        "os.chmod",
        "os.rename",
    ]
    assert {Path(name).parent for _, name in events} == {tmp_path}
    assert [*tmp_path.iterdir()] == [out]
