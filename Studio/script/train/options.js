// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// How it is trained, and the cards of the layers.

import { digits, h } from "../dom.js";
import { iconButton } from "../icons.js";
import { mostUnits, newLayer } from "./state.js";

const activations = [["linear", "linear"], "tanh", "sigmoid", ["relu", "ReLU"], ["leakyRelu", "leaky ReLU"], ["gelu", "GELU"], "softplus", ["sin", "sine"]];
const uses = (...names) => (state) => names.includes(state.optimizer.name);

/** The fields of the training options. */
export function optionsPanel(form) {
  return h("div", { class: "form" },
    form.slider("optimizer.rate", "Learning rate", { min: 1e-5, max: 10, log: true, help: "How far a step goes; it can be changed while training runs." }),
    form.select("optimizer.name", "Optimizer", [["sgd", "SGD"], ["momentum", "Momentum"], ["nesterov", "Nesterov"], ["rmsprop", "RMSProp"], ["adagrad", "AdaGrad"],
      ["adam", "Adam"], ["adamw", "AdamW"], ["lbfgs", "L-BFGS"]], { help: "How a step is made of the gradient; a weight's card shows its arithmetic." }),
    form.number("optimizer.momentum", "Momentum", { max: 0.9999, when: uses("momentum", "nesterov"), help: "How much of the last step is kept." }),
    form.number("optimizer.decay", "Decay", { max: 0.9999, when: uses("rmsprop"), help: "How long squares of gradients are remembered." }),
    form.number("optimizer.beta1", "β₁", { max: 0.9999, when: uses("adam", "adamw"), help: "How long gradients are remembered." }),
    form.number("optimizer.beta2", "β₂", { max: 0.99999, when: uses("adam", "adamw"), help: "How long squares of gradients are remembered." }),
    form.number("optimizer.weightDecay", "Weight decay", { max: 1, when: uses("adamw"), help: "How fast weights shrink by themselves." }),
    form.select("schedule.kind", "Schedule", ["constant", "step", "exponential", "cosine"], { help: "How the learning rate changes by round." }),
    form.number("schedule.rounds", "over rounds", { min: 1, step: 1, when: (s) => s.schedule.kind !== "constant", help: "In how many rounds the schedule does its work." }),
    form.number("schedule.factor", "Factor", { max: 1, when: (s) => ["step", "exponential"].includes(s.schedule.kind), help: "What the rate is multiplied by." }),
    form.number("schedule.warmup", "Warm-up rounds", { step: 1, when: (s) => s.schedule.kind !== "constant", help: "The rate first grows from 0 in so many rounds." }),
    form.select("loss", "Loss function", [["squared", "squared error"], ["huber", "Huber"], ["binaryCrossEntropy", "binary cross-entropy"], ["softmaxCrossEntropy", "softmax cross-entropy"]],
      { help: "What is made small: how far outputs are from the points' colours or classes." }),
    form.toggle("normalizeGradient", "Normalize gradient", { help: "Divides the gradient by its norm, so that each step has the length of the learning rate." }),
    form.toggle("normalizeInputs", "Normalize inputs", { help: "Shifts and scales each feature to mean 0 and deviation 1." }),
    form.select("clip.kind", "Clip gradient", [["none", "no"], ["norm", "by norm"], ["value", "by value"]], { help: "Shortens a gradient that is too long; the curve of its norm shows where." }),
    form.number("clip.threshold", "Clip at", { min: 1e-9, when: (s) => s.clip.kind !== "none", help: "The largest norm, or the largest absolute value of a member." }),
    form.number("l1", "L1", { max: 1e6, help: "Adds the sum of absolute weights, times this, to the loss." }),
    form.number("l2", "L2", { max: 1e6, help: "Adds half the sum of squared weights, times this, to the loss." }),
    form.toggle("startAtZero", "Start at zero", { help: "All first weights are 0: a network that cannot tell its neurons apart." }));
}

/** What the network says at a place, by the kind of its output. */
export function outputText({ output: { kind } }, { output, color }) {
  if (kind === "value") return digits(output[0], 3);
  const list = `(${(kind === "rgb" ? color : output).map((v) => digits(v, 3)).join(", ")})`;
  const best = output.length > 1 ? output.indexOf(Math.max(...output)) : Number(output[0] > 0);
  return kind === "class" ? `class ${best + 1} ${list}` : list;
}

/** What stands above the neurons of a layer. */
export function layerCard(train, l) {
  const { state, session } = train, { shape } = session, { layers, output } = state;
  const choose = (focus, label, value, options, set, more) => h("select", { ...more, "aria-label": label, "data-focus": focus, onchange: (event) => set(event.target.value) },
    options.map((option) => [option].flat()).map(([name, text]) => h("option", { value: name, selected: name === value }, text ?? name)));
  const bias = (focus, part, set) => h("label", {}, h("input", { type: "checkbox", checked: part.bias, "data-focus": focus, "aria-label": `Bias of ${focus}`, onchange: (event) => set({ bias: event.target.checked }) }), "Bias");
  if (l === 0) {
    return h("div", { class: "layer-card" }, h("h3", {}, "Input"), h("small", { class: "muted" }, shape[0] === 2 ? `(${session.inputs.join(", ")})` : `${shape[0]} features`));
  }
  if (l === shape.length - 1) {
    const set = (part) => train.change("output", { ...output, ...part });
    const isLinear = state.loss.endsWith("CrossEntropy");
    const become = (kind) => train.replace(withOutput(state, kind));
    return h("div", { class: "layer-card" }, h("h3", {}, "Output"),
      choose("out", "Kind of output", output.kind, [["rgb", "(r, g, b)"], ["class", "class"], ["value", "value"]], become),
      choose("outact", "Activation of the output", isLinear ? "linear" : output.activation, ["sigmoid", "linear", "tanh"], (activation) => set({ activation }),
        isLinear && { disabled: true, title: "Linear under a cross-entropy, which has the sigmoid or softmax in it" }), bias("output", output, set));
  }
  const at = l - 1, layer = layers[at];
  if (!layer) return h("div", { class: "layer-card" });
  const set = (part) => train.change("layers", layers.map((other, i) => (i === at ? { ...other, ...part } : other)));
  const resize = (units) => set({ units: Math.max(1, Math.min(mostUnits, Math.round(units) || layer.units)) });
  const move = (by) => {
    const next = [...layers];
    [next[at], next[at + by]] = [next[at + by], next[at]];
    train.change("layers", next);
  };
  const name = `layer ${l}`, small = { class: "plain" };
  return h("div", { class: "layer-card", "data-control": "layers" },
    h("div", { class: "row layer-head" }, iconButton("previous", `Move ${name} to the left`, () => move(-1), { ...small, disabled: at === 0, "data-focus": `left${l}` }),
      h("h3", {}, `Layer ${l}`), iconButton("next", `Move ${name} to the right`, () => move(1), { ...small, disabled: at === layers.length - 1, "data-focus": `right${l}` })),
    h("div", { class: "row units" }, iconButton("remove", `Fewer neurons in ${name}`, () => resize(layer.units - 1), { ...small, disabled: layer.units <= 1, "data-focus": `fewer${l}` }),
      h("input", { type: "number", class: "field", min: 1, max: mostUnits, value: layer.units, "aria-label": `Neurons in ${name}`, "data-focus": `units${l}`, onchange: (event) => resize(event.target.valueAsNumber) }),
      iconButton("add", `More neurons in ${name}`, () => resize(layer.units + 1), { ...small, disabled: layer.units >= mostUnits, "data-focus": `more${l}` })),
    choose(`act${l}`, `Activation of ${name}`, layer.activation, activations, (activation) => set({ activation })),
    h("div", { class: "row layer-foot" }, bias(name, layer, set),
      iconButton("delete", `Remove ${name}`, () => train.change("layers", layers.filter((_, i) => i !== at)), { ...small, "data-focus": `remove${l}` })));
}

/** Another kind of output, with the activation and the loss that suit it. */
export function withOutput(state, kind) {
  const loss = kind === "class" ? "softmaxCrossEntropy" : state.loss === "softmaxCrossEntropy" ? "squared" : state.loss;
  return { ...state, loss, output: { ...state.output, kind, activation: { rgb: "sigmoid", class: "linear", value: "tanh" }[kind] } };
}

export const addLayer = (train) => train.change("layers", [...train.state.layers, newLayer()]);
