// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The router: `#page?query` in the address decides which page is shown and in what state.

import { h, fill } from "./dom.js";
import { Engine } from "./engine.js";
import { icon, iconButton } from "./icons.js";
import * as explain from "./explain/page.js";
import * as train from "./train/page.js";
import * as compare from "./compare/page.js";
import * as learn from "./learn/page.js";
import * as about from "./about/page.js";

const pages = { explain, train, compare, learn, about };
const titles = { explain: "Explain", train: "Train", compare: "Compare", learn: "Learn", about: "About" };
const main = document.getElementById("main");
const live = document.getElementById("live");
let current = null;
let written = null;

const context = {
  /** For expressions. */
  engine: new Engine(),
  /** For training, whose session lives in its worker. */
  trainer: new Engine({ limit: 20000 }),
  navigate(page, query) {
    location.hash = address(page, query);
  },
  /** Puts the page's state into the address. */
  setQuery(query) {
    written = address(current.name, query);
    history.replaceState(null, "", written);
    keep(current.name, written);
  },
  /** Says a sentence to those who listen rather than look. */
  announce(text) {
    live.textContent = text;
  },
};

function address(page, query) {
  const text = query?.toString() ?? "";
  return `#${page}${text ? `?${text}` : ""}`;
}

/** The links to a page lead to where it was left. */
function keep(page, hash) {
  document.querySelector(`[data-page=${page}]`).href = hash;
}

function route() {
  if (location.hash && location.hash === written) return;
  if (location.hash === "#main" && current) {
    main.focus();
    return;
  }
  written = location.hash;
  const [name, query] = location.hash.slice(1).split(/\?(.*)/s);
  const page = Object.hasOwn(pages, name) ? name : "explain";
  if (current?.name !== page) {
    current?.view.unmount();
    document.title = `${titles[page]} · Wengert Studio`;
    for (const link of document.querySelectorAll("[data-page]")) {
      if (link.dataset.page === page) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    main.replaceChildren();
    main.dataset.page = page;
    current = { name: page };
    current.view = pages[page].mount(main, context);
    scrollTo(0, 0);
  }
  keep(page, address(page, query));
  current.view.show(new URLSearchParams(query ?? ""));
}

// The theme: the system's unless the visitor chose one.
const themes = ["auto", "light", "dark"];
const themeIcons = { auto: "auto", light: "sun", dark: "moon" };
const store = {
  get: () => { try { return localStorage.getItem("theme") } catch { return null } },
  set: (value) => { try { localStorage.setItem("theme", value) } catch { /* not allowed here */ } },
};

function setTheme(theme, button) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  fill(button, icon(themeIcons[theme]));
  const label = `Theme: ${theme === "auto" ? "as the system" : theme}`;
  button.title = label;
  button.setAttribute("aria-label", label);
  store.set(theme);
  dispatchEvent(new CustomEvent("themechange"));
}

function tools() {
  let theme = themes.includes(store.get()) ? store.get() : "auto";
  const themeButton = iconButton("auto", "Theme", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    setTheme(theme, themeButton);
  }, { class: "plain", id: "theme" });
  setTheme(theme, themeButton);
  const share = iconButton("share", "Copy the address of this state", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      context.announce("The address is copied.");
      fill(share, icon("share"), "Copied");
    } catch {
      prompt("The address of this state:", location.href);
    }
    setTimeout(() => fill(share, icon("share")), 1500);
  }, { class: "plain", id: "share" });
  const help = iconButton("help", "Keys and help (?)", showHelp, { class: "plain", id: "help" });
  fill(document.getElementById("tools"), themeButton, share, help);
}

function showHelp() {
  const keys = [...(current.view.keys ?? []), ["?", "this list"]];
  const dialog = h("dialog", { "aria-label": "Keys" },
    h("h2", {}, `Keys on the page ${titles[current.name]}`),
    h("table", {}, h("tbody", {}, keys.map(([key, what]) => h("tr", {}, h("td", {}, h("kbd", {}, key)), h("td", {}, what))))),
    h("form", { method: "dialog" }, h("p", {}, h("button", { class: "primary", autofocus: true }, "Close"))));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

addEventListener("keydown", (event) => {
  if (event.key === "?" && !event.target.closest("input, textarea, select, dialog")) showHelp();
});
// The link is no place in the page: the address stays.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener("hashchange", route);
tools();
route();
