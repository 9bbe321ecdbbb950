// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What the controls are for: a "?" in each card, which shows the hints of the card and hides them again.

import { h } from "./dom.js";
import { iconButton } from "./icons.js";

/** The "?" of the card that it stands in: it shows the elements of the class `hint` there. */
export function helpButton() {
  return iconButton("help", "Explain these controls", ({ currentTarget }) => {
    const isOn = currentTarget.closest(".card").classList.toggle("explained");
    currentTarget.setAttribute("aria-pressed", isOn);
  }, { class: "plain why-button", "aria-pressed": "false" });
}

/** What the controls of a card do, by name: `hints([["Speed", "How fast it plays."]])`. */
export const hints = (list) => h("dl", { class: "hint" }, list.map(([name, text]) => [h("dt", {}, name), h("dd", {}, text)]));
