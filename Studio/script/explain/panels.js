// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The explanation's other chapters: the tape, formulas and their rules, dual numbers, finite differences, and costs.

import { digits, fill, h } from "../dom.js";
import { equation, m, math, mathPartial } from "../math.js";

const words = { "+": "add", "-": "sub", "*": "mul", "/": "div", "^": "pow" };
// Formulas take long to lay out: of very many, the first ones show how it goes on.
const firstOf = ({ total, items }) => ({ total, items: items.slice(0, 60) });
const cutNote = ({ total, items }) => total > items.length && h("p", { class: "muted" }, `… and ${total - items.length} more.`);

function tableOf(heads, rows, numbersFrom = 1) {
  const cell = (tag, index, content, extra) => h(tag, { class: index >= numbersFrom ? "number" : null, ...extra }, content);
  return h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, heads.map((head, index) => cell("th", index, head, { scope: "col" })))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((content, index) => cell("td", index, content)))))));
}

/** What reverse mode records, and what it does with it, as code. */
export function tape({ explanation }, { askProgram }) {
  const entries = explanation.tape.items;
  const index = new Map(entries.map((entry) => [entry.name, entry.index]));
  const steps = new Map(explanation.steps.items.map((step) => [step.name, step]));
  const values = new Map(explanation.inputs.items.map(({ name, value }) => [name, value]));
  const variable = (name) => (index.has(name) ? `v${index.get(name)}` : name);
  const line = (node, code, comment, kind) => h("span", { class: "code-line", "data-node": node }, code.padEnd(18),
    h("span", { class: kind }, `// ${comment}`), "\n");
  const forward = entries.map(({ name, index: i, operation }) => {
    const step = steps.get(name);
    return step
      ? line(name, `v${i} = ${[words[operation] ?? operation, ...step.operands.map(variable)].join(" ")}`, `${name} = ${digits(step.value)}`, "value")
      : line(name, `v${i} = input ${name}`, digits(values.get(name)), "value");
  });
  const adjoint = (name) => `d${index.get(name)}`;
  const reverse = explanation.reverse.steps.items.flatMap(({ adjoint: own, contributions }, k) => [
    k === 0 && line(own.name, `${adjoint(own.name)} = 1`, `∂${explanation.function}/∂${own.name}`, "adjoint"),
    ...contributions.map((item) => {
      const entry = entries[index.get(item.consumer) - 1];
      const among = contributions.filter(({ operand }) => operand === item.operand).indexOf(item);
      const place = entry?.operands.flatMap((operand, at) => (operand === index.get(item.operand) ? [at] : []))[among];
      return line(item.name, `${adjoint(item.operand)} += ${adjoint(own.name)} * ${digits(entry?.partials[place])}`, `${item.name} = ${digits(item.value)}`, "adjoint");
    }),
  ]);
  const inputs = explanation.reverse.inputs.map(({ name, value }) => line(name, `return ${adjoint(name)}`, `∂${explanation.function}/∂${name} = ${digits(value)}`, "adjoint"));
  const program = h("div", {});
  return [h("h3", {}, "Forward: values are recorded"), h("pre", { class: "code scroll" }, forward), cutNote(explanation.tape),
    h("h3", {}, "Backward: derivatives are added up"), h("pre", { class: "code scroll" }, reverse, inputs), cutNote(explanation.reverse.steps),
    h("div", { class: "row" }, h("span", { class: "muted" }, "The same as"), [["Swift", () => askProgram("swift")], ["C", () => askProgram("c")], ["jaxpr", () => jaxpr(explanation)]].map(([name, text]) =>
      h("button", { type: "button", onclick: async () => fill(program, h("pre", { class: "code scroll" }, await text())) }, name))), program];
}

/** The program as JAX lists its own: typed, one operation a line. */
function jaxpr({ inputs, steps }) {
  const lines = steps.items.map(({ name, operation, operands }) => `    ${name}:f64[] = ${words[operation] ?? operation} ${operands.join(" ")}`);
  return `{ lambda ; ${inputs.items.map(({ name }) => `${name}:f64[]`).join(" ")}. let\n${lines.join("\n")}\n  in (${steps.items.at(-1)?.name ?? inputs.items[0]?.name},) }`;
}

/** Derivation by rules. */
export function symbolic({ explanation }) {
  if (explanation.symbolic.length === 0) return [h("p", { class: "muted" }, "The formula has no variables.")];
  return explanation.symbolic.map((item) => ({ ...item, lines: firstOf(item.lines) })).map((item) => h("section", { class: "chapter" },
    h("h3", {}, "With respect to ", h("span", { "data-node": item.input }, item.input)),
    h("ol", { class: "derivation" }, item.lines.items.map(({ formula, rule }) => h("li", {}, h("div", { class: "scroll" }, math(formula)), h("span", { class: "rule muted" }, rule)))),
    cutNote(item.lines),
    h("dl", {}, [
      ["Put together", item.assembled && equation(mathPartial(explanation.function, item.input), "=", item.assembled)],
      ["Simplified", item.formula && equation(mathPartial(explanation.function, item.input), "=", item.formula)],
      ["At the point", equation(item.substituted, item.substituted ? "=" : "", digits(item.value))],
      ["Expanded function", item.expanded && math(item.expanded)],
      ["Operations", `${item.assembledOperations} as the rules give them, ${item.operations} simplified; the function has ${explanation.cost.operations.total}`],
    ].filter(([, content]) => content).map(([name, content]) => [h("dt", {}, name), h("dd", { class: "scroll" }, content)]))));
}

/** Dual numbers, line by line; ε² is struck out. */
export function dual({ explanation }) {
  return explanation.dual.map((item) => ({ ...item, steps: firstOf(item.steps) })).map((item) => h("section", { class: "chapter" },
    h("h3", {}, "With respect to ", h("span", { "data-node": item.input }, item.input), ": ", item.input, " + ε"),
    item.expansion && expansion(item),
    h("p", { class: "muted" }, "Operation by operation:"),
    tableOf(["", "Put in", "Result"], item.steps.items.map((step) => [h("span", { "data-node": step.name }, step.name), math(step.formula), dualNumber(step.primal, step.tangent)])),
    cutNote(item.steps),
    h("p", { class: "result-line" }, equation(item.call, "=", ...dualParts(item.primal, item.tangent)))));
}

function expansion({ call, expansion: { substituted, terms }, primal, tangent }) {
  const term = ({ coefficient, power }) => [coefficient === 1 && power > 0 ? "" : digits(coefficient), power === 0 ? "" : power === 1 ? m("mi", "ε") : m("msup", m("mi", "ε"), m("mn", String(power)))];
  const joined = (list, f) => list.flatMap((item, index) => [index ? "+" : "", ...[f(item)].flat()]);
  const group = (power) => {
    const list = terms.filter((item) => (power < 2 ? item.power === power : item.power >= 2));
    return list.length && [list, power];
  };
  const groups = [0, 1].map(group).filter(Boolean);
  const grouped = joined(groups, ([list, power]) => ["(", ...joined(list, ({ coefficient }) => digits(coefficient)), ")", ...(power ? ["·", m("mi", "ε")] : [])]);
  const squares = terms.filter(({ power }) => power >= 2);
  const struck = m("mrow");
  struck.append(...equation(joined(squares, term)).firstChild.childNodes);
  struck.setAttribute("class", "struck");
  const line = (rule, ...parts) => h("li", {}, h("div", { class: "scroll" }, equation(...parts)), h("span", { class: "rule muted" }, rule));
  return h("ol", { class: "derivation" }, line("put in", call, "=", substituted), line("expand", "=", ...joined(terms, term)),
    line("group terms", "=", ...grouped, ...(squares.length ? ["+", struck] : [])),
    line("ε² = 0", "=", ...dualParts(primal, tangent)));
}

const dualParts = (primal, tangent) => {
  const [, sign, rest] = /^.* ([+−]) (.*)ε$/.exec(dualNumber(primal, tangent));
  return [digits(primal), sign, rest, m("mi", "ε")];
};
/** 40 + 13ε as text. */
export const dualNumber = (primal, tangent) => `${digits(primal)} ${String(tangent).startsWith("-") ? "−" : "+"} ${digits(tangent).replace(/^−/, "").replace(/^1$/, "")}ε`;

/** Finite differences, with the numbers put in, and their errors. */
export function differences({ explanation }, { step, onstep, onlink }) {
  const { differences: forward, centralDifferences, errors } = explanation.numerical;
  const list = forward.flatMap((item, index) => [{ ...item, kind: "forward" }, { ...centralDifferences[index], kind: "central" }]);
  const field = h("input", { type: "number", class: "field", min: 0, step: "any", value: step ?? "", placeholder: "0.01", "aria-label": "Step h",
    onchange: () => onstep(field.valueAsNumber > 0 ? field.valueAsNumber : null) });
  const methods = (table) => tableOf(["h", "forward", "error", "central", "error"], table.rows.map((row) =>
    [digits(row.step), wrongDigits(row.forward, table.exact, 10), digits(row.forwardError, 2), wrongDigits(row.central, table.exact, 10), digits(row.centralError, 2)]), 0);
  return [h("div", { class: "row" }, h("label", {}, "Step h", field),
    [0.1, 0.01, 1e-4, 1e-8].map((h_) => h("button", { type: "button", "aria-pressed": String(step === h_), onclick: () => onstep(h_) }, digits(h_)))),
  list.map((item) => h("section", { class: "chapter" },
    h("h3", {}, "With respect to ", h("span", { "data-node": item.input }, item.input), `, ${item.kind}, h = ${digits(item.step)}`),
    h("ol", { class: "derivation" }, [[equation(mathPartial(explanation.function, item.input), "≈", item.quotient)], item.substituted && [equation("=", item.substituted)],
      [equation("=", item.difference)], [equation("=", item.rounded ?? digits(item.derivative))]].filter(Boolean)
      .map((content) => h("li", {}, h("div", { class: "scroll" }, content)))))),
  errors.map((table) => h("section", { class: "chapter" },
    h("h3", {}, "Errors, with respect to ", h("span", { "data-node": table.input }, table.input), `: the derivative is ${digits(table.exact, 15)}`),
    methods(table),
    h("p", { class: "muted" }, `Smaller steps are better only down to ${digits(table.bestForwardStep)} (forward) and ${digits(table.bestCentralStep)} (central). `,
      "Extrapolation by Richardson, which cancels the leading errors of central differences at h, h/2, …: ", wrongDigits(table.richardson, table.exact), `, error ${digits(table.richardsonError, 2)}.`))),
  h("p", {}, h("a", { href: onlink, class: "to-compare" }, "See all steps as curves on the page Compare"))];
}

/** A number whose digits are muted from the first wrong one on. */
export function wrongDigits(value, exact, count = 15) {
  const [text, right] = [digits(value, count), digits(exact, count)];
  if (text === right) return h("span", {}, text);
  const padded = right.includes(".") ? right : `${right}.`;
  let same = 0;
  while (same < text.length && text[same] === (padded[same] ?? "0")) same += 1;
  return h("span", {}, text.slice(0, same), h("span", { class: "wrong" }, text.slice(same)));
}

/** What each method costs. */
export function cost({ explanation }) {
  const { operations, methods } = explanation.cost;
  const kinds = ["additions", "multiplications", "divisions", "choices", "functions"].filter((kind) => operations[kind] > 0);
  return [h("p", {}, `One evaluation: ${operations.total} operations (${kinds.map((kind) => `${operations[kind]} ${kind}`).join(", ")}).`),
    tableOf(["Method", "Each pass", "Passes", "Operations", "Bytes"], methods.map(({ method, passes, pass, operations: count, bytes }) => [method, pass, passes, digits(count, 12), digits(bytes, 12)]), 2),
    h("p", { class: "muted" }, "Reverse mode needs one pass however many inputs there are; all others need more with every input.")];
}
