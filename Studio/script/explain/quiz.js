// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Questions: what is the next derivative, and is a derivative found on paper right?

import { digits, fill, h, number } from "../dom.js";
import { math } from "../math.js";

/** What a step is asked as, or nothing if it is not a derivative. */
export function question(step) {
  const { kind, node, info } = step;
  if (kind === "contribution") return `What does ${info.consumer} pass to ${info.operand}?`;
  if (kind === "sum") return `What do the contributions to ${node} add up to?`;
  return kind === "tangent" ? `At what rate does ${node} change?` : null;
}

/** As right as four digits can be. */
export const isRight = (answer, value) => Math.abs(answer - value) <= 6e-4 * Math.max(1e-9, Math.abs(value));

/** The form for a question; `ondone()` once it is answered, or given up. */
export function quizForm(step, ondone) {
  const value = number(step.info.value);
  const field = h("input", { type: "text", inputmode: "decimal", class: "field", size: 8, autocomplete: "off", "aria-label": "Your answer" });
  const verdict = h("span", { role: "status" });
  const form = h("form", { class: "quiz row", onsubmit: (event) => {
    event.preventDefault();
    const answer = Number(field.value.replace("−", "-").replace(",", "."));
    if (field.value.trim() !== "" && isRight(answer, value)) ondone(true);
    else fill(verdict, h("span", { class: "error" }, "Not yet: the derivative of the operation times what arrived at it."));
  } }, h("label", {}, h("b", {}, question(step)), field), h("button", { class: "primary" }, "Check"),
  h("button", { type: "button", onclick: () => ondone(false) }, "Show"), verdict);
  return { form, field };
}

/** "Check my derivative": `ask(input, answer)` gives the engine's verdict. */
export function checkForm(names, ask) {
  const input = h("select", { "aria-label": "With respect to" }, names.map((name) => h("option", { value: name }, name)));
  const field = h("input", { type: "text", class: "field expression", placeholder: "2x + 3y", spellcheck: "false", autocomplete: "off", "aria-label": "Your derivative" });
  const verdict = h("p", { role: "status", class: "verdict" });
  const show = async (event) => {
    event.preventDefault();
    if (!field.value.trim()) return;
    try {
      const { isCorrect, isValueCorrect, derivative, difference } = await ask(input.value, field.value);
      fill(verdict, isCorrect ? h("b", { class: "right" }, "Right. ")
        : h("b", { class: "error" }, isValueCorrect ? "Right at this point, but not everywhere. " : `Not right: off by ${digits(difference)} at this point. `),
      isCorrect && derivative ? [" The engine writes ", math(derivative), "."] : null);
    } catch (error) {
      fill(verdict, h("span", { class: "error" }, error.message));
    }
  };
  return h("form", { class: "check", onsubmit: show }, h("h3", {}, "Check my derivative"),
    h("div", { class: "row" }, h("label", {}, "∂L/∂", input), field, h("button", {}, "Check")), verdict);
}
