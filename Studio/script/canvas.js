// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What every drawing on a canvas needs: sharp pixels, and the colours of the style sheet.

let probe = null;
const known = new Map();

/** The colour that a CSS variable has now, such as `cssColor("--forward")`, in a form that a canvas takes. */
export function cssColor(name) {
  if (!name.startsWith("--")) return name;
  if (!known.has(name)) {
    // A variable holds `light-dark(…)`, which only a property of an element resolves.
    probe ??= document.body.appendChild(document.createElement("span"));
    probe.hidden = true;
    probe.style.color = `var(${name})`;
    known.set(name, getComputedStyle(probe).color);
  }
  return known.get(name);
}

/** The same as three numbers of 0 to 255. */
export function cssRGB(name) {
  const text = cssColor(name);
  const numbers = text.match(/[\d.]+/g).slice(0, 3).map(Number);
  return text.startsWith("color(") ? numbers.map((c) => Math.round(c * 255)) : numbers;
}

const scheme = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set();
const changed = () => {
  known.clear();
  for (const f of [...listeners]) f();
};
addEventListener("themechange", changed);
scheme.addEventListener("change", changed);

/** Calls `f` whenever colours change; the function that comes back ends that. */
export function onTheme(f) {
  listeners.add(f);
  return () => listeners.delete(f);
}

/** Gives a canvas so many CSS pixels at the screen's sharpness, and its context, in CSS pixels. */
export function sharpen(canvas, width, height) {
  const ratio = Math.min(devicePixelRatio || 1, 3);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
