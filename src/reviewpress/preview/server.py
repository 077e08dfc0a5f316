"""Serve a previewed site to browsers on this machine, and to nobody else.

Only the loopback interface is bound; a request whose Host header names another host is refused,
since a foreign page could have its own name lead here. Nothing outside the site is ever read.
"""

from __future__ import annotations

import json
import mimetypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from reviewpress.errors import SettingsError
from reviewpress.preview.state import State

HOST = "127.0.0.1"
OWN = "/.reviewpress/"
_WAIT_SECONDS = 20.0
_SCRIPT = f'<script src="{OWN}reload.js" defer></script>'
_EMPTY = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><main><h1>{title}</h1></main></body></html>"
)
# Windows and some Linux systems map these wrongly or not at all.
_TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".wasm": "application/wasm"}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, site: Path, state: State) -> None:
        self.site, self.state = site, state
        super().__init__((HOST, port), _Handler)
        names = (HOST, "localhost")
        self.hosts = frozenset(f"{name}:{self.server_port}" for name in names)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of browsers that left before they were answered, as reloading ones do."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "reviewpress", ""

    def do_GET(self) -> None:
        """Answer with a page, a file, or how the preview stands."""
        if self.headers.get("Host", "").lower() not in self.server.hosts:
            self._send(HTTPStatus.FORBIDDEN, b"This server answers to this machine only.\n")
            return
        address = urlsplit(self.path)
        path = unquote(address.path)
        if path == f"{OWN}state":
            self._send_state(parse_qs(address.query).get("seen", ["-1"])[0])
        elif path == f"{OWN}reload.js":
            script = resources.files("reviewpress.preview") / "reload.js"
            self._send(HTTPStatus.OK, script.read_bytes(), "text/javascript")
        else:
            self._send_file(path)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def _send_state(self, seen: str) -> None:
        number = int(seen) if seen.isdecimal() else -1
        report = self.server.state.after(number, timeout_seconds=_WAIT_SECONDS)
        self._send(HTTPStatus.OK, json.dumps(asdict(report)).encode(), "application/json")

    def _send_file(self, path: str) -> None:
        file = find(self.server.site, path)
        if file is None:
            page = _EMPTY.format(title="There is no such page in the preview")
            self._send_page(HTTPStatus.NOT_FOUND, page.encode())
        elif file.is_dir():
            self._redirect(f"{self.path.partition('?')[0]}/")
        elif file.suffix == ".html":
            self._send_page(HTTPStatus.OK, file.read_bytes())
        else:
            guessed = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
            self._send(HTTPStatus.OK, file.read_bytes(), guessed or "application/octet-stream")

    def _send_page(self, status: HTTPStatus, page: bytes) -> None:
        shown = page.replace(b"</head>", f"{_SCRIPT}</head>".encode(), 1)
        self._send(status, shown, "text/html")

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        # One slash only: two would name another host.
        self.send_header("Location", f"/{path.lstrip('/')}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, content: bytes, kind: str = "text/plain") -> None:
        is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal is for what happens to the review."""


def find(site: Path, path: str) -> Path | None:
    """Return the file, or the folder to redirect to, that a path of a request names.

    Args:
        site: Folder of the site.
        path: Decoded path of a request.

    Returns:
        None where there is none, or it lies outside the site, by dots or by a symbolic link.
    """
    if "\0" in path or "\\" in path:
        return None
    root = site.resolve()
    found = root.joinpath(path.lstrip("/")).resolve()
    if not found.is_relative_to(root):
        return None
    if found.is_dir() and path.endswith("/"):
        found /= "index.html"
    return found if found.is_dir() or found.is_file() else None


@contextmanager
def serve(site: Path, state: State, *, port: int) -> Iterator[str]:
    """Serve `site` while the block runs, and give the address.

    Args:
        site: Folder of the site; it may be filled later.
        state: Told to pages, which reload or show what went wrong.
        port: Port of the loopback interface; 0 takes a free one.

    Raises:
        SettingsError: The port is taken.
    """
    try:
        server = _Server(port, site, state)
    except OSError as error:
        raise SettingsError(
            f"port {port} cannot be used: {(error.strerror or str(error)).lower()}",
            hint="take another one: reviewpress preview --port 0",
        ) from error
    thread = threading.Thread(target=server.serve_forever, name="preview", daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
