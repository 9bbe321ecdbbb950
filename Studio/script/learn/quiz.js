// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Small questions. The right answer stands nowhere in the text: the engine computes it.

import { digits, fill, h, number } from "../dom.js";
import { math } from "../math.js";

/** `x=2,y=3` as an object. */
export const parseValues = (text) => Object.fromEntries((text ?? "").split(",").filter(Boolean)
  .map((pair) => pair.split("=")).map(([name, value]) => [name.trim(), Number(value)]));

/** Makes a question of a form with `data-quiz`: "derivative" wants a formula, "number" the number that `data-expect` names. */
export function quiz(form, engine) {
  const { text, values, input, hint, quiz: kind } = form.dataset;
  const subject = { text, values: parseValues(values) };
  const question = h("p", { class: "question" }, [...form.childNodes]);
  const answer = h("input", { class: "field mono", "aria-label": kind === "number" ? "Your answer, a number" : "Your answer, a formula",
    autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  const said = h("p", { role: "status" });
  const give = h("button", { type: "button", class: "plain", hidden: true, onclick: () => show("") }, "Show the answer");
  form.className = "quiz card";
  fill(form, h("h2", {}, "Question"), question, h("div", { class: "row" }, answer, h("button", { class: "primary" }, "Check"), give), said);

  const say = (outcome, ...parts) => {
    form.dataset.outcome = outcome;
    fill(said, parts);
    give.hidden = outcome !== "wrong";
  };
  const show = async () => {
    const right = kind === "number" ? digits(await expected(engine, subject, form.dataset)) : math((await check("0")).derivative);
    say("shown", "It is ", right, ".");
    answer.focus();
  };
  const check = (typed) => engine.ask({ op: "check", ...subject, input, answer: typed });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = answer.value.trim();
    if (!typed) return answer.focus();
    try {
      if (kind === "number") {
        // A number may be typed as 1/4, or as 2*3 + 3*3: the engine reads it.
        const { value } = await engine.ask({ op: "slopes", text: typed, values: {} });
        const right = number(await expected(engine, subject, form.dataset));
        const isRight = Math.abs(number(value) - right) <= 1e-4 * Math.max(1e-9, Math.abs(right));
        say(isRight ? "right" : "wrong", isRight ? "Right!" : `Not yet. ${hint ?? ""}`);
      } else {
        const { isCorrect, isValueCorrect } = await check(typed);
        say(isCorrect ? "right" : "wrong", isCorrect ? "Right!"
          : isValueCorrect ? "Right at this one point, but not everywhere." : `Not yet. ${hint ?? ""}`);
      }
    } catch (error) {
      say("wrong", error.message);
    }
  });
}

/** The number that a question wants, such as "gradient x", "adjoint h", "contribution y_k", "tangent h y", "difference x 0.5". */
async function expected(engine, subject, { expect, family, inputs }) {
  const [what, name, other] = expect.split(" ");
  if (what === "passes") {
    const { methods } = await engine.ask({ op: "cost", family, inputs: Number(inputs) });
    return methods.find(({ method }) => method === name).passes;
  }
  if (what === "jacobian" || what === "hessian") return (await engine.ask({ op: "matrices", ...subject }))[what][name][other];
  const { explanation } = await engine.ask({ op: "explain", ...subject, steps: [Number(other) || 0.1] });
  const named = (list, key) => list.find((item) => item.name === key || item.input === key);
  switch (what) {
    case "value": return explanation.result.value;
    case "gradient": return named(explanation.reverse.inputs, name).value;
    case "adjoint": return named(explanation.reverse.steps.items.map(({ adjoint }) => adjoint), name).value;
    case "contribution": return named(explanation.reverse.steps.items.flatMap(({ contributions }) => contributions), name).value;
    case "tangent": return named(named(explanation.forward, other).rows.items, name).tangent;
    default: return named(explanation.numerical.differences, name).derivative;
  }
}
