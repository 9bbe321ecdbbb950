// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The explanation as a file: picture, formulas, programs, data.

import { download, h } from "../dom.js";
import { iconButton } from "../icons.js";

const formats = { svg: "Graph as SVG", dot: "Graph for Graphviz (DOT)", latex: "Explanation in LaTeX", markdown: "Explanation in Markdown",
  swift: "Program in Swift", c: "Program in C", json: "Everything as JSON" };
const types = { svg: "image/svg+xml", json: "application/json" };

/** Opens the dialog; `ask(format)` gives `{text, name}`. */
export function openExport(ask, announce) {
  let file = null;
  const preview = h("pre", { class: "code scroll preview", tabindex: 0, "aria-label": "Preview" });
  const status = h("span", { class: "muted", role: "status" });
  const load = async () => {
    file = null;
    try {
      const format = select.value;
      const answer = await ask(format);
      if (format !== select.value) return;
      file = { ...answer, type: types[format] };
      preview.textContent = answer.text.length > 20000 ? `${answer.text.slice(0, 20000)}\n…` : answer.text;
      status.textContent = answer.name;
    } catch (error) {
      preview.textContent = "";
      status.textContent = error.message;
    }
    for (const button of [copy, save]) button.disabled = file === null;
  };
  const select = h("select", { "aria-label": "Format", onchange: load }, Object.entries(formats).map(([format, name]) => h("option", { value: format }, name)));
  const copy = h("button", { type: "button", onclick: async () => {
    try {
      await navigator.clipboard.writeText(file.text);
      status.textContent = "Copied.";
    } catch {
      status.textContent = "The browser did not allow copying; select the text instead.";
    }
    announce(status.textContent);
  } }, "Copy");
  const save = iconButton("download", "Download", () => download(file.name, file.text, file.type), { text: true, class: "primary" });
  const dialog = h("dialog", { class: "export", "aria-label": "Export" }, h("header", { class: "row" }, h("h2", {}, "Export"),
    iconButton("close", "Close", () => dialog.close(), { class: "plain" })), h("div", { class: "row" }, select, copy, save, status), preview);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  load();
}
