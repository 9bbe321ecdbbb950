// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Learn: short pages of text, with the same parts as on the other pages alive in them.

import { append, fill, h, pageText } from "../dom.js";
import { icon } from "../icons.js";
import { embed } from "./embeds.js";
import { quiz } from "./quiz.js";

const pages = [
  ["01-why", "Why derivatives"], ["02-symbolic", "Symbolic"], ["03-numerical", "Numerical"], ["04-dual", "Dual numbers"],
  ["05-graph", "The graph"], ["06-contributions", "Contributions"], ["07-reverse", "Why reverse wins"], ["08-tape", "A tape from scratch"],
  ["09-products", "JVP, VJP, HVP"], ["10-training", "Training"],
];

export function mount(main, context) {
  let current = 0;
  let alive = [];
  const list = h("ol", {}, pages.map(([, title], index) => h("li", {}, h("a", { href: `#learn?page=${index + 1}` }, title))));
  const article = h("article", { tabindex: -1 });
  const ways = h("nav", { class: "row learn-ways", "aria-label": "Previous and next" });
  main.append(h("div", { class: "learn" }, h("nav", { class: "learn-list", "aria-label": "Contents" }, list), h("div", {}, article, ways)));

  function end() {
    for (const item of alive) item.remove();
    alive = [];
  }

  function way(number, label, name) {
    if (!pages[number - 1]) return null;
    const parts = [h("span", {}, h("small", { class: "muted" }, label), " ", pages[number - 1][1])];
    return h("a", { href: `#learn?page=${number}`, class: name }, name === "before" ? [icon("play"), parts] : [parts, icon("play")]);
  }

  async function open(number) {
    const isTurn = current !== 0;
    current = number;
    end();
    delete main.dataset.ready;
    for (const [index, link] of [...list.querySelectorAll("a")].entries()) {
      if (index + 1 === number) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const content = await pageText(`learn/${pages[number - 1][0]}`);
    if (current !== number) return;
    fill(article, h("p", { class: "muted" }, `Page ${number} of ${pages.length}`));
    append(article, [content]);
    fill(ways, way(number - 1, "Before:", "before"), way(number + 1, "Next:", "after"));
    if (isTurn) {
      scrollTo(0, 0);
      article.focus({ preventScroll: true });
      context.announce(`Page ${number}: ${pages[number - 1][1]}.`);
    }
    for (const form of article.querySelectorAll("[data-quiz]")) quiz(form, context.engine);
    const figures = [...article.querySelectorAll("[data-embed]")];
    await Promise.allSettled(figures.map(async (figure) => {
      try {
        const item = await embed(figure, context);
        if (current === number && figure.isConnected) alive.push(item);
        else item.remove();
      } catch (error) {
        if (figure.isConnected && error.kind !== "superseded") figure.prepend(h("p", { class: "error" }, error.message));
      }
    }));
    if (current === number) main.dataset.ready = "true";
  }

  return {
    keys: [["Space", "in a figure: play or pause"], ["← →", "in a figure: one step"], ["Enter", "in a question: check the answer"]],
    show(query) {
      const number = Math.max(1, Math.min(pages.length, Math.round(Number(query.get("page"))) || 1));
      if (number !== current) open(number);
    },
    unmount() {
      current = -1;
      end();
      delete main.dataset.ready;
    },
  };
}
