// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// About: what this is, and how to use the library and the engine elsewhere. The text is all there is.

import { pageText } from "../dom.js";

export function mount(main) {
  return {
    async show() {
      if (main.dataset.ready) return;
      const content = await pageText("about");
      if (main.dataset.page !== "about") return;
      main.replaceChildren(content);
      main.dataset.ready = "true";
    },
    unmount: () => delete main.dataset.ready,
  };
}
