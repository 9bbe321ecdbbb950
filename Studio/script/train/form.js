// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Fields bound to members of the state, by their path: each shows its member and changes it.

import { h } from "../dom.js";
import { get } from "./state.js";

export class Form {
  #syncs = [];
  /** What the members are called, by their path. */
  labels = new Map();

  /** `train`: `state` and `change(path, value, options)`. */
  constructor(train) {
    this.train = train;
  }

  /** Shows in every field what the state says. */
  sync() {
    this.#syncs = this.#syncs.filter((sync) => sync() !== false);
  }

  #wrap(path, label, inputs, { help, when, read }) {
    this.labels.set(path, label);
    const element = h("label", { class: "control", "data-control": path, title: help }, h("span", {}, label), inputs, help && h("small", { class: "hint" }, help));
    this.watch(() => {
      if (when) element.hidden = !when(this.train.state);
      read(get(this.train.state, path));
    });
    return element;
  }

  /** Calls `sync` now and after each change; it ends when it gives false. */
  watch(sync) {
    this.#syncs.push(sync);
    sync();
  }

  select(path, label, options, more = {}) {
    const input = h("select", { onchange: () => this.train.change(path, input.value) }, options.map((option) => {
      const [value, text] = [option].flat();
      return h("option", { value }, text ?? value);
    }));
    return this.#wrap(path, label, input, { ...more, read: (value) => { input.value = value; } });
  }

  toggle(path, label, more = {}) {
    const input = h("input", { type: "checkbox", onchange: () => this.train.change(path, input.checked) });
    return this.#wrap(path, label, input, { ...more, read: (value) => { input.checked = value; } });
  }

  /** A number; `empty` is the number that an empty field means. */
  number(path, label, { min = 0, max = 1e9, step = "any", empty, placeholder, ...more } = {}) {
    const input = h("input", { type: "number", class: "field", min, max, step, placeholder, onchange: () => {
      const value = input.value === "" && empty !== undefined ? empty : input.valueAsNumber;
      this.#take(path, label, step === 1 ? Math.round(value) : value, min, max, show);
    } });
    const show = (value) => { input.value = value === empty ? "" : String(value); };
    return this.#wrap(path, label, input, { ...more, read: show });
  }

  /** Takes over a number that is in its range; another is put back, with the range said. */
  #take(path, label, value, min, max, show) {
    if (value >= min && value <= max) this.train.change(path, value);
    else this.train.say(`${label}: a number from ${min} to ${max}.`);
    show(get(this.train.state, path));
  }

  /** A slider with its number; `log`: of the power of ten. */
  slider(path, label, { min, max, step = 0.01, log = false, ...more }) {
    const [f, inverse] = log ? [Math.log10, (v) => Number((10 ** v).toPrecision(3))] : [Number, Number];
    let isHeld = false, isTyping = false;
    const range = h("input", { type: "range", min: f(min), max: f(max), step: log ? 0.01 : step, "aria-label": label, oninput: () => {
      this.train.change(path, inverse(range.valueAsNumber), { remember: !isHeld });
      isHeld = true;
    }, onchange: () => { isHeld = false; } });
    const field = h("input", { type: "number", class: "field", min: log ? 0 : min, step: "any", "aria-label": `${label}, as a number`, oninput: () => { isTyping = true; }, onblur: () => { isTyping = false; }, onchange: () => {
      isTyping = false;
      this.#take(path, label, step === 1 ? Math.round(field.valueAsNumber) : field.valueAsNumber, log ? 0 : min, log ? 1e6 : max, (value) => { field.value = String(value); });
    } });
    return this.#wrap(path, label, [range, field], { ...more, read: (value) => {
      range.value = f(Math.max(log ? min : -Infinity, value));
      if (!isTyping) field.value = String(value);
    } });
  }

  /** A text that may be wrong: then it stays to be mended, with what is wrong below it. */
  text(path, label, more = {}) {
    const input = h("input", { type: "text", class: "field expression", spellcheck: "false", autocomplete: "off", onchange: () => {
      showError(input, problem, null);
      this.train.change(path, input.value, { onerror: (error) => showError(input, problem, error) });
    } });
    const problem = h("small", { class: "error", role: "alert" });
    return this.#wrap(path, label, [input, problem], { ...more, read: (value) => { if (!input.hasAttribute("aria-invalid")) input.value = value; } });
  }
}

/** Says what is wrong with a typed expression, and where. */
export function showError(input, place, error) {
  if (error) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  place.textContent = error?.message ?? "";
  if (!(error?.offset >= 0)) return;
  // The offset counts bytes.
  const start = new TextDecoder().decode(new TextEncoder().encode(input.value).slice(0, error.offset)).length;
  input.focus();
  input.setSelectionRange(start, start + 1);
}
