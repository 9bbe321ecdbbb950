// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// A small version of the page Train: the picture, and buttons to let it learn.

import { digits, fill, h } from "../dom.js";
import { icon, iconButton } from "../icons.js";
import { Picture } from "../train/picture.js";
import { Runner } from "../train/run.js";
import { defaults, swatches } from "../train/state.js";

export async function trainer({ figure, content, context }) {
  const state = defaults();
  let colors = 0;
  const page = {
    state, color: swatches[4][1], session: null, select() {},
    change(path, points) {
      state.data.points = points;
      runner.change();
    },
    pickColor(number) {
      page.color = swatches[number - 1]?.[1] ?? page.color;
    },
  };
  const read = h("output", { class: "mono" });
  const play = h("button", { type: "button", class: "primary", onclick: () => (runner.isPlaying ? runner.pause() : runner.play(0, () => "10")) });
  const shown = (isPlaying) => fill(play, icon(isPlaying ? "pause" : "play"), isPlaying ? "Pause" : "Train");
  const color = h("button", { type: "button", onclick: () => {
    colors = (colors + 1) % swatches.length;
    page.color = swatches[colors][1];
    fill(color, `Next point: ${swatches[colors][0]}`);
  } }, "Next point: blue");
  const picture = new Picture(page);
  const runner = new Runner(context.trainer, () => state, {
    session(session) {
      page.session = session;
      picture.draw?.();
    },
    frame(frame) {
      picture.show(frame);
      Object.assign(figure.dataset, { loss: frame.loss, round: frame.round });
      read.textContent = `round ${frame.round}, loss ${digits(frame.loss, 4)}`;
    },
    playing: shown, restarted: (message) => { read.textContent = message; }, failed: (error) => { read.textContent = error.message; },
  });
  shown(false);
  content.append(h("div", { class: "trainer" }, picture.element, h("div", { class: "stack" },
    h("div", { class: "row" }, play, iconButton("next", "One round", () => runner.step()), iconButton("reset", "Start again", () => { runner.pause(); return runner.create(); })),
    h("div", {}, color), read)));
  await runner.create();
  return { remove() { runner.end(); picture.end(); } };
}
