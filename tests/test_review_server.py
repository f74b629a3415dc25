"""The server of a review answers one person's browser, and nobody else: a test for each thing that others could try."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import re
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from edition._review import command, document, server
from edition._review.folder import Folder
from edition._review.server import TOKEN, ReviewServer
from edition._text.output import Output, Refused

TEXT = "渡口的灯又亮了\n\n本报讯（记者 陈立）青柯渡口的马灯昨晚又亮了。\n"
GET = [("GET", "/session"), ("GET", "/pages/0")]
POST = [("POST", "/pages/0"), ("POST", "/end")]


def serve(folder: Path) -> ReviewServer:
    def reader(name: str) -> str:
        try:
            return Path(name).read_bytes().decode()
        except OSError as problem:
            raise Refused(str(problem)) from None

    pages = Folder(sorted(folder.glob("*.txt")), None, "utf-8", reader)
    made = ReviewServer(pages)
    threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
    return made


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ReviewServer]:
    for name in ("01.txt", "02.txt"):
        (tmp_path / name).write_bytes(TEXT.encode())
    (tmp_path / "secret").write_bytes(b"secret")
    with serve(tmp_path) as made:
        yield made
        made.shutdown()


def ask(
    served: ReviewServer,
    method: str,
    path: str,
    body: object = None,
    *,
    without: tuple[str, ...] = (),
    **headers: str,
) -> tuple[int, dict[str, str], Any]:
    """Ask as our own page does, but for some headers."""
    port = served.server_port
    sent = {"Host": f"127.0.0.1:{port}", TOKEN: served.token}
    if method == "POST":
        sent |= {"Origin": f"http://127.0.0.1:{port}", "Content-Type": "application/json"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {name: value for name, value in sent.items() if name not in without}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    data = (
        body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
    )
    if method == "POST" and "Content-Length" not in without:
        sent.setdefault("Content-Length", str(len(data)))
    for name, value in sent.items():
        connection.putheader(name, value)
    connection.endheaders(data or None)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    told = dict(answer.getheaders())
    return answer.status, told, json.loads(content) if "json" in told["Content-Type"] else content


ROLE = {"do": "role", "to": "kicker", "start": 0, "end": 7, "revision": 0}


def test_what_our_own_page_asks_is_done(served: ReviewServer, tmp_path: Path) -> None:
    """The session, a page, a correction, the end; under both names of this machine."""
    status, _, told = ask(served, "GET", "/session")
    assert (status, [one["name"] for one in told["pages"]]) == (200, ["01.txt", "02.txt"])
    status, _, told = ask(served, "GET", "/pages/1")
    assert (status, told["rows"][0]["text"]) == (200, "渡口的灯又亮了")
    status, _, told = ask(served, "POST", "/pages/0", ROLE)
    assert (status, told["rows"][0]["role"], told["saved"]) == (200, "kicker", True)
    assert (tmp_path / "01.json").exists()
    there = f"localhost:{served.server_port}"
    status, _, _ = ask(served, "POST", "/end", {}, Host=there, Origin=f"http://{there}")
    assert status == 200
    assert served.ended.is_set()


def test_it_listens_on_this_machine_only(served: ReviewServer) -> None:
    """No other address of the machine answers."""
    assert served.socket.getsockname()[0] == "127.0.0.1"
    with socket.socket() as other, pytest.raises(OSError, match="refused"):
        other.connect(("127.0.0.2", served.server_port))


@pytest.mark.parametrize(("method", "path"), GET + POST)
@pytest.mark.parametrize("token", ["", "x", "é" * 43, None])
def test_a_token_is_asked_for(
    served: ReviewServer, method: str, path: str, token: str | None
) -> None:
    """Without it, with another, or with a part of it nothing is told and nothing done."""
    told = token if token is not None else served.token[:-1]
    headers: dict[str, Any] = {} if token == "" else {TOKEN: told.encode().decode("latin-1")}
    status, _, answer = ask(
        served, method, path, ROLE, without=() if headers else (TOKEN,), **headers
    )
    assert (status, list(answer)) == (403, ["error"])
    assert not served.ended.is_set()


def test_the_token_is_random_and_compared_in_constant_time(
    served: ReviewServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """32 bytes, others for each review, held against what was sent by what takes the same time for any."""
    with serve(tmp_path) as other:
        assert other.token != served.token
        other.shutdown()
    assert len(base64.urlsafe_b64decode(served.token + "=")) == 32
    seen: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, two: bytes) -> bool:
        seen.append((one, two))
        return one == two

    monkeypatch.setattr("hmac.compare_digest", compare)
    wrong: dict[str, Any] = {TOKEN: "wrong"}
    ask(served, "GET", "/session", **wrong)
    assert seen == [(b"wrong", served.token.encode())]


def test_the_token_is_in_the_fragment_and_in_no_answer(served: ReviewServer) -> None:
    """The browser sends it to nobody by itself: no path, no cookie, no page has it."""
    address = urlsplit(served.address)
    assert address.fragment == served.token
    assert served.token not in address._replace(fragment="").geturl()
    for path in ("/", "/session", "/pages/0", "/nothing"):
        _, headers, answer = ask(served, "GET", path)
        assert served.token not in f"{headers}{answer}"
        assert not {"Set-Cookie"} & headers.keys()


def test_the_browser_is_opened_through_a_file_of_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No argument of a program has the token, and nobody else can read the file, which goes with the review."""
    (tmp_path / "01.txt").write_bytes(TEXT.encode())
    seen: dict[str, Any] = {}

    def opened(address: str) -> bool:
        file = Path(urlsplit(address).path)
        seen["address"], seen["modes"] = address, [stat.S_IMODE(p.stat().st_mode) for p in (file, file.parent)]  # fmt: skip
        seen["content"] = file.read_text("utf-8")
        found = re.search(r'url=http://127\.0\.0\.1:(\d+)/#([\w-]{43})"', seen["content"])
        assert found
        seen["token"] = found[2]
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]))
        headers = {TOKEN: found[2], "Content-Type": "application/json", "Origin": f"http://127.0.0.1:{found[1]}"}  # fmt: skip
        connection.request("POST", "/end", "{}", headers)
        seen["status"] = connection.getresponse().status
        connection.close()
        return True

    monkeypatch.setattr("webbrowser.open", opened)
    printed = (tmp_path / "printed").open("w+", encoding="utf-8")
    asked = command.Request(str(tmp_path), None, "utf-8", None, open_browser=True)
    with printed:
        command.review(asked, lambda name: Path(name).read_text("utf-8"), Output(printed, False))
        printed.seek(0)
        told = printed.read()
    assert seen["status"] == 200
    if os.name != "nt":
        assert seen["modes"] == [0o600, 0o700]
    assert seen["token"] not in seen["address"]
    assert seen["token"] not in told
    assert "0 of 1 page done" in told
    assert not Path(urlsplit(seen["address"]).path).exists()


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), *GET, *POST])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost", "127.0.0.1:1", "127.0.0.1.evil.example:{}", "LOCALHOST:{}", "[::1]:{}", "user@127.0.0.1:{}", "", None])  # fmt: skip
def test_another_host_is_refused(
    served: ReviewServer, method: str, path: str, host: str | None
) -> None:
    """A name that leads here from elsewhere (DNS rebinding) is no name of ours."""
    if host is None:
        status, _, _ = ask(served, method, path, ROLE, without=("Host",))
    else:
        status, _, _ = ask(served, method, path, ROLE, Host=host.format(served.server_port))
    assert status == 421


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), *GET, *POST])
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "http://127.0.0.1", "https://127.0.0.1:{}", "http://localhost:{}", "http://127.0.0.1:{}/"])  # fmt: skip
def test_another_origin_is_refused(
    served: ReviewServer, method: str, path: str, origin: str
) -> None:
    """Whatever it asks, with the token too; and what writes has to tell its origin."""
    status, _, _ = ask(served, method, path, ROLE, Origin=origin.format(served.server_port))
    assert status == 403
    if method == "POST":
        assert ask(served, method, path, ROLE, without=("Origin",))[0] == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=gbk", "application/jsonp", ""])  # fmt: skip
def test_only_json_is_taken(served: ReviewServer, kind: str) -> None:
    """A form of another page could send anything else."""
    assert ask(served, "POST", "/pages/0", ROLE, Content_Type=kind)[0] == 415
    assert ask(served, "POST", "/pages/0", ROLE, without=("Content-Type",))[0] == 415
    assert ask(served, "POST", "/pages/0", ROLE, Content_Type="application/json; charset=UTF-8")[0] == 200  # fmt: skip


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "HEAD", "PATCH", "TRACE", "CONNECT", "GETS"])  # fmt: skip
def test_nothing_is_allowed_across_origins(served: ReviewServer, method: str) -> None:
    """No question whether it may be asked from elsewhere is answered, and no other method known."""
    with socket.create_connection(("127.0.0.1", served.server_port), timeout=20) as raw:
        head = f"{method} /pages/0 HTTP/1.1\r\nHost: 127.0.0.1:{served.server_port}\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n"
        raw.sendall(head.encode())
        answer = raw.makefile("rb").read().decode()
    assert answer.startswith("HTTP/1.0 501 ")
    assert "access-control" not in answer.lower()
    for asked in (GET[0], POST[0]):
        _, headers, _ = ask(served, *asked, ROLE)
        assert not [name for name in headers if name.lower().startswith("access-control")]


def test_the_page_can_do_nothing_but_its_work(served: ReviewServer) -> None:
    """One script and one style sheet, known by their hashes; nothing loaded, framed, sniffed, kept, told to others."""
    status, headers, content = ask(served, "GET", "/", without=(TOKEN,))
    assert status == 200
    parts = [part.split(maxsplit=1) for part in headers["Content-Security-Policy"].split(";")]
    policy = dict(parts)
    html = content.decode()
    for kind, name in (("script", "script-src"), ("style", "style-src")):
        [inside] = re.findall(f"<{kind}>(.*?)</{kind}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert policy.pop(name) == f"'sha256-{digest}'"
    assert policy == {
        "default-src": "'none'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    outside = re.sub("<(script|style)>.*?</.*?>", "", html, flags=re.DOTALL)
    assert not re.search(r"src=|href=| on\w+=|style=", outside)
    assert "渡口" not in html


@pytest.mark.parametrize("path", ["/", "/session", "/pages/0", "/nothing"])
def test_what_each_answer_says(served: ReviewServer, path: str) -> None:
    """That nothing of it is kept, sniffed, framed or told; and nothing of what runs here."""
    _, headers, _ = ask(served, "GET", path)
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Python" not in headers["Server"]


@pytest.mark.parametrize("path", ["/secret", "/01.txt", "/pages/01.txt", "/pages/../secret", "/pages/%2e%2e/secret", "/pages/2", "/pages/-1", "/pages/00", "/pages/0/", "/pages/0?x", "/pages/٠", "/pages/", "//secret", "/pages/99999999999"])  # fmt: skip
def test_files_are_asked_for_by_their_number(served: ReviewServer, path: str) -> None:
    """No path comes from outside, and no number without a page leads anywhere."""
    target = path.encode().decode("latin-1")
    with socket.create_connection(("127.0.0.1", served.server_port), timeout=20) as raw:
        raw.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{served.server_port}\r\n{TOKEN}: {served.token}\r\n\r\n".encode("latin-1"))  # fmt: skip
        answer = raw.makefile("rb").read()
    assert b" 404 " in answer.split(b"\r\n")[0]
    assert b"secret" not in answer


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (413, b"{}", {"Content_Length": str(server.LARGEST + 1)}),
        (411, b"{}", {"Content_Length": "-1"}),
        (411, b"{}", {"Content_Length": "x"}),
        (411, b"{}", {"Content_Length": "9" * 30}),
        (411, b"0\r\n\r\n", {"Transfer_Encoding": "chunked"}),
        (400, b"", {}),
        (400, b"[]", {}),
        (400, b"{", {}),
        (400, b"\xff", {}),
        (400, b"[" * 50_000, {}),
        (400, b'{"do": "role"}', {}),
        (422, json.dumps(ROLE | {"to": "headlne"}).encode(), {}),
        (409, json.dumps(ROLE | {"revision": 7}).encode(), {}),
    ],
)
def test_bodies_are_bounded_and_checked(
    served: ReviewServer, status: int, body: bytes, headers: dict[str, Any]
) -> None:
    """What is too much is not read, and what is nonsense not done."""
    assert ask(served, "POST", "/pages/0", body, **headers)[0] == status
    if status == 411:
        assert ask(served, "POST", "/pages/0", body, without=("Content-Length",))[0] == 411
    assert ask(served, "GET", "/pages/0")[2]["revision"] == 0


def test_headers_are_bounded(served: ReviewServer) -> None:
    """As many as there may be, and as long."""
    with socket.create_connection(("127.0.0.1", served.server_port), timeout=20) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 500 + b"\r\n")
        assert b" 431 " in raw.makefile("rb").read()
    with socket.create_connection(("127.0.0.1", served.server_port), timeout=20) as raw:
        raw.sendall(b"GET /" + b"x" * 70_000)
        assert b" 414 " in raw.makefile("rb").read()


def until_closed(connection: socket.socket) -> bytes:
    connection.settimeout(20)
    try:
        return connection.makefile("rb").read()
    except ConnectionResetError:
        return b""


def test_a_connection_that_says_nothing_is_closed(served: ReviewServer) -> None:
    """And so is one that says a little now and then, before its request is whole."""
    served.idle = 0.1
    with socket.create_connection(("127.0.0.1", served.server_port)) as silent:
        assert until_closed(silent) == b""
    served.idle, served.deadline = 5, 0.3
    with socket.create_connection(("127.0.0.1", served.server_port)) as slow:
        begun = time.monotonic()
        try:
            while time.monotonic() < begun + 20:
                slow.sendall(b"X")
                time.sleep(0.05)
        except OSError:
            pass
        else:
            pytest.fail("the connection is still open")


def test_one_request_a_connection(served: ReviewServer) -> None:
    """So that none is kept."""
    port = served.server_port
    request = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: keep-alive\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request * 3)
        assert until_closed(connection).count(b"HTTP/1.") == 1


def test_there_are_not_many_connections_at_a_time(served: ReviewServer) -> None:
    """What is beyond is closed at once; when there is room again, it is answered."""
    held = [socket.create_connection(("127.0.0.1", served.server_port)) for _ in range(server.CONNECTIONS)]  # fmt: skip
    closed = False
    for _ in range(100):
        with socket.create_connection(("127.0.0.1", served.server_port)) as more:
            more.settimeout(0.2)
            try:
                closed = more.recv(1) == b""
            except TimeoutError:
                closed = False
            except ConnectionResetError:
                closed = True
        if closed:
            break
    assert closed
    for one in held:
        one.close()
    for _ in range(100):
        try:
            assert ask(served, "GET", "/session")[0] == 200
            break
        except (http.client.RemoteDisconnected, ConnectionResetError):
            time.sleep(0.05)
    else:
        pytest.fail("there is no room again")


def test_a_page_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    """And the others are served."""
    (tmp_path / "01.txt").write_bytes(TEXT.encode())
    with serve(tmp_path) as made:
        (tmp_path / "01.txt").unlink()
        status, _, answer = ask(made, "GET", "/pages/0")
        assert (status, list(answer)) == (422, ["error"])
        made.shutdown()


def test_lone_surrogates_reach_the_browser(tmp_path: Path) -> None:
    """What UTF-8 has no bytes for is escaped in JSON."""
    file = tmp_path / "01.txt"
    file.write_bytes(b"")
    pages = Folder([file], None, "utf-8", lambda _: "渡口\ud800的\u2028灯\n")
    with ReviewServer(pages) as made:
        threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
        assert ask(made, "GET", "/pages/0")[2]["rows"][0]["text"] == "渡口\ud800的\u2028灯"
        made.shutdown()


def test_the_script_is_shipped_as_it_is_read() -> None:
    """Plain source, which no tool has made; and nothing in it makes markup of text."""
    script = document._script()
    assert "</script" not in script
    assert max(map(len, script.splitlines())) < 250
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|Function\(|import\(|\.srcdoc", script)  # fmt: skip
    assert "https:" not in script


def test_both_languages_say_everything() -> None:
    """Every text of the page is there in English and in Chinese, under the same names."""
    script = document._script()
    english, chinese = script[: script.index("  zh: {")], script[script.index("  zh: {") : script.index("};")]  # fmt: skip
    names = [sorted(re.findall(r"(?:^|[{,]) *(\w+): ", part.replace("en: {", "").replace("zh: {", ""), re.MULTILINE)) for part in (english[english.index("en: {") :], chinese)]  # fmt: skip
    assert names[0] == names[1]
    assert len(names[0]) > 50


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "edition", "review", "--no-open", *arguments],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip


def test_a_review_does_not_end_over_what_is_not_saved(served: ReviewServer, tmp_path: Path) -> None:
    """It names the pages; when they are saved, it ends."""
    (tmp_path / "01.json").write_bytes(b"{}")
    assert not ask(served, "POST", "/pages/0", ROLE)[2]["saved"]
    status, _, told = ask(served, "POST", "/end", {})
    assert (status, told) == (409, {"error": "not saved: 01.txt"})
    assert not served.ended.is_set()
    (tmp_path / "01.json").unlink()
    assert ask(served, "POST", "/pages/0", {"do": "save", "revision": 1})[2]["saved"]
    assert ask(served, "POST", "/end", {})[0] == 200


def test_what_is_not_saved_at_the_end_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pages are named, and the exit status is 1."""
    (tmp_path / "01.txt").write_bytes(TEXT.encode())
    (tmp_path / "01.json").write_bytes(b"{}")

    def opened(address: str) -> bool:
        content = Path(urlsplit(address).path).read_text("utf-8")
        found = re.search(r"http://127\.0\.0\.1:(\d+)/#([\w-]{43})", content)
        assert found
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]))
        headers = {TOKEN: found[2], "Content-Type": "application/json", "Origin": f"http://127.0.0.1:{found[1]}"}  # fmt: skip
        connection.request("POST", "/pages/0", json.dumps(ROLE), headers)
        assert connection.getresponse().status == 200
        connection.close()
        # As after half a day without a request.
        monkeypatch.setattr(command, "_FORGOTTEN", 0)
        return True

    monkeypatch.setattr("webbrowser.open", opened)
    asked = command.Request(str(tmp_path), None, "utf-8", None, open_browser=True)
    with (tmp_path / "printed").open("w+", encoding="utf-8") as printed:
        to = Output(printed, False)
        assert command.review(asked, lambda name: Path(name).read_text("utf-8"), to) == 1
        printed.seek(0)
        assert printed.read().endswith("01.txt: the last corrections could not be saved\n")
    assert (tmp_path / "01.json").read_bytes() == b"{}"


def test_what_can_not_be_reviewed(tmp_path: Path) -> None:
    """It is told in a line, before anything is opened."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "01.json").write_text("{}")
    for file, why in (("none.txt", "No such file"), ("empty", "contains no .txt files"), ("01.json", "pass the text file")):  # fmt: skip
        done = run(str(tmp_path / file))
        assert (done.returncode, done.stdout) == (2, "")
        assert why in done.stderr
        assert done.stderr.count("\n") == 1
