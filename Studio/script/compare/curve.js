// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The error of finite differences against their step: it falls as the formula gets better, and rises
// as the arithmetic gets worse. Automatic differentiation has no step; it is the floor.

import { LineChart } from "../chart.js";
import { digits, fill, h, number, superscript } from "../dom.js";

const epsilon = 2 ** -52;
/** A step as people write it: 10⁻⁷. */
const power = (step) => (step < 1e-3 ? Number(step.toPrecision(2)).toExponential().replace("-", "−") : digits(step, 2))
  .replace(/^1e/, "e").replace(/e−(\d+)/, (_, n) => `10${superscript(-n)}`).replace(/^([\d.]+)10⁻/, "$1·10⁻");
const looks = {
  forward: { name: "forward differences", color: "--series-1", style: "lineAndPoints" },
  central: { name: "central differences", color: "--series-2", style: "dashed" },
  richardson: { name: "Richardson", color: "--series-3", style: "line" },
};

/** `new CurveView(element, engine)`; `show(…)` asks the engine and draws, `remove()` ends it. */
export class CurveView {
  constructor(element, engine, { height = 320, table = true } = {}) {
    this.engine = engine;
    this.element = element;
    this.chart = new LineChart(element, {
      height, name: "Error of the derivative against the step",
      x: { label: "step h", scale: "log", min: 1e-16, max: 0.1 }, y: { label: "error", scale: "log" },
    });
    this.table = table ? h("div", { class: "scroll" }) : null;
    this.note = h("p", { class: "muted" });
    element.append(this.note);
    if (table) element.append(h("details", { open: innerWidth > 700 }, h("summary", {}, "Measured, one row for each power of ten"), this.table));
  }

  /** Draws the curves of a function `{text, values, output}` in one of its inputs. */
  async show(subject, input) {
    const answer = await this.engine.ask({ op: "differences", ...subject, input }, { latest: `differences ${this.chart.name}` });
    this.#draw(answer);
    return answer;
  }

  #draw({ exact, isExact, schemes, automatic }) {
    const size = Math.abs(number(exact)) || 1;
    // On a logarithmic axis an error of zero is drawn where the last digit is.
    const floor = size * epsilon / 4;
    const series = schemes.map(({ name, samples }) => ({
      ...looks[name],
      points: samples.map(({ step, error }) => [step, Math.max(number(error), floor)]),
    }));
    const at = (scheme, step) => {
      const sample = schemes.find(({ name }) => name === scheme)?.samples.find((item) => Math.abs(item.step / step - 1) < 0.01);
      return sample ? number(sample.error) : NaN;
    };
    const guides = [
      guide("slope 1", at("forward", 1e-2), 1e-2, 1, [1e-8, 0.1], 1e4 * size * epsilon),
      guide("slope 2", at("central", 1e-2), 1e-2, 2, [1e-6, 0.1], 1e4 * size * epsilon),
      guide("slope −1", size * epsilon, 1, -1, [1e-16, 1e-5], 0),
    ].filter(Boolean);
    const worst = Math.max(number(automatic.forward), number(automatic.reverse));
    const found = isExact ? `forward and reverse mode: ${worst === 0 ? "no error" : digits(worst, 2)}`
      : `forward and reverse mode ${worst === 0 ? "agree" : `differ by ${digits(worst, 2)}`}`;
    this.chart.show([...series, ...guides.map(({ line }) => line)], {
      references: [
        { y: Math.max(worst, floor), label: found, color: "--good" },
        { x: Math.sqrt(epsilon), label: "√ε" }, { x: Math.cbrt(epsilon), label: "∛ε" },
      ],
      marks: guides.map(({ mark }) => mark),
    });
    const bests = schemes.filter(({ best }) => best).map(({ name, best }) => [name, best]);
    fill(this.note, "Smallest errors: ", bests.map(([name, { step, error }], index) =>
      `${index ? "; " : ""}${looks[name].name} ${digits(number(error), 2)} at h = ${power(step)}`), ".");
    for (const [name, { step }] of bests) this.element.dataset[`best${name}`] = step;
    this.element.dataset.exact = exact;
    this.element.dataset.found = found;
    this.element.dataset.floor = worst;
    if (this.table) fill(this.table, measuredTable(schemes));
  }

  remove() {
    this.chart.remove();
  }
}

/** A straight line of a slope on both logarithmic axes, a little above a point, with its label in the middle. */
function guide(label, error, step, slope, [from, to], least) {
  // Where there is no error of the formula, as for a straight line, there is no slope to be seen.
  if (!(error > least) || !Number.isFinite(error)) return null;
  const on = (h) => 5 * error * (h / step) ** slope;
  const middle = slope < 0 ? 10 ** -11 : 10 ** (slope === 1 ? -2.3 : -4.3);
  return {
    line: { name: label, quiet: true, legend: false, style: "dashed", width: 1, color: "--muted", points: [[from, on(from)], [to, on(to)]] },
    mark: { x: middle, y: 3 * on(middle), label, color: "--muted", shape: "none" },
  };
}

/** What the differences gave, one row for each power of ten. */
export function measuredTable(schemes) {
  const decades = schemes[0].samples.map(({ step }, index) => [step, index])
    .filter(([step]) => Math.abs(Math.log10(step) - Math.round(Math.log10(step))) < 0.01);
  const head = (name) => h("th", { class: "number", scope: "col" }, name);
  const cell = (value, count) => h("td", { class: "number" }, digits(value, count));
  // Of the third formula the errors alone are shown, so that all fits.
  const isShort = (name) => name === "richardson";
  return h("table", { class: "measured" },
    h("thead", {}, h("tr", {}, head("step h"), schemes.map(({ name }) => isShort(name) ? head("error of Richardson") : [head(looks[name].name), head("error")]))),
    h("tbody", {}, decades.map(([step, index]) => h("tr", {}, cell(power(step)),
      schemes.map(({ name, samples }) => [isShort(name) ? null : cell(samples[index].derivative, 10), cell(samples[index].error, 2)])))));
}
