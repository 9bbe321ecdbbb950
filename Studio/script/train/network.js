// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The picture of the network: a column for each layer, a heat map for each neuron, a line for each weight.

import { brief, fill, h } from "../dom.js";
import { cssColor, onTheme, sharpen } from "../canvas.js";
import { iconButton } from "../icons.js";
import { paintNeuron, paintNumbers } from "./heat.js";

const tile = 28, pitch = 34, most = 16, page = 12, columnWidth = 118;

export class Network {
  #frame = null;
  #offsets = [];
  #columns = [];
  #links = [];
  #hovered = null;
  chosen = null;

  /** `train`: `state`, `session`, `layerCard(l)`, `inspect(neuron, isPinned)`, `weight(index, isPinned)`. */
  constructor(train) {
    this.train = train;
    this.canvas = h("canvas", { class: "net-links", "aria-hidden": "true" });
    this.columns = h("div", { class: "net-columns" });
    this.element = h("div", { class: "net scroll", id: "network" }, h("div", { class: "net-inner" }, this.canvas, this.columns));
    this.observer = new ResizeObserver(() => this.drawLinks());
    this.observer.observe(this.columns);
    this.offTheme = onTheme(() => this.show(this.#frame));
    this.element.addEventListener("pointermove", (event) => this.#point(event));
    this.element.addEventListener("pointerleave", () => this.#hover(null));
    this.element.addEventListener("click", (event) => {
      const link = this.#at(event);
      if (link) this.train.weight(link.index, true);
    });
  }

  end() {
    this.observer.disconnect();
    this.offTheme();
  }

  /** Builds the columns of a new shape; the window of a wide layer stays where it was. */
  build() {
    const { shape, inputs, outputs, parameters } = this.train.session;
    this.#offsets = shape.map((_, l) => shape.slice(0, l).reduce((a, b) => a + b, 0));
    this.#links = shape.map(() => []);
    this.biases = shape.map(() => []);
    for (const { layer, from, to, index } of parameters) {
      const l = layer + 1;
      if (from === null) this.biases[l][to] = index;
      else this.#links[l].push({ layer: l, from, to, index });
    }
    this.#columns = shape.map((units, l) => {
      const old = this.#columns[l]?.units === units ? this.#columns[l].start : 0;
      const column = { units, start: old, tiles: h("div", { class: "net-tiles" }) };
      const label = (k) => (l === 0 ? inputs[k] : outputs[k].replace("class ", ""));
      column.fill = () => {
        const shown = units <= most ? units : Math.min(page, units - column.start);
        column.shown = shown;
        column.buttons = Array.from({ length: shown }, (_, i) => {
          const k = column.start + i, map = h("canvas", { width: 1, height: 1 });
          const button = h("button", { class: "neuron", "aria-label": this.name(l, k), "data-neuron": `${l}.${k}`, "data-focus": `neuron${l}.${k}`, tabindex: i === 0 ? 0 : -1,
            onkeydown: (event) => this.#step(event, l, i),
            onpointerenter: () => this.train.inspect([l, k], false), onfocus: () => this.train.inspect([l, k], false),
            onclick: () => this.train.inspect([l, k], true) }, map);
          if (l === 0 || l === shape.length - 1) button.append(h("span", {}, label(k)));
          return { button, map };
        });
        const scroll = (by) => {
          column.start = Math.max(0, Math.min(units - page, column.start + by));
          column.fill();
          this.show(this.#frame);
          // The buttons are new ones.
          const [up, down] = column.tiles.querySelectorAll(".net-more button");
          ((by < 0 && !up.disabled) || down.disabled ? up : down).focus();
        };
        fill(column.tiles, column.buttons.map(({ button }) => button), units > most && h("div", { class: "row net-more" },
          iconButton("up", "Earlier neurons", () => scroll(-page), { class: "plain", disabled: column.start === 0 }),
          h("small", {}, column.start + shown < units ? `+ ${units - column.start - shown} more` : `of ${units}`),
          iconButton("down", "Later neurons", () => scroll(page), { class: "plain", disabled: column.start + shown >= units })));
      };
      column.fill();
      return column;
    });
    fill(this.columns, this.#columns.map((column, l) => h("div", { class: "net-column", "data-layer": l }, this.train.layerCard(l), column.tiles)));
    this.columns.style.minWidth = `${shape.length * columnWidth}px`;
    this.drawLinks();
  }

  /** Arrow keys go from neuron to neuron; Tab, from layer to layer. */
  #step(event, l, i) {
    const [dl, di] = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key] ?? [];
    const column = this.#columns[l + dl];
    if (!column) return;
    event.preventDefault();
    event.stopPropagation();
    column.buttons[Math.max(0, Math.min(column.shown - 1, i + di))].button.focus();
  }

  /** The name of a neuron, as "layer 1, neuron 3". */
  name(l, k) {
    const { shape, inputs, outputs } = this.train.session;
    return l === 0 ? `input ${inputs[k]}` : l === shape.length - 1 ? `output ${outputs[k]}` : `layer ${l}, neuron ${k + 1}`;
  }

  /** Which layer and weights a neuron's number is: its place among the heat maps, and what comes into it. */
  neuron([l, k]) {
    return { map: this.#offsets[l] + k, bias: this.biases[l]?.[k], weights: this.#links[l].filter((link) => link.to === k) };
  }

  /** The neuron that a weight goes to. */
  target(index) {
    const { layer, to } = this.train.session.parameters[index];
    return [layer + 1, to];
  }

  describe(index) {
    const { from } = this.train.session.parameters[index], [l, to] = this.target(index);
    return from === null ? `Bias of ${this.name(l, to)}` : `From ${this.name(l - 1, from)} to ${this.name(l, to)}`;
  }

  show(frame) {
    if (!frame || !this.train.session) return;
    this.#frame = { ...frame, neurons: frame.neurons ?? this.#frame?.neurons };
    if (this.train.state.view.level === "layer") return this.#showMatrices();
    if (!frame.neurons) return;
    this.#columns.forEach((column, l) => column.buttons.forEach(({ map }, i) => {
      const index = this.#offsets[l] + column.start + i;
      if (index < frame.neurons.count) paintNeuron(map, frame.neurons, index);
    }));
    this.drawLinks();
  }

  drawLinks() {
    const { weights, gradient } = this.#frame ?? {}, { session, state } = this.train;
    const inner = this.canvas.parentElement;
    if (!weights || !session || weights.length !== session.parameterCount || state.view.level !== "network" || !inner.clientWidth) return;
    const context = sharpen(this.canvas, inner.clientWidth, inner.clientHeight);
    Object.assign(this.canvas.style, { width: `${inner.clientWidth}px`, height: `${inner.clientHeight}px` });
    this.#measure();
    const most = (values) => values.reduce((a, b) => Math.max(a, Math.abs(b)), 1e-12);
    const [largest, steepest] = [Math.max(1, most(weights)), most(gradient)];
    const [positive, negative, ink] = ["--forward", "--reverse", "--ink"].map(cssColor);
    const path = ([x, y, toX, toY]) => {
      const middle = (x + toX) / 2;
      context.beginPath();
      context.moveTo(x, y);
      context.bezierCurveTo(middle, y, middle, toY, toX, toY);
      context.stroke();
    };
    const strong = [];
    for (const { index, line } of this.visible) {
      const weight = weights[index], size = Math.min(1, Math.abs(weight) / largest);
      context.lineWidth = 0.5 + 4 * size;
      context.globalAlpha = 0.12 + 0.88 * size;
      context.strokeStyle = weight < 0 ? negative : positive;
      path(line);
      if (Math.abs(gradient[index]) > 0.4 * steepest) strong.push([index, line]);
    }
    // The gradient runs dashed within the weight's line.
    context.strokeStyle = ink;
    context.globalAlpha = 0.85;
    context.setLineDash([3, 4]);
    for (const [index, line] of strong) {
      context.lineWidth = 0.6 + 1.4 * (Math.abs(gradient[index]) / steepest);
      path(line);
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
    for (const { index, line } of this.visible) {
      if (index !== this.chosen && index !== this.#hovered) continue;
      context.strokeStyle = cssColor("--focus");
      context.lineWidth = 3;
      path(line);
    }
  }

  /** Where the lines between the shown neurons run. */
  #measure() {
    const columns = [...this.columns.children];
    const places = columns.map((column) => ({ x: column.offsetLeft + column.offsetWidth / 2, y: column.lastChild.offsetTop + tile / 2 }));
    const wide = (l) => (l === 0 || l === columns.length - 1 ? 20 : tile / 2);
    this.visible = [];
    this.#links.forEach((links, l) => {
      if (l === 0) return;
      const [a, b] = [this.#columns[l - 1], this.#columns[l]];
      for (const link of links) {
        const [i, j] = [link.from - a.start, link.to - b.start];
        if (i < 0 || j < 0 || i >= a.shown || j >= b.shown) continue;
        this.visible.push({ ...link, line: [places[l - 1].x + wide(l - 1), places[l - 1].y + i * pitch, places[l].x - wide(l), places[l].y + j * pitch] });
      }
    });
  }

  /** The weight whose line is under the pointer. */
  #at(event) {
    if (event.target.closest("button, input, select, label") || this.train.state.view.level !== "network") return null;
    const box = this.canvas.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    let [best, distance] = [null, 7];
    for (const link of this.visible ?? []) {
      const [fromX, fromY, toX, toY] = link.line, part = (x - fromX) / (toX - fromX);
      if (part < 0 || part > 1) continue;
      // The parameter of the curve at this x, by halving.
      let [low, high] = [0, 1];
      for (let i = 0; i < 12; i += 1) {
        const t = (low + high) / 2;
        if (1.5 * t * (1 - t) + t ** 3 < part) low = t;
        else high = t;
      }
      const d = Math.abs(fromY + (toY - fromY) * low * low * (3 - 2 * low) - y);
      if (d < distance) [best, distance] = [link, d];
    }
    return best;
  }

  #point(event) {
    const link = this.#at(event);
    this.element.style.cursor = link ? "pointer" : "";
    this.#hover(link?.index ?? null);
  }

  #hover(index) {
    if (index === this.#hovered) return;
    this.#hovered = index;
    if (index !== null) this.train.weight(index, false);
    this.drawLinks();
  }

  /** The level of layers: each layer's weights and their gradient as two small matrices. */
  #showMatrices() {
    const { weights, gradient } = this.#frame, { shape } = this.train.session;
    this.#columns.forEach((column, l) => {
      if (l === 0) {
        fill(column.tiles, h("p", { class: "muted" }, `${shape[0]} numbers in`));
        return;
      }
      const norm = (values) => brief(Math.sqrt(this.#links[l].reduce((sum, { index }) => sum + values[index] ** 2, 0)));
      const picture = (values, kind) => {
        const canvas = h("canvas", { class: "matrix", role: "img", "aria-label": `${kind} of layer ${l}, ${shape[l]} rows, ${shape[l - 1]} columns` });
        const grid = new Float64Array(shape[l] * shape[l - 1]);
        for (const { from, to, index } of this.#links[l]) grid[to * shape[l - 1] + from] = values[index];
        paintNumbers(canvas, grid, shape[l - 1], shape[l]);
        return canvas;
      };
      fill(column.tiles, h("small", {}, `W, ${shape[l]} × ${shape[l - 1]}, norm ${norm(weights)}`), picture(weights, "Weights"),
        h("small", {}, `∂L/∂W, norm ${norm(gradient)}`), picture(gradient, "Gradient"));
    });
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }
}
