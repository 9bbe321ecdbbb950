// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The expression, its mistakes, and a number and a slider for each of its variables.

import { fill, h } from "../dom.js";
import { helpButton, hints } from "../help.js";
import { examples } from "./state.js";

/**
 * The field for the expression: `onchange(text)` while typing, `onexample(text, values)` for one of the examples;
 * `tools` stand beside it, and `help` is what there is to say of them.
 */
export class ExpressionField {
  constructor({ onchange, onexample, tools = [], help = [] }) {
    this.name = h("label", { for: "expression", class: "expression-name" }, "L =");
    this.input = h("input", { id: "expression", class: "field expression", type: "text", spellcheck: "false", autocapitalize: "off",
      autocomplete: "off", "aria-describedby": "expression-error", oninput: () => onchange(this.input.value) });
    this.examples = h("select", { "aria-label": "Examples", onchange: () => {
      const [, text, values] = examples[this.examples.value];
      this.examples.value = "";
      onexample(text, values);
    } }, h("option", { value: "", disabled: true, hidden: true }, "Examples"),
    examples.map(([name, text], index) => h("option", { value: index, title: text }, name)));
    this.examples.value = "";
    this.error = h("div", { id: "expression-error", class: "expression-error error", role: "alert", hidden: true });
    this.root = h("div", {}, h("div", { class: "expression-row" }, this.name, this.input, h("div", { class: "row" }, this.examples, tools, helpButton())), this.error,
      hints([["Expression", "Names are variables. Products need no sign: 2x, x y, x(x + 1); x², √x, |x|, π and all usual functions are known. k = 2y; gives a part a name, and a comma separates several outputs."],
        ["Examples", "Ready expressions, with values."], ["Number and slider", "The value of a variable; everything follows while it is changed."], ...help]));
  }

  set text(text) {
    if (this.input.value !== text) this.input.value = text;
  }

  /** Shows what is wrong with the text, with a caret under the place, or nothing. */
  showError(error, text) {
    this.error.hidden = !error;
    if (error) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
    if (!error) return;
    const place = error.offset === undefined || error.offset === null ? null : indexOfByte(text, error.offset);
    fill(this.error, place === null ? null : h("pre", { "aria-hidden": "true" }, text, "\n",
      // The caret stands under its letter in every font: what is before it takes its room unseen.
      h("span", { class: "hidden-text" }, text.slice(0, place)), "^"), h("span", {}, sentence(error.message)));
  }
}

/** What the engine says begins small and ends without a stop, as compilers do. */
const sentence = (text) => text.replace(/^[a-z](?![`(])/, (letter) => letter.toUpperCase()).replace(/[^.!?]$/, "$&.");

/** The index in a JavaScript string of a byte of its UTF-8. */
function indexOfByte(text, offset) {
  let [index, bytes] = [0, 0];
  for (const letter of text) {
    if (bytes >= offset) break;
    bytes += new TextEncoder().encode(letter).length;
    index += letter.length;
  }
  return index;
}

/** Half the width of a range around a value: 5, or a round number beyond the value. */
export function rangeAround(value) {
  const size = Math.abs(value);
  if (size <= 4) return 5;
  const power = 10 ** Math.floor(Math.log10(size));
  return [2, 5, 10, 20].find((k) => k * power >= 1.25 * size) * power;
}

/** A number field and a slider for each variable: `onchange(name, value)`. */
export class VariableFields {
  #rows = new Map();

  constructor({ onchange }) {
    this.onchange = onchange;
    this.root = h("div", { class: "variables" });
  }

  /** The range of a variable's slider, which is also that of the picture of the function. */
  range(name) {
    return this.#rows.get(name)?.half ?? 5;
  }

  show(variables) {
    const names = variables.map(({ name }) => name);
    if (names.join() !== [...this.#rows.keys()].join()) {
      const old = this.#rows;
      this.#rows = new Map(names.map((name) => [name, old.get(name) ?? this.#row(name)]));
      fill(this.root, [...this.#rows.values()].map((row) => row.root));
    }
    for (const { name, value } of variables) this.#set(this.#rows.get(name), value);
  }

  #row(name) {
    const row = { half: 0 };
    const change = (element) => {
      const value = element.valueAsNumber;
      if (!Number.isFinite(value)) return;
      this.#set(row, value);
      this.onchange(name, value);
    };
    // An emptied field returns to its number.
    const restore = () => Number.isFinite(row.field.valueAsNumber) || (row.field.value = row.value);
    row.field = h("input", { type: "number", class: "field", step: "any", "aria-label": `Value of ${name}`, oninput: () => change(row.field),
      onchange: restore, onblur: restore });
    row.slider = h("input", { type: "range", "aria-label": `Slider of ${name}`, oninput: () => change(row.slider) });
    row.root = h("div", { class: "variable", role: "group", "aria-label": `Variable ${name}` },
      h("span", { class: "variable-name", "data-node": name }, name), row.field, row.slider);
    return row;
  }

  #set(row, value) {
    row.value = Number(value.toPrecision(12));
    if (Math.abs(value) > row.half || row.half === 0) {
      row.half = rangeAround(value);
      Object.assign(row.slider, { min: -row.half, max: row.half, step: row.half / 100 });
    }
    // What is being typed stays as it is: `1.` and `1.0` are the number 1.
    const isUnfinished = document.activeElement === row.field && !Number.isFinite(row.field.valueAsNumber);
    if (row.field.valueAsNumber !== value && !isUnfinished) row.field.value = row.value;
    row.slider.value = value;
  }
}
