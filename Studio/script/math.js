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
  if (nodes) tag(element, nodes);
  return element;
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

/** Lights everything that stands for the same node as what the pointer, or the focus, is on. */
export function lightTwins(root) {
  let current = null;
  const show = (node) => {
    if (node === current) return;
    current = node;
    for (const lit of root.querySelectorAll(".lit")) lit.classList.remove("lit");
    if (node === null) return;
    for (const twin of root.querySelectorAll(`[data-node="${CSS.escape(node)}"]`)) twin.classList.add("lit");
  };
  const at = (event) => show(event.target.closest?.("[data-node]")?.dataset.node ?? null);
  root.addEventListener("pointerover", at);
  root.addEventListener("focusin", at);
  root.addEventListener("pointerleave", () => show(null));
  return show;
}
