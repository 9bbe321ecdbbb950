# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""Opens the built page, studio.html, in headless Chromium; `Scripts/test-studio` runs these tests."""

import functools
import http.server
import os
import pathlib
import threading

import pytest
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = pathlib.Path(os.environ.get("WENGERT_STUDIO", ROOT / "studio.html"))
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def origin():
    """The address of a server of the built page on this machine."""
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    handler = functools.partial(Quiet, directory=PAGE.parent)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{PAGE.name}"
    server.shutdown()


class Studio:
    """Opens pages, and remembers what went wrong in them."""

    def __init__(self, browser, origin):
        self.browser, self.origin = browser, origin
        self.contexts, self.problems = [], []

    def open(self, address="#explain", *, served=False, width=1280, height=900, scheme="light",
             motion="no-preference", **options):
        """A page at an address within the Studio, once it shows its first result."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme,
            reduced_motion=motion, accept_downloads=True, **options)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: message.type in ("error", "warning")
                and self.problems.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        base = self.origin if served else PAGE.as_uri()
        page.on("request", lambda request: request.url.split("#")[0] != base
                and not request.url.startswith(("data:", "blob:"))
                and self.problems.append(f"request: {request.url}"))
        page.goto(base + address)
        page.wait_for_selector("main[data-ready]", state="attached")
        return page


@pytest.fixture
def studio(browser, origin):
    studio = Studio(browser, origin)
    yield studio
    for context in studio.contexts:
        context.close()
    assert studio.problems == []
