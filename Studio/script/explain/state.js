// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The page's state, which is its address, and the examples.

/** Name, expression, values. */
export const examples = [
  ["Worked example", "(x+y)*(x+2*y)", { x: 2, y: 3 }],
  ["Shared logarithm", "w2*log(w1)+sqrt(w2*log(w1))", { w1: 2, w2: 3 }],
  ["Sigmoid neuron", "sigmoid(w*x+b)", { w: 2, x: -1, b: 0.5 }],
  ["Logistic loss", "softplus(-t*(w*x+b))", { t: 1, w: 0.8, x: 1.5, b: -0.2 }],
  ["Product and quotient", "x*exp(sin(x))/(1+x^2)", { x: 1.3 }],
  ["Several outputs", "r*cos(t), r*sin(t)", { r: 2, t: 0.7 }],
  ["Named parts", "k = 2y; g = x+y; h = x+k; g*h", { x: 2, y: 3 }],
  ["A corner", "relu(x)*y + abs(x-y)", { x: 0, y: 1 }],
  ["Not a number", "sqrt(x-2)*y", { x: 1, y: 3 }],
];

export const tabs = ["steps", "tape", "symbolic", "dual", "differences", "cost"];

const isNumber = (text) => text !== null && text.trim() !== "" && Number.isFinite(Number(text));

/** The state that a query stands for; what it leaves out is as at the beginning. */
export function readState(query) {
  const values = {};
  for (const [key, value] of query) if (key.startsWith("v.") && isNumber(value)) values[key.slice(2)] = Number(value);
  const text = query.get("f");
  const step = query.get("step");
  return {
    text: text ?? examples[0][1],
    values: text === null && Object.keys(values).length === 0 ? { ...examples[0][2] } : values,
    output: Math.max(0, Math.trunc(Number(query.get("output"))) || 0),
    mode: query.get("mode") ?? "reverse",
    step: isNumber(step) ? Math.max(0, Math.trunc(Number(step))) : null,
    split: query.get("split") === "1",
    shared: query.get("shared") !== "0",
    tab: tabs.includes(query.get("tab")) ? query.get("tab") : "steps",
    difference: Number(query.get("h")) > 0 && isNumber(query.get("h")) ? Number(query.get("h")) : null,
    axes: (query.get("axes") ?? "").split(",").filter(Boolean),
    quiz: query.get("quiz") === "1",
  };
}

/** The query of a state, without what is as at the beginning. */
export function writeState(state, variables) {
  const query = new URLSearchParams({ f: state.text });
  for (const { name, value } of variables) query.set(`v.${name}`, value);
  const put = (key, value, usual) => value !== usual && query.set(key, value);
  put("output", state.output, 0);
  put("mode", state.mode, "reverse");
  put("step", state.step, null);
  put("split", state.split ? 1 : 0, 0);
  put("shared", state.shared ? 1 : 0, 1);
  put("tab", state.tab, "steps");
  put("h", state.difference, null);
  put("axes", state.axes.join(), "");
  put("quiz", state.quiz ? 1 : 0, 0);
  return query;
}
