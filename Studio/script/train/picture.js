// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The picture of the network's output, with the points on it: clicking adds one, dragging moves it.

import { digits, h } from "../dom.js";
import { cssColor, onTheme, sharpen } from "../canvas.js";
import { colorText, newPoint, parseColor, snap } from "./state.js";
import { takeFile } from "./files.js";
import { outputText } from "./options.js";
import { isoLines } from "./isolines.js";

const radius = 7;

/** The colours of −1, −0.75 … 1: orange, white, blue. */
const values = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((k) => parseColor(k < 0 ? "#b34700" : "#0a62a8").map((c) => 1 + (c - 1) * Math.abs(k / 4)));

export class Picture {
  #small = document.createElement("canvas");
  #cross = null;
  #drag = null;
  #said = null;
  #isAsking = false;
  #isAgain = false;
  selected = null;
  /** The place that was pointed at last. */
  last = [0, 0];

  /** `page`: `state`, `session`, `color`, `change(path, value, options)`, `select(index)`, `pickColor(n)`. */
  constructor(page) {
    this.page = page;
    this.canvas = h("canvas", { tabindex: 0, role: "application", class: "train-picture", id: "picture", "data-control": "picture",
      "aria-label": "Picture of the output. Arrow keys move the cross, Enter adds a point, Delete removes the nearest, 1 to 8 choose the colour." });
    this.place = h("output", { class: "muted mono", id: "place" }, "Click to add a point.");
    this.element = h("div", {}, this.canvas, h("div", { class: "train-place" }, this.place));
    const on = (name, f) => this.canvas.addEventListener(name, (event) => f.call(this, event));
    on("pointerdown", this.#down);
    on("pointermove", this.#move);
    // Touch scrolls the page up and down, but not from a point, which it moves.
    this.canvas.addEventListener("touchstart", (event) => this.#hit(this.#at(event.touches[0])) >= 0 && event.preventDefault(), { passive: false });
    on("pointerup", this.#up);
    on("pointercancel", () => { this.#drag = null; });
    on("pointerleave", () => this.#say(null));
    on("contextmenu", (event) => {
      event.preventDefault();
      this.remove(this.#hit(this.#at(event)));
    });
    on("dragover", (event) => event.preventDefault());
    on("drop", (event) => {
      event.preventDefault();
      takeFile(this.page, event.dataTransfer.files[0]);
    });
    on("keydown", this.#key);
    on("blur", () => {
      this.#cross = null;
      this.draw();
    });
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.canvas);
    this.offTheme = onTheme(() => this.draw());
  }

  remove(index = this.selected) {
    if (index === null || index < 0 || !this.page.state.data.points[index]) return;
    this.page.change("data.points", this.page.state.data.points.filter((_, i) => i !== index));
    if (document.activeElement.closest("#point")) this.canvas.focus();
    this.page.select(null);
  }

  end() {
    this.observer.disconnect();
    this.offTheme();
  }

  show(frame) {
    if (frame.picture) {
      const { side, pixels } = frame.picture;
      if (this.#small.width !== side) this.#small.width = this.#small.height = side;
      if (this.page.state.view.discrete) this.#discretize(pixels);
      this.#small.getContext("2d").putImageData(new ImageData(pixels, side, side), 0, 0);
    }
    if (frame.neurons) this.neurons = frame.neurons;
    if (this.#said) this.#ask();
    this.draw();
  }

  draw() {
    const size = this.canvas.clientWidth;
    if (size < 10) return;
    const { state, session } = this.page, context = sharpen(this.canvas, size, size);
    context.imageSmoothingEnabled = !state.view.discrete;
    if (this.#small.width > 1) context.drawImage(this.#small, 0, 0, size, size);
    if (state.view.lines && this.neurons && session) this.#drawLines(context, size);
    if (state.view.points) {
      for (const [x, y, r, g, b, isTest] of session?.points ?? []) {
        if (!isTest || state.view.test) this.#drawPoint(context, size, x, y, colorText([r, g, b]), isTest);
      }
    }
    const chosen = state.data.points[this.selected];
    if (chosen) this.#ring(context, size, chosen);
    if (this.#cross) this.#drawCross(context, size);
  }

  #drawPoint(context, size, x, y, color, isTest) {
    const share = Math.max(0.4, Math.min(1, Math.sqrt(80 / this.page.session.points.length))), r = share * (isTest ? radius - 1 : radius);
    const [px, py] = [((x + 1) / 2) * size, ((1 - y) / 2) * size];
    context.beginPath();
    if (isTest) context.rect(px - r, py - r, 2 * r, 2 * r);
    else context.arc(px, py, r, 0, 7);
    context.fillStyle = color;
    context.fill();
    context.lineWidth = 3 * share;
    context.strokeStyle = "#fff";
    context.stroke();
    context.lineWidth = 1.5 * share;
    context.strokeStyle = "#111";
    context.stroke();
  }

  #ring(context, size, [x, y]) {
    context.beginPath();
    context.arc(((x + 1) / 2) * size, ((1 - y) / 2) * size, radius + 5, 0, 7);
    context.lineWidth = 4;
    context.strokeStyle = "#fff";
    context.stroke();
    context.lineWidth = 2;
    context.strokeStyle = "#111";
    context.stroke();
  }

  #drawCross(context, size) {
    const [px, py] = [((this.#cross[0] + 1) / 2) * size, ((1 - this.#cross[1]) / 2) * size];
    for (const [width, color] of [[3, "#fff"], [1, "#111"]]) {
      context.lineWidth = width;
      context.strokeStyle = color;
      context.beginPath();
      context.moveTo(px, 0);
      context.lineTo(px, size);
      context.moveTo(0, py);
      context.lineTo(size, py);
      context.stroke();
    }
  }

  /** Lines of equal output; between classes, where the largest output changes. */
  #drawLines(context, size) {
    const { side, count, values } = this.neurons, { outputs } = this.page.session;
    const maps = outputs.map((_, k) => values.subarray((count - outputs.length + k) * side ** 2, (count - outputs.length + k + 1) * side ** 2));
    const isClass = this.page.state.output.kind === "class";
    const ahead = (map) => map.map((value, i) => value - Math.max(...maps.map((other) => (other === map ? -Infinity : other[i]))));
    context.lineWidth = 1;
    context.strokeStyle = cssColor("--ink");
    context.beginPath();
    for (const map of maps) {
      if (isClass) isoLines(context, maps.length > 1 ? ahead(map) : map, side, size, [0]);
      else isoLines(context, map, side, size, [-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75]);
    }
    context.stroke();
  }

  /** Each pixel gets the nearest of few colours. */
  #discretize(pixels) {
    const { kind } = this.page.state.output;
    const palette = (kind === "rgb" ? [] : kind === "value" ? values : this.page.session?.classes ?? []).map((color) => color.map((c) => c * 255));
    for (let i = 0; i < pixels.length; i += 4) {
      if (palette.length === 0) {
        for (let c = i; c < i + 3; c += 1) pixels[c] = Math.round(pixels[c] / 85) * 85;
        continue;
      }
      let best = Infinity, chosen = palette[0];
      for (const color of palette) {
        const d = (pixels[i] - color[0]) ** 2 + (pixels[i + 1] - color[1]) ** 2 + (pixels[i + 2] - color[2]) ** 2;
        if (d < best) [best, chosen] = [d, color];
      }
      pixels.set(chosen, i);
    }
  }

  #at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [snap(((event.clientX - box.left) / box.width) * 2 - 1), snap(1 - ((event.clientY - box.top) / box.height) * 2)];
  }

  /** The own point at a place, or −1. */
  #hit([x, y], reach = (2 * (radius + 4)) / this.canvas.clientWidth) {
    let [best, distance] = [-1, reach];
    this.page.state.data.points.forEach(([px, py], i) => {
      const d = Math.hypot(px - x, py - y);
      if (d <= distance) [best, distance] = [i, d];
    });
    return best;
  }

  #down(event) {
    if (event.button !== 0) return;
    const at = this.#at(event), index = this.#hit(at);
    this.#point(at);
    this.canvas.setPointerCapture(event.pointerId);
    this.#drag = { index, at, hasMoved: false, isTouch: event.pointerType === "touch" };
  }

  #move(event) {
    const at = this.#at(event);
    this.#say(at);
    this.canvas.style.cursor = this.#hit(at) < 0 ? "crosshair" : "grab";
    const drag = this.#drag;
    if (!drag) return;
    if (drag.index < 0) {
      this.#brush(at, drag);
      return;
    }
    if (!drag.hasMoved && Math.hypot(at[0] - drag.at[0], at[1] - drag.at[1]) * this.canvas.clientWidth < 8) return;
    const points = this.page.state.data.points.map((point, i) => (i === drag.index ? [...at, ...point.slice(2)] : point));
    this.page.change("data.points", points, { remember: !drag.hasMoved });
    drag.hasMoved = true;
  }

  /** Dragging over free ground paints points. */
  #brush(at, drag) {
    if (Math.hypot(at[0] - drag.at[0], at[1] - drag.at[1]) < 0.15) return;
    // A finger that goes up or down scrolls.
    if (drag.isTouch && !drag.hasMoved && Math.abs(at[1] - drag.at[1]) > Math.abs(at[0] - drag.at[0])) return;
    if (!drag.hasMoved) this.#add(drag.at);
    [drag.hasMoved, drag.at] = [true, at];
    this.#add(at, false);
  }

  #up(event) {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag || drag.hasMoved) return;
    if (drag.index >= 0) this.page.select(drag.index === this.selected ? null : drag.index);
    else this.#add(this.#at(event));
  }

  #add([x, y], remember = true) {
    this.page.change("data.points", [...this.page.state.data.points, newPoint(x, y, this.page.color)], { remember });
    this.page.select(null);
  }

  #key(event) {
    const step = event.shiftKey ? 0.01 : 0.1;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (moves[event.key]) {
      const [dx, dy] = moves[event.key];
      this.#cross = this.#cross ? [snap(this.#cross[0] + dx), snap(this.#cross[1] + dy)] : [0, 0];
      this.#say(this.#cross);
      this.draw();
    } else if (event.key === "Enter" && this.#cross) {
      this.#add(this.#cross);
      this.page.announce(`A point at ${this.#cross.map((v) => digits(v, 3)).join(", ")}.`);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.remove(this.#cross ? this.#hit(this.#cross, 0.3) : this.selected);
    } else if (event.key === "Escape") {
      this.#cross = null;
      this.page.select(null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Where the pointer or the cross is, and what the network says there. */
  #say(at) {
    this.#said = at;
    if (at) {
      this.#ask();
      this.#point(at);
    } else this.place.textContent = "Click to add a point.";
  }

  #point(at) {
    this.last = at;
    this.page.inspector.explain();
  }

  /** One question at a time; the next is of where the pointer is by then. */
  async #ask() {
    const at = this.#said;
    this.#isAgain = this.#isAsking;
    if (this.#isAsking || !this.page.session) return;
    this.#isAsking = true;
    const answer = await this.page.trainer.ask({ op: "train.evaluate", x: at[0], y: at[1] }).catch(() => null);
    this.#isAsking = false;
    if (!this.#said || this.page.isGone) return;
    if (answer) this.place.textContent = `(${at.map((v) => digits(v, 3)).join(", ")}) → ${outputText(this.page.state, answer)}`;
    if (this.#isAgain) this.#ask();
  }
}
