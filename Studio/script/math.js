// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Formulas that the engine wrote as MathML. The engine escapes every name, and the parser of
// MathML is the browser's own; what is typed never comes here unparsed.

import { h } from "./dom.js";

/** A `<math>` element of a formula `{text, mathml}`; names of nodes get `data-node`. */
export function math(formula, { display = false, nodes } = {}) {
  if (!formula) return h("span", { class: "muted" }, "…");
  const holder = document.createElement("template");
  holder.innerHTML = `<math${display ? ' display="block"' : ""}>${formula.mathml}</math>`;
  const element = holder.content.firstChild;
  element.setAttribute("aria-label", formula.text);
  setSigns(element);
  if (nodes) tag(element, nodes);
  return element;
}

/** A minus after another sign belongs to what follows it, and stands close to that. */
function setSigns(element) {
  for (const sign of element.querySelectorAll("mo + mo")) {
    if (sign.textContent === "−" && !/[)|!]/.test(sign.previousSibling.textContent)) sign.setAttribute("form", "prefix");
  }
}

/** Gives the names in a formula that are names of nodes a `data-node`. */
function tag(element, nodes) {
  for (const part of element.querySelectorAll("mi, msub")) {
    if (part.closest("[data-node]")) continue;
    const name = part.textContent.replace(/\s/g, "");
    const node = nodes.get?.(name) ?? (nodes.has(name) ? name : null);
    if (node) part.dataset.node = node;
  }
}

/**
 * Lights everything that stands for the same node as what the pointer, or the focus, is on. The function that
 * comes back lights a node; with `isPinned` it stays lit, until it is pinned again, while nothing else is pointed at.
 */
export function lightTwins(root) {
  let [current, pinned] = [null, null];
  const show = (node, isPinned = false) => {
    if (isPinned) pinned = pinned === node ? null : node;
    if (node === current) return;
    current = node;
    for (const lit of root.querySelectorAll(".lit")) lit.classList.remove("lit");
    if (node === null) return;
    for (const twin of root.querySelectorAll(`[data-node="${CSS.escape(node)}"]`)) twin.classList.add("lit");
  };
  const at = (event) => show(event.target.closest?.("[data-node]")?.dataset.node ?? pinned);
  root.addEventListener("pointerover", at);
  root.addEventListener("focusin", at);
  root.addEventListener("pointerleave", () => show(pinned));
  return show;
}

const space = "http://www.w3.org/1998/Math/MathML";

/** An element of MathML: `m("mfrac", above, below)`. */
export function m(tag, ...children) {
  const element = document.createElementNS(space, tag);
  element.append(...children);
  return element;
}

/** The name of a value, `x`, `w1` or `x_g`, that lights with its twins. */
export function mathName(name) {
  const [, base, index] = /^([^_]*?)_?(\d+|(?<=_).*)$/s.exec(name) ?? [null, name];
  const element = base && index ? m("msub", m("mi", base), m("mi", index)) : m("mi", name);
  element.dataset.node = name;
  return element;
}

/** The derivative of one named value by another, as a fraction. */
export function mathPartial(above, below) {
  return m("mfrac", m("mrow", m("mi", "∂"), mathName(above)), m("mrow", m("mi", "∂"), mathName(below)));
}

/** A `<math>` of parts: formulas of the engine, elements, and strings, which are operators or numbers. */
export function equation(...parts) {
  const row = m("mrow");
  for (const part of parts.flat()) {
    if (part instanceof Element) row.append(part);
    else if (part?.mathml !== undefined) row.append(...math(part).childNodes);
    else if (part) row.append(m(/^[=+·≈(),−]$/.test(part) ? "mo" : "mn", part));
  }
  setSigns(row);
  return m("math", row);
}
