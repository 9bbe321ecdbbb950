// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What a neuron computes, as a formula with numbers.

import { brief } from "../dom.js";

const most = 6;

/** Terms `{weight, name, value}` as a sum, the bias without a name; with the values in place of the names on demand. */
function sum(terms, isNumbers) {
  return terms.map(({ weight, name, value }, i) => {
    const sign = weight < 0 ? (i ? " − " : "−") : i ? " + " : "", number = brief(value, 4);
    const factor = name === null ? "" : `·${!isNumbers ? name : number.startsWith("−") ? `(${number})` : number}`;
    return sign + brief(Math.abs(weight), 4) + factor;
  }).join("") || "0";
}

/** Two lines: the formula, and its value at a place; only the largest terms are in them. */
export function neuronFormula({ name, activation, terms, value, at }) {
  const size = ({ weight, value }) => Math.abs(weight * value);
  const largest = new Set([...terms].sort((a, b) => size(b) - size(a)).slice(0, most));
  const shown = terms.filter((term) => largest.has(term)), rest = shown.length < terms.length ? " + …" : "";
  const of = (text) => (activation === "linear" ? text : `${activation}(${text})`);
  const place = `At (${at.map((v) => brief(v, 4)).join(", ")}): `;
  return terms.length ? [`${name} = ${of(sum(shown, false) + rest)}`, `${place}${of(sum(shown, true) + rest)} = ${brief(value, 4)}`]
    : [`${place}${name} = ${brief(value, 4)}`];
}
