# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""Both themes of every page; with WENGERT_SCREENSHOTS=1 their pictures go to Documentation/studio."""

import os

import pytest
from playwright.sync_api import expect

from conftest import ROOT

FOLDER = ROOT / "Documentation" / "studio"


def explain(page):
    """In the middle of the reverse pass."""
    expect(page.locator(".position")).to_contain_text("9 /")


def train(page):
    """After some hundred rounds."""
    page.keyboard.press("Space")
    page.wait_for_function("() => Number(document.querySelector('[data-round]')?.dataset.round) >= 400", timeout=60_000)
    page.keyboard.press("Space")
    page.mouse.move(0, 0)


def compare(page):
    expect(page.locator("#cost")).to_have_attribute("data-counted", "network 100")


def learn(page):
    expect(page.locator("figure[data-embed='graph'] .open")).to_have_count(2)


def about(page):
    expect(page.locator("h1")).to_have_text("About Wengert Studio")


PAGES = {
    explain: "#explain?f=(x%2By)*(x%2B2*y)&v.x=2&v.y=3&step=9",
    train: "#train",
    compare: "#compare",
    learn: "#learn?page=6",
    about: "#about",
}


@pytest.mark.parametrize("prepare", PAGES, ids=lambda prepare: prepare.__name__)
def test_both_themes(studio, prepare):
    grounds = set()
    for scheme in ["light", "dark"]:
        page = studio.open(PAGES[prepare], scheme=scheme, motion="reduce")
        prepare(page)
        grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        if os.environ.get("WENGERT_SCREENSHOTS"):
            FOLDER.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=FOLDER / f"{prepare.__name__}-{scheme}.png")
    assert len(grounds) == 2
