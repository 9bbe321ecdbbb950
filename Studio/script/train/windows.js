// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Windows of the page: the picture in high resolution, the landscape of the loss, the program in Swift.

import { download, fill, h } from "../dom.js";
import { icon, iconButton } from "../icons.js";
import { paintNumbers } from "./heat.js";

/** A window with a title; it goes when it is closed. */
function dialog(title, ...children) {
  const element = h("dialog", { "aria-label": title, class: "train-dialog" }, h("header", { class: "row" }, h("h2", {}, title),
    iconButton("close", "Close", () => element.close(), { class: "plain" })), children);
  element.addEventListener("close", () => element.remove());
  document.body.append(element);
  element.showModal();
  return element;
}

/** The picture with up to 1024² pixels, computed stripe by stripe. */
export function highResolution(train) {
  train.pause();
  const canvas = h("canvas", { class: "high", id: "high-picture", role: "img", "aria-label": "The output in high resolution" });
  const progress = h("progress", { max: 1, value: 0, "aria-label": "Progress" });
  const size = h("select", { "aria-label": "Size", onchange: () => compute() }, [256, 512, 1024].map((n) => h("option", { value: n, selected: n === 1024 }, `${n} × ${n}`)));
  const save = h("button", { class: "primary", disabled: true, id: "save-png", onclick: () =>
    canvas.toBlob((blob) => download("wengert.png", blob)) }, icon("download"), "PNG");
  let run = 0;
  async function compute() {
    const mine = (run += 1), side = Number(size.value), rows = 32;
    Object.assign(canvas, { width: side, height: side });
    delete canvas.dataset.ready;
    save.disabled = true;
    const context = canvas.getContext("2d");
    try {
      for (let row = 0; row < side; row += rows) {
        const { bytes } = await train.trainer.ask({ op: "train.picture", side, row, rows });
        if (mine !== run || !element.open) return;
        context.putImageData(new ImageData(new Uint8ClampedArray(bytes, 0, 4 * side * rows), side, rows), 0, row);
        progress.value = (row + rows) / side;
      }
      save.disabled = false;
      canvas.dataset.ready = "true";
    } catch (error) {
      element.close();
      train.failed(error);
    }
  }
  const element = dialog("Picture in high resolution", h("div", { class: "row" }, size, progress, save), canvas);
  compute();
}

/** A Swift program that trains this network. */
export async function showSwift(train) {
  try {
    const { text } = await train.trainer.ask({ op: "train.swift" });
    dialog("This network in Swift", h("div", { class: "row" },
      h("button", { class: "primary", onclick: () => download("main.swift", text) }, icon("download"), "main.swift")),
    h("pre", { class: "scroll mono", id: "swift", tabindex: 0 }, text));
  } catch (error) {
    train.failed(error);
  }
}

/** The loss around the present weights: to the right along −gradient, upward in a random direction. */
export async function lossSurface(train) {
  train.pause();
  const side = 41, radius = h("select", { "aria-label": "Radius", onchange: () => compute() }, [0.1, 0.5, 1, 2, 5].map((r) => h("option", { value: r, selected: r === 1 }, `radius ${r}`)));
  const canvas = h("canvas", { class: "high", id: "surface", role: "img" });
  const text = h("p", { class: "muted" });
  async function compute() {
    try {
      const { bytes } = await train.trainer.ask({ op: "train.surface", side, radius: Number(radius.value) }, { latest: "train.surface" });
      const losses = new Float64Array(bytes), logs = losses.map((v) => Math.log10(Math.max(v, 1e-12)));
      const [low, high] = [Math.min(...logs), Math.max(...logs)];
      // Blue is low, orange high, in powers of ten; the first row of numbers is the lowest on the screen.
      const scaled = new Float64Array(side * side);
      logs.forEach((v, i) => { scaled[(side - 1 - Math.floor(i / side)) * side + (i % side)] = 1 - (2 * (v - low)) / (high - low || 1); });
      paintNumbers(canvas, scaled, side, side, 1);
      const context = canvas.getContext("2d");
      context.fillStyle = "#000";
      context.fillRect((side - 1) / 2, (side - 1) / 2, 1, 1);
      const shown = [Math.min(...losses), Math.max(...losses), losses[(side * side - 1) / 2]].map((v) => v.toPrecision(4));
      Object.assign(canvas.dataset, { low: shown[0], high: shown[1], here: shown[2] });
      fill(text, `Loss from ${shown[0]} (blue) to ${shown[1]} (orange), here ${shown[2]} (the dot). To the right: along −∇L; upward: a random direction.`);
      canvas.setAttribute("aria-label", text.textContent);
    } catch (error) {
      if (error.kind !== "superseded") fill(text, error.message);
    }
  }
  dialog("Landscape of the loss", h("div", { class: "row" }, radius), canvas, text);
  await compute();
}
