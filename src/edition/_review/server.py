"""Serves the pages under review to the browser of the user who started the review, and to nobody else.

Other users of the computer, other pages in the browser and machines on the network may try to reach it. The defences:

- It listens on 127.0.0.1 only.
- Everything but the empty page needs a token of 32 random bytes. The browser gets it from the fragment of the address, which is never
  sent, and the address from a file that only its owner can read, so that no list of processes shows it.
- A request with another Host (DNS rebinding) or another Origin is refused. There is no CORS and no cookie, and bodies have to be JSON,
  which no form can send.
- The page runs one script and one style sheet, known by their hashes, and loads nothing.
- Requests are small and have to arrive within seconds, one per connection; the number of connections is bounded.
- Pages are addressed by number: no path comes from outside.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias, cast

from edition._review import document, state
from edition._review.folder import ConflictError, Folder
from edition._text.output import Refused
from edition.formats._json_text import values
from edition.formats.errors import FormatError

#: How many bytes a request's body may have.
LARGEST = 64 * 1024
#: How many connections there may be at a time.
CONNECTIONS = 16
#: For how many seconds a connection may say nothing, and how long a request may take to come.
IDLE, DEADLINE = 10.0, 30.0
#: The header that carries the token.
TOKEN = "X-Edition-Token"  # noqa: S105 - its name
_PAGE = re.compile(r"/pages/(0|[1-9][0-9]{0,5})")
#: What is said with each response: nothing is kept, sniffed, framed, or told to others.
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_Json: TypeAlias = Mapping[str, Any]


class RefusalError(Exception):
    """A request that is refused, with the HTTP status."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class ReviewServer(ThreadingHTTPServer):
    """Serves the pages of a folder until it is stopped."""

    daemon_threads = True

    def __init__(self, folder: Folder, lang: str | None = None) -> None:
        self.folder = folder
        self.lang = lang
        self.token = secrets.token_urlsafe(32)
        self.lock = threading.Lock()
        """Held while pages are read or changed."""
        self.ended = threading.Event()
        self.last = time.monotonic()
        self.idle, self.deadline = IDLE, DEADLINE
        self._room = threading.BoundedSemaphore(CONNECTIONS)
        super().__init__(("127.0.0.1", 0), Handler)

    def server_bind(self) -> None:
        """Bind without the DNS lookup that HTTPServer makes."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = cast("tuple[str, int]", self.server_address)

    @property
    def address(self) -> str:
        """Where the browser goes."""
        return f"http://127.0.0.1:{self.server_port}/#{self.token}"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread; drop the connection if there are too many."""
        if not self._room.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, then free the slot of the connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report bugs, but no broken connections."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: ReviewServer  # pyright: ignore[reportIncompatibleVariableOverride] - no other one has it
    server_version = "edition"
    sys_version = ""

    def setup(self) -> None:
        """Bound how long the request may take to arrive."""
        self._timer = threading.Timer(self.server.deadline, self._cut)
        self._timer.daemon = True
        self._timer.start()
        super().setup()
        self.connection.settimeout(self.server.idle)

    def finish(self) -> None:
        """The response is sent."""
        self._timer.cancel()
        super().finish()

    def _cut(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that is overridden
        """Write no log to the terminal."""

    def do_GET(self) -> None:
        """Send the empty page, the session or a page."""
        self._answered(self._get)

    def do_POST(self) -> None:
        """Apply a correction, or end the review."""
        self._answered(self._post)

    def _answered(self, answer: Callable[[], _Json | None]) -> None:
        """Send JSON, the empty page if there is none, or an error."""
        try:
            self._check_sender()
            told = answer()
        except RefusalError as problem:
            self._send(problem.status, {"error": str(problem)})
        except ConflictError:
            self._send(409, {"error": "the page is another one by now"})
        except state.NonsenseError as problem:
            self._send(400, {"error": str(problem)})
        except (ValueError, Refused) as problem:
            self._send(422, {"error": str(problem)})
        else:
            if told is None:
                self._write(200, "text/html", document.html(self.server.lang), document.policy())
            else:
                self._send(200, told)

    def _check_sender(self) -> None:
        """Refuse requests with another Host or Origin."""
        port = self.server.server_port
        hosts = self.headers.get_all("Host", [])
        if hosts not in ([f"127.0.0.1:{port}"], [f"localhost:{port}"]):
            raise RefusalError(421, "no such host")
        origins = self.headers.get_all("Origin", [])
        needed = self.command == "POST"
        if origins != [f"http://{hosts[0]}"] and (origins or needed):
            raise RefusalError(403, "another origin")

    def _check_token(self) -> None:
        told = self.headers.get(TOKEN, "")
        if not hmac.compare_digest(told.encode("utf-8", "replace"), self.server.token.encode()):
            raise RefusalError(403, "no token, or another")
        self.server.last = time.monotonic()

    def _get(self) -> _Json | None:
        if self.path == "/":
            return None
        self._check_token()
        self._timer.cancel()
        with self.server.lock:
            if self.path == "/session":
                return state.session(self.server.folder, self.server.lang)
            index = self._index()
            return state.page(self.server.folder, index, self.server.folder.page(index))

    def _post(self) -> _Json:
        self._check_token()
        asked = self._body()
        self._timer.cancel()
        if self.path == "/end":
            with self.server.lock:
                unsaved = self.server.folder.unsaved
            if unsaved:
                raise RefusalError(409, f"not saved: {', '.join(unsaved)}")
            self.server.ended.set()
            return {}
        index = self._index()
        with self.server.lock:
            return state.act(self.server.folder, index, asked)

    def _index(self) -> int:
        found = _PAGE.fullmatch(self.path)
        if found is None or int(found[1]) >= len(self.server.folder.names):
            raise RefusalError(404, "no such page")
        return int(found[1])

    def _body(self) -> state.Asked:
        """The JSON object in the body of the request."""
        kind = self.headers.get_all("Content-Type", [])
        if len(kind) != 1 or kind[0].replace(" ", "").lower() not in (
            "application/json",
            "application/json;charset=utf-8",
        ):
            raise RefusalError(415, "only application/json")
        sizes = self.headers.get_all("Content-Length", [])
        if len(sizes) != 1 or not re.fullmatch("[0-9]{1,9}", sizes[0]) or "Transfer-Encoding" in self.headers:  # fmt: skip
            raise RefusalError(411, "how long the body is has to be told")
        if int(sizes[0]) > LARGEST:
            raise RefusalError(413, "too much")
        try:
            asked = values(self.rfile.read(int(sizes[0])))
        except FormatError:
            raise RefusalError(400, "no JSON") from None
        if not isinstance(asked, dict):
            raise RefusalError(400, "no object")
        return asked

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002 - overridden
        """Send malformed requests the same short errors."""
        self._send(code, {"error": message or "not that"})

    def _send(self, status: int, told: _Json) -> None:
        # Lone surrogates are escaped, and everything else that a page of text could hold.
        self._write(status, "application/json", json.dumps(told).encode(), "default-src 'none'")

    def _write(self, status: int, kind: str, content: bytes, policy: str) -> None:
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Security-Policy", policy)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)
