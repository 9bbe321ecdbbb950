// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Points from files: the colours of a picture, or lines of numbers.

import { h } from "../dom.js";
import { colorText, newPoint } from "./state.js";

const side = 18;

/** The middle square of a picture as points, on a grid that fills the plane. */
async function picturePoints(file) {
  const bitmap = await createImageBitmap(file), size = Math.min(bitmap.width, bitmap.height);
  const context = Object.assign(document.createElement("canvas"), { width: side, height: side }).getContext("2d", { willReadFrequently: true });
  // What is transparent is white, as on paper.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, side, side);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, (bitmap.width - size) / 2, (bitmap.height - size) / 2, size, size, 0, 0, side, side);
  bitmap.close();
  const { data } = context.getImageData(0, 0, side, side), place = (i) => (2 * i + 1) / side - 1;
  return Array.from({ length: side * side }, (_, i) =>
    newPoint(place(i % side), -place(Math.floor(i / side)), colorText([...data.subarray(4 * i, 4 * i + 3)].map((c) => c / 255))));
}

/** Takes over a file: a picture replaces the own points, lines of numbers are added to them. */
export async function takeFile(train, file) {
  if (!file) return;
  if (!file.type.startsWith("image/")) {
    if (!train.addPoints(await file.text())) train.say("This file has no lines of x, y and a colour or class.");
    return;
  }
  try {
    await train.paint(await picturePoints(file));
  } catch {
    train.say("This file is no picture that can be read.");
  }
}

/** A button that asks for a file. */
export function fileButton(train, id, text, title, accept) {
  const input = h("input", { type: "file", id: `${id}-file`, accept, hidden: true, "aria-label": title, onchange: () => {
    takeFile(train, input.files[0]);
    input.value = "";
  } });
  return [h("button", { id, title, onclick: () => input.click() }, text), input];
}
