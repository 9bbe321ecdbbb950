// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Colours of numbers, and small pictures of them.

import { parseColor } from "./state.js";

const steps = 256;
let table = null;

/** Blue above 0, white at 0, orange below, as in the large picture; 256 steps from −1 to 1. */
function diverging() {
  if (table) return table;
  table = new Uint32Array(steps);
  const [low, middle, high] = ["#b34700", "#ffffff", "#0a62a8"].map((hex) => parseColor(hex).map((c) => 255 * c));
  const bytes = new Uint8ClampedArray(table.buffer);
  for (let i = 0; i < steps; i += 1) {
    const t = (2 * i) / (steps - 1) - 1, end = t < 0 ? low : high;
    for (let c = 0; c < 3; c += 1) bytes[4 * i + c] = middle[c] + (end[c] - middle[c]) * Math.abs(t);
    bytes[4 * i + 3] = 255;
  }
  return table;
}

/** Numbers as colours on a canvas of `width` × `height` pixels; `scale` is what is full blue. */
export function paintNumbers(canvas, values, width, height, scale) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = canvas.image?.width === width && canvas.image.height === height ? canvas.image : (canvas.image = context.createImageData(width, height));
  const pixels = new Uint32Array(image.data.buffer), colors = diverging();
  let largest = scale ?? 0;
  if (scale === undefined) for (const value of values) if (Math.abs(value) > largest && value - value === 0) largest = Math.abs(value);
  const factor = (steps - 1) / 2 / (largest || 1), middle = (steps - 1) / 2;
  for (let i = 0; i < pixels.length; i += 1) {
    const at = middle + factor * values[i];
    pixels[i] = colors[at > 0 ? (at < steps - 1 ? at | 0 : steps - 1) : 0];
  }
  context.putImageData(image, 0, 0);
}

/** The heat map of one neuron; the brightest is at least 1, so that a silent neuron looks silent. */
export function paintNeuron(canvas, neurons, index) {
  const count = neurons.side ** 2, values = neurons.values.subarray(index * count, (index + 1) * count);
  let largest = 1;
  for (const value of values) if (Math.abs(value) > largest && value - value === 0) largest = Math.abs(value);
  paintNumbers(canvas, values, neurons.side, neurons.side, largest);
}
