// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The state of the page: what the engine trains, and how the page shows it. It has a compact form
// for the address, which holds only what differs from the defaults.

/** Eight colours that people with any kind of colour vision tell apart (Okabe and Ito). */
export const swatches = [["orange", "#e69f00"], ["sky blue", "#56b4e9"], ["green", "#009e73"], ["yellow", "#f0e442"],
  ["blue", "#0072b2"], ["red", "#d55e00"], ["pink", "#cc79a7"], ["black", "#000000"]];

export const parseColor = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255);
export const colorText = (rgb) => `#${rgb.map((c) => Math.round(c * 255).toString(16).padStart(2, "0")).join("")}`;

/** Points stand on a grid of thousandths, so that an address gives exactly the same ones. */
export const snap = (value) => Math.round(Math.max(-1, Math.min(1, value)) * 1000) / 1000 + 0;
export const newPoint = (x, y, color) => [snap(x), snap(y), ...parseColor(color)];

/** The most neurons of a layer that the engine takes. */
export const mostUnits = 1024;
export const newLayer = () => ({ units: 8, activation: "tanh", bias: true });

/** Rounds a frame, and how closely the network is shown. */
export const speeds = ["0.1", "1", "10", "100000"], levels = ["network", "layer"];

/** What a visitor meets first: four points of four colours. */
export const defaults = () => ({
  seed: 1,
  data: { set: "points", count: 200, noise: 0.1, testShare: 0, boundary: "sin(3*x)/2", points: [
    newPoint(-0.5, 0.5, "#0072b2"), newPoint(0.5, 0.5, "#e69f00"), newPoint(-0.5, -0.5, "#009e73"), newPoint(0.5, -0.5, "#cc79a7")] },
  features: ["x", "y"],
  layers: [{ units: 16, activation: "tanh", bias: true }, { units: 16, activation: "tanh", bias: true }],
  output: { kind: "rgb", activation: "sigmoid", bias: true },
  loss: "squared",
  optimizer: { name: "adam", rate: 0.03, momentum: 0.9, decay: 0.9, beta1: 0.9, beta2: 0.999, weightDecay: 0.01 },
  schedule: { kind: "constant", rounds: 1000, factor: 0.5, warmup: 0 },
  batch: 0, normalizeGradient: false, normalizeInputs: false,
  clip: { kind: "none", threshold: 1 },
  l1: 0, l2: 0, startAtZero: false,
  view: { rounds: 0, speed: "10", points: true, test: true, discrete: false, lines: false, level: "network", hide: "" },
});

/** Names in the address of the members that are one number, word or yes/no. */
const names = {
  seed: "seed", set: "data.set", n: "data.count", noise: "data.noise", test: "data.testShare", curve: "data.boundary",
  out: "output.kind", outact: "output.activation", outbias: "output.bias", loss: "loss", opt: "optimizer.name", rate: "optimizer.rate",
  momentum: "optimizer.momentum", decay: "optimizer.decay", beta1: "optimizer.beta1", beta2: "optimizer.beta2", wd: "optimizer.weightDecay",
  schedule: "schedule.kind", every: "schedule.rounds", factor: "schedule.factor", warmup: "schedule.warmup", batch: "batch",
  norm: "normalizeGradient", norminputs: "normalizeInputs", clip: "clip.kind", limit: "clip.threshold", l1: "l1", l2: "l2", zero: "startAtZero",
  rounds: "view.rounds", speed: "view.speed", points: "view.points", testpoints: "view.test", discrete: "view.discrete", lines: "view.lines",
  level: "view.level", hide: "view.hide",
};

export const get = (state, path) => path.split(".").reduce((part, name) => part[name], state);

/** A copy of the state with one member changed. */
export function withValue(state, path, value) {
  const copy = structuredClone(state);
  const parts = path.split("."), last = parts.pop();
  (parts.length ? get(copy, parts.join(".")) : copy)[last] = value;
  return copy;
}

const layerText = ({ units, activation, bias }) => `${units}.${activation}${bias ? "" : ".0"}`;
const pointText = (p) => `${Math.round(p[0] * 1000)}.${Math.round(p[1] * 1000)}.${colorText(p.slice(2, 5)).slice(1)}`;

/** The state as the query of an address. */
export function toQuery(state) {
  const query = new URLSearchParams(), initial = defaults();
  query.set("v", 1);
  for (const [name, path] of Object.entries(names)) {
    const value = get(state, path);
    if (value !== get(initial, path)) query.set(name, typeof value === "boolean" ? Number(value) : value);
  }
  const differs = (a, b) => JSON.stringify(a) !== JSON.stringify(b);
  if (differs(state.features, initial.features)) for (const text of state.features) query.append("f", text);
  if (differs(state.layers, initial.layers)) query.set("l", state.layers.map(layerText).join("_"));
  if (differs(state.data.points, initial.data.points)) query.set("p", state.data.points.map(pointText).join("_"));
  return query;
}

/** The state of a query; what is missing or makes no sense is as at first. */
export function fromQuery(query) {
  let state = defaults();
  for (const [name, path] of Object.entries(names)) {
    if (!query.has(name)) continue;
    const kind = typeof get(state, path), text = query.get(name);
    const value = kind === "number" ? Number(text) : kind === "boolean" ? text === "1" : text;
    if (kind !== "number" || Number.isFinite(value)) state = withValue(state, path, value);
  }
  const { view } = defaults();
  if (!speeds.includes(state.view.speed)) state.view.speed = view.speed;
  if (!levels.includes(state.view.level)) state.view.level = view.level;
  if (!(state.view.rounds >= 0 && state.view.rounds % 1 === 0)) state.view.rounds = view.rounds;
  const features = query.getAll("f").filter(Boolean);
  if (features.length) state.features = features;
  const items = (name) => query.get(name).split("_").filter(Boolean).map((item) => item.split("."));
  if (query.has("l")) {
    state.layers = items("l").map(([units, activation, bias]) =>
      ({ units: Math.min(mostUnits, Math.max(1, Math.round(Number(units)) || 1)), activation: activation || "tanh", bias: bias !== "0" }));
  }
  if (query.has("p")) {
    const points = items("p").filter((item) => /^-?\d+,-?\d+,[0-9a-f]{6}$/.test(item.join()));
    // Nothing but nonsense is no wish for no points.
    if (points.length || !query.get("p")) state.data.points = points.map(([x, y, color]) => newPoint(x / 1000, y / 1000, `#${color}`));
  }
  return state;
}

/** What the engine needs of it. */
export function forEngine({ view, ...state }) {
  return state;
}

/** Earlier and later states. */
export class History {
  #past = [];
  #future = [];
  #before = [[], []];

  remember(state) {
    this.#before = [this.#past, this.#future];
    this.#past = [...this.#past, state].slice(-100);
    this.#future = [];
  }

  /** As it was before the last state was remembered. */
  forget() {
    [this.#past, this.#future] = this.#before;
  }

  undo(now) {
    if (!this.canUndo) return null;
    this.#future.push(now);
    return this.#past.pop();
  }

  redo(now) {
    if (!this.canRedo) return null;
    this.#past.push(now);
    return this.#future.pop();
  }

  get canUndo() { return this.#past.length > 0; }
  get canRedo() { return this.#future.length > 0; }
}
