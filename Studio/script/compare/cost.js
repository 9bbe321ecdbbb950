// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What derivatives cost, by method and number of inputs or outputs: counted by running each method, and timed.

import { LineChart } from "../chart.js";
import { digits, fill, h } from "../dom.js";
import { iconButton } from "../icons.js";

export const families = {
  product: "product of all inputs", rosenbrock: "Rosenbrock’s valley", network: "loss of a neuron with n weights",
};
export const quantities = { operations: "Operations", passes: "Passes", bytes: "Memory", time: "Time" };
export const sweeps = { inputs: "against n inputs", outputs: "against m outputs" };
/** A number of inputs or outputs as the engine takes it. */
export const count = (value, otherwise) => Math.max(1, Math.min(200, Math.round(Number(value)) || otherwise));
const labels = { operations: "operations", passes: "evaluations or passes", bytes: "bytes kept", time: "time (ms)" };
const sizes = [1, 2, 5, 10, 20, 50, 100, 200];
const looks = {
  evaluation: ["one evaluation", "--muted", "dashed"],
  forwardDifferences: ["forward differences", "--series-1", "lineAndPoints"],
  centralDifferences: ["central differences", "--series-2", "lineAndPoints"],
  forward: ["forward mode", "--forward", "lineAndPoints"],
  forwardLanes: ["forward mode, 8 at a time", "--series-3", "dashed"],
  reverse: ["reverse mode", "--reverse", "lineAndPoints"],
  // Often as good as reverse mode, which is to be seen under it.
  symbolic: ["symbolic", "--series-4", "dashed"],
};
const raced = ["evaluation", "symbolic", "forwardDifferences", "forward", "forwardLanes", "reverse"];
const keyOf = ({ family, inputs, outputs }) => `${family} ${inputs}${outputs > 1 ? ` ${outputs}` : ""}`;
const counted = new Map();
const timed = new Map();
const milliseconds = (time) => (time === undefined ? "–" : `${digits(time, 3)} ms`);

export class CostView {
  constructor(element, engine, { height = 320, onchange = () => {} } = {}) {
    Object.assign(this, { element, engine, onchange, state: {} });
    this.charts = h("div");
    this.chart = new LineChart(this.charts, {
      height, name: "Cost of derivatives", x: { scale: "log" },
      y: { label: labels.operations, scale: "log" }, onpick: (n) => this.change({ [this.state.along]: n }),
    });
    this.table = h("div", { class: "scroll" });
    this.start = iconButton("play", "Measure the time", () => this.race(), { text: true });
    this.stop = iconButton("close", "Stop", () => { this.isRacing = false; }, { text: true, hidden: true });
    this.progress = h("progress", { max: 1, hidden: true, "aria-label": "Measured so far" });
    this.family = h("select", { "aria-label": "Function", onchange: () => this.change({ family: this.family.value }) },
      Object.entries(families).map(([value, label]) => h("option", { value }, label)));
    this.along = h("select", { "aria-label": "Drawn", onchange: () => this.change({ along: this.along.value }) },
      Object.entries(sweeps).map(([value, label]) => h("option", { value }, label)));
    this.size = h("input", { type: "range", min: 1, max: 200, "aria-label": "Number of inputs", oninput: () => this.change({ inputs: Number(this.size.value) }) });
    const number = (key) => h("input", { type: "number", class: "field", min: 1, max: 200, "aria-label": `Number of ${key}`,
      onchange: (event) => this.change({ [key]: count(event.target.value, 1) }) });
    this.count = number("inputs");
    this.outputs = number("outputs");
    this.kinds = Object.entries(quantities).map(([id, label]) =>
      h("button", { type: "button", "data-quantity": id, onclick: () => this.change({ quantity: id }) }, label));
    element.classList.add("cost");
    element.append(
      h("div", { class: "row" }, this.family, this.along),
      h("div", { class: "row" }, h("label", {}, "n ", this.size), this.count,
        h("button", { type: "button", onclick: () => this.change({ inputs: 100 }) }, "100 parameters"), h("label", {}, "m ", this.outputs)),
      h("div", { class: "row quantities", role: "group", "aria-label": "What is compared" }, this.kinds, this.start, this.stop, this.progress),
      this.charts, this.table);
  }

  change(change) {
    const done = this.show({ ...this.state, ...change });
    this.onchange(this.state);
    return done;
  }

  /** Shows a state `{family, inputs, outputs, along, quantity}`; counting goes on size by size. */
  async show({ family, inputs, outputs = 1, along = "inputs", quantity }) {
    // Gradients alone are timed.
    this.isJacobian = along === "outputs" || outputs > 1;
    if (this.isJacobian && quantity === "time") quantity = "operations";
    if (family !== this.state.family || this.isJacobian) this.isRacing = false;
    const state = { family, inputs, outputs, along, quantity };
    this.state = state;
    this.family.value = family;
    this.along.value = along;
    this.size.value = this.count.value = inputs;
    this.outputs.value = outputs;
    for (const button of this.kinds) {
      button.setAttribute("aria-pressed", button.dataset.quantity === quantity);
      button.hidden = this.isJacobian && button.dataset.quantity === "time";
    }
    this.start.hidden = this.isJacobian || this.isRacing;
    this.chart.name = `Cost of ${this.isJacobian ? "a Jacobian" : "a gradient"} against the number of ${along}`;
    this.chart.x = { label: `number of ${along} ${along === "inputs" ? "n" : "m"}`, scale: "log" };
    this.chart.y = { label: labels[quantity], scale: "log" };
    this.#draw();
    for (const size of [state[along], ...sizes]) {
      if (this.state !== state || this.isRemoved) return;
      try {
        await this.#count({ ...state, [along]: size });
      } catch { /* Too large to be counted in time: the lines end before. */ }
      if (this.state === state) this.#draw();
    }
    this.element.dataset.counted = keyOf(state);
  }

  async #count({ family, inputs, outputs }) {
    const key = keyOf({ family, inputs, outputs });
    if (!counted.has(key)) counted.set(key, await this.engine.ask({ op: "cost", family, inputs, outputs }));
  }

  #draw() {
    const { state } = this;
    const { family, along, quantity } = state;
    const ns = [...new Set([...sizes, state[along]])].sort((a, b) => a - b);
    const value = (method, n) => quantity === "time"
      ? timed.get(`${family} ${n} ${method}`)
      : counted.get(keyOf({ ...state, [along]: n }))?.methods.find((item) => item.method === method)?.[quantity];
    const series = Object.entries(looks).map(([method, [name, color, style]]) => ({
      name, color, style, points: ns.map((n) => [n, value(method, n)]).filter(([, y]) => y > 0),
    })).filter(({ points }) => points.length > 0);
    this.chart.show(series, { references: [{ x: state[along], label: `${along === "inputs" ? "n" : "m"} = ${state[along]}` }] });
    this.#fillTable(counted.get(keyOf(state)));
  }

  #fillTable(answer) {
    if (!answer) return;
    const { family, inputs, outputs } = this.state;
    const heads = ["Method", "Passes", "Operations", "Bytes kept", !this.isJacobian && "Time"].filter(Boolean);
    fill(this.table, h("table", {}, h("caption", {}, this.isJacobian ? `One Jacobian with n = ${inputs}, m = ${outputs}` : `One gradient with n = ${inputs}`),
      h("thead", {}, h("tr", {}, heads.map((head, index) => h("th", { scope: "col", class: index && "number" }, head)))),
      h("tbody", {}, answer.methods.map(({ method, passes, operations, bytes }) => h("tr", { "data-method": method },
        h("td", {}, looks[method]?.[0] ?? method),
        [passes, operations, bytes].map((count) => h("td", { class: "number" }, count?.toLocaleString("en") ?? "–")),
        !this.isJacobian && h("td", { class: "number" }, milliseconds(timed.get(`${family} ${inputs} ${method}`))))))));
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
    this.start.hidden = isRacing || this.isJacobian;
    this.stop.hidden = this.progress.hidden = !isRacing;
    (isRacing ? this.stop : this.start).focus();
  }

  remove() {
    this.isRemoved = true;
    this.isRacing = false;
    this.chart.remove();
  }
}
