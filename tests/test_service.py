"""The service of docs/recipes/on_asgi.py, over the loopback interface."""

from __future__ import annotations

import http.client
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import edition

RECIPE = Path(__file__).resolve().parents[1] / "docs" / "recipes" / "on_asgi.py"
TEXT = "渡口归船\r\n\r\n本报讯（记者 陈立）汾河上的末班船昨日停航，两岸往来从此改走新桥。\r\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="a worker is stopped by a signal"),
]


class Service:
    """A service that runs."""

    def __init__(self, port: int, pid: int) -> None:
        self.port, self.pid = port, pid

    def ask(self, method: str, path: str, data: object = None, **headers: str) -> tuple[int, bytes]:
        """The status, and the body of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, data, headers)  # type: ignore[arg-type]
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def post(self, text: str = TEXT, query: str = "") -> tuple[int, bytes]:
        """A page, parsed."""
        return self.ask("POST", f"/pages{query}", text.encode())

    def workers(self) -> list[Any]:
        """Its processes that parse."""
        psutil = pytest.importorskip("psutil")
        below = psutil.Process(self.pid).children()
        return [one for one in below if any("spawn_main" in word for word in one.cmdline())]


@contextmanager
def running(**variables: str) -> Iterator[Service]:
    """A service on a port that is free."""
    for module in ("starlette", "uvicorn"):
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")
    path = {"PYTHONPATH": os.pathsep.join([str(Path(edition.__file__).parents[1]), *sys.path])}
    process = subprocess.Popen(
        [sys.executable, str(RECIPE), "0"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
        text=True, env=os.environ | path | variables,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        for line in process.stderr:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                break
        else:
            pytest.fail("the service did not start")
        # Nobody reads on otherwise, and it would wait for that.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield Service(int(found[1]), process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        finally:
            process.kill()
            process.wait()
            process.stderr.close()


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running(EDITION_BYTES="100000", EDITION_SECONDS="60") as one:
        yield one


def test_a_text_is_answered_with_its_page(service: Service) -> None:
    """Exactly, in each of its formats."""
    page = edition.parse(TEXT)
    assert service.post() == (200, edition.to_json(page).encode())
    status, data = service.post(query="?format=standoff")
    assert (status, json.loads(data)) == (200, edition.to_standoff(page))
    status, data = service.post(query="?format=jsonl")
    assert [json.loads(line)["headline"] for line in data.splitlines()] == ["渡口归船"]
    status, data = service.ask("POST", "/pages?encoding=gb18030", TEXT.encode("gb18030"))
    assert edition.from_json(data) == page
    assert service.post("")[0] == 200


def test_what_is_wrong_is_told(service: Service) -> None:
    """By the status, and in a word."""
    assert service.post(query="?format=docx")[0] == 400
    assert service.ask("POST", "/pages", b"\xff\xfe")[0] == 422
    assert service.ask("POST", "/pages?encoding=martian", b"a")[0] == 422
    assert service.ask("GET", "/pages")[0] == 405
    status, data = service.ask("GET", "/health")
    assert (status, json.loads(data)) == (200, {"version": edition.__version__, "workers": 2, "waiting": 0})  # fmt: skip


def test_a_body_is_counted_while_it_comes_in(service: Service) -> None:
    """One that does not say how long it is, too: nothing of it is kept, and the next is answered."""

    def endless() -> Iterator[bytes]:
        for _ in range(1000):
            yield b"a" * 10_000

    try:
        status, _ = service.ask("POST", "/pages", endless())
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has hung up before the client was done
    else:
        assert status == 413
    assert service.ask("POST", "/pages", b"a" * 100_001)[0] == 413
    assert service.post()[0] == 200


def test_many_at_a_time_are_answered(service: Service) -> None:
    """Two hundred pages from eight clients: each gets its own."""

    def ask(n: int) -> bool:
        text = f"渡口第{n}班船归来\n\n本报讯 汾河上的末班船昨日停航。\n"
        return service.post(text) == (200, edition.to_json(edition.parse(text)).encode())

    with ThreadPoolExecutor(8) as clients:
        assert all(clients.map(ask, range(200)))


def test_a_worker_that_takes_too_long_is_ended() -> None:
    """Another takes its place, and the next page is answered."""
    with running(EDITION_SECONDS="8", EDITION_WORKERS="1", EDITION_WAITING="1") as service:
        assert service.post()[0] == 200
        [worker] = service.workers()
        worker.suspend()
        with ThreadPoolExecutor(3) as clients:
            answers = Counter(
                status for status, _ in clients.map(lambda _: service.post(), range(3))
            )
        # One has the worker, one waits for the next one, and there may be no room for a third.
        assert answers[504] == 1
        assert answers[504] + answers[503] + answers[200] == 3
        assert not worker.is_running()
        assert service.workers() != [worker]
        assert service.post()[0] == 200


def test_a_worker_that_dies_is_replaced() -> None:
    """Whoever asked it is told, and nobody else."""
    with running(EDITION_WORKERS="1", EDITION_SECONDS="60") as service:
        [worker] = service.workers()
        worker.kill()
        assert service.post()[0] == 500
        assert service.post()[0] == 200
