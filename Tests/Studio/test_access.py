# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""For everybody: contrast, names, keyboard, narrow screens, and less motion, on every page."""

import re

import pytest
from playwright.sync_api import expect

PAGES = {
    "explain": "#explain?f=(x%2By)*(x%2B2*y)&v.x=2&v.y=3&step=9",
    "train": "#train",
    "compare": "#compare?f=x*y%2C+x%2Fy&v.x=3&v.y=4",
    "learn": "#learn?page=6",
    "about": "#about",
}

AUDIT = r"""
(() => {
  const pixel = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const known = new Map();
  /** Any CSS colour as [r, g, b, alpha]. */
  const rgba = (color) => {
    if (!known.has(color)) {
      pixel.clearRect(0, 0, 1, 1);
      pixel.fillStyle = color;
      pixel.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
      known.set(color, [r, g, b, a / 255]);
    }
    return known.get(color);
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const light = (c) => c.slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => { const [l, m] = [light(a), light(b)].sort((x, y) => y - x); return (l + 0.05) / (m + 0.05); };
  const chain = (element) => { const all = []; for (let e = element; e; e = e.parentElement) all.push(e); return all; };
  const opacity = (element) => chain(element).reduce((product, e) => product * Number(getComputedStyle(e).opacity), 1);

  /** What is painted behind an element: the grounds of those around it, and shapes drawn before it in a picture. */
  const ground = (element) => {
    let layers = [];
    for (const e of chain(element)) {
      const style = getComputedStyle(e);
      if (e instanceof SVGElement && e.parentElement) {
        const box = element.getBoundingClientRect(), [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        for (let before = e.previousElementSibling; before; before = before.previousElementSibling) {
          if (!["rect", "circle"].includes(before.localName)) continue;
          const area = before.getBoundingClientRect(), fill = getComputedStyle(before).fill;
          if (fill !== "none" && area.left <= x && x <= area.right && area.top <= y && y <= area.bottom) layers.push(rgba(fill));
        }
      }
      layers.push(rgba(style.backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    layers.push(rgba(getComputedStyle(document.documentElement).colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches ? "#121212" : "#fff"));
    return layers.reduceRight((below, layer) => over(layer, below));
  };
  const isShown = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !e.closest(".unseen, .skip:not(:focus)");
  const isOff = (e) => Boolean(e.closest(":disabled, [aria-disabled=true], [inert]"));
  const describe = (e) => `${e.localName}${e.id ? `#${e.id}` : ""}${typeof e.className === "string" && e.className ? `.${e.className.split(" ").join(".")}` : ""} “${(e.textContent || e.value || "").trim().slice(0, 40)}”`;

  window.contrasts = (root = document.body) => {
    const bad = [], seen = new Map();
    const check = (element, color, size, weight) => {
      const below = ground(element);
      const text = rgba(color);
      const shown = over([...text.slice(0, 3), text[3] * opacity(element)], below);
      const needed = size >= 24 || (size >= 18.66 && weight >= 700) ? 3 : 4.5;
      const ratio = contrast(shown, below);
      if (ratio < needed - 0.005) bad.push(`${describe(element)} ${color} on ${below.slice(0, 3).map(Math.round)}: ${ratio.toFixed(2)}`);
    };
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let count = 0;
    while (walker.nextNode()) {
      const node = walker.currentNode, element = node.parentElement;
      if (!node.textContent.trim() || ["SCRIPT", "STYLE", "OPTION", "TITLE", "title", "NOSCRIPT"].includes(element.tagName)) continue;
      if (seen.has(element) || !isShown(element) || isOff(element)) continue;
      seen.set(element, true);
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const style = getComputedStyle(element);
      const isPicture = element instanceof SVGElement;
      if (isPicture && style.fill === "none") continue;
      count += 1;
      check(element, isPicture ? style.fill : style.color, parseFloat(style.fontSize), Number(style.fontWeight));
    }
    for (const element of root.querySelectorAll("select, input:not([type=range], [type=checkbox], [type=radio], [type=color], [type=file]), textarea")) {
      if (!isShown(element) || isOff(element)) continue;
      const style = getComputedStyle(element);
      count += 1;
      check(element, style.color, parseFloat(style.fontSize), Number(style.fontWeight));
    }
    return { bad, count };
  };

  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [role=tab], [role=button]";
  const nameOf = (e) => {
    const by = (e.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    const labels = [...(e.labels ?? [])].map((label) => [...label.childNodes].filter((n) => n !== e).map((n) => n.textContent).join(" ")).join(" ");
    const isField = ["INPUT", "SELECT", "TEXTAREA"].includes(e.tagName);
    return [by, e.getAttribute("aria-label"), labels, isField ? "" : e.textContent, e.getAttribute("title")].map((t) => (t ?? "").trim()).find(Boolean) ?? "";
  };
  window.nameless = () => [...document.querySelectorAll(controls)].filter((e) => isShown(e) && e.id !== "main" && e.getAttribute("tabindex") !== "-1" && !nameOf(e)).map(describe);
  window.twins = () => [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i);
  window.headings = () => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((e) => e.checkVisibility()).map((e) => Number(e.localName[1]));
  window.reachable = () => {
    const all = [...document.querySelectorAll(controls)].filter((e) => e.tabIndex >= 0 && isShown(e) && !isOff(e) && e.getAttribute("tabindex") !== "-1");
    // Of several radio buttons of a name, Tab reaches the chosen one.
    return all.filter((e) => e.type !== "radio" || e.checked || !document.querySelector(`input[name="${e.name}"]:checked`));
  };
  window.focusIsVisible = () => {
    const style = getComputedStyle(document.activeElement);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  window.describe = describe;
})()
"""


def opened(studio, name, **options):
    page = studio.open(PAGES.get(name, name), **options)
    page.evaluate(AUDIT)
    return page


def assert_contrast(page, at_least=10):
    result = page.evaluate("contrasts()")
    assert result["bad"] == []
    assert result["count"] >= at_least


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_contrast_and_width(studio, name, scheme, width):
    page = opened(studio, name, scheme=scheme, width=width)
    assert_contrast(page, 20)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # The name of a page in the address is not also the name of a place in it.
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_in_the_tabs_of_explain(studio, scheme):
    page = opened(studio, "explain", scheme=scheme)
    tabs = page.get_by_role("tab")
    for index in range(tabs.count()):
        tabs.nth(index).click()
        expect(tabs.nth(index)).to_have_attribute("aria-selected", "true")
        assert_contrast(page)
    page.locator("#expression").fill("(x + ")
    # What is out of date then is dimmed; the message is not.
    expect(page.locator("#expression-error")).to_be_visible()
    assert page.evaluate("contrasts(document.querySelector('#expression-error').parentElement)")["bad"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_in_learn(studio, scheme):
    page = opened(studio, "#learn?page=1", scheme=scheme, width=400)
    for number in range(1, 11):
        page.goto(page.url.split("#")[0] + f"#learn?page={number}")
        page.wait_for_function(f"document.querySelector('main[data-ready]') && document.querySelector('article').textContent.startsWith('Page {number} ')")
        assert_contrast(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 400


@pytest.mark.parametrize("name", PAGES)
def test_the_chosen_theme_wins_over_the_system(studio, name):
    page = opened(studio, name, scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(ground)
    for _ in range(2):
        page.locator("#theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate(ground) != before
    assert_contrast(page)


@pytest.mark.parametrize("name", PAGES)
def test_names_ids_and_headings(studio, name):
    page = opened(studio, name)
    assert page.evaluate("nameless()") == []
    assert page.evaluate("twins()") == []
    levels = page.evaluate("headings()")
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_everything_and_is_seen(studio, name):
    page = opened(studio, name)
    page.evaluate("document.activeElement.blur()")
    wanted = page.evaluate("(window.wanted = reachable(), wanted.map(describe))")
    assert len(wanted) >= 15
    page.evaluate("window.reached = new Set()")
    unseen = []
    for _ in range(2 * len(wanted) + 40):
        page.keyboard.press("Tab")
        place = page.evaluate("""() => {
            const e = document.activeElement;
            if (e === document.body) return null;
            const isNew = !reached.has(e);
            reached.add(e);
            return [isNew, describe(e), focusIsVisible()];
        }""")
        if place is None:
            continue
        if not place[0]:
            break
        if not place[2]:
            unseen.append(place[1])
    assert unseen == []
    assert page.evaluate("wanted.filter(e => e.isConnected && !reached.has(e)).map(describe)") == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_for_those_who_asked(studio, name):
    page = opened(studio, name, motion="reduce")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.querySelector('button')).transitionDuration") in ("0s", "1e-05s")


def test_skip_link(studio):
    page = opened(studio, "explain")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def tab_to(page, locator, limit=120):
    for _ in range(limit):
        if locator.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not get there")


def test_explain_by_keyboard(studio):
    page = opened(studio, "#explain", motion="reduce")
    tab_to(page, page.locator("#expression"))
    page.keyboard.press("Control+A")
    page.keyboard.type("a*b + b")
    expect(page.get_by_label("Value of b")).to_be_visible()
    tab_to(page, page.get_by_label("Value of b"))
    page.keyboard.press("Control+A")
    page.keyboard.type("5")
    page.wait_for_function("() => location.hash.includes('v.b=5')")
    tab_to(page, page.get_by_role("button", name="Play"))
    page.keyboard.press("Home")
    expect(page.locator(".position")).to_contain_text("0 /")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".position")).to_contain_text("1 /")
    page.keyboard.press("End")
    tab_to(page, page.get_by_role("tab", selected=True))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_train_by_keyboard(studio):
    page = opened(studio, "train")
    canvas = page.locator("#picture")
    points = page.evaluate("document.querySelectorAll('[data-loss]').length")
    assert points >= 1
    tab_to(page, canvas)
    before = page.url
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    page.wait_for_function("url => location.href !== url", arg=before)
    tab_to(page, page.get_by_role("link", name="Train", exact=True).or_(page.locator("#theme")).first)
    page.keyboard.press("Shift+Tab")
    page.evaluate("document.activeElement.blur()")
    loss = "() => Number(document.querySelector('[data-loss]').dataset.loss)"
    first = page.evaluate(loss)
    page.keyboard.press("Space")
    page.wait_for_function(f"first => ({loss})() < first / 2", arg=first, timeout=30_000)
    page.keyboard.press("Space")


def test_compare_by_keyboard(studio):
    page = opened(studio, "#compare")
    tab_to(page, page.locator("#expression"))
    page.keyboard.press("Control+A")
    page.keyboard.type("x*y*z")
    expect(page.locator("#jacobian td[data-row]")).to_have_count(3)
    tab_to(page, page.locator("#jacobian td[data-row]").first)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#jacobian .readout")).to_contain_text("∂f/∂y =")
    # The rest of the page comes after it.
    tab_to(page, page.get_by_role("button", name="100 parameters"))
    page.keyboard.press("Enter")
    expect(page.locator("#cost caption")).to_contain_text("n = 100")


def test_learn_by_keyboard(studio):
    page = opened(studio, "#learn?page=1")
    field = page.locator("form[data-quiz]").first.get_by_role("textbox")
    tab_to(page, field)
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    expect(page.locator("form[data-quiz]").first).to_have_attribute("data-outcome", "right")
    tab_to(page, page.locator(".learn-ways .after"))
    page.keyboard.press("Enter")
    expect(page.locator("article h1")).to_have_text("Symbolic differentiation")


def test_the_link_to_the_content_is_no_page(studio):
    page = studio.open("#main")
    expect(page.locator("main")).to_have_attribute("data-page", "explain")
    page.reload()
    page.wait_for_selector("main[data-ready]", state="attached")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.wait_for_function("!location.hash.endsWith('#main')")


def test_links_lead_to_where_a_page_was_left(studio):
    page = studio.open("#explain")
    page.locator("#expression").fill("x^3 + 1")
    page.wait_for_url(re.compile(r"f=x%5E3"))
    page.locator("nav [data-page=train]").click()
    expect(page.locator("main")).to_have_attribute("data-page", "train")
    page.locator("nav [data-page=explain]").click()
    expect(page.locator("#expression")).to_have_value("x^3 + 1")
