// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Runs the training: asks the engine for the next frame only when the last one has been drawn, so that
// neither falls behind; and starts a new session when the worker of the old one had to be ended.

import { decodeFrame } from "./frame.js";
import { forEngine } from "./state.js";

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

export class Runner {
  isPlaying = false;
  /** Whether a frame of a run is still to come. */
  isActive = false;
  round = 0;
  /** How many batches of the next round are done. */
  batch = 0;
  newest = 0;
  #count = 0;
  #run = 0;
  #session = 0;
  #slow = 0;
  #isBusy = false;
  #wanted = 0;
  #heat = 24;
  #isGone = false;

  /** `on`: `session(session)`, `frame(frame)`, `playing(isPlaying)`, `restarted(message)`, `failed(error)`. */
  constructor(engine, state, on) {
    Object.assign(this, { engine, state, on });
  }

  async create() {
    const session = await this.engine.ask({ op: "train.create", state: forEngine(this.state()) }, { latest: "train.change" });
    await this.#begin({ ...session, restarted: true });
  }

  /** Takes over a change of the state, in the middle of training where that is possible. */
  async change() {
    const session = await this.engine.ask({ op: "train.change", state: forEngine(this.state()) }, { latest: "train.change" });
    await this.#begin(session);
  }

  async #begin(session) {
    this.engine.owner = this;
    this.#session += 1;
    this.round = session.round;
    // Of thousands of neurons the heat maps are smaller: the engine gives four million numbers at most.
    this.#heat = Math.min(24, Math.floor(2048 / Math.sqrt(session.shape.reduce((sum, units) => sum + units))));
    this.newest = session.restarted ? session.round : Math.max(this.newest, session.round);
    this.on.session(session);
    if (!this.isPlaying) await this.draw();
  }

  /** Trains until `rounds` more are done (0: until told to stop), at `speed` rounds a frame. */
  async play(rounds, speed) {
    if (this.isPlaying) return;
    let left = rounds > 0 ? rounds : Infinity;
    this.#playing(true);
    const run = (this.#run += 1);
    this.isActive = true;
    let isShown = Promise.resolve();
    while (this.isPlaying && run === this.#run) {
      const pace = Number(speed());
      this.#count += 1;
      // A pace below one waits some frames between rounds.
      if (pace < 1 && this.#count % Math.round(1 / pace) !== 0) {
        await nextFrame();
        continue;
      }
      const wanted = Math.min(left, Math.max(1, pace)), session = this.#session;
      const isHeavy = this.#slow > 34;
      const frame = await this.#ask({ op: "train.run", rounds: wanted, milliseconds: 12, picture: isHeavy ? 50 : 100,
        neurons: this.#count % (isHeavy ? 4 : 2) === 0 || pace < 1 ? this.#heat : 0 }, false);
      if (!frame) break;
      this.#slow = 0.9 * this.#slow + 0.1 * frame.milliseconds;
      // While the screen shows this frame the engine works on the next, and not on one more.
      await isShown;
      if (this.#isGone) return;
      // A frame of a network that has just been replaced is not shown any more.
      if (session === this.#session) this.on.frame(frame);
      isShown = nextFrame();
      left -= frame.roundsRun;
      // Without points there are no rounds: then it waits for some, unless it was to end by itself.
      if (left <= 0 || (frame.roundsRun === 0 && left < Infinity)) break;
    }
    if (run !== this.#run || this.#isGone) return;
    this.#playing(false);
    await this.draw();
    if (run === this.#run) this.isActive = false;
    this.on.playing(this.isPlaying);
  }

  pause() {
    this.#playing(false);
  }

  step(count = 1) {
    this.pause();
    return this.#ask({ op: "train.run", rounds: count, milliseconds: 2000, picture: 100, neurons: this.#heat });
  }

  /** One update of the weights, by the next batch alone. */
  stepBatch() {
    this.pause();
    return this.#ask({ op: "train.batch", picture: 100, neurons: this.#heat });
  }

  back() {
    this.pause();
    return this.#ask({ op: "train.back", picture: 100, neurons: this.#heat });
  }

  draw() {
    return this.#ask({ op: "train.run", rounds: 0, milliseconds: 12, picture: 100, neurons: this.#heat });
  }

  /** Goes to a round of the last two hundred, or forward again; to the last one wanted, if they come quickly. */
  async goTo(round) {
    this.pause();
    this.#wanted = round;
    if (this.#isBusy) return;
    this.#isBusy = true;
    let frame = true, before = null;
    const place = () => `${this.round} ${this.batch}`;
    while (frame && place() !== `${this.#wanted} 0` && place() !== before && !this.isPlaying) {
      before = place();
      frame = await (this.round >= this.#wanted ? this.#ask({ op: "train.back", picture: 0, neurons: 0 }, false) : this.step(this.#wanted - this.round));
    }
    this.#isBusy = false;
    if (!this.isPlaying) await this.draw();
  }

  async #ask(request, isShown = true) {
    try {
      const answer = await this.engine.ask(request);
      if (this.#isGone) return null;
      const frame = { ...decodeFrame(answer.bytes), milliseconds: answer.milliseconds };
      this.round = frame.round;
      this.batch = frame.batch;
      this.newest = Math.max(this.newest, frame.round);
      this.hasFailed = false;
      if (isShown) this.on.frame(frame);
      return frame;
    } catch (error) {
      await this.failed(error);
      return null;
    }
  }

  /** An error that ended the worker ended the session, too: a new one begins, once. */
  async failed(error) {
    if (error.kind === "superseded" || this.#isGone) return;
    this.pause();
    if (!["timeout", "failure", "noSession"].includes(error.kind) || this.hasFailed) return this.on.failed(error);
    this.hasFailed = true;
    try {
      await this.create();
      this.on.restarted(`${error.message} Training begins again at round 0.`);
    } catch (again) {
      this.on.failed(again);
    }
  }

  end() {
    this.#isGone = true;
    this.pause();
  }

  #playing(isPlaying) {
    if (isPlaying === this.isPlaying) return;
    this.isPlaying = isPlaying;
    this.on.playing(this.isPlaying);
  }
}
