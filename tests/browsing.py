"""Open pages in the Chromium of this machine, for the tests of what readers can do with a site."""

from __future__ import annotations

import functools
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_PATIENCE_SECONDS = 20
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-quic"),
)


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, and give the address."""
    handler = functools.partial(_Handler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chromium(*, is_needed: bool = False) -> Iterator[Browser]:
    """Start the system's Chromium; where there is none, skip, or fail if it `is_needed`."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        (pytest.fail if is_needed else pytest.skip)("no Chromium on this machine")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def tab(browser: Browser, address: str, **context: Any) -> Iterator[Page]:
    """Open a page at `address`; what goes wrong in its scripts or policy fails the test.

    Args:
        browser: The browser.
        address: Where to go first.
        context: What kind of reader it is: `viewport`, `color_scheme`, `java_script_enabled`.
    """
    options: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, **context}
    own = browser.new_context(reduced_motion="reduce", **options)
    faults: list[str] = []
    try:
        page = own.new_page()
        page.set_default_timeout(1000 * _PATIENCE_SECONDS)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: (
                faults.append(f"{message.text} {message.location['url']}")
                if message.type == "error"
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(_local(address)) else faults.append(request.url)
            ),
        )
        page.goto(address)
        yield page
    finally:
        own.close()
    if faults:
        pytest.fail("\n".join(faults))


def loaded(browser: Browser, address: str) -> dict[str, int]:
    """Return what a page loads before anything is touched, with the bytes of each."""
    sizes: dict[str, int] = {}
    with tab(browser, "about:blank") as page:
        page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
        page.goto(address, wait_until="networkidle")
    return sizes


def until(page: Page, expression: str) -> None:
    """Wait until a JavaScript expression is true.

    Playwright's own `wait_for_function` calls `eval` in the page, which our policy forbids.
    """
    end = time.monotonic() + _PATIENCE_SECONDS
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never came true: {expression}"
        page.wait_for_timeout(20)


def slow_down(page: Page, times: float) -> None:
    """Let the page's processor be so many times slower, as on an old phone or a busy machine."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": times})


def _local(address: str) -> tuple[str, ...]:
    """Return how the addresses begin that a page may ask for."""
    if not address.startswith("http"):
        return ("",)
    return ("/".join(address.split("/")[:3]) + "/", "data:", "blob:")
