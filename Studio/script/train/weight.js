// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What is known of one weight: its value and gradient, and line by line why it moved.

import { brief, digits, fill, h, number } from "../dom.js";
import { math } from "../math.js";

const shownPoints = 8;

/** A new value is primed, an intermediate one is a t (v is the mean of squares), and a number has six digits at most. */
const tidy = (text) => text.replace(/\b([wmvs])_next\b/g, "$1′").replace(/\bv(\d+)\b/g, "t$1").replace(/\d+\.\d{5,}/g, (n) => String(Number(Number(n).toPrecision(6))));

function formulaOf({ text, mathml }) {
  const next = /<msub><mi>(\w+)<\/mi><mi>next<\/mi><\/msub>/g;
  return math({ text: tidy(text), mathml: tidy(mathml.replace(next, "<msup><mi>$1</mi><mo>′</mo></msup>").replaceAll("<msub><mi>v</mi><mn>", "<msub><mi>t</mi><mn>")) });
}

/** The card of weight `index`; `train`: `trainer`, `network`, `frame`, `openSlice(index, point)`, `setWeight(index, value)`. */
export class WeightCard {
  index = null;

  constructor(train) {
    this.train = train;
    this.element = h("div", { class: "weight-card", id: "weight", hidden: true });
  }

  /** Shows a weight; its numbers then follow the training. */
  open(index) {
    this.index = index;
    this.element.hidden = index === null;
    if (index === null) return;
    this.gradient = h("output", { class: "adjoint", "aria-live": "off" });
    this.field = h("input", { type: "number", class: "field", step: "any", "aria-label": "Value of this weight",
      onchange: () => Number.isFinite(this.field.valueAsNumber) && this.train.setWeight(index, this.field.valueAsNumber) });
    this.why = h("div", { class: "scroll" });
    fill(this.element,
      h("h3", {}, this.train.network.describe(index)),
      h("div", { class: "row" }, h("label", {}, "w =", this.field), h("span", {}, "∂L/∂w ", this.gradient)),
      h("div", { class: "row" },
        h("button", { id: "why", onclick: () => this.explain() }, "Why will this weight move?"),
        h("button", { id: "explain-weight", onclick: () => this.train.openSlice(index) }, "Open in Explain")),
      this.why);
    this.follow();
  }

  follow() {
    const { weights, gradient } = this.train.frame ?? {};
    if (this.index === null || !weights || this.index >= weights.length) return;
    const [value, slope] = [weights[this.index], gradient[this.index]];
    this.gradient.textContent = brief(slope, 4);
    Object.assign(this.element.dataset, { index: this.index, value, gradient: slope });
    if (document.activeElement !== this.field) this.field.value = String(Number(value.toPrecision(8)));
  }

  /** Asks where the gradient of the next round comes from, and what the optimizer makes of it. */
  async explain() {
    const index = this.index;
    this.train.pause();
    let answer;
    try {
      answer = await this.train.trainer.ask({ op: "train.weight", index }, { latest: "train.weight" });
    } catch (error) {
      if (error.kind !== "superseded") this.train.failed(error);
      return;
    }
    if (index !== this.index) return;
    const { contributions, count, regularization, transforms, update } = answer;
    const sum = (items) => items.reduce((total, item) => total + number(item.gradient), 0);
    // The engine lists at most 200 points; those left out are what the mean has beside them.
    const total = count > contributions.length ? (number(answer.gradient) - number(regularization)) * count : sum(contributions);
    const shown = contributions.slice(0, shownPoints);
    const cell = (value) => h("td", { class: "number" }, brief(value, 4));
    const line = (name, value, ...more) => h("tr", {}, h("td", { colspan: 3 }, name), cell(value), h("td", {}, more));
    fill(this.why, h("table", { class: "why" },
      h("caption", { class: "unseen" }, "Where the gradient of this weight comes from"),
      h("thead", {}, h("tr", {}, ["Point", "at", "its loss ℓ", "∂ℓ/∂w", ""].map((name, i) => h("th", { scope: "col", class: i > 1 ? "number" : null }, name)))),
      h("tbody", {},
        shown.map((item) => h("tr", {}, h("td", {}, `${item.point + 1}`),
          h("td", {}, `(${digits(item.x, 3)}, ${digits(item.y, 3)})`), cell(item.loss), cell(item.gradient),
          h("td", {}, h("button", { class: "plain", "data-point": item.point, "data-gradient": number(item.gradient), onclick: () => this.train.openSlice(index, item.point) }, "Explain")))),
        count > shown.length && line(`${count - shown.length} more points`, total - sum(shown)),
        line(`Mean over ${count} points`, total / count),
        number(regularization) !== 0 && line("L1 and L2", regularization),
        line(h("b", {}, "∂L/∂w"), answer.gradient),
        transforms.map((item) => line(`${item.name[0].toUpperCase()}${item.name.slice(1)}`, item.after)))),
    h("table", { class: "update" },
      h("caption", {}, update.lines.length ? "What the optimizer does with it" : "The optimizer moves all weights together"),
      h("tbody", {}, update.lines.map((item) => h("tr", {}, h("td", {}, tidy(item.name)), h("td", {}, formulaOf(item.formula)),
        h("td", { class: "muted" }, tidy(item.substituted)), cell(item.value))))),
    update.inputs && h("p", { class: "muted" }, `with ${update.inputs.map(({ name, value }) => `${name} = ${brief(number(value), 5)}`).join(", ")}`),
    h("p", {}, h("b", {}, `${digits(update.before, 6)} → ${digits(update.after, 6)}`)));
    Object.assign(this.why.dataset, { mean: total / count, regularization: number(regularization), gradient: number(answer.gradient),
      before: number(update.before), after: number(update.after) });
  }
}
