// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Data: the colour of new points, sets of points with small pictures of them, and how they are split.

import { h } from "../dom.js";
import { iconButton } from "../icons.js";
import { fileButton } from "./files.js";
import { withOutput } from "./options.js";
import { colorText, defaults, swatches } from "./state.js";

const sets = [["points", "Own points"], ["circle", "Circle"], ["xor", "Exclusive or"], ["gauss", "Two clouds"], ["spiral", "Spiral"],
  ["moons", "Moons"], ["rings", "Three rings"], ["plane", "Plane"], ["gaussians", "Hills"], ["boundary", "Curve"]];
const valued = new Set(["plane", "gaussians"]);

/** The eight colours and any other. */
export function colorRow(train) {
  const buttons = swatches.map(([name, hex], i) => h("button", { class: "color", title: `${name} (${i + 1})`, "aria-label": name,
    "data-color": hex, style: { background: hex }, onclick: () => train.pickColor(hex) }));
  const input = h("input", { type: "color", class: "color", "aria-label": "Another colour", oninput: () => train.pickColor(input.value) });
  const text = h("output", { class: "muted mono", id: "color-text" });
  const sync = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", button.dataset.color === train.color);
    input.value = train.color;
    text.textContent = `(${[1, 3, 5].map((i) => parseInt(train.color.slice(i, i + 2), 16)).join(", ")})`;
  };
  return { element: h("div", { class: "row colors", role: "group", "aria-label": "Colour of new points", "data-control": "color" }, buttons, input, text), sync };
}

/** The choice of the data set and of what is done with it. */
export function dataPanel(train, form) {
  const buttons = sets.map(([name, title]) => h("button", { class: "set", title, "aria-label": title, "data-set": name, onclick: () => choose(train, name) },
    h("canvas", { width: 44, height: 44 })));
  form.watch(() => {
    for (const button of buttons) button.setAttribute("aria-pressed", button.dataset.set === train.state.data.set);
  });
  const isToy = (state) => state.data.set !== "points";
  const element = h("div", { class: "form" },
    h("div", { class: "sets", role: "group", "aria-label": "Data set", "data-control": "data.set" }, buttons),
    h("div", { class: "row" }, iconButton("dice", "Regenerate", () => train.newSeed(), { text: true, id: "regenerate", "data-control": "regenerate" }), h("button", { class: "plain", id: "clear", title: "Remove all own points", onclick: () => train.change("data.points", []) }, "Clear")),
    h("div", { class: "row", "data-control": "files" }, fileButton(train, "image", "Image", "Points with the colours of a picture", "image/*"),
      fileButton(train, "csv", "CSV", "Points from a file of lines: x, y and a colour or class", ".csv,.tsv,.txt,text/*")),
    form.text("data.boundary", "y above", { when: (state) => state.data.set === "boundary", help: "Points above this curve are of one class, those below of the other; any expression of x." }),
    form.slider("data.count", "Points", { min: 10, max: 1000, step: 10, when: isToy, help: "How many points the set has." }),
    form.slider("data.noise", "Noise", { min: 0, max: 0.5, when: isToy, help: "How far points stray from their place." }),
    form.slider("data.testShare", "Test share", { min: 0, max: 0.9, step: 0.05, help: "The part of the points that is not trained on, only tested; they are drawn as squares." }),
    form.slider("batch", "Batch", { min: 0, max: 1000, step: 1, help: "How many points one step looks at; 0 means all of them. A round is one pass over all points, also with batches." }),
    form.number("seed", "Seed", { step: 1, max: 2 ** 31 - 1, help: "The same seed gives the same points and the same first weights." }));
  return { element, drawThumbnails: (engine) => drawThumbnails(buttons, engine) };
}

/** A set brings the output and the loss that suit it; the own points wait until they are wanted again. */
function choose(train, name) {
  const next = structuredClone(train.state);
  if (name === next.data.set) return;
  if (next.data.set === "points" && next.data.points.length) {
    train.ownPoints = next.data.points;
    next.data.points = [];
  } else if (name === "points" && next.data.points.length === 0) next.data.points = train.ownPoints ?? defaults().data.points;
  const isOwn = name === "points";
  next.data.set = name;
  next.data.testShare = isOwn ? 0 : next.data.testShare || 0.3;
  train.replace(withOutput(next, isOwn ? "rgb" : valued.has(name) ? "value" : "class"));
}

/** The engine that explains expressions makes small sets, so that the one that trains is not disturbed. */
async function drawThumbnails(buttons, engine) {
  for (const button of buttons) {
    const set = button.dataset.set;
    let { points } = defaults().data;
    if (set !== "points") {
      try {
        const state = { seed: 3, data: { set, count: set === "spiral" ? 120 : 70, noise: 0.03, testShare: 0, points: [] }, layers: [], output: { kind: "rgb" } };
        ({ points } = await engine.ask({ op: "train.create", state }));
      } catch {
        continue;
      }
    }
    const context = button.firstChild.getContext("2d");
    for (const [x, y, r, g, b] of points) {
      context.fillStyle = colorText([r, g, b]);
      context.beginPath();
      context.arc(3 + (x + 1) * 19, 3 + (1 - y) * 19, set === "points" ? 5 : 2, 0, 7);
      context.fill();
    }
  }
}

/** The features that the network sees: some ready ones and any typed expression. */
export function featurePanel(train, form, showError) {
  const ready = ["x", "y", "x^2", "y^2", "x*y", "sin(3*x)", "sin(3*y)"];
  const chips = h("div", { class: "row chips", role: "group", "aria-label": "Features" });
  const problem = h("small", { class: "error", role: "alert", id: "feature-error" });
  const input = h("input", { type: "text", class: "field expression", id: "feature", placeholder: "exp(-x^2)", "aria-label": "Another feature: an expression of x and y",
    spellcheck: "false", autocomplete: "off", onkeydown: (event) => event.key === "Enter" && add() });
  function add() {
    const text = input.value.trim();
    showError(input, problem, null);
    if (!text || train.state.features.includes(text)) return;
    train.change("features", [...train.state.features, text], { onerror: (error) => {
      input.value = text;
      showError(input, problem, error);
    } });
    input.value = "";
  }
  const toggle = (text) => {
    const { features } = train.state, next = features.includes(text) ? features.filter((other) => other !== text) : [...features, text];
    if (next.length) train.change("features", next);
    else train.say("The network needs at least one feature.");
  };
  const listed = new Map();
  form.watch(() => {
    const { features } = train.state, names = new Set([...ready, ...features]);
    // A chip that stays keeps the focus.
    for (const [text, chip] of listed) {
      if (names.has(text)) continue;
      if (chip === document.activeElement) input.focus();
      chip.remove();
      listed.delete(text);
    }
    for (const text of names) {
      if (!listed.has(text)) {
        listed.set(text, h("button", { class: "chip mono", "data-feature": text, onclick: () => toggle(text) }, text));
        chips.append(listed.get(text));
      }
      listed.get(text).setAttribute("aria-pressed", features.includes(text));
    }
  });
  return h("div", { class: "form", "data-control": "features" }, chips,
    h("div", { class: "row" }, input, iconButton("add", "Add this feature", add, { text: false })), problem);
}
