// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The function as a picture: a curve with its tangent, or heights with the gradient as an arrow. The point can be
// dragged, and moved by arrow keys.

import { cssColor, cssRGB, onTheme, sharpen } from "../canvas.js";
import { digits, fill, h, number } from "../dom.js";
import { helpButton, hints } from "../help.js";

const side = 61;
const height = 300;

/** `new Plot({ask, onmove, onaxes, range})`: `onmove({x: 1, y: 2})` when the point is moved, `onaxes(names)` for a choice. */
export class Plot {
  #key = "";
  #turn = 0;
  #samples = null;
  #view = null;

  constructor({ ask, onmove, onaxes, range }) {
    Object.assign(this, { ask, onmove, onaxes, range });
    this.note = h("small", {});
    this.choice = h("div", { class: "row" });
    this.canvas = h("canvas", { tabindex: 0, role: "img", class: "plot", style: { height: `${height}px` }, onkeydown: (event) => this.#press(event) });
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.#drag(event);
    });
    this.canvas.addEventListener("pointermove", (event) => this.canvas.hasPointerCapture(event.pointerId) && this.#drag(event));
    this.root = h("section", { class: "card plot-card", "aria-label": "Function" }, h("header", {}, h("h2", {}, "Function"), this.note, this.choice, helpButton()),
      hints([["Picture", "The function around the point, with its tangent or its gradient. Drag the point, or move it by the arrow keys."], ["Axes", "Which variables are drawn; the others keep their values."]]), this.canvas);
    this.observer = new ResizeObserver(() => this.#draw());
    this.observer.observe(this.canvas);
    this.offTheme = onTheme(() => this.#draw());
  }

  remove() {
    this.observer.disconnect();
    this.offTheme();
  }

  async show(answer, request, axes, isQuiz = false) {
    const { variables, explanation } = answer;
    const names = variables.map(({ name }) => name);
    this.root.hidden = names.length === 0;
    if (names.length === 0) return;
    this.answer = answer;
    this.isQuiz = isQuiz;
    this.axes = axes.filter((name) => names.includes(name)).slice(0, 2);
    if (this.axes.length === 0) this.axes = names.slice(0, 2);
    this.values = new Map(variables.map(({ name, value }) => [name, number(value)]));
    this.gradient = new Map(explanation.reverse.inputs.map(({ name, value }) => [name, number(value)]));
    this.#fillChoice(names);
    const extent = (name) => [name, -this.range(name), this.range(name)];
    const [x, y] = this.axes.map(extent);
    const fixed = Object.fromEntries(names.filter((name) => !this.axes.includes(name)).map((name) => [name, this.values.get(name)]));
    const key = JSON.stringify([request.text, request.output, x, y, fixed]);
    const view = { x, y };
    const turn = ++this.#turn;
    if (key !== this.#key) {
      const axis = ([name, from, to], count) => ({ name, from, to, count });
      try {
        const { bytes } = await this.ask({ ...request, op: "evaluate", x: axis(x, y ? side : 401), ...(y ? { y: axis(y, side) } : {}) });
        // A newer picture may not have had to ask.
        if (turn !== this.#turn) return;
        this.#samples = new Float64Array(bytes);
        this.#key = key;
      } catch (error) {
        if (error.kind !== "superseded" && turn === this.#turn) this.note.textContent = error.message;
        return;
      }
    }
    this.#view = view;
    this.#draw();
  }

  #fillChoice(names) {
    const wanted = `${names}|${this.axes}`;
    if (wanted === this.chosen) return;
    this.chosen = wanted;
    const select = (index, extra) => h("select", { "aria-label": index ? "Vertical axis" : "Horizontal axis", onchange: (event) => {
      const axes = [...this.axes];
      axes[index] = event.target.value;
      this.onaxes(axes.filter((name, at) => name && axes.indexOf(name) === at));
    } }, extra, names.map((name) => h("option", { value: name, selected: this.axes[index] === name }, name)));
    fill(this.choice, names.length > 1 && [select(0), select(1, h("option", { value: "", selected: this.axes.length < 2 }, "none"))]);
  }

  #draw() {
    const width = this.canvas.clientWidth;
    if (!this.#samples || !this.#view || width < 20) return;
    const { x, y } = this.#view;
    if (this.#samples.length !== (y ? side * side : 401)) return;
    const context = sharpen(this.canvas, width, height);
    context.font = "12px system-ui, sans-serif";
    const px = (v) => ((v - x[1]) / (x[2] - x[1])) * width;
    this.map = { width, x, y, toX: (p) => x[1] + (p / width) * (x[2] - x[1]) };
    if (y) this.#drawHeights(context, width, px);
    else this.#drawCurve(context, width, px);
    const at = this.axes.map((name) => `${name} = ${digits(this.values.get(name), 4)}`).join(", ");
    const slope = this.axes.map((name) => digits(this.gradient.get(name), 4));
    this.note.textContent = this.isQuiz ? `at ${at}` : y ? `at ${at} the gradient is (${slope.join(", ")})` : `at ${at} the slope is ${slope}`;
    this.canvas.setAttribute("aria-label", `${y ? "Heights of the function with its gradient" : "Curve of the function with its tangent"}; ${this.note.textContent}. Arrow keys move the point.`);
  }

  #drawCurve(context, width, px) {
    const finite = [...this.#samples].filter(Number.isFinite).sort((a, b) => a - b);
    const value = number(this.answer.explanation.value);
    // Poles would flatten everything else: the outermost fiftieths do not set the scale.
    let [low, high] = [finite[Math.floor(finite.length * 0.02)] ?? -1, finite[Math.ceil(finite.length * 0.98) - 1] ?? 1];
    if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
    const pad = (high - low) * 0.12 || 1;
    [low, high] = [low - pad, high + pad];
    const py = (v) => height - ((v - low) / (high - low)) * height;
    this.#axis(context, width, px(0), py(0));
    context.lineWidth = 2;
    context.strokeStyle = cssColor("--forward");
    context.beginPath();
    let isOpen = false;
    this.#samples.forEach((v, index) => {
      const isSeen = Number.isFinite(v) && Math.abs(v) < 1e6 * (high - low);
      if (isSeen) context[isOpen ? "lineTo" : "moveTo"]((index / 400) * width, py(v));
      isOpen = isSeen;
    });
    context.stroke();
    const [name] = this.axes;
    const [a, slope] = [this.values.get(name), this.gradient.get(name)];
    if (!Number.isFinite(value)) return;
    context.strokeStyle = cssColor("--reverse");
    context.setLineDash([7, 4]);
    const line = (v) => py(value + slope * (v - a));
    stroke(context, [0, line(this.#view.x[1])], [width, line(this.#view.x[2])]);
    context.setLineDash([]);
    knob(context, px(a), py(value));
  }

  #drawHeights(context, width, px) {
    const samples = this.#samples;
    const finite = [...samples].filter(Number.isFinite).sort((a, b) => a - b);
    const [low, high] = [finite[Math.floor(finite.length * 0.02)] ?? 0, finite[Math.ceil(finite.length * 0.98) - 1] ?? 1];
    const span = high - low || 1;
    const [cold, hot] = [cssRGB("--surface"), cssRGB("--forward")];
    const picture = new ImageData(side, side);
    samples.forEach((v, index) => {
      const at = 4 * ((side - 1 - Math.floor(index / side)) * side + (index % side));
      const t = 0.55 * Math.min(1, Math.max(0, (v - low) / span));
      for (let c = 0; c < 3; c += 1) picture.data[at + c] = cold[c] + (hot[c] - cold[c]) * t;
      picture.data[at + 3] = Number.isFinite(v) ? 255 : 0;
    });
    const small = new OffscreenCanvas(side, side);
    small.getContext("2d").putImageData(picture, 0, 0);
    // The outermost samples are at the edges: a sample is the middle of its pixel.
    const [w, hh] = [width / (side - 1), height / (side - 1)];
    context.drawImage(small, -w / 2, -hh / 2, w * side, hh * side);
    const { y } = this.#view;
    const py = (v) => height - ((v - y[1]) / (y[2] - y[1])) * height;
    this.#axis(context, width, px(0), py(0));
    context.strokeStyle = cssColor("--edge");
    context.lineWidth = 1;
    context.beginPath();
    for (let k = 1; k < 12; k += 1) this.#contour(context, low + (span * k) / 12, w, hh);
    context.stroke();
    const [a, b] = this.axes.map((name) => this.values.get(name));
    const [ga, gb] = this.axes.map((name) => this.gradient.get(name));
    const [dx, dy] = [ga / (this.#view.x[2] - this.#view.x[1]) * width, -gb / (y[2] - y[1]) * height];
    const norm = Math.hypot(dx, dy);
    context.strokeStyle = context.fillStyle = cssColor("--reverse");
    context.lineWidth = 3;
    if (norm > 0 && Number.isFinite(norm)) arrow(context, px(a), py(b), (dx / norm) * 56, (dy / norm) * 56);
    knob(context, px(a), py(b));
  }

  /** One height by marching squares. */
  #contour(context, level, w, hh) {
    const at = (i, j) => this.#samples[j * side + i];
    for (let j = 0; j < side - 1; j += 1) {
      for (let i = 0; i < side - 1; i += 1) {
        const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
        const points = [];
        for (let k = 0; k < 4; k += 1) {
          const [p, q] = [corners[k], corners[(k + 1) % 4]];
          const [u, v] = [at(...p) - level, at(...q) - level];
          if (u < 0 === v < 0 || !Number.isFinite(u - v)) continue;
          const t = u / (u - v);
          points.push([(p[0] + t * (q[0] - p[0])) * w, height - (p[1] + t * (q[1] - p[1])) * hh]);
        }
        for (let k = 0; k + 1 < points.length; k += 2) {
          context.moveTo(...points[k]);
          context.lineTo(...points[k + 1]);
        }
      }
    }
  }

  #axis(context, width, x, y) {
    context.strokeStyle = cssColor("--line");
    context.fillStyle = cssColor("--muted");
    context.lineWidth = 1;
    const { x: ex, y: ey } = this.#view;
    if (y >= 0 && y <= height) stroke(context, [0, y], [width, y]);
    if (x >= 0 && x <= width) stroke(context, [x, 0], [x, height]);
    context.textAlign = "left";
    context.fillText(digits(ex[1]), 6, height - 6);
    context.textAlign = "right";
    context.fillText(`${ex[0]} ${digits(ex[2])}`, width - 6, height - 6);
    if (ey) context.fillText(`${ey[0]} ${digits(ey[2])}`, width - 6, 16);
  }

  #drag(event) {
    if (!this.map) return;
    const box = this.canvas.getBoundingClientRect();
    const { width, x, y } = this.map;
    const round = (v, [, from, to]) => Number((Math.round(v / ((to - from) / 200)) * ((to - from) / 200)).toPrecision(6));
    const clamp = (v, [, from, to]) => Math.min(to, Math.max(from, v));
    const move = { [x[0]]: round(clamp(x[1] + ((event.clientX - box.left) / width) * (x[2] - x[1]), x), x) };
    if (y) move[y[0]] = round(clamp(y[2] - ((event.clientY - box.top) / height) * (y[2] - y[1]), y), y);
    this.onmove(move);
  }

  #press(event) {
    const isAcross = event.key === "ArrowLeft" || event.key === "ArrowRight";
    const name = this.axes?.[isAcross ? 0 : 1];
    if (!event.key.startsWith("Arrow") || !name || !this.#view) return;
    event.preventDefault();
    event.stopPropagation();
    const [, from, to] = isAcross ? this.#view.x : this.#view.y;
    const step = ((to - from) / 200) * (event.shiftKey ? 10 : 1) * (event.key === "ArrowRight" || event.key === "ArrowUp" ? 1 : -1);
    this.onmove({ [name]: Number((this.values.get(name) + step).toPrecision(8)) });
  }
}

function stroke(context, from, to) {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}

function arrow(context, x, y, dx, dy) {
  stroke(context, [x, y], [x + dx * 0.85, y + dy * 0.85]);
  context.beginPath();
  context.moveTo(x + dx, y + dy);
  context.lineTo(x + dx * 0.75 - dy * 0.12, y + dy * 0.75 + dx * 0.12);
  context.lineTo(x + dx * 0.75 + dy * 0.12, y + dy * 0.75 - dx * 0.12);
  context.fill();
}

function knob(context, x, y) {
  context.beginPath();
  context.arc(x, y, 7, 0, 7);
  context.fillStyle = cssColor("--surface");
  context.strokeStyle = cssColor("--ink");
  context.lineWidth = 2.5;
  context.fill();
  context.stroke();
}
