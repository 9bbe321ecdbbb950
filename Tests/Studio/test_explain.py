# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The page Explain: one expression, five ways, step by step."""

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

WORKED = "#explain?f=(x%2By)*(x%2B2*y)&v.x=2&v.y=3"


def address(text, **query):
    return f"#explain?f={quote(text, safe='')}" + "".join(
        f"&{key.replace('__', '.')}={quote(str(value), safe='')}" for key, value in query.items())


def text(page, selector):
    return re.sub(r"\s+", " ", page.locator(selector).inner_text()).strip()


def plain(page, selector):
    """The text of formulas, whose letters stand in lines of their own."""
    return re.sub(r"[\s\u2061\u2062]+", "", page.locator(selector).text_content())


def node(page, name):
    """Title, value and adjoint of a node of the graph."""
    return page.locator(f'.graph .node[data-node="{name}"]').evaluate(
        "e => [...e.querySelectorAll('text')].map((t) => t.textContent)")


def at(page, step):
    page.wait_for_function(f"document.querySelector('main').dataset.step === '{step}'")


def picture(page):
    """All text of the graph, the step and the table, and what is marked."""
    return page.evaluate("""() => JSON.stringify([
      ...[...document.querySelectorAll('.graph .node, .graph .edge')].map((e) => e.className.baseVal + e.textContent),
      document.querySelector('.step-card').textContent, document.querySelector('.position').textContent,
      [...document.querySelectorAll('.steps tr')].map((e) => [e.getAttribute('aria-current'), e.textContent])])""")


def type_expression(page, expression):
    page.locator("#expression").fill(expression)


# The worked example: every number of it.

def test_worked_example_graph(studio):
    page = studio.open()
    expect(page.locator("#expression")).to_have_value("(x+y)*(x+2*y)")
    assert node(page, "x") == ["x", "2", "13"]
    assert node(page, "y") == ["y", "3", "18"]
    assert node(page, "k")[1:] == ["6", "5"]
    assert node(page, "h")[1:] == ["8", "5"]
    assert node(page, "g")[1:] == ["5", "8"]
    assert node(page, "f")[1:] == ["40", "1"]
    assert "= 40" in text(page, ".formula")


def test_worked_example_steps(studio):
    page = studio.open(WORKED)
    rows = page.locator(".steps tbody tr").all()
    found = [re.sub(r"\s+", "", row.text_content()) for row in rows]
    assert len(found) == 14
    for number, part in [(1, "2+3"), (2, "2⋅3"), (3, "2+6"), (4, "5⋅8")]:
        assert part in found[number - 1].replace("·", "⋅")
    contributions = {"gf": 8, "hf": 5, "xh": 5, "kh": 5, "yk": 10, "xg": 8, "yg": 8}
    for name, value in contributions.items():
        row = next(r for r in found[5:12] if re.match(rf"\d+[fghk]{name}", r))
        assert row.endswith(str(value)), (name, row)
    assert "x¯xg+xh=8+5" in found[12] and found[12].endswith("13")
    assert "y¯yg+yk=8+10" in found[13] and found[13].endswith("18")


def test_worked_example_forward(studio):
    page = studio.open(WORKED + "&mode=forward.x")
    assert [node(page, name)[2] for name in "xykghf"] == ["1", "0", "0", "1", "1", "13"]
    page.get_by_role("button", name="Forward y").click()
    expect(page.locator('.graph .node[data-node="f"] .tangent')).to_have_text("18")
    assert [node(page, name)[2] for name in "xykgh"] == ["0", "1", "2", "1", "2"]


def test_worked_example_differences(studio):
    page = studio.open(WORKED + "&tab=differences")
    found = plain(page, "#panel")
    for part in ["41.31−40", "41.82−40", "40.013001−40", "40.018002−40"]:
        assert part in found.replace("-", "−")
    for result in ["=13.1", "=18.2", "=13.001", "=18.002"]:
        assert result in found


def test_worked_example_dual_numbers(studio):
    page = studio.open(WORKED + "&tab=dual")
    found = plain(page, "#panel")
    assert "=40+13ε" in found and "=40+18ε" in found
    assert "(4+12+6+18)+(2+2+6+3)·ε" in found and "(4+12+6+18)+(4+6+2+6)·ε" in found
    assert page.locator("#panel .struck").count() == 2


def test_worked_example_symbolic_and_cost(studio):
    page = studio.open(WORKED + "&tab=symbolic")
    found = plain(page, "#panel")
    assert "2x+3y" in found and "3x+4y" in found and "x2+3xy+2y2" in found
    assert "product rule" in text(page, "#panel") and "sum rule" in text(page, "#panel")
    page.get_by_role("tab", name="Cost").click()
    expect(page.locator("#panel")).to_contain_text("4 operations (2 additions, 2 multiplications)")
    reverse = page.locator("#panel tr", has_text="reverse")
    assert reverse.locator("td").nth(2).inner_text() == "1"


def test_worked_example_tape(studio):
    page = studio.open(WORKED + "&tab=tape")
    forward, backward = (page.locator("#panel pre").nth(k).inner_text() for k in (0, 1))
    assert re.search(r"v4 = mul 2 v2\s+// k = 6", forward)
    assert re.search(r"v6 = mul v3 v5\s+// f = 40", forward)
    assert re.search(r"d1 \+= d3 \* 1\s+// x_g = 8", backward)
    assert re.search(r"d2 \+= d4 \* 2\s+// y_k = 10", backward)
    assert "∂L/∂x = 13" in backward and "∂L/∂y = 18" in backward
    page.get_by_role("button", name="Swift").click()
    expect(page.locator("#panel pre").nth(2)).to_contain_text("func")


def test_five_ways_agree(studio):
    page = studio.open(WORKED)
    cards = page.locator(".answer")
    assert cards.count() == 5
    for method in ("symbolic", "numerical", "dual", "forward", "reverse"):
        assert "(13, 18)" in text(page, f'.answer[data-method="{method}"]')
    assert "40 + 13ε" in text(page, '.answer[data-method="dual"]')
    assert "exact" in text(page, '.answer[data-method="reverse"]')
    assert "ulp" in text(page, '.answer[data-method="numerical"]')
    assert page.locator('.answer[data-method="numerical"] .wrong').count() >= 2
    assert "1 pass" in text(page, '.answer[data-method="reverse"]')


# Walking

@pytest.mark.parametrize("query", ["", "&split=1", "&mode=forward.y"])
def test_a_step_back_is_a_step_forward_undone(studio, query):
    page = studio.open(WORKED + "&step=0" + query, motion="reduce")
    at(page, 0)
    count = int(page.locator(".position").inner_text().split("/")[1])
    forward = [picture(page)]
    for step in range(1, count + 1):
        page.keyboard.press("ArrowRight")
        at(page, step)
        forward.append(picture(page))
    assert len(set(forward)) == count + 1
    for step in reversed(range(count)):
        page.keyboard.press("ArrowLeft")
        at(page, step)
        assert picture(page) == forward[step], step
    # A jump shows the same as walking.
    page.locator(".transport input").fill(str(count - 2))
    at(page, count - 2)
    assert picture(page) == forward[count - 2]


def test_sentences_and_formulas_of_steps(studio):
    page = studio.open(WORKED + "&step=10", motion="reduce")
    page.keyboard.press("ArrowRight")
    at(page, 11)
    expect(page.locator(".step-sentence")).to_have_text("g passes 8 times 1 to x.")
    expect(page.locator("#live")).to_have_text("Step 11 of 14: g passes 8 times 1 to x.")
    assert plain(page, ".step-formula").replace("⋅", "·") == "∂L∂xg=∂L∂g·∂g∂xg=8·1=8"
    assert node(page, "x")[2] == "5 + 8"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    at(page, 13)
    assert plain(page, ".step-formula") == "∂L∂x=∂L∂xg+∂L∂xh=8+5=13"
    assert node(page, "x")[2] == "13"
    assert page.locator(".graph .edge.active").count() == 2


def test_keys(studio):
    page = studio.open(WORKED, motion="reduce")
    page.keyboard.press("Home")
    at(page, 0)
    assert node(page, "f")[1] == ""
    page.keyboard.press("End")
    at(page, 14)
    page.keyboard.press("]")
    expect(page.get_by_label("Speed")).to_have_value("2")
    page.keyboard.press("[")
    expect(page.get_by_label("Speed")).to_have_value("1")
    page.keyboard.press("e")
    expect(page.locator("#expression")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    at(page, 14)
    page.locator("#expression").blur()
    page.keyboard.press("t")
    expect(page.locator(".steps")).to_be_focused()
    page.keyboard.press("g")
    expect(page.locator(".graph")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".graph .cursor")).to_have_attribute("data-node", "y")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".graph .cursor")).to_have_attribute("data-node", "h")
    expect(page.locator("#live")).to_contain_text("value 8, adjoint 5")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".graph .cursor")).to_have_attribute("data-node", "k")


def test_playing(studio):
    page = studio.open(WORKED + "&step=0")
    page.get_by_label("Speed").select_option("8")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('.tokens').childElementCount > 0")
    at(page, 14)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.wait_for_function("document.querySelector('.tokens').childElementCount === 0")
    assert node(page, "x")[2] == "13"


def test_less_motion_means_no_flights(studio):
    page = studio.open(WORKED + "&step=5", motion="reduce")
    page.keyboard.press("ArrowRight")
    at(page, 6)
    assert page.locator(".token").count() == 0


def test_split_uses(studio):
    page = studio.open(WORKED + "&split=1")
    assert [node(page, name)[1:] for name in ("x_g", "x_h", "y_g", "y_k")] == [
        ["2", "8"], ["2", "5"], ["3", "8"], ["3", "10"]]
    assert page.locator(".graph .edge.sum").count() == 4
    page.get_by_label("Split uses").uncheck()
    expect(page.locator('.graph .node[data-node="x_g"]')).to_have_count(0)


def test_equal_parts_are_shared_or_not(studio):
    page = studio.open(address("sin(x*y)+cos(x*y)"))
    shared = page.locator(".graph .node").count()
    page.get_by_label("Share equal parts").uncheck()
    expect(page.locator(".graph .node")).to_have_count(shared + 1)


def test_rows_lead_to_their_step(studio):
    page = studio.open(WORKED)
    page.locator(".steps button", has_text=re.compile("^7$")).click()
    at(page, 7)
    expect(page.locator('.steps tr[aria-current="step"]')).to_have_attribute("data-row", "7")


# Typing and values

def test_typing_updates_everything(studio):
    page = studio.open()
    type_expression(page, "a^2*b")
    expect(page.locator('.graph .node[data-node="b"] .adjoint')).to_have_text("4")
    expect(page.locator(".variable-name")).to_have_text(["a", "b"])
    assert "f=a%5E2*b" in page.evaluate("location.hash") or page.wait_for_function(
        "location.hash.includes('f=a%5E2*b')")
    assert "(12, 4)" in text(page, '.answer[data-method="reverse"]')
    print("typed expression to first paint:", page.locator("main").get_attribute("data-latency"), "ms")


def test_values_by_field_and_slider(studio):
    page = studio.open(WORKED)
    page.get_by_label("Value of x").fill("4")
    expect(page.locator('.graph .node[data-node="x"] .adjoint')).to_have_text("17")
    page.get_by_label("Slider of y").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_label("Value of y")).to_have_value("2.95")
    expect(page.locator('.graph .node[data-node="x"] .adjoint')).to_have_text("16.85")
    page.wait_for_function("location.hash.includes('v.y=2.95')")


def test_mistakes_have_a_caret_and_a_sentence(studio):
    page = studio.open(WORKED)
    type_expression(page, "x+")
    expect(page.locator("#expression-error span").last).to_have_text(re.compile(r"^The expression ends .*\.$"))
    assert page.locator("#expression-error .hidden-text").text_content() == "x+"
    # What was there stays; and a byte is not a letter.
    assert page.locator(".graph .node").count() == 6
    type_expression(page, "π*x+é")
    expect(page.locator("#expression-error .hidden-text")).to_have_text("π*x+")
    type_expression(page, "x+y")
    expect(page.locator("#expression-error")).to_be_hidden()


def test_a_mistake_from_the_start(studio):
    page = studio.open(address("1+*"))
    expect(page.locator("#expression-error")).to_be_visible()
    type_expression(page, "x*x")
    expect(page.locator('.graph .node[data-node="x"] .adjoint')).to_have_text("4")


@pytest.mark.parametrize("hostile", [
    "<img src=x onerror=alert(1)>", "\"><script>document.title='bad'</script>", "x & y < z", "x" * 3000, "((((" * 200,
    "\u202ex+y", "x\0y", "🙂+x", "${x}", "]]>", "x;y;", "{{x}}"])
def test_hostile_text_is_only_text(studio, hostile):
    page = studio.open(WORKED)
    title = page.title()
    type_expression(page, hostile)
    page.wait_for_function("document.querySelector('#expression-error').hidden === false || location.hash.includes('xxx')")
    assert page.locator("main img, main script").count() == 0
    assert page.title() == title
    type_expression(page, "x+1")
    expect(page.locator('.graph .node[data-node="x"] .adjoint')).to_have_text("1")


def test_several_outputs(studio):
    page = studio.open(address("r*cos(t), r*sin(t)", v__r=2, v__t=0))
    outputs = page.get_by_label("Output")
    assert outputs.locator("option").count() == 2
    expect(page.locator('.graph .node[data-node="r"] .adjoint')).to_have_text("1")
    outputs.select_option(index=1)
    expect(page.locator('.graph .node[data-node="r"] .adjoint')).to_have_text("0")
    expect(page.locator('.graph .node[data-node="t"] .adjoint')).to_have_text("2")
    page.wait_for_function("location.hash.includes('output=1')")


def test_examples(studio):
    page = studio.open()
    for name in page.get_by_label("Examples").locator("option:not([disabled])").all_inner_texts():
        page.get_by_label("Examples").select_option(label=name)
        expression = page.locator("#expression").input_value()
        page.wait_for_function("f => new URLSearchParams(location.hash.split('?')[1]).get('f') === f", arg=expression)
        expect(page.locator("#expression-error")).to_be_hidden()
        assert page.locator(".graph .node").count() >= 3
        for tab in page.get_by_role("tab").all():
            tab.click()
            expect(page.locator("#panel")).not_to_be_empty()


def test_corners_and_nan_are_marked(studio):
    page = studio.open(address("relu(x)*y", v__x=0, v__y=1))
    expect(page.locator(".warnings")).to_contain_text("corner")
    assert page.locator(".graph .warned").count() == 1
    page = studio.open(address("sqrt(x-2)*y", v__x=1, v__y=3))
    expect(page.locator(".graph .warned .value")).to_have_text("nan")
    assert page.locator(".graph .warned").get_attribute("data-node") == "g"


def test_no_value_is_said_once(studio):
    page = studio.open(address("sqrt(x-2)*y", v__x=1, v__y=3))
    expect(page.locator(".no-value")).to_contain_text("L has no value here, and without a value there is no derivative")
    expect(page.locator(".no-value")).to_contain_text("sqrt(-1): sqrt needs")
    assert page.locator(".answer").count() == 0
    # What is a number stays one: the derivative of anything by itself, and of what has a value.
    assert node(page, "f")[1:] == ["nan", "1"]
    assert "1·NaN" in plain(page, ".steps").replace("⋅", "·")
    page.get_by_role("button", name="Forward x").click()
    assert node(page, "h")[1:] == ["−1", "1"]
    page.get_by_label("Value of x").fill("3")
    expect(page.locator(".answer")).to_have_count(5)
    expect(page.locator(".no-value")).to_have_count(0)


def test_what_people_write(studio):
    page = studio.open(address("2x y + x(x + 1) + √x² + |x - 2y| + x⁻¹ + arctan(0)", v__x=2, v__y=3))
    # 12 + 6 + 2 + 4 + 1/2 + 0
    assert "= 24.5" in text(page, ".formula")
    type_expression(page, "sinx(2)")
    expect(page.locator("#expression-error")).to_contain_text("did you mean `sin`?")
    type_expression(page, "2 + |x")
    expect(page.locator("#expression-error .hidden-text")).to_have_text("2 + |x")
    expect(page.locator("#expression-error")).to_contain_text("begins an absolute value that never ends")


@pytest.mark.parametrize("expression", ["x", "3", "x, y", "x*x", "x1*x2*x3", "exp(1000*x)", "x/0"])
def test_small_and_odd_functions(studio, expression):
    page = studio.open(address(expression))
    for tab in page.get_by_role("tab").all():
        tab.click()
    page.keyboard.press("Home")
    for _ in range(4):
        page.keyboard.press("ArrowRight")


def test_long_functions(studio):
    page = studio.open(address("+".join(f"sin({k}*x)*y" for k in range(1, 51))), motion="reduce")
    count = int(page.locator(".position").inner_text().split("/")[1])
    assert page.locator(".graph .node").count() > 150
    page.wait_for_function("[...document.querySelectorAll('.steps tbody tr')].every((row) => row.firstChild)")
    assert page.locator(".steps tbody tr").count() == count
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    at(page, 1)
    type_expression(page, "+".join(f"sin({k}*x)*y" for k in range(1, 300)))
    expect(page.locator(".graph-frame")).to_contain_text("too long to be drawn")
    expect(page.locator(".steps tbody tr").first).to_be_visible()
    type_expression(page, "x*y")
    expect(page.locator('.graph .node[data-node="y"] .adjoint')).to_have_text("2")


def test_dragging_a_slider_is_not_thrown_back(studio):
    page = studio.open(WORKED)
    slider = page.get_by_label("Slider of x")
    box = slider.bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
    page.mouse.down()
    for k in range(40):
        page.mouse.move(box["x"] + 4 + k * (box["width"] - 8) / 39, box["y"] + box["height"] / 2)
    page.mouse.up()
    page.wait_for_function("document.querySelector('.graph .node[data-node=\"x\"] .value').textContent === '5'")
    expect(page.get_by_label("Value of x")).to_have_value("5")
    assert node(page, "x") == ["x", "5", "19"]


# State

def test_the_address_is_the_state(studio):
    query = ("&output=0&mode=forward.y&step=6&split=1&shared=0&tab=differences&h=0.01")
    page = studio.open(WORKED + query)
    at(page, 6)
    first = page.locator("main").inner_text()
    page.keyboard.press("ArrowRight")
    at(page, 7)
    page.wait_for_function("location.hash.includes('step=7')")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("location.hash.includes('step=6')")
    hash_ = page.evaluate("location.hash")
    again = studio.open(hash_)
    at(again, 6)
    assert again.locator("main").inner_text() == first
    assert again.get_by_label("Split uses").is_checked() and not again.get_by_label("Share equal parts").is_checked()
    assert again.get_by_role("tab", selected=True).inner_text() == "Differences"


def test_the_chosen_difference(studio):
    page = studio.open(WORKED + "&tab=differences")
    page.get_by_label("Step h").fill("0.5")
    page.get_by_label("Step h").press("Enter")
    expect(page.locator("#panel h3").first).to_contain_text("h = 0.5")
    assert "=13.5" in plain(page, "#panel")
    page.wait_for_function("location.hash.includes('h=0.5')")


# Together

def test_twins_are_lit(studio):
    page = studio.open(WORKED + "&tab=tape")
    page.locator('.graph .node[data-node="g"] .box').hover()
    expect(page.locator(".formula .lit").first).to_be_visible()
    assert page.locator(".code-line.lit").count() == 1
    page.locator(".code-line", has_text="x_g").hover()
    assert page.locator('.graph .edge.lit').get_attribute("data-node") == "x_g"
    page.locator('.formula [data-node="h"]').first.hover()
    assert page.locator('.graph .node.lit').get_attribute("data-node") == "h"
    # What is pinned stays lit.
    page.locator('.graph .node[data-node="f"] .box').click()
    page.mouse.move(5, 5)
    assert page.locator('.graph .node.lit').get_attribute("data-node") == "f"
    page.get_by_role("tab", name="Steps").click()
    page.locator('.steps [data-node="k"]').first.hover()
    assert page.locator('.graph .node.lit').get_attribute("data-node") == "k"


@pytest.mark.parametrize("name, part", [
    ("svg", "<svg"), ("dot", "digraph"), ("latex", "\\frac"), ("swift", "func"), ("c", "double"), ("markdown", "#"), ("json", "{")])
def test_export(studio, name, part):
    page = studio.open(WORKED)
    page.get_by_role("button", name="Export").click()
    dialog = page.get_by_role("dialog", name="Export")
    dialog.get_by_label("Format").select_option(name)
    expect(dialog.locator("pre")).to_contain_text(part)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download").click()
    content = download.value.path().read_text()
    assert part in content and len(content) > 100
    if name == "json":
        assert json.loads(content)["result"]["reference"] == [13, 18]
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def test_picture_of_the_function(studio):
    page = studio.open(WORKED)
    plot = page.locator("canvas.plot")
    expect(plot).to_have_attribute("aria-label", re.compile(r"gradient is \(13, 18\)"))
    box = plot.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_label("Value of x")).to_have_value("0")
    expect(page.get_by_label("Value of y")).to_have_value("0")
    plot.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_label("Value of x")).to_have_value("0.5")
    page.get_by_label("Vertical axis").select_option("")
    expect(plot).to_have_attribute("aria-label", re.compile("slope is 1"))
    page.wait_for_function("location.hash.includes('axes=x')")
    drawn = page.evaluate("""() => { const c = document.querySelector('canvas.plot');
      return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v, i) => i % 4 === 3 && v > 0) }""")
    assert drawn


def test_quiz(studio):
    page = studio.open(WORKED, motion="reduce")
    page.get_by_label("Quiz").check()
    at(page, 0)
    for step in range(1, 6):
        page.keyboard.press("ArrowRight")
        at(page, step)
    expect(page.locator(".step-card .quiz")).to_contain_text("What does f pass to g?")
    page.get_by_label("Your answer").fill("7")
    page.get_by_label("Your answer").press("Enter")
    expect(page.locator(".step-card .quiz .error")).to_be_visible()
    at(page, 5)
    page.get_by_label("Your answer").fill("8")
    page.get_by_label("Your answer").press("Enter")
    at(page, 6)
    expect(page.get_by_label("Your answer")).to_be_focused()


def test_check_my_derivative(studio):
    page = studio.open(WORKED + "&tab=symbolic")
    field = page.get_by_label("Your derivative")
    field.fill("3y + 2x")
    field.press("Enter")
    expect(page.locator(".verdict")).to_contain_text("Right.")
    field.fill("13")
    field.press("Enter")
    expect(page.locator(".verdict")).to_contain_text("not everywhere")
    field.fill("x")
    field.press("Enter")
    expect(page.locator(".verdict")).to_contain_text("Not right")
    field.fill("x+")
    field.press("Enter")
    expect(page.locator(".verdict .error")).to_be_visible()


# Appearance

@pytest.mark.parametrize("width", [320, 400, 768, 1280, 1920])
def test_nothing_is_wider_than_the_window(studio, width):
    page = studio.open(address("x*exp(sin(x))/(1+x^2)*sqrt(y)+log(z)"), width=width, height=800)
    for tab in page.get_by_role("tab").all():
        tab.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_graph_pans_instead_of_shrinking(studio):
    page = studio.open(address("x*exp(sin(x))/(1+x^2)"), width=400, height=800)
    scale = float(re.search(r"scale\(([\d.]+)\)", page.locator(".graph > g").get_attribute("transform"))[1])
    assert scale >= 0.85
    before = page.locator(".graph > g").get_attribute("transform")
    page.locator(".graph").scroll_into_view_if_needed()
    box = page.locator(".graph").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 240, box["y"] + 20, steps=4)
    page.mouse.up()
    assert page.locator(".graph > g").get_attribute("transform") != before
    page.get_by_role("button", name="Larger").click()
    larger = float(re.search(r"scale\(([\d.]+)\)", page.locator(".graph > g").get_attribute("transform"))[1])
    assert larger > scale
    # The node of the current step is in sight.
    page.keyboard.press("Home")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    inside = page.evaluate("""() => { const g = document.querySelector('.graph').getBoundingClientRect();
      const n = document.querySelector('.graph .node.active').getBoundingClientRect();
      return n.left >= g.left - 1 && n.right <= g.right + 1 }""")
    assert inside


def test_two_fingers_enlarge_the_graph(studio):
    page = studio.open(WORKED, width=400, height=800, has_touch=True)
    page.locator(".graph").scroll_into_view_if_needed()
    box = page.locator(".graph").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = float(re.search(r"scale\(([\d.]+)\)", page.locator(".graph > g").get_attribute("transform"))[1])
    touch = page.context.new_cdp_session(page)
    for kind, spread in [("touchStart", 30), ("touchMove", 50), ("touchMove", 70), ("touchMove", 90), ("touchEnd", None)]:
        points = [] if spread is None else [{"x": x - spread, "y": y, "id": 0}, {"x": x + spread, "y": y, "id": 1}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_function("""s => Number(/scale\\(([\\d.]+)\\)/.exec(document.querySelector('.graph > g').getAttribute('transform'))[1]) > 2 * s""", arg=before)
    page.get_by_role("button", name="Fit the graph").click()
    page.wait_for_function("""s => Number(/scale\\(([\\d.]+)\\)/.exec(document.querySelector('.graph > g').getAttribute('transform'))[1]) === s""", arg=before)


def test_every_control_has_a_name(studio):
    page = studio.open(WORKED)
    nameless = page.evaluate("""() => [...document.querySelectorAll('main button, main input, main select')].filter((e) =>
      !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length)).map((e) => e.outerHTML)""")
    assert nameless == []


def test_dark_and_light(studio):
    for scheme in ("light", "dark"):
        page = studio.open(WORKED, scheme=scheme)
        ink, ground = page.evaluate("""() => { const c = (e, p) => getComputedStyle(e)[p].match(/[\\d.]+/g).slice(0, 3).map(Number);
          return [c(document.querySelector('.graph .adjoint'), 'fill'), c(document.querySelector('.card'), 'backgroundColor')] }""")
        light = [sum(w * ((c / 255 + 0.055) / 1.055) ** 2.4 for w, c in zip((0.2126, 0.7152, 0.0722), rgb)) for rgb in (ink, ground)]
        assert (max(light) + 0.05) / (min(light) + 0.05) >= 4.5


def test_long_slices_show_their_active_nodes(studio):
    text = " + ".join(f"sin({i}.5*x)*y" for i in range(1, 14))
    page = studio.open("#explain?f=" + quote(text, safe="") + "&v.x=1&v.y=2")

    def is_seen():
        page.wait_for_function("""() => {
            const box = document.querySelector('.graph').getBoundingClientRect();
            return [...document.querySelectorAll('.graph .node.active')].some(node => {
              const { left, right, top, bottom } = node.getBoundingClientRect();
              return left >= box.left - 1 && right <= box.right + 1 && top >= box.top - 1 && bottom <= box.bottom + 1;
            });
        }""")

    is_seen()
    page.get_by_role("button", name="Fit the graph").click()
    is_seen()
    page.set_viewport_size({"width": 700, "height": 900})
    is_seen()


def test_focus_and_what_was_typed_stay_when_numbers_change(studio):
    page = studio.open(WORKED)
    forward = page.locator(".modes button").first
    forward.focus()
    page.keyboard.press("Enter")
    expect(forward).to_have_attribute("aria-pressed", "true")
    expect(forward).to_be_focused()
    page.get_by_role("tab", name="Differences").click()
    step = page.locator("#panel button", has_text="0.1").first
    step.focus()
    page.keyboard.press("Enter")
    expect(step).to_have_attribute("aria-pressed", "true")
    expect(step).to_be_focused()
    page.get_by_role("tab", name="Symbolic").click()
    page.get_by_label("Your derivative").fill("2x + 3y")
    page.locator(".check").get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_contain_text("Right.")
    page.evaluate("() => { document.querySelector('.chapters').scrollTop = 60 }")
    page.get_by_label("Value of x").fill("4")
    expect(page.locator(".formula-row .value")).to_contain_text("70")
    expect(page.get_by_label("Your derivative")).to_have_value("2x + 3y")
    expect(page.locator(".verdict")).to_contain_text("Right.")
    assert page.evaluate("document.querySelector('.chapters').scrollTop") == 60


def test_the_table_stays_where_it_was_scrolled_to(studio):
    page = studio.open(WORKED)
    page.locator(".steps").hover()
    top = "() => document.querySelector('.steps').scrollTop"
    page.wait_for_function(f"() => ({top})() > 0")
    page.mouse.wheel(0, -5000)
    page.wait_for_function(f"() => ({top})() === 0")
    page.get_by_label("Value of x").fill("4")
    expect(page.locator(".steps tr[data-row='1'] td.number")).to_have_text("7")
    expect(page.locator(".formula-row .value")).to_contain_text("70")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate(top) == 0
    page.keyboard.press("Escape")
    page.get_by_role("button", name="One step back").click()
    page.wait_for_function(f"() => ({top})() > 0")


def test_an_emptied_number_returns(studio):
    page = studio.open(WORKED)
    field = page.get_by_label("Value of x")
    field.fill("")
    page.locator("#expression").focus()
    expect(field).to_have_value("2")


def test_a_quiz_does_not_show_its_answers(studio):
    page = studio.open(WORKED + "&quiz=1&step=0&tab=symbolic")
    expect(page.locator(".answers .answer")).to_have_count(0)
    expect(page.locator("#panel")).to_have_text("Shown when the quiz is over.")
    expect(page.locator(".plot-card small")).to_have_text("at x = 2, y = 3")
    page.get_by_label("Quiz").uncheck()
    expect(page.locator(".answers .answer")).to_have_count(5)
    expect(page.locator("#panel")).to_contain_text("With respect to x")
    expect(page.locator(".plot-card small")).to_contain_text("the gradient is (13, 18)")


def test_steps_are_one_tab_stop_and_rules_belong_to_derivatives(studio):
    page = studio.open(WORKED)
    stop = page.locator(".steps td button[tabindex='0']")
    expect(stop).to_have_count(1)
    stop.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".steps td button:focus")).to_have_text(str(page.locator(".steps tbody tr").count() - 1))
    expect(stop).to_have_count(1)
    expect(page.locator(".steps tr:not(.adjoint) .rule")).to_have_count(0)
    expect(page.locator(".steps tr.adjoint .rule").first).to_be_visible()


def test_titles_of_nodes_are_short(studio):
    page = studio.open("#explain?f=" + quote("1.2345678901234567*x-(-0.5)*y", safe="") + "&v.x=2&v.y=3")
    titles = page.locator(".graph .heading")
    expect(titles.filter(has_text="1.2346x")).to_have_count(1)
    expect(titles.filter(has_text="-")).to_have_count(0)
    expect(page.locator(".graph .node title").filter(has_text="1.2345678901234567x")).to_have_count(1)
