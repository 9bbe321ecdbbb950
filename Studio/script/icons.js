// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Icons as paths on a 24 × 24 grid; letters of a font may be missing on some machine, paths are not.

import { h } from "./dom.js";

const paths = {
  play: "M8 5v14l11-7z",
  pause: "M6 5h4v14H6zm8 0h4v14h-4z",
  next: "M6 5v14l9-7zm10 0h3v14h-3z",
  previous: "M18 5v14l-9-7zM5 5h3v14H5z",
  first: "M19 5v14l-7-7zM12 5v14l-7-7zM3 5h2v14H3z",
  last: "M5 5v14l7-7zm7 0v14l7-7zm7 0h2v14h-2z",
  reset: "M12 5V1L6 6l6 5V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z",
  add: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  remove: "M5 11h14v2H5z",
  delete: "M6 7h12l-1 14H7zM9 3h6l1 2h4v1H4V5h4z",
  close: "M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4L12 13.4 6.4 19 5 17.6 10.6 12 5 6.4z",
  undo: "M8 4v4h6a6 6 0 0 1 0 12H8v-2h6a4 4 0 0 0 0-8H8v4L2 9z",
  redo: "M16 4v4h-6a6 6 0 0 0 0 12h6v-2h-6a4 4 0 0 1 0-8h6v4l6-5z",
  sun: "M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM11 1h2v4h-2zm0 18h2v4h-2zM1 11h4v2H1zm18 0h4v2h-4zM4.2 5.6l1.4-1.4 2.8 2.8L7 8.4zM15.6 17l1.4-1.4 2.8 2.8-1.4 1.4zM4.2 18.4 7 15.6 8.4 17l-2.8 2.8zM15.6 7l2.8-2.8 1.4 1.4L17 8.4z",
  moon: "M14 2a9 9 0 1 0 8 13A8 8 0 0 1 14 2z",
  auto: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2v14a7 7 0 0 1 0-14z",
  help: "M11 17h2v2h-2zm1-13a5 5 0 0 1 5 5c0 3-3.5 3.2-4 6h-2c0-3.500 4-3.900 4-6a3 3 0 0 0-6 0H7a5 5 0 0 1 5-5z",
  share: "M18 8a3 3 0 1 0-2.800-4.000L8.600 8.300a3 3 0 1 0 0 7.400l6.600 4.300a3 3 0 1 0 1-1.700l-6.600-4.300a3 3 0 0 0 0-2l6.600-4.300A3 3 0 0 0 18 8z",
  download: "M11 3h2v9h4l-5 6-5-6h4zM4 19h16v2H4z",
  fit: "M4 4h6v2H6v4H4zm10 0h6v6h-2V6h-4zM4 14h2v4h4v2H4zm14 0h2v6h-6v-2h4z",
  up: "M12 8l7 8H5z",
  down: "M12 16 5 8h14z",
  dice: "M5 3h14l2 2v14l-2 2H5l-2-2V5zm3 3.500a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3zm8 0a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3zm-4 4a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3zm-4 4a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3zm8 0a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3z",
  more: "M5 10h4v4H5zm5 0h4v4h-4zm5 0h4v4h-4z",
};

export function icon(name) {
  return h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, h("path", { d: paths[name] }));
}

/** A button with an icon; `label` is its name, shown when `text` is true, and its tooltip. */
export function iconButton(name, label, onclick, { text = false, ...properties } = {}) {
  return h("button", { type: "button", title: label, "aria-label": text ? null : label, onclick, ...properties },
    icon(name), text ? label : null);
}
