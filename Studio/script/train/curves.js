// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The curves of a training: loss, test loss and the norm of the gradient by round.

import { h } from "../dom.js";
import { LineChart } from "../chart.js";

const most = 2000;

export class Curves {
  /** `onpick(round)`: a place in the curves was chosen; `data`: of an earlier object. */
  constructor(onpick, data = { rows: [], ghost: [], stride: 1 }) {
    this.data = data;
    this.lossPlace = h("div", { id: "loss-curve" });
    this.gradientPlace = h("div", { id: "gradient-curve" });
    const x = { label: "round", min: 0 };
    this.loss = new LineChart(this.lossPlace, { x, y: { label: "loss", scale: "log" }, height: 170, name: "Loss by round", onpick });
    this.gradient = new LineChart(this.gradientPlace, { x, y: { label: "norm", scale: "log" }, height: 150, name: "Norm of the gradient by round", onpick });
  }

  end() {
    this.loss.remove();
    this.gradient.remove();
  }

  /** A new run begins; the curve of the last one stays as a ghost. */
  restart() {
    if (this.data.rows.length > 1) this.data.ghost = this.data.rows.map((row) => [row[0], row[1]]);
    this.data.rows = [];
    this.data.stride = 1;
  }

  /** Takes over the rounds of a frame; rounds that were taken back are forgotten. */
  add({ round, history }) {
    while (this.data.rows.length && this.data.rows.at(-1)[0] > round) this.data.rows.pop();
    for (let i = 0; i < history.length; i += 6) {
      const row = [...history.subarray(i, i + 6)];
      if (row[0] % this.data.stride === 0 && row[0] > (this.data.rows.at(-1)?.[0] ?? -1)) this.data.rows.push(row);
    }
    if (this.data.rows.length <= most) return;
    this.data.stride *= 2;
    this.data.rows = this.data.rows.filter(([at]) => at % this.data.stride === 0);
  }

  show({ clip, normalizeGradient }) {
    const column = (k, rows = this.data.rows) => {
      const points = new Float64Array(2 * rows.length);
      rows.forEach((row, i) => points.set([row[0], row[k]], 2 * i));
      return points;
    };
    const hasTest = this.data.rows.some((row) => row[2] === row[2]);
    this.loss.show([
      ...(this.data.ghost.length ? [{ name: "previous run", points: column(1, this.data.ghost), style: "dashed", color: "--edge", width: 1.5, quiet: true }] : []),
      { name: "training loss", points: column(1) },
      ...(hasTest ? [{ name: "test loss", points: column(2), style: "dashed", color: "--reverse" }] : []),
    ]);
    const changed = this.data.rows.filter((row) => Math.abs(row[4] - row[3]) > 1e-9 * row[3]);
    // A normalised gradient has length 1 before it is clipped.
    const clipped = clip.kind === "none" ? [] : changed.filter((row) => !normalizeGradient || row[4] < 1 - 1e-9);
    this.gradientPlace.dataset.clipped = clipped.length;
    this.lossPlace.dataset.rounds = this.data.rows.length;
    this.lossPlace.dataset.ghost = this.data.ghost.length;
    this.gradient.show([
      { name: "‖∇L‖", points: column(3), color: "--reverse" },
      ...(changed.length ? [{ name: "as used", points: column(4), style: "dashed", color: "--good" }] : []),
      ...(clipped.length ? [{ name: "clipping acts", points: column(3, clipped), style: "ticks", color: "--bad", quiet: true }] : []),
      { name: "step ‖Δw‖", points: column(5), color: "--edge", width: 1.5 },
    ]);
  }
}
