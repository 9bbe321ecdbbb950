// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What is alive in the text: `<figure data-embed="graph" data-text="x*y" data-values="x=2,y=3">` becomes the same part as
// on the other pages, with a link that opens it there in the same state.

import { CostView } from "../compare/cost.js";
import { CurveView, measuredTable } from "../compare/curve.js";
import { hessianView, jacobianView } from "../compare/matrices.js";
import { append, h } from "../dom.js";
import { Answers } from "../explain/answers.js";
import { rangeAround } from "../explain/field.js";
import { GraphView } from "../explain/graph.js";
import { walkOf } from "../explain/model.js";
import { dual, symbolic, tape } from "../explain/panels.js";
import { Plot } from "../explain/plot.js";
import { readState, writeState } from "../explain/state.js";
import { StepTable } from "../explain/steps.js";
import { Transport } from "../explain/transport.js";
import { trainer } from "./trainer.js";
import { parseValues } from "./quiz.js";

/** Brings a figure to life; what comes back is ended by `remove()`. */
export async function embed(figure, context) {
  const { embed: kind, text, values, mode = "reverse", input, split, family, inputs, direction } = figure.dataset;
  const content = h("div", { class: "embed panel-card" });
  figure.classList.add("card");
  figure.prepend(content);
  const part = { figure, content, context, subject: { text, values: parseValues(values), split: split === "true" },
    mode: mode === "forward" ? `forward.${input}` : mode, input, family, inputs, direction };
  const item = await (kinds[kind] ?? explained)(part, kind);
  figure.append(h("p", { class: "open" }, h("a", { href: addressOf(kind, part) }, `Open in ${pageOf(kind)[1]}`)));
  return { remove() {}, ...item };
}

const compared = ["curve", "differences", "cost", "jacobian", "hessian"];
const pageOf = (kind) => (kind === "trainer" ? ["train", "Train"] : compared.includes(kind) ? ["compare", "Compare"] : ["explain", "Explain"]);

function addressOf(kind, { subject, mode, input, family, inputs, direction }) {
  const tab = { symbolic: "symbolic", dual: "dual", tape: "tape" }[kind] ?? "steps";
  let query = new URLSearchParams();
  if (subject.text) {
    const variables = Object.entries(subject.values).map(([name, value]) => ({ name, value }));
    query = writeState({ ...readState(query), text: subject.text, mode, split: subject.split, tab }, variables);
  }
  if (compared.includes(kind)) {
    for (const key of ["mode", "tab", "split"]) query.delete(key);
    for (const [key, value] of Object.entries({ input, family, inputs, direction })) if (value) query.set(key, value);
  }
  return `#${pageOf(kind)[0]}${query.size ? `?${query}` : ""}`;
}

async function explain({ figure, context, subject }) {
  const answer = await context.engine.ask({ op: "explain", ...subject });
  const { value, reverse } = answer.explanation;
  figure.dataset.value = value;
  figure.dataset.gradient = reverse.inputs.map((item) => item.value).join(" ");
  return answer;
}

/** A chapter of the explanation as it stands. */
async function explained(part, kind) {
  const { content, context, subject } = part;
  const answer = await explain(part);
  const askProgram = async (format) => (await context.engine.ask({ op: "export", ...subject, format })).text;
  append(content, { symbolic, dual, tape }[kind](answer, { askProgram }));
}

const kinds = {
  async graph(part) {
    const { figure, content, context, mode } = part;
    const answer = await explain(part);
    const said = h("p", { class: "said" });
    const view = new GraphView(content, { height: 320, announce: context.announce });
    const tell = () => { said.textContent = view.walk.steps[view.position - 1]?.sentence ?? "The inputs have their values."; };
    const transport = new Transport(content, view, { onstep: () => {
      tell();
      context.announce(said.textContent);
    } });
    content.append(said);
    view.show(answer, { mode });
    transport.refresh();
    tell();
    figure.addEventListener("keydown", (event) => {
      if (!event.target.closest("button, select, input, a, summary") && transport.key(event)) event.preventDefault();
    });
    return { remove() { transport.pause(); view.remove(); } };
  },

  async table(part) {
    const walk = walkOf(await explain(part), part.mode);
    const table = new StepTable({ onpick: (position) => table.mark(position) });
    part.content.append(table.root);
    table.show(walk, 0);
  },

  async answers(part) {
    const answers = new Answers();
    part.content.append(answers.root);
    answers.show(await explain(part));
  },

  async view(part) {
    const { content, context, subject } = part;
    const { engine } = context;
    const ranges = Object.fromEntries(Object.entries(subject.values).map(([name, value]) => [name, rangeAround(value)]));
    const plot = new Plot({ range: (name) => ranges[name], onaxes() {},
      ask: (request) => engine.ask(request), onmove: async (move) => {
        Object.assign(subject.values, move);
        try {
          await draw({ latest: "view" });
        } catch { /* a newer place of the point took its turn */ }
      } });
    const draw = async (options) => plot.show(await engine.ask({ op: "explain", ...subject }, options), subject, []);
    plot.root.className = "plot-card";
    plot.root.querySelector("h2").remove();
    plot.choice.hidden = true;
    content.append(plot.root);
    await explain(part);
    await draw({});
    return plot;
  },

  async curve({ figure, content, context, subject, input }) {
    const view = new CurveView(content, context.engine, { height: 300, table: false });
    figure.dataset.exact = (await view.show(subject, input)).exact;
    return view;
  },

  async differences({ content, context, subject, input }) {
    const { schemes } = await context.engine.ask({ op: "differences", ...subject, input });
    content.append(h("div", { class: "scroll" }, measuredTable(schemes.slice(0, 1))));
  },

  async cost({ content, context, family, inputs }) {
    const view = new CostView(content, context.engine, { height: 280 });
    await view.show({ family, inputs: Number(inputs), quantity: "operations" });
    return view;
  },

  jacobian: async (part) => matrices(part, jacobianView),
  hessian: async (part) => matrices(part, hessianView),
  trainer,
};

async function matrices({ content, context, subject, direction }, view) {
  const answer = await context.engine.ask({ op: "matrices", ...subject, ...(direction ? { direction: direction.split(",").map(Number) } : {}) });
  append(content, [view(answer)]);
}
