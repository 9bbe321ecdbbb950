// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What a gradient costs, by method and number of inputs: counted by running each method, and timed.

import { LineChart } from "../chart.js";
import { digits, fill, h } from "../dom.js";
import { iconButton } from "../icons.js";

export const families = {
  product: "product of all inputs", rosenbrock: "Rosenbrock’s valley", network: "loss of a neuron with n weights",
};
export const quantities = { operations: "Operations", passes: "Passes", bytes: "Memory", time: "Time" };
const labels = { operations: "operations", passes: "evaluations or passes", bytes: "bytes kept", time: "time (ms)" };
const sizes = [1, 2, 5, 10, 20, 50, 100, 200];
const looks = {
  evaluation: ["one evaluation", "--muted", "dashed"],
  symbolic: ["symbolic", "--series-4", "line"],
  forwardDifferences: ["forward differences", "--series-1", "lineAndPoints"],
  forward: ["forward mode", "--forward", "lineAndPoints"],
  forwardLanes: ["forward mode, 8 at a time", "--series-3", "dashed"],
  reverse: ["reverse mode", "--reverse", "lineAndPoints"],
};
const raced = ["evaluation", "symbolic", "forwardDifferences", "forward", "forwardLanes", "reverse"];
const counted = new Map();
const timed = new Map();
const milliseconds = (time) => (time === undefined ? "–" : `${digits(time, 3)} ms`);

export class CostView {
  constructor(element, engine, { height = 320, onchange = () => {} } = {}) {
    Object.assign(this, { element, engine, onchange, state: { family: "network", inputs: 100, quantity: "operations" } });
    this.charts = h("div");
    this.chart = new LineChart(this.charts, {
      height, name: "Cost of a gradient against the number of inputs", x: { label: "number of inputs n", scale: "log" },
      y: { label: labels.operations, scale: "log" }, onpick: (n) => this.change({ inputs: n }),
    });
    this.table = h("div", { class: "scroll" });
    this.start = iconButton("play", "Measure the time", () => this.race(), { text: true });
    this.stop = iconButton("close", "Stop", () => { this.isRacing = false; }, { text: true, hidden: true });
    this.progress = h("progress", { max: 1, hidden: true, "aria-label": "Measured so far" });
    this.family = h("select", { "aria-label": "Function", onchange: () => this.change({ family: this.family.value }) },
      Object.entries(families).map(([value, label]) => h("option", { value }, label)));
    this.size = h("input", { type: "range", min: 1, max: 200, "aria-label": "Number of inputs", oninput: () => this.change({ inputs: Number(this.size.value) }) });
    this.count = h("input", { type: "number", class: "field", min: 1, max: 200, "aria-label": "Number of inputs",
      onchange: () => this.change({ inputs: Math.max(1, Math.min(200, Math.round(Number(this.count.value)) || 1)) }) });
    this.kinds = Object.entries(quantities).map(([id, label]) =>
      h("button", { type: "button", "data-quantity": id, onclick: () => this.change({ quantity: id }) }, label));
    element.classList.add("cost");
    element.append(
      h("div", { class: "row" }, this.family),
      h("div", { class: "row" }, h("label", {}, "n ", this.size), this.count,
        h("button", { type: "button", onclick: () => this.change({ inputs: 100 }) }, "100 parameters")),
      h("div", { class: "row quantities", role: "group", "aria-label": "What is compared" }, this.kinds, this.start, this.stop, this.progress),
      this.charts, this.table);
  }

  change(change) {
    this.onchange({ ...this.state, ...change });
    return this.show({ ...this.state, ...change });
  }

  /** Shows a state `{family, inputs, quantity}`; counting goes on size by size. */
  async show(state) {
    if (state.family !== this.state.family) this.isRacing = false;
    this.state = state;
    const { family, inputs, quantity } = state;
    this.family.value = family;
    this.size.value = this.count.value = inputs;
    for (const button of this.kinds) button.setAttribute("aria-pressed", button.dataset.quantity === quantity);
    this.chart.y = { label: labels[quantity], scale: "log" };
    this.#draw();
    for (const n of [inputs, ...sizes]) {
      if (this.state !== state || this.isRemoved) return;
      await this.#count(family, n);
      if (this.state === state) this.#draw();
    }
    this.element.dataset.counted = `${family} ${inputs}`;
  }

  async #count(family, inputs) {
    const key = `${family} ${inputs}`;
    if (!counted.has(key)) counted.set(key, await this.engine.ask({ op: "cost", family, inputs }));
    return counted.get(key);
  }

  #draw() {
    const { family, inputs, quantity } = this.state;
    const ns = [...new Set([...sizes, inputs])].sort((a, b) => a - b);
    const value = (method, n) => quantity === "time"
      ? timed.get(`${family} ${n} ${method}`)
      : counted.get(`${family} ${n}`)?.methods.find((item) => item.method === method)?.[quantity];
    const series = Object.entries(looks).map(([method, [name, color, style]]) => ({
      name, color, style, points: ns.map((n) => [n, value(method, n)]).filter(([, y]) => y > 0),
    })).filter(({ points }) => points.length > 0);
    this.chart.show(series, { references: [{ x: inputs, label: `n = ${inputs}` }] });
    this.#fillTable(counted.get(`${family} ${inputs}`));
  }

  #fillTable(answer) {
    if (!answer) return;
    const { family, inputs } = this.state;
    const heads = ["Method", "Passes", "Operations", "Bytes kept", "Time"];
    fill(this.table, h("table", {}, h("caption", {}, `One gradient with n = ${inputs}`),
      h("thead", {}, h("tr", {}, heads.map((head, index) => h("th", { scope: "col", class: index && "number" }, head)))),
      h("tbody", {}, answer.methods.map(({ method, passes, operations, bytes }) => h("tr", { "data-method": method },
        h("td", {}, looks[method]?.[0] ?? method),
        [passes, operations, bytes].map((count) => h("td", { class: "number" }, count?.toLocaleString("en") ?? "–")),
        h("td", { class: "number" }, milliseconds(timed.get(`${family} ${inputs} ${method}`))))))));
  }

  /** Times every method at every size: as many repetitions as fill some milliseconds, and the best of three. */
  async race() {
    if (this.state.quantity !== "time") this.change({ quantity: "time" });
    const { family, inputs } = this.state;
    const laps = [...new Set([...sizes, inputs])].sort((a, b) => a - b).flatMap((n) => raced.map((method) => [n, method]));
    this.#racing(true);
    for (const [index, [n, method]] of laps.entries()) {
      this.progress.value = index / laps.length;
      try {
        await this.#lap(family, n, method);
      } catch {
        // Too slow, or not possible at this size: the line ends here.
      }
      if (!this.isRacing || this.isRemoved) break;
      this.#draw();
    }
    this.element.dataset.raced = family;
    this.#racing(false);
  }

  async #lap(family, inputs, method) {
    const run = async (repetitions) => (await this.engine.ask({ op: "race", family, inputs, method, repetitions })).milliseconds;
    let repetitions = 1, time = await run(1);
    // The clock of a page ticks in steps of up to a tenth of a millisecond.
    while (time < 8 && repetitions < 1e6 && this.isRacing) {
      repetitions = Math.ceil(repetitions * Math.min(10, 12 / Math.max(time, 0.1)));
      time = await run(repetitions);
    }
    if (time < 100 && this.isRacing) time = Math.min(time, await run(repetitions), await run(repetitions));
    timed.set(`${family} ${inputs} ${method}`, time / repetitions);
  }

  #racing(isRacing) {
    this.isRacing = isRacing;
    this.start.hidden = isRacing;
    this.stop.hidden = this.progress.hidden = !isRacing;
    (isRacing ? this.stop : this.start).focus();
  }

  remove() {
    this.isRemoved = true;
    this.isRacing = false;
    this.chart.remove();
  }
}
