// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What the engine does not take of a state: said in the words of the page, and left out.

import { defaults, newLayer, withValue } from "./state.js";

const item = /^(features|layers|data\.points)\[(\d+)\]\.?(\w*)/;
const others = { "data.set": "Data set", "data.points": "Points", features: "Features", layers: "Layers",
  "output.kind": "Kind of output", "output.activation": "Activation of the output" };

/** The message of an error with the label of the control in place of the path of the member. */
export function plainly({ message, member }, labels, state) {
  if (!member || !message.startsWith(member)) return message.replace("softmaxCrossEntropy", "Softmax cross-entropy");
  const [, list, index, part] = item.exec(member) ?? [];
  const number = Number(index) + 1;
  const name = list === "features" ? `Feature ${state.features[index]}`
    : list === "layers" ? `${part === "units" ? "Neurons" : part} of layer ${number}`
    : list ? `Point ${number}` : labels.get(member) ?? others[member] ?? member;
  const text = name + message.slice(member.length).replace(/^ is not /, ": ");
  return text[0].toUpperCase() + text.slice(1);
}

/** The state with what it has at first in place of one member; null where that is no help. */
export function without(state, member = "") {
  const [, list, index, part] = item.exec(member) ?? [];
  const read = (from, path) => path.split(".").reduce((at, name) => at?.[name], from);
  if (list) {
    const items = read(state, list), at = Number(index);
    const next = part ? items.map((other, i) => (i === at ? { ...other, [part]: newLayer()[part] } : other)) : items.filter((_, i) => i !== at);
    return withValue(state, list, next.length || list !== "features" ? next : defaults().features);
  }
  const usual = read(defaults(), member);
  return usual === undefined || JSON.stringify(usual) === JSON.stringify(read(state, member)) ? null : withValue(state, member, usual);
}
