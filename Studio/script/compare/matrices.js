// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The Jacobian and the Hessian as tables whose cells are coloured by value: blue above zero, orange below.

import { digits, fill, h, number } from "../dom.js";

const shown = 40;
const withNumbers = 9;

/** A heat map: a table that is read by pointer and arrow keys. `row(i)` and `column(j)` are the names. */
function heatMap({ name, entry, rows, columns, matrix, corner = "" }) {
  const largest = Math.max(...matrix.flat().map((value) => Math.abs(number(value))).filter(Number.isFinite), 0);
  const readout = h("p", { class: "readout", "aria-live": "polite" }, "Point at a cell, or use the arrow keys.");
  const isDense = columns.length > withNumbers;
  const say = (cell) => {
    if (!cell) return;
    const { row, column } = cell.dataset;
    readout.textContent = `${entry(Number(row), Number(column))} = ${digits(matrix[row][column], 10)}`;
  };
  const cells = matrix.slice(0, shown).map((line, i) => line.slice(0, shown).map((item, j) => {
    const value = number(item), share = largest > 0 ? Math.abs(value) / largest : 0;
    return h("td", {
      class: `number ${value === 0 ? "zero" : value > 0 ? "above" : "below"}`, "data-row": i, "data-column": j,
      tabindex: i + j === 0 ? 0 : -1, style: { "--share": `${Math.round(8 + 37 * (Number.isFinite(share) ? share : 1))}%` },
      "aria-label": `${entry(i, j)}: ${digits(item, 6)}`,
    }, isDense ? null : digits(item, 5));
  }));
  const move = (event) => {
    const [i, j] = [Number(event.target.dataset.row), Number(event.target.dataset.column)];
    const next = { ArrowLeft: [i, j - 1], ArrowRight: [i, j + 1], ArrowUp: [i - 1, j], ArrowDown: [i + 1, j] }[event.key];
    const cell = next && cells[next[0]]?.[next[1]];
    if (!cell) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus();
  };
  const table = h("table", {
    role: "grid", class: `heat${isDense ? " dense" : ""}`, "aria-label": name, onkeydown: move,
    onpointerover: (event) => say(event.target.closest("[data-row]")), onfocusin: (event) => say(event.target.closest("[data-row]")),
  },
  h("thead", {}, h("tr", {}, h("td", {}, corner), columns.slice(0, shown).map((column) => h("th", { scope: "col" }, column)))),
  h("tbody", {}, cells.map((line, i) => h("tr", {}, h("th", { scope: "row" }, rows[i]), line))));
  const cut = rows.length > shown || columns.length > shown
    ? h("p", { class: "muted" }, `The first ${shown} rows and columns are shown.`) : null;
  return h("div", {}, h("div", { class: "scroll" }, table), readout, cut);
}

function sparsity(matrix) {
  const zeros = matrix.flat().filter((value) => number(value) === 0).length;
  const total = matrix.flat().length;
  return zeros === 0 ? "No entry is zero." : `${zeros} of ${total} entries are zero.`;
}

/** The Jacobian of an answer to `matrices`. */
export function jacobianView({ inputs, outputs, jacobian: matrix }) {
  const [m, n] = [outputs.length, inputs.length];
  const passes = (count) => `${count} ${count === 1 ? "pass" : "passes"}`;
  return [
    heatMap({ name: "Jacobian", rows: outputs, columns: inputs, matrix, entry: (i, j) => `∂${outputs[i]}/∂${inputs[j]}` }),
    h("p", {}, `Reverse mode fills it row by row: ${passes(m)}. Forward mode fills it column by column: ${passes(n)}. ${sparsity(matrix)}`),
  ];
}

/** The Hessian, and its product with a vector if one was asked for. */
export function hessianView({ inputs, hessian: matrix, asymmetry, hessianVectorProduct: product }) {
  const difference = number(asymmetry);
  return [
    heatMap({ name: "Hessian", rows: inputs, columns: inputs, matrix,
      entry: (i, j) => `∂²/∂${inputs[i]}∂${inputs[j]}` }),
    h("p", {}, difference === 0 ? "Symmetric to the last digit. " : `Largest difference from its mirror image: ${digits(difference, 2)}. `, sparsity(matrix)),
    product && h("p", {}, "H v = ", h("b", { class: "value", "data-product": product.join(" ") }, `(${product.map((value) => digits(value, 7)).join(", ")})`)),
  ];
}
