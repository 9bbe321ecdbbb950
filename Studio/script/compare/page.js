// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Compare: how exact the methods are, what they cost, and the matrices of first and second derivatives.

import { debounce, digits, fill, h } from "../dom.js";
import { ExpressionField, VariableFields } from "../explain/field.js";
import { readState } from "../explain/state.js";
import { helpButton, hints } from "../help.js";
import { CostView, count, families, quantities, sweeps } from "./cost.js";
import { CurveView } from "./curve.js";
import { hessianView, jacobianView } from "./matrices.js";

const standard = { text: "x*exp(sin(x))", values: { x: 1.3 } };
const usual = { output: 0, input: "", direction: "", family: "network", inputs: 100, outputs: 1, along: "inputs", quantity: "operations" };

export function mount(main, { engine, setQuery, announce }) {
  let state = null;
  let isGone = false;
  const field = new ExpressionField({
    onchange: debounce((text) => update({ text }), 200),
    onexample: (text, values) => { field.text = text; update({ text, values, output: 0, input: "", direction: "" }); },
  });
  const variables = new VariableFields({ onchange: (name, value) => update({ values: { ...state.values, [name]: value } }) });
  const input = h("select", { onchange: () => update({ input: input.value }) });
  const output = h("select", { onchange: () => update({ output: output.selectedIndex }) });
  const outputLabel = h("label", { hidden: true }, "of the output ", output);
  const direction = h("input", { class: "field mono", size: 12, onchange: () => update({ direction: direction.value }) });
  const place = (id) => h("div", { id });
  const [curvePlace, costPlace, jacobian, hessian] = ["curve", "cost", "jacobian", "hessian"].map(place);
  const card = (title, note, help, ...children) => h("section", { class: "card", "aria-label": title },
    h("header", {}, h("h2", {}, title), h("small", {}, note), helpButton()), hints(help), children);
  const chart = ["Chart", "Both axes are logarithmic. Point at it, or use the arrow keys, to read it; the table below has the same numbers."];
  const cells = ["Cells", "Blue above zero, orange below. Point at one, or use the arrow keys, for all its digits."];
  main.append(h("h1", { class: "unseen" }, "Compare"), h("div", { class: "stack" },
    h("section", { class: "card compare-function", "aria-label": "Function" }, field.root, variables.root),
    h("div", { class: "compare" },
      h("div", { class: "stack" },
        card("Accuracy", "error of finite differences against their step",
          [["Derivative in", "The input that is differentiated by, and of several outputs which."], chart],
          h("div", { class: "row" }, h("label", {}, "Derivative in ", input), outputLabel), curvePlace),
        card("Jacobian", "a row for each output, a column for each input", [cells], jacobian)),
      h("div", { class: "stack" },
        card("Cost", "of all derivatives of m outputs by n inputs", [["Function", "A family of functions with any number n of inputs, and m of outputs."],
          ["Drawn", "Whether n or m grows along the chart."], ["Operations, Passes, Memory, Time", "What is compared; the first three are counted by running each method, time is measured on your machine."], chart], costPlace),
        card("Hessian", "second derivatives of the output", [["Product with v", "The numbers of a vector, one for each input; the product needs no Hessian."], cells], h("label", {}, "Product with v = ", direction), hessian)))));
  const curve = new CurveView(curvePlace, engine);
  const cost = new CostView(costPlace, engine, { onchange: (change) => { state = { ...state, ...change }; write(); } });

  function write() {
    const query = new URLSearchParams({ f: state.text });
    for (const [name, value] of Object.entries(state.values)) query.set(`v.${name}`, value);
    for (const [key, value] of Object.entries(usual)) if (state[key] !== value) query.set(key, state[key]);
    setQuery(query);
  }

  function update(change) {
    state = { ...state, ...change };
    write();
    refresh();
  }

  async function refresh() {
    const asked = state;
    const isOld = () => asked !== state && (asked.text !== state.text || asked.values !== state.values || asked.input !== state.input
      || asked.output !== state.output || asked.direction !== state.direction) || isGone;
    const subject = { text: state.text, values: state.values, output: state.output };
    try {
      const ask = (v) => engine.ask({ op: "matrices", ...subject, direction: v }, { latest: "matrices" });
      const v = state.direction.split(/[\s,;]+/).filter(Boolean).map(Number);
      const isVector = v.length > 0 && v.every(Number.isFinite);
      const answer = await ask(isVector ? v : undefined).catch((error) => {
        // The vector may be for another number of inputs.
        if (error.kind !== "direction") throw error;
        return ask();
      });
      const n = answer.inputs.length;
      if (isOld()) return;
      field.showError(null);
      // What has no value is 2, 3, 1, 1, …, as in the engine.
      variables.show(answer.inputs.map((name, index) => ({ name, value: state.values[name] ?? [2, 3][index] ?? 1 })));
      direction.value = answer.direction.join(", ");
      direction.parentElement.hidden = n === 0;
      choose(input, answer.inputs, answer.inputs.includes(state.input) ? state.input : answer.inputs[0]);
      choose(output, answer.outputs, answer.outputs[state.output]);
      outputLabel.hidden = answer.outputs.length < 2;
      fill(jacobian, n > 0 ? jacobianView(answer) : "There is no variable here.");
      fill(hessian, n > 0 ? hessianView(answer) : null);
      if (n > 0) {
        const { exact } = await curve.show(subject, input.value);
        announce(`The derivative in ${input.value} is ${digits(exact)}.`);
      }
    } catch (error) {
      if (error.kind === "superseded" || isOld()) return;
      field.showError(error, asked.text);
    }
    if (isGone) return;
    main.classList.toggle("stale", !field.error.hidden);
    main.dataset.ready = "true";
  }

  return {
    keys: [["← →", "read a chart or a matrix, place by place"], ["Enter", "in the chart of costs: take this n"]],
    show(query) {
      const { text, values, output } = query.has("f") ? readState(query) : { ...standard, output: 0 };
      const pick = (key, known) => (query.has(key) && (!known || Object.hasOwn(known, query.get(key))) ? query.get(key) : usual[key]);
      state = {
        text, values, output, input: pick("input"), direction: pick("direction"), family: pick("family", families),
        quantity: pick("quantity", quantities), along: pick("along", sweeps), inputs: count(pick("inputs"), 100), outputs: count(pick("outputs"), 1),
      };
      field.text = text;
      const { family, inputs, outputs, along, quantity } = state;
      refresh().then(() => !isGone && cost.show({ family, inputs, outputs, along, quantity })).catch(() => {});
    },
    unmount() {
      isGone = true;
      curve.remove();
      cost.remove();
      main.classList.remove("stale");
      delete main.dataset.ready;
    },
  };
}

function choose(select, names, name) {
  fill(select, names.map((item) => h("option", { value: item, selected: item === name }, item)));
}
