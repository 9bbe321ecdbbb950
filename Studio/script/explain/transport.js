// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Play, pause, and every way to move through the steps of a graph.

import { fill, h } from "../dom.js";
import { icon, iconButton } from "../icons.js";

const speeds = [0.5, 1, 2, 4, 8];

/**
 * `new Transport(element, view, {onstep, allow})` moves a `GraphView`. `onstep(position)` is called after each move
 * that the visitor made; `allow(step)` may hold a move forward back by false. `refresh()` follows a new `view.show`.
 */
export class Transport {
  #timer = 0;
  #speed = 1;

  constructor(element, view, { onstep = () => {}, allow = () => true } = {}) {
    Object.assign(this, { view, onstep, allow });
    this.playButton = h("button", { type: "button", class: "primary play", onclick: () => this.toggle() });
    this.scrubber = h("input", { type: "range", min: 0, step: 1, "aria-label": "Step", oninput: () => this.move(Number(this.scrubber.value)) });
    this.label = h("output", { class: "position" });
    this.speed = h("select", { "aria-label": "Speed", title: "Speed ([ and ])", onchange: () => this.setSpeed(Number(this.speed.value)) },
      speeds.map((speed) => h("option", { value: speed, selected: speed === 1 }, `${speed}×`)));
    const button = (name, label, go) => iconButton(name, label, () => this.move(go()));
    this.root = h("div", { class: "transport", role: "group", "aria-label": "Steps" },
      h("div", { class: "row" },
        button("first", "To the start (Home)", () => 0),
        button("previous", "One step back (left arrow)", () => view.position - 1),
        this.playButton,
        iconButton("next", "One step forward (right arrow)", () => this.forward()),
        button("last", "To the end (End)", () => this.count)),
      this.scrubber, this.label, this.speed);
    element.append(this.root);
    this.#paint();
  }

  get count() {
    return this.view.walk.steps.length;
  }

  get isPlaying() {
    return this.#timer !== 0;
  }

  /** A move that the visitor asked for. */
  move(step, { duration = 0 } = {}) {
    if (duration === 0) this.pause();
    const target = Math.max(0, Math.min(step, this.count));
    if (target > this.view.position && !this.allow(target)) {
      this.pause();
      return;
    }
    this.view.go(target, { duration });
    this.#paint();
    this.onstep(this.view.position);
  }

  /** One step with its numbers travelling. */
  forward() {
    this.pause();
    this.move(this.view.position + 1, { duration: 500 / this.#speed });
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  play() {
    if (this.view.position === this.count) this.move(0);
    const next = () => {
      if (this.view.position === this.count) {
        this.pause();
        return;
      }
      this.#timer = setTimeout(next, 1000 / this.#speed);
      this.move(this.view.position + 1, { duration: 650 / this.#speed });
    };
    this.#timer = setTimeout(next, 150);
    this.#paint();
  }

  pause() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#paint();
  }

  setSpeed(speed) {
    this.#speed = speed;
    this.speed.value = speed;
  }

  /** Shows where the view is. */
  refresh() {
    this.scrubber.max = this.count;
    this.#paint();
  }

  #paint() {
    const { position, walk } = this.view;
    if (this.shown !== this.isPlaying) {
      this.shown = this.isPlaying;
      fill(this.playButton, icon(this.isPlaying ? "pause" : "play"), this.isPlaying ? "Pause" : "Play");
    }
    this.scrubber.value = position;
    this.scrubber.classList.toggle("reverse", walk.isReverse && position > walk.valueCount);
    this.scrubber.setAttribute("aria-valuetext", `${position} of ${this.count}. ${walk.steps[position - 1]?.sentence ?? "Start."}`);
    this.label.textContent = `${position} / ${this.count}`;
  }

  /** What a key does, if it does something: true then. */
  key(event) {
    const at = this.view.position;
    const speed = (by) => () => this.setSpeed(speeds[Math.max(0, Math.min(speeds.length - 1, speeds.indexOf(this.#speed) + by))]);
    const action = {
      " ": () => this.toggle(), ArrowRight: () => this.forward(), ArrowLeft: () => this.move(at - 1),
      Home: () => this.move(0), End: () => this.move(this.count), "[": speed(-1), "]": speed(1),
    }[event.key];
    action?.();
    return Boolean(action);
  }
}
