# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The page Compare: accuracy, cost, Jacobian and Hessian."""

import math
import re
import urllib.parse

import pytest
from playwright.sync_api import expect


def address(text, values={}, **query):
    values = {f"v.{name}": value for name, value in values.items()}
    return "#compare?" + urllib.parse.urlencode({"f": text, **values, **query})


def as_number(text):
    """A number as the page writes it: −8.1·10⁻⁸."""
    text = text.strip().replace("−", "-").replace(",", "")
    match = re.fullmatch(r"(?:(-?[\d.]+)·)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text)
    if not match:
        return float(text)
    power = match[2].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(match[1] or 1) * 10 ** int(power)


def measured(page):
    """The table under the V curve: step → (forward, its error, central, its error, Richardson's error)."""
    rows = page.eval_on_selector_all(
        "#curve table.measured tbody tr", "rows => rows.map(r => [...r.cells].map(c => c.textContent))")
    return {round(math.log10(as_number(row[0]))): [as_number(cell) for cell in row[1:]] for row in rows}


def matrix(page, place):
    return [[as_number(text) for text in row] for row in page.eval_on_selector_all(
        f"{place} tbody tr", "rows => rows.map(r => [...r.querySelectorAll('td')].map(c => c.textContent))")]


def test_v_curve(studio):
    page = studio.open("#compare")
    x = 1.3
    exact = math.exp(math.sin(x)) * (1 + x * math.cos(x))
    curve = page.locator("#curve")
    assert float(curve.get_attribute("data-exact")) == pytest.approx(exact, rel=1e-15)
    assert float(curve.get_attribute("data-floor")) <= 4 * math.ulp(exact)
    table = measured(page)
    assert sorted(table) == list(range(-16, 0))
    for power, error in [(-1, 9.9e-2), (-4, 8.2e-5), (-7, 8.1e-8), (-10, 2.4e-6), (-16, 3.5)]:
        assert table[power][1] == pytest.approx(error, rel=0.02)
    assert table[-4][3] == pytest.approx(1.7e-8, rel=0.05)
    # The arms: slope 1 and 2 on the right, and noise that grows to the left.
    assert table[-2][1] / table[-3][1] == pytest.approx(10, rel=0.1)
    assert table[-2][3] / table[-3][3] == pytest.approx(100, rel=0.1)
    assert table[-14][1] > 1000 * table[-9][1]
    assert 1e-9 < float(curve.get_attribute("data-bestforward")) < 1e-6
    assert 1e-7 < float(curve.get_attribute("data-bestcentral")) < 1e-4
    assert float(curve.get_attribute("data-bestrichardson")) > 1e-4


def test_smaller_steps_stop_helping_in_the_worked_example(studio):
    page = studio.open(address("(x+y)*(x+2*y)", {"x": 2, "y": 3}))
    table = measured(page)
    assert table[-1][0] == 13.1 and table[-3][0] == 13.001
    assert table[-7][1] == pytest.approx(9.8e-9, rel=0.01)
    assert table[-8][1] == pytest.approx(3.7e-7, rel=0.02)
    assert table[-16][0] == 0 and table[-16][1] == 13
    page.get_by_label("Derivative in").select_option("y")
    expect(page.locator("#curve")).to_have_attribute("data-exact", "18")
    assert measured(page)[-1][0] == 18.2 and measured(page)[-3][0] == 18.002
    assert "input=y" in page.url


def test_curve_is_read_by_keys(studio):
    page = studio.open("#compare")
    canvas = page.locator("#curve canvas")
    expect(canvas).to_have_attribute("aria-label", re.compile("forward differences from"))
    canvas.focus()
    page.keyboard.press("End")
    expect(page.locator("#curve .chart-readout")).to_contain_text("step h 0.1")
    expect(page.locator("#curve .chart-readout")).to_contain_text("forward differences 0.0993")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#curve .chart-readout")).to_contain_text("0.05623")


def cost_table(page):
    rows = page.eval_on_selector_all(
        "#cost > .scroll tbody tr", "rows => rows.map(r => [r.dataset.method, ...[...r.cells].slice(1).map(c => c.textContent)])")
    return {row[0]: row[1:] for row in rows}


def test_cost_of_a_hundred_parameters(studio):
    page = studio.open("#compare?inputs=7")
    expect(page.locator("#cost caption")).to_have_text("One gradient with n = 7")
    page.get_by_role("button", name="100 parameters").click()
    expect(page.locator("#cost caption")).to_have_text("One gradient with n = 100")
    expect(page.locator("#cost")).to_have_attribute("data-counted", "network 100")
    table = cost_table(page)
    passes = {method: int(row[0]) for method, row in table.items()}
    operations = {method: as_number(row[1]) for method, row in table.items()}
    assert passes == {"evaluation": 1, "symbolic": 1, "forwardDifferences": 101, "centralDifferences": 200,
                      "forward": 100, "forwardLanes": 13, "reverse": 1}
    assert operations["reverse"] <= 5 * operations["evaluation"]
    assert operations["forward"] <= 100 * 3 * operations["evaluation"]
    assert operations["forwardDifferences"] >= 101 * operations["evaluation"]
    # The price of reverse mode is memory.
    assert as_number(table["reverse"][2]) > as_number(table["forward"][2])
    assert "inputs" not in page.url and "family" not in page.url


def test_cost_against_the_number_of_outputs(studio):
    page = studio.open("#compare?family=product&inputs=7&quantity=time")
    page.get_by_label("Drawn").select_option("outputs")
    expect(page.locator("#cost caption")).to_have_text("One Jacobian with n = 7, m = 1")
    field = page.get_by_role("spinbutton", name="Number of outputs")
    field.fill("20")
    field.press("Enter")
    expect(page.locator("#cost caption")).to_have_text("One Jacobian with n = 7, m = 20")
    expect(page.locator("#cost")).to_have_attribute("data-counted", "product 7 20")
    passes = {method: int(row[0]) for method, row in cost_table(page).items()}
    assert passes["reverse"] == 20 and passes["forward"] == 7 and passes["centralDifferences"] == 14
    # Nothing is timed here.
    expect(page.get_by_role("button", name="Measure the time")).to_be_hidden()
    expect(page.get_by_role("button", name="Operations")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Passes").click()
    expect(page.locator("#cost canvas")).to_have_attribute("aria-label", re.compile("Jacobian against the number of outputs"))
    assert "outputs=20" in page.url and "along=outputs" in page.url and "quantity=passes" in page.url
    page.reload()
    expect(page.locator("#cost caption")).to_have_text("One Jacobian with n = 7, m = 20")
    page.get_by_label("Drawn").select_option("inputs")
    expect(page.locator("#cost caption")).to_have_text("One Jacobian with n = 7, m = 20")
    field.fill("1")
    field.press("Enter")
    expect(page.locator("#cost caption")).to_have_text("One gradient with n = 7")
    expect(page.get_by_role("button", name="Measure the time")).to_be_visible()


def test_only_what_is_known_to_be_exact_is_called_so(studio):
    page = studio.open(address("3*x", {"x": 2}))
    expect(page.locator("#curve")).to_have_attribute("data-found", "forward and reverse mode: no error")
    # Of a long program there is no derivative to more digits.
    page = studio.open(address("+".join(f"x^{k}" for k in range(2, 60)), {"x": 1}))
    expect(page.locator("#curve")).to_have_attribute("data-found", re.compile("forward and reverse mode (agree|differ)"))


def test_addresses_name_only_what_there_is(studio):
    page = studio.open("#compare?family=__proto__&quantity=constructor&along=toString")
    expect(page.locator("#cost")).to_have_attribute("data-counted", "network 100")
    expect(page.get_by_role("button", name="Operations")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("family", ["product", "rosenbrock", "network"])
def test_reverse_costs_a_small_multiple_at_every_size(studio, family):
    page = studio.open(f"#compare?family={family}&inputs=200")
    expect(page.locator("#cost")).to_have_attribute("data-counted", f"{family} 200")
    table = cost_table(page)
    assert as_number(table["reverse"][1]) <= 5 * as_number(table["evaluation"][1])
    assert as_number(table["forward"][1]) > 20 * as_number(table["reverse"][1])
    expect(page.locator("#cost canvas")).to_have_attribute("aria-label", re.compile("reverse mode from"))
    page.get_by_role("button", name="Memory").click()
    expect(page.get_by_role("button", name="Memory")).to_have_attribute("aria-pressed", "true")
    assert "quantity=bytes" in page.url


def test_times_are_measured_without_blocking_the_page(studio):
    page = studio.open("#compare?family=product&inputs=20")
    expect(page.locator("#cost")).to_have_attribute("data-counted", "product 20")
    page.evaluate("""() => {
        window.longest = 0;
        new PerformanceObserver(list => {
          for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
        }).observe({ entryTypes: ["longtask"] });
    }""")
    page.get_by_role("button", name="Measure the time").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.wait_for_function("() => Number(document.querySelector('#cost progress').value) > 0.1")
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Measure the time")).to_be_focused()
    expect(stop).to_be_hidden()
    assert "quantity=time" in page.url
    page.wait_for_function("() => document.querySelector('#cost').dataset.raced === 'product'")
    # Not a bound that a busy machine could miss: a page that measures in its own thread stands still for seconds.
    assert page.evaluate("window.longest") < 2000


def test_all_times(studio):
    page = studio.open("#compare?family=product&inputs=100&quantity=time")
    page.get_by_role("button", name="Measure the time").click()
    page.wait_for_function("() => document.querySelector('#cost').dataset.raced === 'product'", timeout=90_000)
    times = {method: float(row[3].removesuffix(" ms").replace("·10⁻", "e-").translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")))
             for method, row in cost_table(page).items() if method != "centralDifferences"}
    assert set(times) == {"evaluation", "symbolic", "forwardDifferences", "forward", "forwardLanes", "reverse"}
    assert times["evaluation"] < times["reverse"] < times["forward"]


def test_jacobian(studio):
    page = studio.open(address("x*y, x/y, x", {"x": 3, "y": 4}))
    assert matrix(page, "#jacobian") == [[4, 3], [0.25, -0.1875], [1, 0]]
    assert page.eval_on_selector_all("#jacobian thead th", "cells => cells.map(c => c.textContent)") == ["x", "y"]
    expect(page.locator("#jacobian")).to_contain_text("row by row: 3 passes")
    expect(page.locator("#jacobian")).to_contain_text("column by column: 2 passes")
    expect(page.locator("#jacobian")).to_contain_text("1 of 6 entries are zero")
    page.locator("#jacobian td[data-row='0']").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#jacobian .readout")).to_have_text("∂f2/∂y = −0.1875")


def test_hessian_and_its_product(studio):
    page = studio.open(address("log(w1)*w2+sqrt(log(w1)*w2)", {"w1": 2, "w2": 3}, direction="1,-2"))
    hessian = matrix(page, "#hessian")
    expected = [[-1.1976375067376537, 0.5866835432553186], [0.5866835432553186, -0.040056302405580085]]
    for row, right in zip(hessian, expected):
        assert row == pytest.approx(right, rel=1e-4)
    product = [float(number) for number in page.locator("[data-product]").get_attribute("data-product").split()]
    assert product == pytest.approx([-2.371004593248291, 0.6667961480664787], rel=1e-12)
    expect(page.locator("#hessian")).to_contain_text("Symmetric to the last digit.")
    field = page.get_by_label("Product with v =")
    field.fill("0, 1")
    field.press("Enter")
    page.wait_for_function("() => Number(document.querySelector('[data-product]').dataset.product.split(' ')[1]) < 0")
    assert "direction=0" in page.url


def test_large_matrices_have_no_numbers_but_read_them_out(studio):
    n = 12
    text = " + ".join(f"x{i}*x{i + 1}" for i in range(1, n))
    page = studio.open(address(text))
    cells = page.locator("#hessian td[data-row]")
    expect(cells).to_have_count(n * n)
    expect(page.locator("#hessian .heat")).to_have_class(re.compile("dense"))
    page.locator("#hessian td[data-row='3'][data-column='4']").hover()
    expect(page.locator("#hessian .readout")).to_have_text("∂²/∂x4∂x5 = 1")
    expect(page.locator("#hessian")).to_contain_text(f"{n * n - 2 * (n - 1)} of {n * n} entries are zero")


def test_typing_updates_and_errors_are_told(studio):
    page = studio.open("#compare")
    field = page.locator("#expression")
    field.fill("x^2 * y")
    expect(page.locator("#jacobian td[data-row]")).to_have_count(2)
    expect(page.locator("#curve")).to_have_attribute("data-exact", re.compile(r"^[\d.]+$"))
    field.fill("x^2 * (y")
    expect(page.locator("#expression-error")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#curve")).to_have_css("opacity", "0.5")
    field.fill("x^2 * (y)")
    expect(page.locator("#expression-error")).to_be_hidden()
    expect(page.locator("#curve")).to_have_css("opacity", "1")
    page.get_by_label("Value of y").fill("7")
    expect(page.locator("#jacobian td[data-row='0'][data-column='1']")).to_have_text(re.compile(r"[\d.]+"))
    page.wait_for_url(re.compile(r"v\.y=7"))
    field.fill("3 + 4")
    expect(page.locator("#jacobian")).to_contain_text("There is no variable")


def test_state_is_in_the_address(studio):
    query = "f=x*y%2C+x-y&v.x=1.5&v.y=-2&output=1&input=y&direction=1%2C+1&family=rosenbrock&inputs=33&quantity=passes"
    page = studio.open("#compare?" + query)
    expect(page.locator("#cost")).to_have_attribute("data-counted", "rosenbrock 33")
    for _ in range(2):
        expect(page.locator("#expression")).to_have_value("x*y, x-y")
        expect(page.get_by_label("Value of x")).to_have_value("1.5")
        expect(page.get_by_label("Derivative in")).to_have_value("y")
        expect(page.get_by_label("of the output")).to_have_value("f2")
        expect(page.locator("#curve")).to_have_attribute("data-exact", "-1")
        expect(page.get_by_role("button", name="Passes")).to_have_attribute("aria-pressed", "true")
        expect(page.locator("#cost caption")).to_have_text("One gradient with n = 33")
        # What the page itself writes into the address restores the same.
        page.get_by_label("Value of x").fill("1.5")
        page.reload()
        page.wait_for_selector("main[data-ready]", state="attached")
