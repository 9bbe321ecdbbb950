// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Lines of equal value through a grid of numbers, by marching squares.

/** Adds the lines at some levels of a grid (rows from the top) to the path of a context, `size` pixels wide. */
export function isoLines(context, values, side, size, levels) {
  const cell = size / side, at = (i) => (i + 0.5) * cell;
  for (const level of levels) {
    for (let row = 0; row < side - 1; row += 1) {
      for (let column = 0; column < side - 1; column += 1) {
        const k = row * side + column;
        const [a, b, c, d] = [values[k], values[k + 1], values[k + side + 1], values[k + side]].map((v) => v - level);
        const cuts = [];
        if (a > 0 !== b > 0) cuts.push([column + a / (a - b), row]);
        if (b > 0 !== c > 0) cuts.push([column + 1, row + b / (b - c)]);
        if (c > 0 !== d > 0) cuts.push([column + d / (d - c), row + 1]);
        if (d > 0 !== a > 0) cuts.push([column, row + a / (a - d)]);
        for (let i = 0; i + 1 < cuts.length; i += 2) {
          context.moveTo(at(cuts[i][0]), at(cuts[i][1]));
          context.lineTo(at(cuts[i + 1][0]), at(cuts[i + 1][1]));
        }
      }
    }
  }
}
