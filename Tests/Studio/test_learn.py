# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The guided pages: their numbers are the engine's, their questions are answered by the engine."""

import re

import pytest
from playwright.sync_api import expect

TITLES = ["Why derivatives", "Symbolic differentiation", "Numerical differentiation", "Dual numbers",
          "The computational graph", "Contributions", "Why reverse wins", "A tape from scratch",
          "JVP, VJP and HVP", "Training"]

# Page → for each figure that has them, the value and the gradient, as worked out exactly elsewhere.
NUMBERS = {
    1: [(9, [6]), (40, [13, 18])],
    2: [(40, [13, 18]), (40.31309818456951, [55.4577527478746])],
    4: [(40, [13, 18])],
    5: [(40, [13, 18]), (36, [24, 36]), (23, [10, 3]), (3.521468428280719, [2.0201012595319114, 0.9334849949934259])],
    6: [(40, [13, 18]), (144, [96, 288, 288]), (3.521468428280719, [2.0201012595319114, 0.9334849949934259])],
    8: [(30, [15, 10]), (81, [108])],
    10: [(4, [2, 0.5, 3, 1]),
         (0.20264942997566215,
          [-0.08913883690929073, -0.4456941845464536, 0.04456941845464536, -0.6685412768196805, 0.9003320053750442])],
}

# Page → the right answers to its questions, and something wrong.
ANSWERS = {
    1: [("8", "4"), ("2", "3")],
    2: [("3x^2 - 4", "3x^2"), ("sin(x) + x*cos(x)", "cos(x)")],
    3: [("10.5", "10"), ("101", "100")],
    4: [("2", "1"), ("12", "8")],
    5: [("150", "30"), ("0", "1")],
    6: [("4", "2"), ("14", "7")],
    7: [("100", "1"), ("2000", "1001")],
    8: [("35", "15"), ("2x", "x")],
    9: [("1/4", "4"), ("3", "2")],
    10: [("0", "2"), ("0", "3")],
}

# What a reader must find on a page, each a place where other texts go wrong.
SAYINGS = {
    1: ["training finds them", "hyperparameters"],
    3: ["about half of the digits", "101 or 200"],
    4: ["13+18", "cannot be taken apart", "torch.func.jvp"],
    5: ["0.1201", "it has no value at all"],
    6: ["0.933485", "three times as much"],
    7: ["Nothing has to be computed twice", "hungry for memory"],
    8: ["5,15,10", "0,1,0", "105", "Constants are no inputs"],
    9: ["computes a VJP", "single number"],
    10: ["It acts on each number by itself"],
}


@pytest.mark.parametrize("number", range(1, 11))
def test_page(studio, number):
    page = studio.open(f"#learn?page={number}")
    expect(page.locator("article h1")).to_have_text(TITLES[number - 1])
    expect(page.locator("article .error")).to_have_count(0)
    expect(page.locator(".learn-list [aria-current]")).to_have_count(1)
    figures = page.eval_on_selector_all(
        "figure[data-value]", "all => all.map(f => [Number(f.dataset.value), f.dataset.gradient.split(' ').map(Number)])")
    expected = NUMBERS.get(number, [])
    assert len(figures) == len(expected)
    for (value, gradient), (right, slopes) in zip(figures, expected):
        assert value == pytest.approx(right, rel=1e-12)
        assert gradient == pytest.approx(slopes, rel=1e-12)
    text = re.sub(r"\s+", " ", page.locator("article").inner_text().replace("⁠", ""))
    squeezed = text.replace(" ", "")
    for saying in SAYINGS.get(number, []):
        assert saying.replace(" ", "") in squeezed, saying
    # Every figure is alive, and leads to the page where there is more of it.
    count = page.locator("figure[data-embed]").count()
    expect(page.locator("figure[data-embed] .open a")).to_have_count(count)
    assert all(page.eval_on_selector_all(".embed", "all => all.map(e => e.getBoundingClientRect().height > 40)"))


@pytest.mark.parametrize("number", ANSWERS)
def test_questions(studio, number):
    page = studio.open(f"#learn?page={number}")
    forms = page.locator("form[data-quiz]")
    expect(forms).to_have_count(len(ANSWERS[number]))
    for index, (right, wrong) in enumerate(ANSWERS[number]):
        form = forms.nth(index)
        field = form.get_by_role("textbox")
        field.fill(wrong)
        field.press("Enter")
        expect(form).to_have_attribute("data-outcome", "wrong")
        expect(form.get_by_role("status")).to_contain_text("Not")
        field.fill(right)
        field.press("Enter")
        expect(form).to_have_attribute("data-outcome", "right")
        expect(form.get_by_role("status")).to_have_text("Right!")


def test_answers_are_shown_on_demand_and_nonsense_is_told(studio):
    page = studio.open("#learn?page=2")
    form = page.locator("form[data-quiz]").first
    give = form.get_by_role("button", name="Show the answer")
    expect(give).to_be_hidden()
    form.get_by_role("textbox").fill("3x^^2 <b>")
    form.get_by_role("button", name="Check").click()
    expect(form).to_have_attribute("data-outcome", "wrong")
    expect(form.locator("b")).to_have_count(0)
    give.click()
    expect(form).to_have_attribute("data-outcome", "shown")
    expect(form.get_by_role("status").locator("math")).to_have_count(1)


def test_walk_through_all_pages(studio):
    page = studio.open("#learn")
    for number in range(1, 11):
        expect(page.locator("article h1")).to_have_text(TITLES[number - 1])
        page.wait_for_selector("main[data-ready]", state="attached")
        if number < 10:
            page.locator(".learn-ways .after").click()
            expect(page).to_have_url(re.compile(f"page={number + 1}$"))
    expect(page.locator(".learn-ways .after")).to_have_count(0)
    page.go_back()
    expect(page.locator("article h1")).to_have_text(TITLES[8])
    page.get_by_role("navigation", name="Contents").get_by_text("Dual numbers").click()
    expect(page.locator("article h1")).to_have_text("Dual numbers")
    expect(page.locator("article")).to_be_focused()


def test_graph_plays_by_keys(studio):
    page = studio.open("#learn?page=6", motion="reduce")
    figure = page.locator("figure[data-embed='graph']").first
    expect(figure.locator(".position")).to_have_text("14 / 14")
    figure.locator("svg.graph").focus()
    page.keyboard.press("Home")
    expect(figure.locator(".position")).to_have_text("0 / 14")
    expect(figure.locator(".said")).to_have_text("The inputs have their values.")
    page.keyboard.press("Space")
    expect(figure.locator(".position")).not_to_have_text("0 / 14")
    page.keyboard.press("End")
    expect(figure.locator(".said")).to_contain_text("8 + 10 = 18")


def test_figure_opens_in_explain_in_the_same_state(studio):
    page = studio.open("#learn?page=6")
    page.locator("figure[data-embed='graph'] .open a").first.click()
    page.wait_for_selector("main[data-page='explain'][data-ready]", state="attached")
    expect(page.locator("#expression")).to_have_value("(x+y)*(x+2*y)")
    expect(page.get_by_label("Split uses")).to_be_checked()


def test_figure_opens_in_compare_in_the_same_state(studio):
    page = studio.open("#learn?page=9")
    page.locator("figure[data-embed='hessian'] .open a").click()
    page.wait_for_selector("main[data-page='compare'][data-ready]", state="attached")
    expect(page.get_by_label("Product with v =")).to_have_value("1, -2")
    page.go_back()
    page.wait_for_selector("main[data-page='learn'][data-ready]", state="attached")


def test_tangent_follows_the_point(studio):
    page = studio.open("#learn?page=1")
    figure = page.locator("figure[data-embed='view']").first
    expect(figure).to_contain_text("at x = 3 the slope is 6")
    figure.locator("canvas").focus()
    for place, slope in [("2.5", "5"), ("2", "4"), ("1.5", "3"), ("1", "2")]:
        page.keyboard.press("Shift+ArrowLeft")
        expect(figure).to_contain_text(f"at x = {place} the slope is {slope}")


def test_small_trainer_learns(studio):
    page = studio.open("#learn?page=10")
    figure = page.locator("figure[data-embed='trainer']")
    page.wait_for_function("() => Number(document.querySelector('[data-embed=trainer]').dataset.loss) > 0")
    before = float(figure.get_attribute("data-loss"))
    figure.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_function("() => Number(document.querySelector('[data-embed=trainer]').dataset.round) > 150", timeout=30_000)
    figure.get_by_role("button", name="Pause").click()
    assert float(figure.get_attribute("data-loss")) < before / 5
    figure.get_by_role("button", name="Start again").click()
    page.wait_for_function("() => document.querySelector('[data-embed=trainer]').dataset.round === '0'")


def test_text_of_the_folder(studio):
    """The single file holds every page's text; each fragment has a heading and questions."""
    page = studio.open("#learn")
    names = page.eval_on_selector_all("template:not(#text-about)", "all => all.map(t => [t.id, t.content.querySelectorAll('h1').length, t.content.querySelectorAll('form').length])")
    assert len(names) == 10
    assert all(headings == 1 and forms == 2 for _, headings, forms in names)
