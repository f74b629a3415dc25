"""A service: POST the text of a page, get it as JSON.

python on_asgi.py [PORT]

    curl --data-binary @page.txt http://127.0.0.1:8000/pages
    curl --data-binary @page.txt "http://127.0.0.1:8000/pages?format=standoff"
    curl http://127.0.0.1:8000/health

A parse holds the interpreter, and can't be stopped in a thread: each runs in a process of its own, which is ended when it takes too long. So many
run at a time as there are workers, so many more wait, and whoever comes then is told to come again (503). The body is counted while it comes in.
It listens on this machine alone; put a proxy with encryption and access rules before it.
"""

import asyncio
import multiprocessing
import os
import sys
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import edition
from edition.formats import json, jsonl, standoff

WORKERS = int(os.environ.get("EDITION_WORKERS", "2"))
WAITING = int(os.environ.get("EDITION_WAITING", "16"))
#: How long a page may take to come in, and to be parsed.
SECONDS = float(os.environ.get("EDITION_SECONDS", "10"))
BYTES = int(os.environ.get("EDITION_BYTES", str(4 * 2**20)))
FORMATS: dict[str, Callable[[edition.Page], str]] = {
    "json": json.dump,
    "jsonl": jsonl.dump,
    "standoff": standoff.dump,
}


def work(channel: Connection) -> None:
    """Parse what comes, until the service ends."""
    while True:
        form, text = channel.recv()
        channel.send_bytes(FORMATS[form](edition.parse(text)).encode())


class Worker:
    """A process that parses."""

    def __init__(self) -> None:
        spawning = multiprocessing.get_context("spawn")
        self.channel, theirs = spawning.Pipe()
        self.process = spawning.Process(target=work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def parse(self, form: str, text: str) -> bytes:
        """The document; waits for it. Raises EOFError or OSError if the process ends meanwhile."""
        self.channel.send((form, text))
        return self.channel.recv_bytes()

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()


class BusyError(Exception):
    """Everybody works, and enough are waiting."""


class Pool:
    """So many workers; one that takes too long is ended, and another takes its place."""

    def __init__(self) -> None:
        self.idle: asyncio.Queue[Worker] = asyncio.Queue()
        self.threads = ThreadPoolExecutor(2 * WORKERS)
        self.workers = {Worker() for _ in range(WORKERS)}
        self.waiting = 0
        for worker in self.workers:
            self.idle.put_nowait(worker)

    async def parse(self, form: str, text: str) -> bytes:
        """The document. Raises BusyError, TimeoutError, and EOFError or OSError for a worker that died."""
        if self.idle.empty() and self.waiting >= WAITING:
            raise BusyError
        self.waiting += 1
        try:
            worker = await self.idle.get()
        finally:
            self.waiting -= 1
        done = False
        try:
            running = asyncio.get_running_loop().run_in_executor(
                self.threads, worker.parse, form, text
            )
            document = await asyncio.wait_for(running, SECONDS)
            done = True
            return document
        finally:  # also where the one who asked has gone
            if not done:
                self.workers.remove(worker)
                worker.end()
                worker = Worker()
                self.workers.add(worker)
            self.idle.put_nowait(worker)

    def end(self) -> None:
        """End all."""
        for worker in self.workers:
            worker.end()
        self.threads.shutdown()


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Workers live as long as the service."""
    app.state.pool = Pool()
    yield
    app.state.pool.end()


def told(status: int, problem: str, **headers: str) -> Response:
    """What is wrong."""
    return JSONResponse({"error": problem}, status, headers)


async def body(request: Request) -> bytes | None:
    """The body; None for one that is too large, of which no more is read."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > BYTES:
            return None
    return bytes(data)


async def pages(request: Request) -> Response:
    """Parse a page."""
    form = request.query_params.get("format", "json")
    if form not in FORMATS:
        return told(400, f"format is one of {', '.join(FORMATS)}")
    try:
        data = await asyncio.wait_for(body(request), SECONDS)
        if data is None:
            return told(413, f"a page has at most {BYTES} bytes", connection="close")
        text = data.decode(request.query_params.get("encoding", "utf-8"))
        document = await request.app.state.pool.parse(form, text)
    except ClientDisconnect:
        return told(400, "the body ended early")
    except (UnicodeDecodeError, LookupError) as problem:
        return told(422, str(problem))
    except BusyError:
        return told(503, "busy", **{"retry-after": "1"})
    except TimeoutError:
        return told(504, f"more than {SECONDS:g} seconds", connection="close")
    except (EOFError, OSError):
        return told(500, "the worker ended")
    kind = "application/x-ndjson" if form == "jsonl" else "application/json"
    return Response(document, media_type=kind)


async def health(request: Request) -> Response:
    """Whether there is somebody to work, and how many wait."""
    pool: Pool = request.app.state.pool
    alive = sum(worker.process.is_alive() for worker in pool.workers)
    about = {"version": edition.__version__, "workers": alive, "waiting": pool.waiting}
    return JSONResponse(about, 200 if alive else 503)


app = Starlette(
    routes=[Route("/pages", pages, methods=["POST"]), Route("/health", health)], lifespan=lifespan
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]) if sys.argv[1:] else 8000)
