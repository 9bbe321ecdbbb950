// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// A closer look at neurons: the one under the pointer or the focus, and up to three pinned beside it.

import { brief, fill, h } from "../dom.js";
import { iconButton } from "../icons.js";
import { paintNeuron } from "./heat.js";

export class Inspector {
  #current = null;
  #pinned = [];

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
    fill(this.element, h("div", { class: "row large-maps" }, this.maps.map(({ neuron, canvas }) => h("figure", {}, canvas,
      h("figcaption", {}, network.name(...neuron), isPinned(neuron) && iconButton("close", `Unpin ${network.name(...neuron)}`, () => {
        this.inspect(neuron, true);
        this.element.querySelector("figcaption button, [data-weight]")?.focus();
      }, { class: "plain" }))))),
    chips.length > 0 && h("div", { class: "weights", role: "group", "aria-label": `Weights into ${network.name(...this.#current)}` },
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
  }
}
