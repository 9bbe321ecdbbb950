// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Points from pasted text: lines of x, y and a colour (#rrggbb, or r, g, b) or the name of a class.

import { colorText, newPoint, swatches } from "./state.js";

const most = 500;

/** The points of a text; numbers that do not fit into −1 … 1 are scaled so that they do; `left`: how many lines were too many. */
export function parsePoints(text) {
  const rows = text.split(/\r?\n/).map((line) => line.trim().split(/\s*[,;\t]\s*|\s+/))
    .filter(([x, y]) => x && y && Number.isFinite(Number(x)) && Number.isFinite(Number(y)));
  const left = rows.splice(most).length;
  const scaled = [0, 1].map((k) => {
    const values = rows.map((row) => Number(row[k]));
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return low >= -1 && high <= 1 ? values : values.map((value) => ((value - low) / (high - low || 1)) * 1.8 - 0.9);
  });
  // Whether channels go to 255 is one question for the whole text.
  const channelsOf = (row) => row.slice(2, 5).map(Number);
  const top = rows.map(channelsOf).some((channels) => channels.length === 3 && channels.some((c) => c > 1)) ? 255 : 1;
  const classes = [...new Set(rows.map((row) => row[2]))];
  const color = (row) => {
    const channels = channelsOf(row);
    if (/^#[0-9a-f]{6}$/i.test(row[2])) return row[2];
    if (channels.length === 3 && channels.every(Number.isFinite)) return colorText(channels.map((c) => Math.max(0, Math.min(1, c / top))));
    return swatches[classes.indexOf(row[2]) % swatches.length][1];
  };
  return { points: rows.map((row, i) => newPoint(scaled[0][i], scaled[1][i], color(row))), left };
}
