// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// A closer look at neurons: the one under the pointer or the focus, and up to three pinned beside it.

import { brief, fill, h, number } from "../dom.js";
import { iconButton } from "../icons.js";
import { neuronFormula } from "./formula.js";
import { paintNeuron } from "./heat.js";

export class Inspector {
  #current = null;
  #pinned = [];
  #isAsking = false;
  #isAgain = false;

  constructor(train) {
    this.train = train;
    this.element = h("div", { class: "inspector", id: "inspector" }, h("p", { class: "muted" }, "Point at a neuron or a line; click to keep it."));
  }

  inspect(neuron, isPinned) {
    // What the page scrolls under the pointer does not take the place of what has the focus.
    if (!isPinned && this.element.contains(document.activeElement)) return;
    const same = ([l, k]) => l === neuron[0] && k === neuron[1];
    if (isPinned) this.#pinned = this.#pinned.some(same) ? this.#pinned.filter((other) => !same(other)) : [...this.#pinned, neuron].slice(-3);
    if (!isPinned && this.#current && same(this.#current)) return;
    this.#current = neuron;
    this.build();
  }

  /** A weight that goes to this neuron is pointed at. */
  hover(neuron) {
    if (this.#pinned.length === 0) this.inspect(neuron, false);
  }

  /** Neurons of an old shape are forgotten. */
  clear() {
    const { shape } = this.train.session, fits = ([l, k]) => k < shape[l];
    this.#pinned = this.#pinned.filter(fits);
    if (this.#current && !fits(this.#current)) this.#current = null;
    if (this.#current) this.build();
  }

  build() {
    const { network } = this.train;
    const shown = [this.#current, ...this.#pinned.filter(([l, k]) => l !== this.#current[0] || k !== this.#current[1])];
    this.maps = shown.map((neuron) => ({ neuron, canvas: h("canvas", { class: "large-map", role: "img", "aria-label": `Output of ${network.name(...neuron)} over the plane` }) }));
    const { bias, weights } = network.neuron(this.#current);
    const isPinned = ([l, k]) => this.#pinned.some((other) => other[0] === l && other[1] === k);
    const chips = [...(bias === undefined ? [] : [{ index: bias, from: null }]), ...weights];
    this.chips = chips.map((link) => ({ ...link, output: h("span", { class: "value" }) }));
    this.formula = h("div", { class: "neuron-formula mono", id: "formula" });
    fill(this.element, h("div", { class: "row large-maps" }, this.maps.map(({ neuron, canvas }) => h("figure", {}, canvas,
      h("figcaption", {}, network.name(...neuron), isPinned(neuron) && iconButton("close", `Unpin ${network.name(...neuron)}`, () => {
        this.inspect(neuron, true);
        this.element.querySelector("figcaption button, [data-weight]")?.focus();
      }, { class: "plain" }))))),
    this.formula, chips.length > 0 && h("div", { class: "weights", role: "group", "aria-label": `Weights into ${network.name(...this.#current)}` },
      this.chips.map(({ from, index, output }) => h("button", { class: "chip", "data-weight": index, onclick: () => this.train.weight(index, true) },
        from === null ? "bias" : network.name(this.#current[0] - 1, from).replace(/^input |^layer \d+, neuron /, ""), " ", output))));
    this.follow();
  }

  focusWeight(neuron) {
    this.inspect(neuron, false);
    this.element.querySelector("[data-weight]")?.focus();
  }

  follow(neurons = this.neurons) {
    this.neurons = neurons;
    if (!this.#current || !neurons) return;
    for (const { neuron, canvas } of this.maps) {
      const { map } = this.train.network.neuron(neuron);
      if (map < neurons.count) paintNeuron(canvas, neurons, map);
    }
    for (const { index, output } of this.chips) output.textContent = brief(this.train.frame?.weights[index]);
    this.explain();
  }

  /** The formula of the neuron with the numbers at the place that was pointed at last; one question at a time. */
  async explain() {
    const { train } = this, at = train.picture.last;
    this.#isAgain = this.#isAsking;
    if (this.#isAsking || !this.#current || !train.session) return;
    this.#isAsking = true;
    const answer = await train.trainer.ask({ op: "train.evaluate", x: at[0], y: at[1] }).catch(() => null);
    this.#isAsking = false;
    if (train.isGone) return;
    if (answer) this.#write(answer.values.map(number), at);
    if (this.#isAgain) this.explain();
  }

  #write(values, at) {
    const { train } = this, { session: { shape, inputs, outputs }, state } = train, weights = train.frame?.weights;
    if (!this.#current || values.length !== shape.reduce((a, b) => a + b) || weights?.length !== train.session.parameterCount) return;
    const [l, k] = this.#current, neuron = train.network.neuron(this.#current);
    const index = (number) => [...String(number)].map((c) => "₀₁₂₃₄₅₆₇₈₉"[c]).join("");
    const name = (l, k) => (l > 0 ? `a${index(k + 1)}` : state.normalizeInputs ? `norm(${inputs[k]})` : inputs[k]);
    const terms = neuron.weights.map(({ index, from }) => ({ weight: weights[index], name: name(l - 1, from), value: values[train.network.neuron([l - 1, from]).map] }));
    if (neuron.bias !== undefined) terms.push({ weight: weights[neuron.bias], name: null, value: 1 });
    const isLast = l === shape.length - 1;
    const activation = isLast ? (state.loss.endsWith("CrossEntropy") ? "linear" : state.output.activation) : state.layers[l - 1]?.activation;
    fill(this.formula, neuronFormula({ name: isLast ? outputs[k] : l ? "a" : name(l, k), activation, terms, value: values[neuron.map], at }).map((line) => h("div", {}, line)));
    this.formula.dataset.value = values[neuron.map];
  }
}
