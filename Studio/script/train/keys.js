// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The keys of the page.

import { speeds, swatches } from "./state.js";

export const keys = [["Space", "play or pause"], ["→", "one round forward"], ["b", "one batch forward, where a round has several"], ["←", "one round or batch back"], ["[ ]", "slower, faster"], ["r", "reset"], ["n", "new seed"], ["1 … 8", "colour of points"],
  ["arrows", "on the picture: move the cross (Shift: finely)"], ["Enter", "on the picture: add a point"], ["Delete", "remove a point"],
  ["arrows", "on a neuron: to the next one; w: to its weights"], ["Ctrl V", "paste points: lines of x, y and a colour or class"], ["Ctrl Z", "undo"], ["Ctrl Shift Z", "redo"]];

export function onKey(train, event) {
  const { target, key } = event;
  if (target.closest?.("dialog, textarea, select, input:not([type=checkbox])")) return;
  if (event.ctrlKey || event.metaKey) {
    if (key.toLowerCase() === "z") train.undo(event.shiftKey);
    else if (key.toLowerCase() === "y") train.undo(true);
    else return;
  } else if (event.altKey) return;
  else if (key === " ") {
    if (target.closest?.("button, a, summary, input")) return;
    train.toggle();
  } else if (key === "ArrowRight") train.runner.step();
  else if (key === "ArrowLeft") train.runner.back();
  else if (key === "[" || key === "]") {
    const at = speeds.indexOf(train.state.view.speed) + (key === "]" ? 1 : -1);
    if (speeds[at]) train.change("view.speed", speeds[at]);
  } else if (key === "b") train.runner.stepBatch();
  else if (key === "r") train.reset();
  else if (key === "n") train.newSeed();
  else if (key >= "1" && key <= "8") train.pickColor(swatches[key - 1][1]);
  else if (key === "Delete") train.picture.remove();
  else if (key === "w" && target.closest?.(".neuron")) train.inspector.focusWeight(target.closest(".neuron").dataset.neuron.split(".").map(Number));
  else return;
  event.preventDefault();
}
