# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The page About, and what every page has: its "?", its keys, colours of the system, and paper."""

import json
import re

import pytest
from playwright.sync_api import expect

from conftest import ROOT

WORKED = "#explain?f=(x%2By)*(x%2B2*y)&v.x=2&v.y=3"


def test_about_says_what_it_is(studio):
    page = studio.open("#about")
    expect(page).to_have_title("About · Wengert Studio")
    expect(page.locator("nav [aria-current=page]")).to_have_text("About")
    for method in ["Symbolic", "Finite differences", "Forward mode", "Reverse mode"]:
        assert page.locator("dt", has_text=method).count() == 1
    expect(page.locator("main")).to_contain_text("Apache 2.0 with the Swift exception")
    expect(page.locator("main")).to_contain_text("works offline, sends nothing anywhere")


def test_the_snippet_is_that_of_the_readme(studio):
    """The examples of the README are compiled by Scripts/check-examples."""
    snippet = studio.open("#about").locator("#snippet").inner_text()
    assert len(snippet.strip().split("\n")) == 10
    assert snippet.strip() in (ROOT / "README.md").read_text()


def test_the_requests_are_those_of_the_engine(studio):
    page = studio.open("#about")
    request, answer = page.locator("pre").nth(1).inner_text().strip().split("\n")
    found = page.evaluate("""async (request) => {
      const worker = new Worker(URL.createObjectURL(new Blob([document.getElementById("worker-source").textContent])));
      worker.postMessage({ module: document.getElementById("module-source").textContent });
      return new Promise((resolve) => {
        worker.onmessage = ({ data }) => data.json && resolve(data.json);
        worker.postMessage(request);
      });
    }""", json.loads(request))
    assert found == json.loads(answer)
    readme = (ROOT / "Studio" / "README.md").read_text()
    names = page.locator("table code").all_inner_texts()
    assert len(names) >= 10
    for name in names:
        assert f'"op": "{name}"' in readme


def test_links_of_about_lead_to_the_pages(studio):
    page = studio.open("#about")
    page.locator("article a", has_text="More").nth(3).click()
    expect(page.locator("article")).to_contain_text("Page 7 of 10")
    page.go_back()
    expect(page.locator("h1")).to_have_text("About Wengert Studio")


@pytest.mark.parametrize("address", ["#explain", "#train", "#compare", "#learn", "#about"])
def test_the_key_of_help_lists_keys(studio, address):
    page = studio.open(address)
    page.locator("main").focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("this list")
    if address == "#train":
        expect(dialog).to_contain_text("one batch forward")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


@pytest.mark.parametrize("address, least", [("#explain", 6), ("#train", 5), ("#compare", 5)])
def test_every_card_explains_its_controls(studio, address, least):
    page = studio.open(address)
    buttons = page.get_by_role("button", name="Explain these controls")
    assert buttons.count() >= least
    for index in range(buttons.count()):
        button = buttons.nth(index)
        card = button.locator("xpath=ancestor::section[contains(@class, 'card')][1]")
        assert card.locator(".hint:visible").count() == 0
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        assert card.locator(".hint:visible").count() >= 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    buttons.first.press("Enter")
    expect(buttons.first).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("address", ["#explain", "#compare"])
def test_every_control_is_explained(studio, address):
    """Each control in a card that is not a step, a number of the chart or a tab has its name in a hint."""
    page = studio.open(address)
    for button in page.get_by_role("button", name="Explain these controls").all():
        button.click()
    said = page.locator(".hint:visible").all_inner_texts()
    text = " ".join(said).lower()
    for name in {"#explain": ["split uses", "share equal parts", "quiz", "speed", "examples", "slider", "export", "output",
                              "forward, reverse", "steps", "tape", "symbolic", "dual", "differences", "cost", "axes", "ulp", "step h"],
                 "#compare": ["derivative in", "product with v", "drawn", "memory", "time", "cells", "chart", "function"]}[address]:
        assert name in text, name


def test_colours_of_the_system(studio):
    page = studio.open(WORKED, forced_colors="active")
    forced = page.evaluate("""() => {
      const probe = document.body.appendChild(document.createElement("i"));
      const color = (value) => { probe.style.color = value; return getComputedStyle(probe).color; };
      const of = (name) => color(`var(${name})`);
      return [["--ink", "CanvasText"], ["--surface", "Canvas"], ["--forward", "LinkText"], ["--edge", "CanvasText"]]
        .map(([name, system]) => of(name) === color(system));
    }""")
    assert forced == [True] * 4
    pressed = page.locator(".modes [aria-pressed=true]")
    assert pressed.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    # Colours that are data stay what they are.
    page = studio.open("#train", forced_colors="active")
    assert page.locator(".color").nth(4).evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(0, 114, 178)"


def test_paper_shows_the_whole_sheet(studio):
    page = studio.open(WORKED + "&tab=tape&step=3")
    assert page.locator(".sheet > *").count() == 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    sheet = page.locator(".sheet")
    assert sheet.locator("h2").all_inner_texts() == ["Steps", "Tape", "Symbolic", "Dual", "Differences", "Cost"]
    found = re.sub(r"[\s\u2061\u2062]+", "", sheet.text_content())
    for part in ["d2+=d4*2", "productrule", "2x+3y", "expand", "41.31−40", "4operations(2additions,2multiplications)"]:
        assert part in found
    # Every step has its row, on paper without a scroll bar.
    assert sheet.locator(".steps tbody tr").count() == 14
    assert sheet.locator(".steps tbody tr td").count() == 14 * 4
    assert sheet.locator(".steps").evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator(".transport")).to_be_hidden()
    expect(page.locator(".answers")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert page.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size === document.querySelectorAll('[id]').length")
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".sheet > *").count() == 0
    expect(page.locator("#panel")).to_be_visible()


def test_paper_keeps_the_secret_of_a_quiz(studio):
    page = studio.open(WORKED + "&quiz=1&step=6")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert "18" not in page.locator(".sheet").inner_text()


def test_a_printed_file(studio):
    page = studio.open(WORKED)
    short = len(re.findall(rb"/Type\s*/Page\b", page.pdf()))
    assert short >= 3
    # Chromium tells the page when it is done.
    page.wait_for_function("document.querySelectorAll('.sheet > *').length === 0")
