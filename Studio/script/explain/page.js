// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The page Explain: one expression, differentiated five ways, step by step.

import { debounce, digits, fill, h, refill } from "../dom.js";
import { helpButton, hints } from "../help.js";
import { lightTwins, math } from "../math.js";
import { iconButton } from "../icons.js";
import { Answers, hiddenNote } from "./answers.js";
import { openExport } from "./export.js";
import { ExpressionField, VariableFields } from "./field.js";
import { GraphView } from "./graph.js";
import { modesOf } from "./model.js";
import * as panels from "./panels.js";
import { Plot } from "./plot.js";
import { checkForm, question, quizForm } from "./quiz.js";
import { readState, tabs, writeState } from "./state.js";
import { StepCard, StepTable } from "./steps.js";
import { Transport } from "./transport.js";

const tabHints = [["Steps", "Every step in a row; its number leads to it."], ["Tape", "What reverse mode records and how it runs back, as code."],
  ["Symbolic", "The rules of calculus, one a line; and a form that checks your own derivative."], ["Dual", "Numbers a + bε with ε² = 0, put in and multiplied out."],
  ["Differences", "Quotients with the step h that you choose, and how wrong they are."], ["Cost", "Operations, passes and memory of each method."]];
const tabNames = { steps: "Steps", tape: "Tape", symbolic: "Symbolic", dual: "Dual", differences: "Differences", cost: "Cost" };

/** The page; see the README for what a page is. */
export function mount(main, context) {
  const page = new ExplainPage(main, context);
  return {
    keys: [["Space", "play, pause"], ["← →", "one step"], ["Home End", "first, last step"], ["[ ]", "slower, faster"],
      ["g", "to the graph; arrows walk along its edges, Enter pins"], ["t", "to the table"], ["e", "to the expression"]],
    show: (query) => page.load(readState(query)),
    unmount: () => page.unmount(),
  };
}

class ExplainPage {
  constructor(main, context) {
    Object.assign(this, { main, context, variables: [], answer: null });
    this.abort = new AbortController();
    this.typed = debounce((started) => this.update(started), 30);
    this.saveSoon = debounce(() => !this.abort.signal.aborted && context.setQuery(writeState(this.state, this.variables)), 150);
    this.build();
    const { signal } = this.abort;
    addEventListener("keydown", (event) => this.key(event), { signal });
    addEventListener("beforeprint", () => this.answer && this.printSheet(), { signal });
    addEventListener("afterprint", () => fill(this.sheet), { signal });
  }

  build() {
    const exportButton = iconButton("download", "Export", () => openExport((format) => this.ask({ op: "export", format }), this.context.announce), { text: true });
    this.field = new ExpressionField({
      onchange: (text) => this.change({ text, step: null, output: 0 }, true),
      onexample: (text, values) => {
        this.variables = [];
        this.load({ ...this.state, text, values, output: 0, step: null, mode: "reverse", axes: [] });
        this.saveSoon();
      },
      tools: exportButton,
      help: [["Export", "The graph, the explanation, or the program as a file."], ["Output", "Which of several outputs is explained."]],
    });
    this.formula = h("div", { class: "formula scroll", "aria-label": "Formula" });
    this.warnings = h("ul", { class: "warnings" });
    this.outputs = h("select", { "aria-label": "Output", onchange: () => this.change({ output: Number(this.outputs.value) }) });
    this.fields = new VariableFields({ onchange: (name, value) => this.setValues({ [name]: value }) });
    this.modes = h("div", { class: "row modes", role: "group", "aria-label": "Direction" });
    const options = [
      ["split", "Split uses", "A value that is used several times stands in the graph once for each use"],
      ["shared", "Share equal parts", "Equal parts of the expression are computed once"],
      ["quiz", "Quiz", "Predict each derivative before it is shown"]];
    const option = ([key, name, title]) => {
      const input = h("input", { type: "checkbox", onchange: () => (key === "quiz" ? this.change({ quiz: input.checked, step: input.checked ? 0 : null }, false, false)
        : this.change({ [key]: input.checked })) });
      this[`${key}Box`] = input;
      return h("label", { title }, input, name);
    };
    const graph = h("section", { class: "card graph-card", "aria-label": "Computational graph" },
      h("header", {}, h("h2", {}, "Computational graph"), this.modes, helpButton()),
      hints([["Forward, Reverse", "The way through the graph: derivatives by one input travel forward with the values, or those of the result backward to all inputs."],
        ["Graph", "Values stand on the left of a node, derivatives on the right, local derivatives on the edges. Drag or pinch to move it; the buttons make it smaller, larger, and fit it again."],
        ["Play and steps", "One step after the other, with its numbers travelling; or the slider, to any step."], ["Speed", "How fast it plays."],
        ...options.map(([, name, text]) => [name, `${text}.`])]));
    this.view = new GraphView(graph, { controls: false, announce: this.context.announce, onnode: (...node) => this.lightNode(...node) });
    this.modes.before(this.view.tools);
    this.transport = new Transport(graph, this.view, { onstep: (step) => this.stepped(step, true), allow: (target) => this.allow(target) });
    graph.append(h("div", { class: "row options" },
      options.map(option),
      h("span", { class: "legend" }, h("b", { class: "value" }, "value"), " left, ", this.legend = h("b", { class: "adjoint" }), " right")));
    this.card = new StepCard();
    this.table = new StepTable({ onpick: (step) => this.transport.move(step) });
    this.tabList = h("div", { role: "tablist", "aria-label": "Explanation", onkeydown: (event) => this.tabKey(event) }, tabs.map((tab) =>
      h("button", { type: "button", role: "tab", id: `tab-${tab}`, "aria-controls": "panel", onclick: () => this.change({ tab }, false, false) }, tabNames[tab])));
    this.panel = h("div", { id: "panel", role: "tabpanel" });
    this.sheet = h("div", { class: "sheet" });
    this.answers = new Answers();
    this.plot = new Plot({
      ask: (request) => this.context.engine.ask(request, { latest: "plot" }), range: (name) => this.fields.range(name),
      onmove: (values) => this.setValues(values), onaxes: (axes) => this.change({ axes }, false, false),
    });
    fill(this.main, h("h1", { class: "unseen" }, "Explain a derivative"), this.page = h("div", { class: "explain stack" },
      h("section", { class: "card", "aria-label": "Expression" }, this.field.root,
        h("div", { class: "formula-row" }, this.formula, this.warnings), h("div", { class: "row inputs" }, this.fields.root, this.outputs)),
      h("div", { class: "explain-main" }, h("div", { class: "stack side" }, graph, this.plot.root), h("div", { class: "stack side" }, this.card.root, h("section", { class: "card panel-card", "aria-label": "Details" },
        h("div", { class: "row" }, this.tabList, helpButton()), hints(tabHints), this.panel, this.sheet))),
      this.answers.root));
    this.lightNode = lightTwins(this.page);
  }

  unmount() {
    this.abort.abort();
    this.transport.pause();
    this.view.remove();
    this.plot.remove();
    delete this.main.dataset.ready;
  }

  /** Shows a state, all of it. */
  load(state) {
    this.transport.pause();
    this.state = state;
    this.variables = Object.entries(state.values).map(([name, value]) => ({ name, value }));
    this.field.text = state.text;
    return this.update();
  }

  /** What the visitor changed; `isTyping` waits for more, and only some changes need the engine. */
  change(changes, isTyping = false, needsEngine = true) {
    Object.assign(this.state, changes);
    this.saveSoon();
    if (isTyping) this.typed(performance.now());
    else if (needsEngine) this.update();
    else if (this.answer) this.paint();
  }

  setValues(values) {
    for (const variable of this.variables) if (variable.name in values) variable.value = values[variable.name];
    this.saveSoon();
    this.update(performance.now());
  }

  get request() {
    const { text, output } = this.state;
    return { text, output, values: Object.fromEntries(this.variables.map(({ name, value }) => [name, value])) };
  }

  ask(request, options) {
    return this.context.engine.ask({ ...this.request, ...request }, options);
  }

  async update(started = performance.now()) {
    const { text, split, shared, difference } = this.state;
    try {
      const steps = [...new Set([...(difference ? [difference] : []), 0.1, 0.001])];
      const answer = await this.ask({ op: "explain", split, shared, steps }, { latest: "explain" });
      if (this.abort.signal.aborted || text !== this.state.text) return;
      this.field.showError(null);
      this.answer = answer;
      // While a slider is dragged, values are already ahead of the answer.
      const current = new Map(this.variables.map(({ name, value }) => [name, value]));
      this.variables = answer.variables.map(({ name, value }) => ({ name, value: current.get(name) ?? value }));
      this.state.output = answer.output;
      this.paint();
      this.saveSoon();
    } catch (error) {
      if (this.abort.signal.aborted || error.kind === "superseded") return;
      if (!error.kind) throw error;
      this.field.showError(error, text);
    }
    this.page.classList.toggle("stale", !this.field.error.hidden);
    this.page.classList.toggle("empty", !this.answer);
    // When this frame is painted, the change that asked for it is seen.
    requestAnimationFrame(() => setTimeout(() => {
      this.main.dataset.latency = Math.round(performance.now() - started);
      if (!this.abort.signal.aborted) this.main.dataset.ready = "true";
    }));
  }

  paint() {
    const { answer, state } = this;
    const { explanation } = answer;
    this.fields.show(this.variables);
    this.field.name.textContent = `${answer.function}(${answer.variables.slice(0, 4).map(({ name }) => name).join(", ")}${answer.variables.length > 4 ? ", …" : ""}) =`;
    fill(this.formula, answer.formula ? math(answer.formula, { display: true }) : h("span", { class: "muted" }, "The formula is too long to write out."), h("b", { class: "value" }, ` = ${digits(explanation.value)}`));
    fill(this.warnings, explanation.warnings.items.map(({ step, message }) => h("li", { "data-node": step }, message)));
    fill(this.outputs, answer.outputs.map((name, index) => h("option", { value: index, selected: index === answer.output }, name)));
    this.outputs.hidden = answer.outputs.length < 2;
    this.splitBox.checked = state.split;
    this.sharedBox.checked = state.shared;
    this.quizBox.checked = state.quiz;
    const modes = modesOf(answer);
    if (!modes.some(({ id }) => id === state.mode)) state.mode = "reverse";
    refill(this.modes, modes.map(({ id, label, input }) => h("button", { type: "button", "data-mode": id, "aria-pressed": String(id === state.mode),
      onclick: () => this.change({ mode: id, step: this.state.quiz ? 0 : null }, false, false) }, label, input && h("span", { class: "mono" }, input))));
    this.view.show(answer, state);
    this.table.show(this.view.walk, this.view.position);
    this.transport.refresh();
    this.answered = this.view.position;
    fill(this.legend, this.view.walk.isReverse ? "adjoint" : "tangent");
    this.legend.className = this.view.walk.isReverse ? "adjoint" : "value";
    this.answers.show(answer, state.quiz);
    this.paintPanel();
    this.stepped(this.view.position);
    this.plot.show(answer, this.request, state.axes, state.quiz);
  }

  paintPanel() {
    const { answer, state } = this;
    for (const tab of this.tabList.children) {
      const isSelected = tab.id === `tab-${state.tab}`;
      tab.setAttribute("aria-selected", String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
    }
    this.panel.setAttribute("aria-labelledby", `tab-${state.tab}`);
    const content = state.tab === "steps" ? this.table.root
      : [this.chapter(state.tab), state.tab === "symbolic" && !state.quiz && this.checkForm(answer.variables.map(({ name }) => name))];
    const isNew = this.tab !== state.tab;
    this.tab = state.tab;
    if (isNew) {
      this.chapters = state.tab === "steps" ? null : h("div", { class: "scroll chapters", tabindex: 0, role: "region", "aria-label": tabNames[state.tab] });
      fill(this.panel, this.chapters ?? content);
      if (!this.chapters) this.table.mark(this.view.position, true);
    }
    if (this.chapters) refill(this.chapters, content);
  }

  /** What stands under a tab other than the steps; during a quiz it stays hidden. */
  chapter(tab) {
    const { answer, state } = this;
    if (state.quiz) return hiddenNote();
    return {
      tape: () => panels.tape(answer, { askProgram: async (format) => (await this.ask({ op: "export", format })).text }),
      symbolic: () => panels.symbolic(answer),
      dual: () => panels.dual(answer),
      differences: () => panels.differences(answer, { step: state.difference, onstep: (difference) => this.change({ difference }), onlink: `#compare?${this.shareQuery()}` }),
      cost: () => panels.cost(answer),
    }[tab]();
  }

  /** On paper all tabs follow one another. */
  printSheet() {
    const table = new StepTable({ onpick() {} });
    table.show(this.view.walk, this.view.position, { isComplete: true });
    table.root.classList.toggle("quiz", this.state.quiz);
    fill(this.sheet, tabs.map((tab) => h("section", {}, h("h2", {}, tabNames[tab]), tab === "steps" ? table.root : this.chapter(tab))));
  }

  /** What was typed as a derivative stays while the point moves. */
  checkForm(names) {
    if (names.length === 0) return null;
    const key = `${this.state.text} ${names}`;
    if (this.checked !== key) {
      this.checked = key;
      this.check = checkForm(names, (input, text) => this.ask({ op: "check", input, answer: text }));
    }
    return this.check;
  }

  /** The part of the state that the page Compare takes over. */
  shareQuery() {
    const query = new URLSearchParams({ f: this.state.text });
    for (const { name, value } of this.variables) query.set(`v.${name}`, value);
    return query;
  }

  /** After each step. */
  stepped(position, isVisitor = false) {
    const { walk } = this.view;
    this.state.step = position === walk.steps.length ? null : position;
    this.card.show(walk, position, this.answer.function);
    this.table.mark(position);
    this.main.dataset.step = position;
    this.askNext(position);
    if (!isVisitor) return;
    this.saveSoon();
    this.context.announce(`Step ${position} of ${walk.steps.length}: ${walk.steps[position - 1]?.sentence ?? "Start."}`);
  }

  /** In a quiz the next derivative is asked for before it is shown. */
  askNext(position) {
    const next = this.state.quiz ? this.view.walk.steps[position] : null;
    this.table.root.classList.toggle("quiz", this.state.quiz);
    fill(this.card.extra);
    if (!next || !question(next)) return;
    const { form, field } = quizForm(next, (isRight) => {
      this.answered = position + 1;
      this.context.announce(isRight ? "Right." : "Shown.");
      this.transport.forward();
      this.card.extra.querySelector("input")?.focus();
    });
    fill(this.card.extra, form);
    this.quizField = field;
  }

  allow(target) {
    const { steps } = this.view.walk;
    const at = this.view.position;
    if (!this.state.quiz || target <= this.answered || !steps.slice(at, target).some((step) => question(step))) return true;
    if (question(steps[at])) this.quizField?.focus();
    else this.transport.move(at + 1);
    return false;
  }

  tabKey(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const tab = tabs[(tabs.indexOf(this.state.tab) + by + tabs.length) % tabs.length];
    this.change({ tab }, false, false);
    this.tabList.querySelector(`#tab-${tab}`).focus();
  }

  key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !this.answer) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog, .chapters")) return;
    if (event.key === " " && event.target.closest("button, a, summary, input")) return;
    const jump = { g: this.view.svg, t: this.table.root, e: this.field.input }[event.key];
    if (event.key === "t" && this.state.tab !== "steps") this.change({ tab: "steps" }, false, false);
    if (jump) jump.focus();
    if (jump || this.transport.key(event)) event.preventDefault();
  }
}
