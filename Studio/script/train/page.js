// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The page Train: a small network learns the colours of points that a visitor clicks.

import { brief, debounce } from "../dom.js";
import { Curves } from "./curves.js";
import { colorRow } from "./data.js";
import { Form } from "./form.js";
import { Inspector } from "./inspector.js";
import { keys, onKey } from "./keys.js";
import { layout } from "./layout.js";
import { Network } from "./network.js";
import { layerCard, withOutput } from "./options.js";
import { parsePoints } from "./paste.js";
import { Picture } from "./picture.js";
import { Runner } from "./run.js";
import { plainly, without } from "./mend.js";
import { defaults, forEngine, fromQuery, History, parseColor, swatches, toQuery, withValue } from "./state.js";
import { WeightCard } from "./weight.js";

/** The training when the page was left; the engine has its session until another one begins. */
let kept = null;

class Train {
  state = defaults();
  session = null;
  frame = null;
  color = swatches[0][1];
  past = new History();
  #drawn = 0;
  #said = 0;
  #shape = "";
  #lastShown = 0;
  #isPinned = false;

  constructor(main, context) {
    Object.assign(this, { main, context, trainer: context.trainer });
    this.runner = new Runner(context.trainer, () => this.state, {
      session: (session) => this.#begin(session), frame: (frame) => this.#show(frame), playing: () => this.#sync(),
      restarted: (message) => this.say(message), failed: (error) => this.failed(error) });
    this.form = new Form(this);
    this.colors = colorRow(this);
    this.picture = new Picture(this);
    this.network = new Network(this);
    this.inspector = new Inspector(this);
    this.weights = new WeightCard(this);
    this.curves = new Curves((round) => this.travel(round), kept?.curves);
    this.writeAddress = debounce(() => {
      if (this.isGone) return;
      const query = toQuery(this.state);
      this.address = query.toString();
      context.setQuery(query);
    }, 120);
    this.layout = layout(this);
    main.append(this.layout.element);
    this.element = this.layout.element;
    this.listener = (event) => (event.type === "paste" ? this.paste(event) : onKey(this, event));
    for (const name of ["keydown", "paste"]) addEventListener(name, this.listener);
  }

  /** Begins with the state of an address; goes on with the session that was left, if it is that. */
  async open(query) {
    this.pause();
    const address = query.toString(), text = (state) => JSON.stringify(forEngine(state));
    this.state = fromQuery(query);
    this.past = new History();
    let isKept = kept && kept.owner === this.trainer.owner;
    if (isKept && ["", kept.address].includes(address)) this.state = kept.state;
    else if (isKept) isKept = text(kept.state) === text(this.state);
    if (isKept) this.past = kept.past;
    this.address = address;
    this.picture.selected = null;
    this.#sync({ isWritten: isKept });
    const left = [];
    for (let tries = 0; ; tries += 1) {
      try {
        await (isKept ? this.runner.change() : this.runner.create());
        break;
      } catch (error) {
        if (error.kind === "superseded") return;
        if (isKept) {
          isKept = false;
          continue;
        }
        left.push(plainly(error, this.form.labels, this.state));
        if (tries > 12) {
          this.main.dataset.ready = "true";
          break;
        }
        // What the engine does not take is left out of the state, and at last all of it.
        const next = tries < 12 ? without(this.state, error.member) : null;
        if (!next) tries = 12;
        this.state = next ?? defaults();
        this.#sync({ isWritten: false });
      }
    }
    if (left.length) this.say(`Left out of this address: ${left.join(" ")}`);
    if (Number(query.get("v")) > 1) this.say("This address is of a newer version; what it adds is left out.");
    this.layout.drawThumbnails(this.context.engine);
  }

  unmount() {
    this.isGone = true;
    kept = { owner: this.runner, state: this.state, address: this.address, past: this.past, curves: this.curves.data };
    for (const name of ["keydown", "paste"]) removeEventListener(name, this.listener);
    this.runner.end();
    for (const part of [this.picture, this.network, this.curves]) part.end();
    delete this.main.dataset.ready;
  }

  // Changes

  change(path, value, options) {
    return this.replace(withValue(this.state, path, value), options);
  }

  /** Takes over another state; the engine may refuse it, then all stays as it was. */
  async replace(next, { remember = true, onerror = (error) => this.failed(error) } = {}) {
    const before = this.state;
    if (remember) this.past.remember(before);
    this.state = next;
    this.note("");
    this.#sync();
    if (JSON.stringify(forEngine(next)) === JSON.stringify(forEngine(before))) {
      this.redraw();
      return;
    }
    try {
      await this.runner.change();
    } catch (error) {
      if (error.kind === "superseded") return;
      if (["timeout", "failure", "noSession"].includes(error.kind)) {
        await this.runner.failed(error);
        return;
      }
      onerror(error);
      if (this.state !== next) return;
      this.state = before;
      if (remember) this.past.forget();
      this.#sync();
      this.#build();
      // A state between the last that the engine took and the refused one may have been passed over.
      await this.runner.change().catch(() => {});
    }
  }

  undo(isRedo = false) {
    const state = isRedo ? this.past.redo(this.state) : this.past.undo(this.state);
    if (state) this.replace(state, { remember: false });
  }

  /** Pasted lines of numbers are points. */
  paste(event) {
    if (event.target.closest?.("input, textarea")) return;
    if (this.addPoints(event.clipboardData.getData("text"), "pasted")) event.preventDefault();
  }

  /** Whether a text has points; they are added. */
  addPoints(text, how = "added") {
    const { points, left } = parsePoints(text);
    if (points.length === 0) return false;
    this.change("data.points", [...this.state.data.points, ...points]);
    this.note(`${points.length} points ${how}.${left ? ` ${left} more are left out: at most ${points.length} are taken at once.` : ""}`);
    return true;
  }

  /** The own points become those of a picture. */
  async paint(points) {
    const next = withOutput({ ...this.state, data: { ...this.state.data, set: "points", testShare: 0, points } }, "rgb");
    this.select(null);
    await this.replace(next);
    if (this.state !== next) return;
    this.note(`${points.length} points have the colours of the picture.`);
    this.announce(this.layout.message.textContent);
  }

  /** Other random numbers: points and first weights. */
  async newSeed() {
    await this.change("seed", (this.state.seed % 9999) + 1);
    await this.reset();
  }

  async reset() {
    this.pause();
    this.note("");
    try {
      await this.runner.create();
    } catch (error) {
      this.failed(error);
    }
  }

  pickColor(color) {
    this.color = color;
    this.colors.sync();
    const { points } = this.state.data, chosen = this.picture.selected;
    if (chosen !== null) this.change("data.points", points.map((point, i) => (i === chosen ? [point[0], point[1], ...parseColor(color)] : point)));
  }

  async setWeight(index, value) {
    try {
      await this.trainer.ask({ op: "train.set", index, value });
      await this.runner.draw();
    } catch (error) {
      this.failed(error);
    }
  }

  // Running

  toggle() {
    if (this.runner.isPlaying) this.pause();
    else this.runner.play(this.state.view.rounds, () => this.state.view.speed);
  }

  pause() {
    this.runner.pause();
  }

  /** Back or forward among the last two hundred rounds. */
  travel(round) {
    const { newest } = this.runner;
    return this.runner.goTo(Math.max(0, newest - 200, Math.min(newest, Math.round(round))));
  }

  // Showing

  #begin(session) {
    this.session = session;
    if (session.restarted) this.curves.restart();
    // What was refused stays said.
    if (session.message && !this.layout.message.classList.contains("error")) this.note(session.message);
    this.#build();
    this.layout.showSession(session);
    this.picture.draw();
  }

  #build() {
    if (!this.session) return;
    const { shape, inputs, outputs } = this.session;
    const now = JSON.stringify([shape, inputs, outputs, this.state.layers, this.state.output, this.state.loss, this.state.view.level]);
    if (now === this.#shape) return;
    this.#shape = now;
    const { focus } = document.activeElement?.dataset ?? {};
    if (this.weights.index >= this.session.parameterCount || this.frame?.weights.length !== this.session.parameterCount) this.closeWeight();
    this.network.build();
    this.inspector.clear();
    if (focus) this.#focus(focus);
    this.#hide();
  }

  /** The control that had the focus gets it again; if it has gone or cannot, its neighbour. */
  #focus(name) {
    const [, kind, l] = /^(\D+)(\d*)$/.exec(name) ?? [];
    const find = (text) => this.element.querySelector(`[data-focus="${text}"]`);
    let place = find(name) ?? find(`${kind}${l - 1}`) ?? this.element.querySelector("#add-layer");
    if (place.disabled) place = place.closest(".layer-card").querySelector("button:enabled");
    place.focus();
  }

  layerCard(l) {
    return layerCard(this, l);
  }

  #show(frame) {
    this.frame = frame;
    this.#drawn += 1;
    const { isPlaying } = this.runner;
    this.layout.showFrame(frame);
    this.picture.show(frame);
    this.network.show(frame);
    this.curves.add(frame);
    if (!isPlaying || this.#drawn % 5 === 0) this.curves.show(this.state);
    this.weights.follow();
    if (frame.neurons) this.inspector.follow(frame.neurons);
    const now = performance.now();
    if (isPlaying && now - this.#lastShown < 1000) {
      const { dataset } = this.element;
      dataset.framesPerSecond = (0.9 * (Number(dataset.framesPerSecond) || 60) + 100 / (now - this.#lastShown)).toFixed(1);
    }
    this.#lastShown = now;
    if (isPlaying && now - this.#said > 5000) {
      this.#said = now;
      this.announce(`Round ${frame.round}, loss ${brief(frame.loss)}.`);
      this.#title();
    }
    if (!isPlaying) this.#title();
    this.main.dataset.ready = "true";
  }

  #title() {
    document.title = this.frame.round ? `Round ${this.frame.round} · Train` : "Train · Wengert Studio";
  }

  /** Shows the same moment anew, after a change of how it is shown. */
  redraw() {
    this.#build();
    if (!this.runner.isPlaying) this.runner.draw();
  }

  #sync({ isWritten = true } = {}) {
    this.form.sync();
    this.colors.sync();
    this.layout.sync();
    this.#hide();
    if (isWritten) this.writeAddress();
  }

  /** Lessons can hide what they do not need. */
  #hide() {
    const names = new Set(this.state.view.hide.split(","));
    for (const part of this.element.querySelectorAll("[data-control], [data-section]")) {
      part.classList.toggle("off", names.has(part.dataset.control) || names.has(part.dataset.section));
    }
  }

  // What is pointed at

  inspect(neuron, isPinned) {
    this.inspector.inspect(neuron, isPinned);
  }

  weight(index, isPinned) {
    if (this.#isPinned && !isPinned) return;
    this.#isPinned = isPinned;
    this.inspector.hover(this.network.target(index));
    this.network.chosen = isPinned ? index : null;
    if (this.weights.index !== index) this.weights.open(index);
    this.network.drawLinks();
  }

  closeWeight() {
    this.#isPinned = false;
    this.network.chosen = null;
    this.weights.open(null);
  }

  /** Chooses one of the own points. */
  async select(index) {
    this.picture.selected = index;
    this.picture.draw();
    const point = this.state.data.points[index];
    await this.layout.showPoint(point ? index : null);
  }

  /** The number that the engine gave an own point. */
  pointNumber(index) {
    const own = this.state.data.points[index];
    return own ? this.session.points.findIndex((point) => own.every((value, i) => Math.abs(value - point[i]) < 1e-9)) : -1;
  }

  /** The loss of one point as a function of one weight, on the page Explain. */
  async openSlice(index = this.steepest(), point = this.pointNumber(this.picture.selected)) {
    this.pause();
    try {
      if (point < 0) point = (await this.trainer.ask({ op: "train.weight", index })).contributions[0]?.point ?? 0;
      const { text, values } = await this.trainer.ask({ op: "train.slice", index, point });
      const query = new URLSearchParams({ f: text });
      for (const [name, value] of Object.entries(values)) query.set(`v.${name}`, value);
      this.context.navigate("explain", query);
    } catch (error) {
      this.failed(error);
    }
  }

  /** The weight with the largest gradient. */
  steepest() {
    const { gradient } = this.frame;
    return this.weights.index ?? gradient.reduce((best, value, i) => (Math.abs(value) > Math.abs(gradient[best]) ? i : best), 0);
  }

  announce(text) {
    this.context.announce(text);
  }

  /** Something went wrong. */
  say(text) {
    this.note(text, true);
  }

  note(text, isError = false) {
    this.layout.message.textContent = text;
    this.layout.message.classList.toggle("error", isError);
  }

  failed(error) {
    if (error.kind === "superseded") return;
    this.say(error.kind === "noHistory" ? "There is no earlier round to go back to." : plainly(error, this.form.labels, this.state));
  }
}

export function mount(main, context) {
  const train = new Train(main, context);
  return { keys, show: (query) => train.open(query), unmount: () => train.unmount() };
}
