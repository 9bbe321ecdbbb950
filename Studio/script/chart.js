// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// A line chart on a canvas: linear and logarithmic axes, a read-out under the pointer or the arrow
// keys, and its numbers as a table for those who cannot see it.

import { brief, digits, fill, h, superscript } from "./dom.js";
import { cssColor, onTheme, sharpen } from "./canvas.js";

const margin = { top: 10, right: 14, bottom: 38, left: 56 };

/**
 * `new LineChart(element, {x: {label, scale: "linear"|"log", min, max}, y: {…}, height, legend, name, onpick})`.
 * `onpick(x)` is called when a place in the chart is clicked or chosen by Enter.
 */
export class LineChart {
  #series = [];
  #extra = {};
  #at = null;
  #frame = 0;

  constructor(element, { x = {}, y = {}, height = 220, legend = true, name = "Chart", onpick = null } = {}) {
    Object.assign(this, { x, y, height, onpick, name });
    this.legend = h("div", { class: "chart-legend", hidden: !legend });
    this.canvas = h("canvas", { tabindex: 0, role: "img", style: { height: `${height}px` } });
    this.readout = h("div", { class: "chart-readout", "aria-live": "polite", hidden: true });
    this.table = h("details", { class: "chart-table", ontoggle: () => this.#fillTable() }, h("summary", {}, "Table"), h("div", { class: "scroll" }));
    this.root = h("div", { class: "chart" }, h("div", { class: "chart-plot" }, this.canvas, this.readout),
      h("div", { class: "chart-foot" }, this.legend, this.table));
    element.append(this.root);
    this.canvas.addEventListener("pointermove", (event) => this.#point(event));
    this.canvas.addEventListener("pointerleave", () => document.activeElement !== this.canvas && this.#read(null));
    this.canvas.addEventListener("blur", () => this.#read(null));
    this.canvas.addEventListener("keydown", (event) => this.#key(event));
    this.canvas.addEventListener("click", (event) => {
      this.#point(event);
      if (this.#at !== null) this.onpick?.(this.#at);
    });
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.canvas);
    this.offTheme = onTheme(() => this.draw());
  }

  /**
   * Shows lines: `[{name, points: Float64Array (x, y, x, y, …) or [[x, y], …], style: "line"|"dashed"|"points"|"ticks"|"lineAndPoints",
   * color: "--forward", width, quiet, legend}]` (quiet: not in the read-out; legend: false leaves it out there), with `marks: [{x, y, label, color}]` and
   * `references: [{y or x, label, color}]`. A nan makes a gap.
   */
  show(series, { marks = [], references = [] } = {}) {
    this.#series = series.map((line) => ({ style: "line", color: "--forward", width: 2, ...line,
      points: line.points instanceof Float64Array ? line.points : Float64Array.from(line.points.flatMap(([x, y]) => [Number(x), Number(y)])) }));
    this.#extra = { marks, references };
    const shown = this.#series.map(({ name, color, style }) => `${name}|${color}|${style}`).join();
    if (shown !== this.shown) this.#fillLegend(shown);
    if (this.table.open) this.#fillTable();
    if (this.#at !== null) this.#read(this.#nearest(this.#longest() ?? { points: [] }, this.#at)[0]);
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.draw());
  }

  remove() {
    cancelAnimationFrame(this.#frame);
    this.observer.disconnect();
    this.offTheme();
    this.root.remove();
  }

  draw() {
    const width = this.canvas.clientWidth;
    if (width < 10) return;
    const context = sharpen(this.canvas, width, this.height);
    context.font = "12px system-ui, sans-serif";
    const xs = this.#axis(this.x, 0, margin.left, width - margin.right, 66);
    const ys = this.#axis(this.y, 1, this.height - margin.bottom, margin.top, 28);
    this.axes = { xs, ys };
    this.#drawAxes(context, xs, ys, width);
    context.save();
    context.beginPath();
    context.rect(margin.left - 4, margin.top - 6, width - margin.left - margin.right + 8, this.height - margin.top - margin.bottom + 10);
    context.clip();
    for (const reference of this.#extra.references ?? []) this.#drawReference(context, reference, xs, ys, width);
    for (const line of this.#series) this.#drawLine(context, line, xs, ys);
    for (const mark of this.#extra.marks ?? []) this.#drawMark(context, mark, xs, ys);
    if (this.#at !== null) this.#drawRule(context, xs, ys);
    context.restore();
    this.canvas.setAttribute("aria-label", this.#describe());
  }

  /** The map from numbers to pixels along one axis, and where its ticks are. */
  #axis({ scale = "linear", min, max }, offset, from, to, room) {
    const isLog = scale === "log";
    let [low, high] = [Infinity, -Infinity];
    const see = (value) => {
      if (!Number.isFinite(value) || (isLog && value <= 0)) return;
      if (value < low) low = value;
      if (value > high) high = value;
    };
    for (const { points } of this.#series) for (let i = offset; i < points.length; i += 2) see(points[i]);
    for (const reference of this.#extra.references ?? []) see(offset ? reference.y : reference.x);
    if (low > high) [low, high] = isLog ? [0.1, 1] : [0, 1];
    [low, high] = [min ?? low, max ?? high];
    const [f, inverse] = isLog ? [Math.log10, (v) => 10 ** v] : [Number, Number];
    let [a, b] = [f(low), f(high)];
    if (b - a < 1e-12 * Math.max(1, Math.abs(a))) [a, b] = isLog ? [a - 0.5, b + 0.5] : [a - (Math.abs(a) / 2 || 0.5), b + (Math.abs(b) / 2 || 0.5)];
    const pad = offset ? 0.05 * (b - a) : 0;
    if (min === undefined && !(low === 0 && !isLog)) a -= pad;
    if (max === undefined) b += pad;
    const place = (value) => from + ((f(value) - a) / (b - a)) * (to - from);
    const count = Math.max(2, Math.floor(Math.abs(to - from) / room));
    return { place, back: (pixel) => inverse(a + ((pixel - from) / (to - from)) * (b - a)), ticks: isLog ? logTicks(a, b, count) : linearTicks(a, b, count) };
  }

  #drawAxes(context, xs, ys, width) {
    const [ink, line] = [cssColor("--muted"), cssColor("--line")];
    context.lineWidth = 1;
    context.textBaseline = "middle";
    const bottom = this.height - margin.bottom;
    for (const [value, label] of ys.ticks) {
      const y = Math.round(ys.place(value)) + 0.5;
      context.strokeStyle = line;
      context.globalAlpha = label ? 1 : 0.45;
      segment(context, margin.left, y, width - margin.right, y);
      context.globalAlpha = 1;
      context.fillStyle = ink;
      context.textAlign = "right";
      if (label) context.fillText(label, margin.left - 7, y);
    }
    context.textAlign = "center";
    for (const [value, label] of xs.ticks) {
      const x = Math.round(xs.place(value)) + 0.5;
      context.strokeStyle = line;
      if (label) segment(context, x, margin.top, x, bottom);
      context.strokeStyle = cssColor("--edge");
      segment(context, x, bottom, x, bottom + (label ? 5 : 3));
      context.fillStyle = ink;
      const half = context.measureText(label).width / 2;
      if (label) context.fillText(label, Math.min(Math.max(x, half), width - half - 1), bottom + 13);
    }
    context.strokeStyle = cssColor("--edge");
    segment(context, margin.left, bottom + 0.5, width - margin.right, bottom + 0.5);
    if (this.x.label) context.fillText(this.x.label, (margin.left + width - margin.right) / 2, this.height - 8);
    if (!this.y.label) return;
    context.save();
    context.translate(9, (margin.top + bottom) / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(this.y.label, 0, 0);
    context.restore();
  }

  #drawLine(context, { points, style, color, width }, xs, ys) {
    context.strokeStyle = context.fillStyle = cssColor(color);
    context.lineWidth = width;
    context.lineJoin = "round";
    context.setLineDash(style === "dashed" ? [6, 4] : []);
    if (style === "ticks") {
      // Small strokes above the line, and not more than there is room for.
      let last = -Infinity;
      for (let i = 0; i < points.length; i += 2) {
        const x = xs.place(points[i]), y = ys.place(points[i + 1]);
        if (x - last < 6 || !Number.isFinite(y)) continue;
        last = x;
        segment(context, x, y - 9, x, y - 5);
      }
      return;
    }
    const hasLine = style !== "points", hasPoints = style === "points" || style === "lineAndPoints";
    context.beginPath();
    // Points that fall into one column of pixels become one vertical stroke.
    let isOpen = false, column = NaN, low = 0, high = 0, last = 0;
    const flush = () => {
      if (low !== high) for (const y of [low, high, last]) context.lineTo(column, y);
    };
    for (let i = 0; i < points.length; i += 2) {
      const x = xs.place(points[i]), y = ys.place(points[i + 1]);
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        if (isOpen) flush();
        isOpen = false;
        continue;
      }
      if (isOpen && Math.abs(x - column) < 0.5) {
        [low, high, last] = [Math.min(low, y), Math.max(high, y), y];
        continue;
      }
      if (isOpen) flush();
      if (isOpen) context.lineTo(x, y);
      else context.moveTo(x, y);
      [isOpen, column, low, high, last] = [true, x, y, y, y];
    }
    if (isOpen) flush();
    if (hasLine) context.stroke();
    context.setLineDash([]);
    if (!hasPoints) return;
    for (let i = 0; i < points.length; i += 2) dot(context, xs.place(points[i]), ys.place(points[i + 1]), 3);
  }

  #drawReference(context, { x, y, label, color = "--muted" }, xs, ys, width) {
    context.strokeStyle = context.fillStyle = cssColor(color);
    context.lineWidth = 1.5;
    context.setLineDash([2, 3]);
    context.textAlign = "right";
    if (y !== undefined) segment(context, margin.left, ys.place(y), width - margin.right, ys.place(y));
    if (x !== undefined) segment(context, xs.place(x), margin.top, xs.place(x), this.height - margin.bottom);
    context.setLineDash([]);
    if (!label) return;
    if (y !== undefined) context.fillText(label, width - margin.right - 4, Math.max(ys.place(y) - 9, 8));
    else {
      const right = xs.place(x) - 5 > margin.left + context.measureText(label).width;
      context.textAlign = right ? "right" : "left";
      context.fillText(label, xs.place(x) + (right ? -5 : 5), margin.top + 8);
    }
  }

  /** A mark with a y is a ring with its label, or only the label with the shape "none"; one without is a small triangle on the axis. */
  #drawMark(context, { x, y, label, color = "--reverse", shape = "ring" }, xs, ys) {
    const px = xs.place(x), py = y === undefined ? this.height - margin.bottom : ys.place(y);
    context.strokeStyle = context.fillStyle = cssColor(color);
    context.lineWidth = 2;
    context.beginPath();
    if (y === undefined) {
      context.moveTo(px - 4, py);
      context.lineTo(px + 4, py);
      context.lineTo(px, py - 7);
      context.fill();
    } else if (shape === "ring") {
      context.arc(px, py, 5, 0, 7);
      context.stroke();
    }
    if (!label) return;
    const half = context.measureText(label).width / 2;
    context.textAlign = "center";
    context.fillText(label, Math.min(Math.max(px, margin.left + half), this.canvas.clientWidth - margin.right - half), py < margin.top + 24 ? py + 16 : py - 14);
  }

  #drawRule(context, xs, ys) {
    const x = xs.place(this.#at);
    context.strokeStyle = cssColor("--ink");
    context.lineWidth = 1;
    segment(context, x, margin.top, x, this.height - margin.bottom);
    for (const line of this.#series) {
      const [px, py] = this.#nearest(line, this.#at);
      if (line.quiet || px !== this.#at) continue;
      context.fillStyle = cssColor(line.color);
      dot(context, xs.place(px), ys.place(py), 4.5);
    }
  }

  /** The point of a line whose x is nearest, as the axis sees it. */
  #nearest({ points }, at) {
    const f = this.x.scale === "log" ? Math.log : Number;
    let [best, distance] = [[NaN, NaN], Infinity];
    for (let i = 0; i < points.length; i += 2) {
      const d = Math.abs(f(points[i]) - f(at));
      if (d < distance) [best, distance] = [[points[i], points[i + 1]], d];
    }
    return best;
  }

  #longest() {
    return this.#series.filter((line) => !line.quiet).reduce((a, b) => (b.points.length > (a?.points.length ?? 0) ? b : a), null);
  }

  #point(event) {
    const longest = this.#longest();
    if (!longest || !this.axes) return;
    const x = event.clientX - this.canvas.getBoundingClientRect().left;
    this.#read(this.#nearest(longest, this.axes.xs.back(x))[0]);
  }

  #key(event) {
    const longest = this.#longest();
    if (!longest) return;
    const all = [...new Set(longest.points.filter((_, i) => i % 2 === 0))].sort((a, b) => a - b);
    const now = this.#at === null ? (event.key === "ArrowLeft" ? all.length : -1) : all.indexOf(this.#nearest(longest, this.#at)[0]);
    const jump = event.shiftKey ? 10 : 1;
    const next = { ArrowLeft: now - jump, ArrowRight: now + jump, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Enter" && this.#at !== null) this.onpick?.(this.#at);
    else if (event.key === "Escape") this.#read(null);
    else if (next === undefined) return;
    else this.#read(all[Math.max(0, Math.min(all.length - 1, next))]);
    event.preventDefault();
    event.stopPropagation();
  }

  #read(at) {
    if (Number.isNaN(at) || at === undefined) at = null;
    if (at === this.#at) return;
    this.#at = at;
    this.draw();
    this.readout.hidden = at === null;
    if (at === null) return;
    const rows = this.#series.filter((line) => !line.quiet).map((line) => [line, this.#nearest(line, at)])
      .filter(([, [x]]) => x === at).map(([line, [, y]]) => h("div", {}, swatch(line), ` ${line.name} `, h("b", {}, brief(y, 4))));
    fill(this.readout, h("div", { class: "muted" }, `${this.x.label ?? "x"} ${brief(at, 4)}`), rows);
    // Beside the rule, where there is room.
    const x = this.axes.xs.place(at), wide = this.canvas.clientWidth, own = this.readout.offsetWidth;
    this.readout.style.left = `${Math.max(0, x + 10 + own > wide ? Math.min(x - 10, wide) - own : x + 10)}px`;
  }

  #fillLegend(shown) {
    this.shown = shown;
    fill(this.legend, this.#series.filter((line) => line.legend !== false).map((line) => h("span", {}, swatch(line), " ", line.name)));
  }

  /** At most fifty rows; the whole is in the curve. */
  #fillTable() {
    const longest = this.table.open && this.#longest();
    if (!longest) return;
    const count = longest.points.length / 2, step = Math.max(1, Math.ceil(count / 50));
    const lines = this.#series.filter((line) => !line.quiet);
    const rows = [];
    for (let i = 0; i < count; i += step) {
      const x = longest.points[2 * i];
      rows.push(h("tr", {}, h("td", { class: "number" }, brief(x, 5)), lines.map((line) => {
        const [px, py] = this.#nearest(line, x);
        return h("td", { class: "number" }, px === x ? brief(py, 5) : "");
      })));
    }
    fill(this.table.lastChild, h("table", {}, h("thead", {}, h("tr", {}, [this.x.label ?? "x", ...lines.map((line) => line.name)].map((name) =>
      h("th", { class: "number", scope: "col" }, name)))), h("tbody", {}, rows)));
  }

  #describe() {
    const lines = this.#series.filter((line) => !line.quiet && line.points.length > 0)
      .map(({ name, points }) => `${name} from ${brief(points[1])} to ${brief(points.at(-1))}`);
    return `${this.name}. ${lines.length ? `${lines.join("; ")}. Arrow keys read the values.` : "No values yet."}`;
  }
}

function swatch({ color, style }) {
  return h("i", { class: `swatch ${style}`, style: { color: `var(${color})` } });
}

function segment(context, x, y, toX, toY) {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(toX, toY);
  context.stroke();
}

function dot(context, x, y, radius) {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return;
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.fill();
}

function linearTicks(a, b, count) {
  const raw = (b - a) / count, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((k) => k * power >= raw) * power;
  const ticks = [];
  for (let i = Math.ceil(a / step - 1e-9); i * step <= b + 1e-9 * step; i += 1) {
    const value = Number((i * step).toPrecision(12));
    ticks.push([value, Math.abs(value) >= 10000 && Math.abs(value) < 1e15 ? value.toLocaleString("en") : digits(value, 6)]);
  }
  return ticks;
}

/** Whole decades, and within few of them the digits between; a and b are exponents. */
function logTicks(a, b, count) {
  if (b - a < 0.7) return linearTicks(10 ** a, 10 ** b, count);
  const decades = b - a, step = Math.max(1, Math.ceil(decades / count));
  const labelled = decades < 1 ? [1, 2, 3, 5, 7] : decades < 2 ? [1, 2, 5] : [1];
  const ticks = [];
  for (let n = Math.floor(a); n <= Math.ceil(b); n += 1) {
    for (let k = 1; k < 10; k += 1) {
      const exponent = n + Math.log10(k);
      if (exponent < a - 1e-9 || exponent > b + 1e-9 || (k > 1 && decades > 6)) continue;
      const isLabelled = labelled.includes(k) && (k > 1 || n % step === 0);
      const label = Math.abs(n) <= 3 ? digits(k * 10 ** n, 3) : k === 1 ? `10${superscript(n)}` : `${k}·10${superscript(n)}`;
      ticks.push([k * 10 ** n, isLabelled ? label : ""]);
    }
  }
  return ticks;
}
