// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The steps as text: the one that was just taken, in formulas and in a sentence, and the table of all, which
// says what the graph shows.

import { digits, fill, h, refill } from "../dom.js";
import { helpButton, hints } from "../help.js";
import { equation, m, mathName, mathPartial } from "../math.js";

/** What a step computes, as a formula with its numbers. */
function stepFormula({ kind, node, info }, functionName) {
  const value = digits(info.value);
  const derivative = (name) => mathPartial(functionName, name);
  switch (kind) {
    case "value": return equation(mathName(node), "=", info.formula, equals(info.substituted, value), "=", value);
    case "tangent": return equation(mathPartial(node, info.input), "=", info.derivative, equals(info.substituted, value), "=", value);
    case "seed": return info.input
      ? equation(mathPartial(node, node), "=", value)
      : equation(derivative(node), "=", value);
    case "sum": return equation(derivative(node), ...info.contributions.flatMap(({ name }, index) => [index ? "+" : "=", derivative(name)]),
      equals(info.substituted, value), "=", value);
    default: return equation(derivative(info.name), "=", derivative(info.consumer), "·", mathPartial(info.consumer, info.name),
      equals(info.substituted, value), "=", value);
  }
}

/** `= 2 + 3`, unless that is the value already. */
const equals = (formula, value) => (formula?.text && formula.text !== value ? ["=", formula] : []);

/** In the table the numbers follow the formula, on the same line where there is room. */
const numbersOf = ({ substituted }) => substituted?.text && equation("=", substituted);

const bar = (name) => m("mover", mathName(name), m("mo", "¯"));
const dot = (name) => m("mover", mathName(name), m("mo", "˙"));

/** The cells of a step in the table: what, how, with numbers, result. */
function cells({ kind, node, info }) {
  switch (kind) {
    case "value": return [equation(mathName(node)), equation(info.formula), numbersOf(info)];
    case "tangent": return [equation(dot(node)), equation(info.derivative), numbersOf(info), info.rule];
    case "seed": return [equation((info.input ? dot : bar)(node)), null, null, "start"];
    case "sum": return [equation(bar(node)), equation(info.contributions.flatMap(({ name }, index) => [index ? "+" : "", mathName(name)])),
      numbersOf(info), "sum of contributions"];
    default: return [scheme(info), equation(info.formula), numbersOf(info), info.rule];
  }
}

/** Which edge of the graph: from whom to whom. */
function scheme({ consumer, operand, name }) {
  return h("span", { class: "scheme" }, equation(mathName(consumer)),
    h("svg", { viewBox: "0 0 30 10", "aria-label": "to", role: "img" }, h("path", { d: "M0 5h22", class: "shaft" }), h("path", { d: "M30 5l-9-4v8z" })),
    equation(mathName(name)));
}

/** The card of the step that was just taken. */
export class StepCard {
  constructor() {
    this.count = h("small", { class: "step-count" });
    this.formula = h("div", { class: "step-formula scroll" });
    this.sentence = h("p", { class: "step-sentence" });
    this.extra = h("div", {});
    this.root = h("section", { class: "card step-card", "aria-label": "This step" },
      h("header", {}, h("h2", {}, "This step"), this.count, helpButton()),
      hints([["Formula", "What the step computes, and the same with its numbers; a sentence says it in words."], ["Your answer", "In a quiz: the next derivative, to four digits. Show gives it away."]]), this.formula, this.sentence, this.extra);
  }

  show(walk, position, functionName) {
    const step = walk.steps[position - 1];
    const phase = step && (step.kind === "value" ? "value" : walk.isReverse ? "adjoint" : "tangent");
    this.count.textContent = `${position} of ${walk.steps.length}${phase ? ` · ${{ value: "values", adjoint: "derivatives, backward", tangent: "derivatives, forward" }[phase]}` : ""}`;
    this.root.dataset.phase = phase ?? "";
    fill(this.formula, step ? stepFormula(step, functionName) : null);
    this.sentence.textContent = step?.sentence ?? "The inputs have their values. Press Play, or the right arrow key.";
  }
}

/** The table of all steps; `onpick(position)` when one is chosen. */
export class StepTable {
  #rows = [];
  #steps = [];
  #filled = new Set();
  #current = -1;
  #timer = 0;

  constructor({ onpick }) {
    this.onpick = onpick;
    this.root = h("div", { class: "scroll steps", tabindex: 0, role: "region", "aria-label": "Table of steps", onkeydown: (event) => this.#key(event) });
  }

  /** `isComplete`: all rows at once, and not those out of sight later. */
  show(walk, position, { isComplete = false } = {}) {
    this.result = walk.isReverse ? "adjoint" : "tangent";
    this.#steps = walk.steps;
    this.#filled.clear();
    const kinds = walk.steps.map(({ kind }) => kind).join() + walk.mode;
    // Where only numbers have changed, the rows are filled anew one by one, and the table stays where it was scrolled to.
    if (kinds !== this.kinds) this.#build(walk);
    this.kinds = kinds;
    this.mark(position);
    this.#fillSlice(0, isComplete ? this.#rows.length : 12);
  }

  #build(walk) {
    this.#rows = walk.steps.map((step, index) =>
      h("tr", { class: step.kind === "value" ? "" : this.result, "data-row": index + 1, onclick: () => this.onpick(index + 1) }));
    this.#current = -1;
    this.stop = null;
    fill(this.root, h("table", {}, h("thead", {}, h("tr", {}, ["", "Step", "Formula and numbers"].map((name) => h("th", { scope: "col" }, name)), h("th", { scope: "col", class: "number" }, "Result"))), h("tbody", {}, this.#rows)));
  }

  /** Formulas take long to lay out, so rows out of sight are filled by and by. */
  #fillSlice(start, count = 12) {
    clearTimeout(this.#timer);
    const end = Math.min(start + count, this.#rows.length);
    for (let index = start; index < end; index += 1) this.#fillRow(index);
    if (end < this.#rows.length) this.#timer = setTimeout(() => this.#fillSlice(end), 30);
  }

  #fillRow(index) {
    const [row, step] = [this.#rows[index], this.#steps[index]];
    if (!row || this.#filled.has(index)) return;
    this.#filled.add(index);
    const [what, how, numbers, rule] = cells(step);
    const isStop = row === (this.stop ??= row);
    refill(row, [h("td", {}, h("button", { type: "button", class: "plain", tabindex: isStop ? 0 : -1, "aria-label": `Go to step ${index + 1}: ${step.sentence}` }, index + 1)),
      h("td", { "data-node": step.kind === "contribution" ? null : step.node }, what),
      h("td", {}, how, numbers && [" ", numbers], rule && h("div", { class: "rule muted" }, rule)),
      h("td", { class: `number ${step.kind === "value" ? "value" : this.result}` }, digits(step.info.value))]);
  }

  /** Of the buttons of all rows one is in the order of Tab; up and down go on from there. */
  #stopAt(row) {
    this.stop?.querySelector("button")?.setAttribute("tabindex", "-1");
    this.stop = row;
    row.querySelector("button")?.setAttribute("tabindex", "0");
  }

  #key(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const index = this.#rows.indexOf(event.target.closest("tr")) + by;
    if (!by || event.target.localName !== "button" || !this.#rows[index]) return;
    event.preventDefault();
    this.#fillRow(index);
    this.#stopAt(this.#rows[index]);
    this.stop.querySelector("button").focus();
  }

  /** Marks the row of a step and brings it into sight, within the table only; `isShown` if it may have left it. */
  mark(position, isShown = false) {
    const [old, row] = [this.#rows[this.#current - 1], this.#rows[position - 1]];
    const isSame = this.#current === position;
    this.#current = position;
    for (let index = position - 12; index < position + 4; index += 1) this.#fillRow(index);
    if (isSame && !isShown) return;
    old?.removeAttribute("aria-current");
    if (!row) return;
    row.setAttribute("aria-current", "step");
    this.#stopAt(row);
    // In the next frame, where the page is laid out anyway.
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.root.scrollTop = row.offsetTop - this.root.clientHeight / 2;
    });
  }
}
