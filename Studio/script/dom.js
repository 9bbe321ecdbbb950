// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Elements from JavaScript. Text is always text: nothing that a visitor typed is ever parsed as HTML.

const svgNames = new Set(["svg", "g", "path", "rect", "circle", "line", "text", "tspan", "title", "defs", "marker", "polyline", "polygon", "clipPath", "use"]);

/** An element: `h("button", {class: "primary", onclick: go}, "Go")`. Children: nodes, strings, arrays, null. */
export function h(name, properties = {}, ...children) {
  const element = svgNames.has(name)
    ? document.createElementNS("http://www.w3.org/2000/svg", name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {})) setProperty(element, key, value);
  append(element, children);
  return element;
}

function setProperty(element, key, value) {
  if (value === undefined || value === null || value === false) return;
  if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else if (key === "style" && typeof value === "object") {
    for (const [name, item] of Object.entries(value)) element.style.setProperty(name, item);
  } else if (["value", "checked", "disabled", "selected", "indeterminate"].includes(key)) element[key] = value;
  else element.setAttribute(key, value === true ? "" : value);
}

export function append(element, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child);
  }
}

/** Replaces what is in an element. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/** Replaces what is in an element that looks the same afterwards: what has the focus and what was scrolled stay. */
export function refill(element, ...children) {
  const parts = () => [...element.querySelectorAll("button, input, select, a, .scroll")];
  const old = parts();
  const focus = old.indexOf(document.activeElement);
  const places = old.map(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]);
  fill(element, ...children);
  const now = parts();
  if (focus >= 0) now[focus]?.focus({ preventScroll: true });
  for (const [index, [left, top]] of places.entries()) if (left || top) now[index]?.scrollTo(left, top);
}

/** A number as people read it: six digits unless more are asked for. */
export function digits(value, count = 6) {
  if (typeof value === "string") return { nan: "nan", inf: "∞", "-inf": "−∞" }[value] ?? value;
  if (value === null || value === undefined) return "–";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "∞" : "−∞";
  const rounded = Number(value.toPrecision(count));
  const text = rounded !== 0 && Math.abs(rounded) < 1e-4 ? rounded.toExponential() : String(rounded);
  return text.replaceAll("-", "−").replace(/e(−?)\+?(\d+)/, (_, sign, power) => `·10${superscript(sign + power)}`).replace(/^(−?)1·10/, "$110");
}

/** An exponent, as in 10⁻⁷. */
export function superscript(text) {
  return [...String(text)].map((c) => (c === "−" || c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("");
}

/** A number in few places: below a thousandth with a power of ten. */
export function brief(value, count = 3) {
  if (!(Math.abs(value) < 1e-3) || value === 0) return digits(value, count);
  const [mantissa, exponent] = value.toExponential(count - 1).split("e");
  return `${digits(Number(mantissa), count)}·10${superscript(Number(exponent))}`;
}

/** A number of the engine's JSON, where nan and infinities are strings. */
export function number(value) {
  return typeof value === "string" ? { nan: NaN, inf: Infinity, "-inf": -Infinity }[value] ?? NaN : value;
}

/** The text of a page, `learn/01-why`: in the page as one file it is a template, served from a folder it is a file. */
export async function pageText(name) {
  let template = document.getElementById(`text-${name.split("/").pop()}`);
  if (!template) {
    template = document.createElement("template");
    template.innerHTML = await (await fetch(new URL(`../${name}.html`, import.meta.url))).text();
  }
  return template.content.cloneNode(true);
}

/** Calls `f` once after calls have stopped coming for a while. */
export function debounce(f, milliseconds) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => f(...values), milliseconds);
  };
}

/** Saves a text or bytes as a file. */
export function download(name, content, type = "text/plain") {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Whether the visitor asked for less motion. */
export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
