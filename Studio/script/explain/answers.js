// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Five ways, one answer: what each method finds, how far it is off, and what it costs.

import { digits, fill, h } from "../dom.js";
import { helpButton, hints } from "../help.js";
import { equation, mathPartial } from "../math.js";
import { dualNumber, wrongDigits } from "./panels.js";

const shown = 6;

/** What stands in the place of an answer during a quiz. */
export const hiddenNote = () => h("p", { class: "muted" }, "Shown when the quiz is over.");

export class Answers {
  constructor() {
    this.gradient = h("small", {});
    this.cards = h("div", { class: "answers" });
    this.root = h("section", { class: "card", "aria-label": "Five ways, one answer" },
      h("header", {}, h("h2", {}, "Five ways, one answer"), this.gradient, helpButton()),
      hints([["ulp", "How many floating-point numbers an answer is off; underlined digits are wrong."], ["pass", "One run through the program, forward or backward; bytes are what a method keeps meanwhile."]]), this.cards);
  }

  /** Shows an answer, but not while it is asked for. */
  show({ explanation, function: name }, isQuiz = false) {
    if (isQuiz) {
      this.gradient.textContent = "";
      fill(this.cards, hiddenNote());
      return;
    }
    const { result, cost, symbolic, numerical, dual, inputs, warnings } = explanation;
    if (explanation.value === "nan") {
      this.gradient.textContent = "";
      fill(this.cards, h("p", { class: "no-value" }, `${name} has no value here, and without a value there is no derivative: all five methods answer nan. `,
        warnings.items.filter(({ kind }) => kind === "domain").slice(0, 1).map(({ message }) => `The reason: ${message} `),
        "Steps that have a value keep their derivatives, which are numbers."));
      return;
    }
    const names = inputs.items.map((input) => input.name);
    const point = inputs.items.map(({ value }) => digits(value)).join(", ");
    const reference = result.reference;
    this.gradient.textContent = names.length ? `∇${name}(${point}), compared with ${result.isReferenceExact ? "the correctly rounded derivatives" : "reverse mode"}` : "";
    const row = (method) => result.rows.find((item) => item.method === method) ?? { gradient: [], ulps: [] };
    const price = (name_) => cost.methods.filter(({ method }) => method === name_)
      .map(({ passes, bytes }) => `${passes} ${passes === 1 ? "pass" : "passes"} · ${digits(bytes, 9)} bytes`)[0] ?? "";
    const card = (key, title, method, price_, content, note) => {
      const { gradient, ulps } = row(method);
      return h("section", { class: "answer", "data-method": key, "aria-label": title },
        h("h3", {}, title),
        names.slice(0, shown).map((input, index) => h("div", { class: "answer-line" },
          equation(mathPartial(name, input), "="), " ", h("span", { "data-node": input }, content(index, gradient[index])),
          h("small", { class: "muted nowrap" }, ulpText(ulps[index], gradient[index], result.isReferenceExact)))),
        names.length > shown && h("p", { class: "muted" }, `… and ${names.length - shown} more inputs`),
        note && h("div", { class: "note muted" }, note),
        h("p", { class: "gradient-row" }, `∇${name} = (${gradient.slice(0, shown).map((value) => digits(value)).join(", ")}${gradient.length > shown ? ", …" : ""})`),
        h("p", { class: "price muted" }, price_));
    };
    const plain = (_, value) => h("b", {}, digits(value, 15));
    const best = (index) => {
      const table = numerical.errors[index];
      const row_ = table?.rows.find(({ step }) => step === table.bestForwardStep);
      return row_ && [`h = ${digits(row_.step)}: `, wrongDigits(row_.forward, table.exact)];
    };
    const swell = symbolic.reduce((total, item) => total + item.operations, 0);
    fill(this.cards,
      card("symbolic", "Symbolic", "symbolic", `${swell} operations in formulas`, (index, value) => {
        const formula = symbolic[index]?.formula;
        return [formula && [h("span", { class: "scroll inline" }, equation(formula)), " = "], h("b", {}, digits(value, 15))];
      }),
      card("numerical", "Finite differences", "numerical", price("central differences"),
        (index, value) => h("b", {}, wrongDigits(value, reference[index])),
        names.length > 0 && ["Extrapolated. Simple: ", names.slice(0, 2).map((_, index) => h("div", {}, best(index)))]),
      card("dual", "Dual numbers", "forward", price("forward"), (index) => h("b", {}, dual[index] ? dualNumber(dual[index].primal, dual[index].tangent) : "–")),
      card("forward", "Forward tangents", "forward", price("forward, 8 lanes"), plain),
      card("reverse", "Reverse", "reverse", price("reverse"), plain));
  }
}

function ulpText(ulps, value, isExact) {
  if (ulps === undefined || ulps === null || !Number.isFinite(value)) return "";
  return ulps === 0 ? (isExact ? " exact" : " the same") : ulps > 1e6 ? " over 10⁶ ulp" : ` ${ulps} ulp`;
}
