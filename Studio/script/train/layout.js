// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Where everything stands on the page, and the read-outs.

import { brief, digits, fill, h } from "../dom.js";
import { helpButton } from "../help.js";
import { icon, iconButton } from "../icons.js";
import { dataPanel, featurePanel } from "./data.js";
import { showError } from "./form.js";
import { addLayer, optionsPanel, outputText } from "./options.js";
import { colorText } from "./state.js";
import { highResolution, lossSurface, showSwift } from "./windows.js";

const count = (value) => Math.round(value).toLocaleString("en");

/** What lessons may hide: parts and fields by name. */
const lessons = [["data", "Data"], ["data.set", "Data sets"], ["features", "Features"], ["layers", "Layers"], ["options", "Training options"], ["optimizer.name", "Optimizer"],
  ["optimizer.rate", "Learning rate"], ["loss", "Loss function"], ["clip.kind", "Clipping"], ["l1", "L1"], ["l2", "L2"], ["curves", "Curves"], ["tools", "Windows"], ["lessons", "This list"]];

export function layout(train) {
  const { form, runner } = train;
  const readout = (name, title, id) => {
    const output = h("output", { id, "aria-live": "off" });
    return { output, element: h("div", { title }, h("span", {}, name), output) };
  };
  const reads = {
    round: readout("Round", "One round is one pass over all training points (an epoch), also with batches; behind it, the batches of the next that are done", "round"),
    loss: readout("Loss", "The mean loss of the training points", "loss"),
    testLoss: readout("Test loss", "The mean loss of the points that are not trained on", "test-loss"),
    accuracy: readout("Accuracy", "Training points that get their class, and test points", "accuracy"),
    gradientNorm: readout("Norm of gradient", "‖∇L‖, and after clipping", "gradient-norm"),
    stepNorm: readout("Step ‖Δw‖", "How far the last round, or batch, moved the weights", "step-norm"),
    rate: readout("Rate", "The learning rate now", "rate"),
    parameters: readout("Parameters", "Weights and biases", "parameters"),
    tape: readout("Tape", "Lines of the recorded program: forward and backward", "tape"),
  };
  const section = (name, title, note, hint, ...children) => h("section", { class: `card train-${name}`, "data-section": name, "aria-labelledby": `train-${name}` },
    h("header", {}, h("h2", { id: `train-${name}` }, title), note && h("small", {}, note), helpButton()), hint && h("small", { class: "hint" }, hint), children);

  const play = h("button", { class: "primary", id: "play", onclick: () => train.toggle() });
  const batch = h("button", { id: "batch", title: "One update of the weights, by the next batch alone (b)", hidden: true, onclick: () => runner.stepBatch() }, "Batch");
  const undo = iconButton("undo", "Undo (Ctrl Z)", () => train.undo(), { class: "plain", id: "undo" });
  const redo = iconButton("redo", "Redo (Ctrl Shift Z)", () => train.undo(true), { class: "plain", id: "redo" });
  const message = h("p", { role: "status", class: "train-message", id: "message" });
  const data = dataPanel(train, form);
  const legend = h("div", { class: "row legend" });
  const point = h("div", { class: "row", id: "point" });
  const own = h("small", { id: "own" });
  form.watch(() => { own.textContent = `${train.state.data.points.length} own points`; });
  const shape = h("small", { id: "shape", class: "mono" });
  let isHeld = false;
  const travel = h("input", { type: "range", id: "travel", min: 0, max: 0, step: 1, "aria-label": "Time travel: round", oninput: () => {
    isHeld = true;
    train.travel(travel.valueAsNumber);
  }, onchange: () => { isHeld = false; } });
  const levels = ["network", "layer"].map((level) => h("button", { "data-level": level, onclick: () => train.change("view.level", level) }, level === "network" ? "Neurons" : "Layers"));
  form.watch(() => levels.forEach((button) => button.setAttribute("aria-pressed", button.dataset.level === train.state.view.level)));
  const hidden = () => train.state.view.hide.split(",").filter(Boolean);
  const boxes = lessons.map(([name, text]) => {
    const box = h("input", { type: "checkbox", onchange: () =>
      train.change("view.hide", (box.checked ? [...hidden(), name] : hidden().filter((other) => other !== name)).join(",")) });
    form.watch(() => { box.checked = hidden().includes(name); });
    return h("label", {}, box, text);
  });

  const element = h("div", { class: "train", id: "training" },
    h("h1", { class: "unseen" }, "Train a network"),
    h("section", { class: "card train-progress", "aria-label": "Training progress" },
      h("div", { class: "row transport" },
        iconButton("reset", "Reset (r)", () => train.reset(), { id: "reset" }),
        iconButton("previous", "One round or batch back (left arrow)", () => runner.back(), { id: "back" }), play,
        iconButton("next", "Step", () => runner.step(), { text: true, id: "step" }), batch, undo, redo,
        form.number("view.rounds", "Rounds", { step: 1, empty: 0, placeholder: "∞" }),
        form.select("view.speed", "Speed", [["0.1", "slow"], ["1", "1 a frame"], ["10", "10 a frame"], ["100000", "full"]])),
      h("div", { class: "readouts" }, Object.values(reads).map((read) => read.element)), message),
    h("div", { class: "train-right" }, section("result", "Graph", null, "Each pixel has the colour that the network gives for its place; circles are points that it learns, squares points of the test.", train.picture.element, legend, point,
      h("div", { class: "row checks" }, form.toggle("view.points", "Points"), form.toggle("view.test", "Test points"), form.toggle("view.discrete", "Discrete"), form.toggle("view.lines", "Lines")),
      h("div", { class: "row", "data-control": "tools" },
        h("button", { id: "high", onclick: () => highResolution(train) }, "High-res graph"),
        h("button", { id: "landscape", onclick: () => lossSurface(train) }, "Landscape"),
        h("button", { id: "show-swift", title: "Show as Swift", onclick: () => showSwift(train) }, "Swift"))),
    section("curves", "Loss graph", null, "Both curves have logarithmic axes; clicking into one goes to that round, if it is among the last 200.", train.curves.lossPlace, train.curves.gradientPlace,
      h("label", { class: "travel" }, "Time travel", travel))),
    section("data", "Add data", own, "Click into the graph to add a point of this colour; drag to move or to paint, right-click to remove. Or choose a set, a picture (also by dropping it on the graph), or paste lines of x, y and a colour or class.", train.colors.element, data.element),
    section("model", "Model", shape, "A line is a weight: its width the size, blue above 0, orange below, and dashed within it the gradient. Each square is what a neuron says over the plane.",
      h("div", { class: "model-tools" }, featurePanel(train, form, showError),
        h("div", { class: "row" }, h("div", { class: "row", role: "group", "aria-label": "Level" }, levels,
            h("button", { id: "scalars", title: "The loss of one point as a function of one weight, on the page Explain", onclick: () => train.openSlice() }, "Scalars")),
          iconButton("add", "Add layer", () => addLayer(train), { text: true, id: "add-layer", "data-control": "layers" }))),
      train.network.element,
      h("div", { class: "looks" }, train.inspector.element, train.weights.element)),
    section("options", "Training options", null, null, optionsPanel(form),
      h("details", { "data-control": "lessons" }, h("summary", {}, "For lessons: hide"), h("div", { class: "row" }, boxes))));

  return {
    element, message, drawThumbnails: data.drawThumbnails,

    sync() {
      const { isPlaying } = runner;
      fill(play, icon(isPlaying ? "pause" : "play"), isPlaying ? "Pause" : "Play");
      element.dataset.running = isPlaying || runner.isActive;
      undo.disabled = !train.past.canUndo;
      redo.disabled = !train.past.canRedo;
    },

    showSession({ shape: sizes, parameterCount, tape, points, classes, batches }) {
      batch.hidden = batches < 2;
      const { kind } = train.state.output;
      fill(legend, kind === "value" ? ["−1", h("i", { class: "scale" }), "1"] :
        kind === "class" && classes.map((color, i) => h("span", {}, h("i", { class: "dot", style: { background: colorText(color) } }), ` ${i + 1}`)));
      shape.textContent = sizes.join(" – ");
      reads.parameters.output.textContent = count(parameterCount);
      reads.tape.output.textContent = `${count(tape.forward)} + ${count(tape.backward)} lines`;
      Object.assign(element.dataset, { shape: sizes.join("-"), parameters: parameterCount, points: points.length, testPoints: points.filter((p) => p[5]).length });
    },

    showFrame(frame) {
      const { round, batch: part, batchCount, loss, testLoss, gradientNorm, clippedNorm, stepNorm, rate, accuracy, testAccuracy } = frame;
      const isClipped = Math.abs(clippedNorm - gradientNorm) > 1e-9 * gradientNorm;
      const percent = (value) => `${(100 * value).toFixed(0)} %`;
      const texts = {
        round: count(round) + (part ? ` + ${part}/${batchCount}` : ""), loss: brief(loss, 4), testLoss: Number.isNaN(testLoss) ? "–" : brief(testLoss, 4), stepNorm: brief(stepNorm), rate: brief(rate),
        gradientNorm: `${brief(gradientNorm)}${isClipped ? ` → ${brief(clippedNorm)}` : ""}`,
        accuracy: Number.isNaN(accuracy) ? "–" : `${percent(accuracy)}${Number.isNaN(testAccuracy) ? "" : `, ${percent(testAccuracy)}`}`,
      };
      for (const [name, text] of Object.entries(texts)) if (reads[name].output.textContent !== text) reads[name].output.textContent = text;
      Object.assign(element.dataset, { round, batch: part, loss, testLoss, gradient: gradientNorm, clipped: clippedNorm, step: stepNorm, rate, accuracy, testAccuracy });
      travel.min = Math.max(0, runner.newest - 200);
      travel.max = runner.newest;
      if (!isHeld) travel.value = round;
    },

    /** What is known of a chosen point, and what can be done with it. */
    async showPoint(index) {
      fill(point);
      if (index === null) return;
      const [x, y, r, g, b] = train.state.data.points[index];
      const said = h("span", { class: "mono", id: "point-output" });
      fill(point, h("i", { class: "dot", style: { background: colorText([r, g, b]) } }), said,
        iconButton("delete", "Remove this point (Delete)", () => train.picture.remove(), { class: "plain" }),
        h("button", { id: "explain-point", onclick: () => train.openSlice() }, "Explain its loss"));
      try {
        const answer = await train.trainer.ask({ op: "train.evaluate", x, y }, { latest: "train.evaluate" });
        said.textContent = `(${digits(x, 3)}, ${digits(y, 3)}) → ${outputText(train.state, answer)}`;
      } catch (error) {
        train.failed(error);
      }
    },
  };
}
