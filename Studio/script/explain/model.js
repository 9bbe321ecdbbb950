// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// How derivatives are computed, as a list of steps. Every step lists what it changes, with what was
// there before, so that a step back is exactly a step forward undone.

import { digits, number } from "../dom.js";

/** The ways to walk through an explanation: `reverse`, and `forward.x` for each input. */
export function modesOf(answer) {
  const forward = answer.explanation.forward.map(({ input }) => ({ id: `forward.${input}`, label: "Forward", input }));
  return [...forward, { id: "reverse", label: "Reverse" }];
}

/**
 * The walk through an answer to `explain`: `{mode, isReverse, initial, steps, valueCount}`.
 *
 * A state is a map from slots to contents: `v:ID` and `r:ID` are the numbers on the left and on the right of a
 * node of the graph, `e:INDEX` says that a derivative has passed along an edge. What is on the right is a
 * list of numbers that are being added up; null stands for those still to come.
 * A step is `{kind, node, nodes, edges, tokens, changes, sentence, info}`.
 */
export function walkOf(answer, mode) {
  const walk = new Walk(answer, mode);
  return { mode, isReverse: mode === "reverse", initial: walk.initial, steps: walk.steps, valueCount: walk.valueCount };
}

/** The state after so many steps. */
export function stateAfter({ initial, steps }, count) {
  const state = new Map(initial);
  for (const { changes } of steps.slice(0, count)) for (const [slot, , after] of changes) state.set(slot, after);
  return state;
}

class Walk {
  steps = [];
  initial = new Map();
  #state = new Map();

  constructor({ explanation, graph, function: name }, mode) {
    this.explanation = explanation;
    this.functionName = name;
    this.nodes = graph?.nodes ?? [];
    this.edges = graph?.edges ?? [];
    this.rules = new Map(explanation.steps.items.map((step) => [step.name, step]));
    const computed = new Set(this.rules.keys());
    for (const node of this.nodes) {
      if (node.value !== null && !computed.has(node.of ?? node.name)) this.initial.set(`v:${node.id}`, node.value);
    }
    this.#state = new Map(this.initial);
    this.#values();
    this.valueCount = this.steps.length;
    if (mode === "reverse") this.#reverse();
    else this.#forward(explanation.forward.find(({ input }) => `forward.${input}` === mode) ?? explanation.forward[0]);
  }

  /** The numbers of nodes that stand for a value: its own node, and one for each use where they are apart. */
  #idsOf(name, withUses = true) {
    return this.nodes.filter((node) => (node.kind !== "constant" && node.name === name) || (withUses && node.of === name)).map(({ id }) => id);
  }

  #edgesInto(name) {
    const ids = new Set(this.#idsOf(name, false));
    return this.edges.flatMap((edge, index) => (ids.has(edge.to) && edge.role !== "sum" ? [index] : []));
  }

  #add(kind, node, sentence, changed, { edges = [], tokens = [], nodes = [node], info = {} } = {}) {
    const changes = changed.map(([slot, after]) => {
      const before = this.#state.get(slot) ?? null;
      this.#state.set(slot, after);
      return [slot, before, after];
    });
    this.steps.push({ kind, node, nodes, edges, tokens, changes, sentence: sentence.replaceAll("-", "−"), info });
  }

  /** Both modes begin with the values. */
  #values() {
    const values = new Map(this.nodes.map(({ id, value }) => [id, value]));
    for (const step of this.explanation.steps.items) {
      const edges = this.#edgesInto(step.name);
      this.#add("value", step.name, `${step.name} is ${step.formula.text}: ${sum(step.substituted.text, step.value)}.`,
        this.#idsOf(step.name).map((id) => [`v:${id}`, step.value]),
        { edges, tokens: edges.map((edge) => ({ edge, from: 0, to: 1, text: values.get(this.edges[edge].from) })), info: step });
    }
  }

  #forward(table) {
    if (!table) return;
    const rows = table.rows.items;
    const seeds = rows.filter(({ name }) => !this.rules.has(name));
    const right = ({ name, tangent }) => this.#idsOf(name).map((id) => [`r:${id}`, [tangent]]);
    this.#add("seed", table.input, `${table.input} changes at the rate 1${seeds.length > 1 ? ", the other inputs do not change" : ""}.`,
      seeds.flatMap(right), { info: { input: table.input, value: 1 } });
    const tangents = new Map(rows.map(({ name, tangent }) => [name, tangent]));
    const names = new Map(this.nodes.map((node) => [node.id, node.of ?? node.name]));
    for (const row of rows.filter(({ name }) => this.rules.has(name))) {
      const edges = this.#edgesInto(row.name).filter((index) => this.edges[index].partial !== null);
      this.#add("tangent", row.name, `${row.name} changes at the rate ${sum(row.substituted.text, row.tangent)}.`,
        [...right(row), ...edges.map((index) => [`e:${index}`, true])],
        { edges, tokens: edges.map((edge) => ({ edge, from: 0, to: 1, text: tangents.get(names.get(this.edges[edge].from)) })),
          info: { ...row, input: table.input, value: row.tangent, rule: this.rules.get(row.name).rule } });
    }
  }

  #reverse() {
    const { steps, inputs } = this.explanation.reverse ?? { steps: { items: [] }, inputs: [] };
    // How many contributions every value waits for, and what has come.
    const expected = new Map();
    for (const { contributions } of steps.items) {
      for (const { operand } of contributions) expected.set(operand, (expected.get(operand) ?? 0) + 1);
    }
    const arrived = new Map();
    steps.items.forEach(({ adjoint, contributions }, index) => {
      if (index === 0) this.#seed(adjoint, expected, inputs);
      else if (arrived.get(adjoint.name)?.length > 1) this.#sum(adjoint, arrived.get(adjoint.name));
      for (const contribution of contributions) this.#contribute(contribution, adjoint, expected, arrived);
    });
    // The function is one of its inputs, or a number.
    if (steps.items.length === 0 && inputs.length > 0) this.#seed({ name: inputs.find((input) => input.value === 1)?.name, value: 1 }, expected, []);
    for (const input of inputs) {
      if (arrived.get(input.name)?.length > 1) this.#sum(input, arrived.get(input.name));
    }
  }

  #seed({ name, value }, expected, inputs) {
    const changed = this.#idsOf(name).map((id) => [`r:${id}`, [value]]);
    // What the result does not depend on has the derivative 0 from the start.
    for (const input of inputs) {
      if (!expected.has(input.name) && input.name !== name) changed.push(...this.#idsOf(input.name).map((id) => [`r:${id}`, [0]]));
    }
    this.#add("seed", name, `The result is ${name}: its derivative with respect to itself is ${digits(value)}.`, changed,
      { info: { name, value } });
  }

  #contribute(contribution, adjoint, expected, arrived) {
    const { name, operand, consumer, value, substituted } = contribution;
    const list = arrived.get(operand) ?? arrived.set(operand, []).get(operand);
    const before = list.reduce((total, item) => total + number(item.value), 0);
    const edges = this.edges.flatMap((edge, index) => (edge.use === name && edge.role !== "sum" ? [index] : []));
    list.push({ name, value, edges });
    const count = expected.get(operand);
    const isApart = this.nodes.some((node) => node.kind === "use" && node.name === name);
    const shown = count === 1 ? [value] : list.length < count ? [list.length === 1 ? value : before + number(value), null] : [before, value];
    const target = isApart ? name : operand;
    const changed = this.#idsOf(target, false).map((id) => [`r:${id}`, isApart ? [value] : shown]);
    const rule = this.rules.get(consumer);
    const partial = edges.length ? this.edges[edges[0]].partial : null;
    const times = partial === null ? substituted.text : `${digits(adjoint.value)} times ${digits(partial)}`;
    this.#add("contribution", operand, `${consumer} passes ${times} to ${operand}.`,
      [...changed, ...edges.map((index) => [`e:${index}`, true])],
      { edges, nodes: [consumer, target], tokens: edges.map((edge) => ({ edge, from: 1, to: 0, text: value })),
        info: { ...contribution, rule: rule?.rule, partial } });
  }

  #sum({ name, value, substituted, contributions: { items } }, arrived) {
    // In the order of the program, in which the engine writes the sum.
    const contributions = items.map((item) => arrived.find((other) => other.name === item)).filter(Boolean);
    const sums = this.edges.flatMap((edge, index) =>
      (edge.role === "sum" && contributions.some((item) => item.name === edge.use) ? [index] : []));
    const edges = sums.length ? sums : contributions.flatMap((item) => item.edges);
    this.#add("sum", name, `${name} adds up what was passed to it: ${sum(substituted.text, value)}.`, this.#idsOf(name, false).map((id) => [`r:${id}`, [value]]),
      { edges, tokens: edges.map((edge) => ({
        edge, from: sums.length ? 1 : 0.5, to: 0, text: contributions.find((item) => item.name === this.edges[edge].use)?.value })),
      info: { name, value, substituted, contributions } });
  }
}

/** `2 + 3 = 5`, or only `5` where nothing was to be computed. */
function sum(text, value) {
  const result = digits(value);
  return text && text !== result ? `${text} = ${result}` : result;
}
