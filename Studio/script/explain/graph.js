// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The computational graph, which walks through the steps of a derivative. The engine places nodes and edges; here
// they are drawn once for an answer, and a step touches only what it changes.

import { digits, fill, h, isStill } from "../dom.js";
import { iconButton } from "../icons.js";
import { stateAfter, walkOf } from "./model.js";
import { PanZoom } from "./panzoom.js";

/**
 * `new GraphView(element, {height, controls, announce, onnode})`; then
 * `show(answer, {mode: "reverse" | "forward.x", step})` draws the answer to a request `explain`,
 * and `go(step, {duration})` walks. `onnode(name)` is called when a node is reached by the keyboard, or pressed.
 * Without `controls` the buttons for its size, `tools`, can be put elsewhere.
 */
export class GraphView {
  #handles = new Map();
  #active = [];
  #flight = 0;
  #cursor = null;

  constructor(element, { height = 420, controls = true, announce = () => {}, onnode = () => {} } = {}) {
    Object.assign(this, { announce, onnode, position: 0, walk: { steps: [] } });
    this.content = h("g");
    this.svg = h("svg", { class: "graph", role: "img", tabindex: 0, "aria-label": "Computational graph",
      onkeydown: (event) => this.#key(event), onclick: (event) => this.#press(event),
      onblur: () => this.#moveCursor(null) }, this.content);
    this.note = h("p", { class: "muted", hidden: true });
    this.panZoom = new PanZoom(this.svg, this.content, height);
    const tool = (name, label, action) => iconButton(name, label, action, { class: "plain" });
    this.tools = h("div", { class: "graph-tools" }, tool("remove", "Smaller", () => this.panZoom.zoom(1 / 1.25)),
      tool("add", "Larger", () => this.panZoom.zoom(1.25)), tool("fit", "Fit the graph", () => this.panZoom.fit()));
    this.root = h("div", { class: "graph-frame" }, this.svg, this.note, controls && this.tools);
    element.append(this.root);
  }

  /** Draws an answer; `step` counts from the start, all steps are shown without it. */
  show(answer, { mode = "reverse", step = null } = {}) {
    cancelAnimationFrame(this.#flight);
    this.answer = answer;
    this.walk = walkOf(answer, mode);
    this.#handles.clear();
    this.#active = [];
    const graph = answer.graph;
    this.svg.toggleAttribute("hidden", !graph);
    this.note.hidden = Boolean(graph);
    if (!graph) this.note.textContent = "This program is too long to be drawn node by node; the table lists its first steps.";
    this.nodes = new Map((graph?.nodes ?? []).map((node) => [node.id, node]));
    this.edges = graph?.edges ?? [];
    this.svg.classList.toggle("reverse", this.walk.isReverse);
    const warnings = new Map(answer.explanation.warnings.items.map((warning) => [warning.step, warning.message]));
    const undefinedNode = [...this.nodes.values()].filter(({ value }) => value === "nan").sort((a, b) => a.line - b.line)[0];
    if (undefinedNode && !warnings.has(undefinedNode.name)) warnings.set(undefinedNode.name, "The first value that is not a number.");
    fill(this.content, this.edges.map((edge, index) => this.#drawEdge(edge, index)),
      [...this.nodes.values()].map((node) => this.#drawNode(node, warnings)));
    // Lengths of paths are known once they are in the document.
    this.edges.forEach((edge, index) => this.#finishEdge(index));
    this.tokens = h("g", { class: "tokens" });
    this.content.append(this.tokens);
    const isNew = graph && this.panZoom.setSize(graph.width, graph.height);
    const before = this.position;
    this.position = step === null ? this.walk.steps.length : Math.max(0, Math.min(step, this.walk.steps.length));
    for (const [slot, content] of stateAfter(this.walk, this.position)) this.#put(slot, content);
    // Where only numbers have changed, the visitor's view of the graph stays.
    this.#highlight(isNew || before !== this.position);
    this.svg.setAttribute("aria-label", graph ? `Computational graph with ${this.nodes.size} nodes. Arrow keys walk along its edges; the table of steps says the same.` : "No graph");
  }

  remove() {
    cancelAnimationFrame(this.#flight);
    this.panZoom.remove();
  }

  /** Walks to a step; with a duration in milliseconds numbers travel along the edges on a single step forward. */
  go(step, { duration = 0 } = {}) {
    const { steps } = this.walk;
    const target = Math.max(0, Math.min(step, steps.length));
    const isNext = target === this.position + 1;
    this.#land();
    while (this.position < target) for (const [slot, , after] of steps[this.position++].changes) this.#put(slot, after);
    while (this.position > target) for (const [slot, before] of steps[--this.position].changes.toReversed()) this.#put(slot, before);
    this.#highlight();
    if (isNext && duration > 0 && !isStill()) this.#fly(steps[target - 1], duration);
  }

  #drawNode(node, warnings) {
    const { id, name, kind, width, height } = node;
    const isPlain = kind === "constant";
    const value = h("text", { class: "value", x: 10, y: 44 });
    const right = h("text", { class: this.walk.isReverse ? "adjoint" : "tangent", x: width - 10, y: 44, "text-anchor": "end" });
    const warning = warnings.get(name) ?? null;
    const group = h("g", { class: `node ${kind}${warning ? " warned" : ""}`, "data-node": name, "data-id": id,
      transform: `translate(${node.x - width / 2} ${node.y - height / 2})` },
      h("rect", { class: "box", width, height, rx: 10 }),
      h("text", { class: "heading", x: width / 2, y: isPlain ? height / 2 + 5 : 21, "text-anchor": "middle" }, titleParts(node)),
      isPlain ? null : [value, right],
      (warning || brief(node.title) !== node.title) && h("title", {}, warning ?? node.title),
      warning && [h("circle", { class: "badge", cx: width, r: 9 }), h("text", { class: "badge-text", x: width, y: 4, "text-anchor": "middle" }, "!")]);
    this.#handles.set(`n:${id}`, group).set(`v:${id}`, value).set(`r:${id}`, right);
    return group;
  }

  #drawEdge({ use, partial, path, role }, index) {
    const curve = h("path", { class: "curve", d: path });
    const label = h("text", { class: "label", "text-anchor": "end" }, partial === null || partial === undefined ? "" : digits(partial, 4));
    const group = h("g", { class: `edge${role === "sum" ? " sum" : ""}`, "data-node": use || null }, curve, h("path", { class: "arrow" }), h("path", { class: "arrow back" }), label);
    this.#handles.set(`e:${index}`, group);
    return group;
  }

  #finishEdge(index) {
    const [curve, arrow, back, label] = this.#handles.get(`e:${index}`).children;
    const [start, end] = [curve.getPointAtLength(0), curve.getPointAtLength(curve.getTotalLength())];
    arrow.setAttribute("d", `M${end.x + 7} ${end.y}l-8 -4v8z`);
    back.setAttribute("d", `M${start.x + 1} ${start.y}l9 -4.5v9z`);
    label.setAttribute("x", end.x - 5);
    label.setAttribute("y", end.y - 5);
  }

  /** Puts what a slot of the state holds onto the picture. */
  #put(slot, content) {
    const element = this.#handles.get(slot);
    if (!element) return;
    if (slot[0] === "e") element.classList.toggle("done", Boolean(content));
    else element.textContent = content === null ? "" : this.#fitting(slot, content);
  }

  /** As many digits as there is room for beside the other number of the node. */
  #fitting(slot, content) {
    const { width, value } = this.nodes.get(Number(slot.slice(2)));
    const list = Array.isArray(content) ? content : [content];
    // The letters of both numbers share the width.
    const room = (width - 26) / 8.6 - (slot[0] === "r" ? digits(value, 4).length + 1 : 0);
    for (let count = slot[0] === "r" ? 6 : 4; ; count -= 1) {
      const text = list.map((item) => (item === null ? "…" : digits(item, count))).join(" + ");
      if (count <= 2 || text.length <= room) return text;
    }
  }

  #highlight(isRevealed = true) {
    for (const element of this.#active) element.classList.remove("active");
    const step = this.walk.steps[this.position - 1];
    this.#active = [];
    if (!step) return;
    const names = new Set(step.nodes);
    const nodes = [...this.nodes.values()].filter((node) => node.kind !== "constant" && names.has(node.name));
    this.#active = [...nodes.map(({ id }) => this.#handles.get(`n:${id}`)), ...step.edges.map((index) => this.#handles.get(`e:${index}`))];
    for (const element of this.#active) element.classList.add("active");
    this.svg.classList.toggle("back", step.kind === "contribution" || step.kind === "sum");
    if (isRevealed) this.panZoom.reveal(nodes);
  }

  /** Numbers travel along the edges of a step; what they bring appears when they land. */
  #fly({ tokens, changes }, duration) {
    const numbers = changes.map(([slot]) => this.#handles.get(slot)).filter((element) => element?.localName === "text");
    const flying = tokens.map(({ edge, from, to, text }) => {
      const path = this.#handles.get(`e:${edge}`).firstChild;
      const label = digits(text, 4);
      const width = 14 + 7.2 * label.length;
      const token = h("g", { class: "token" }, h("rect", { x: -width / 2, y: -11, width, height: 22, rx: 11 }),
        h("text", { y: 4, "text-anchor": "middle" }, label));
      return { token, path, length: path.getTotalLength(), from, to };
    });
    if (flying.length === 0) return;
    fill(this.tokens, flying.map(({ token }) => token));
    this.landing = numbers;
    for (const element of numbers) element.classList.add("landing");
    const started = performance.now();
    const frame = (now) => {
      const t = Math.min(1, (now - started) / duration);
      const eased = t * t * (3 - 2 * t);
      for (const { token, path, length, from, to } of flying) {
        const { x, y } = path.getPointAtLength(length * (from + (to - from) * eased));
        token.setAttribute("transform", `translate(${x} ${y})`);
      }
      if (t < 1) this.#flight = requestAnimationFrame(frame);
      else this.#land();
    };
    frame(started);
  }

  #land() {
    cancelAnimationFrame(this.#flight);
    this.tokens?.replaceChildren();
    for (const element of this.landing ?? []) element.classList.remove("landing");
    this.landing = [];
  }

  #press(event) {
    const id = event.target.closest("[data-id]")?.dataset.id;
    if (id !== undefined) this.onnode(this.nodes.get(Number(id)).name, true);
  }

  /** Arrow keys walk from node to node: left and right along edges, up and down among neighbours. */
  #key(event) {
    const isArrow = event.key.startsWith("Arrow");
    if ((!isArrow && event.key !== "Enter") || event.ctrlKey || event.metaKey || this.nodes.size === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const node = this.nodes.get(this.#cursor);
    if (event.key === "Enter") {
      if (node) this.onnode(node.name, true);
      return;
    }
    this.#moveCursor(node ? this.#neighbour(node, event.key) : this.#startNode());
  }

  #startNode() {
    const active = this.walk.steps[this.position - 1]?.node;
    return [...this.nodes.values()].find(({ name }) => name === active) ?? this.nodes.values().next().value;
  }

  #neighbour(node, key) {
    const isAcross = key === "ArrowLeft" || key === "ArrowRight";
    const along = this.edges.filter((edge) => (key === "ArrowRight" ? edge.from : edge.to) === node.id)
      .map((edge) => this.nodes.get(key === "ArrowRight" ? edge.to : edge.from));
    const sign = key === "ArrowUp" ? -1 : 1;
    const others = isAcross ? along
      : [...this.nodes.values()].filter((other) => Math.abs(other.x - node.x) < 40 && sign * (other.y - node.y) > 0);
    return others.sort((a, b) => Math.abs(a.y - node.y) - Math.abs(b.y - node.y))[0] ?? node;
  }

  #moveCursor(node) {
    this.#handles.get(`n:${this.#cursor}`)?.classList.remove("cursor");
    this.#cursor = node?.id ?? null;
    if (!node) return;
    this.#handles.get(`n:${node.id}`).classList.add("cursor");
    this.panZoom.reveal([node]);
    this.onnode(node.name, false);
    const [value, right] = ["v", "r"].map((slot) => this.#handles.get(`${slot}:${node.id}`).textContent);
    this.announce(`${node.title}${value ? `, value ${value}` : ""}${right ? `, ${this.walk.isReverse ? "adjoint" : "tangent"} ${right}` : ""}.`);
  }
}

/** A title whose numbers have no more digits than there is room for. */
const brief = (title) => title.replace(/(?<![\w.])\d+(\.\d+)?(e[-+]?\d+)?/g, (text) => (text.length > 7 ? digits(Number(text), 5) : text)).replaceAll("-", "−");

/** The title of a node; the name of a use has an index, as in formulas. */
function titleParts({ kind, title }) {
  const at = kind === "use" ? title.lastIndexOf("_") : -1;
  return at < 0 ? brief(title) : [title.slice(0, at), h("tspan", { dy: 4, class: "index" }, title.slice(at + 1))];
}
