// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Compares the answers of the native program with those of the module: compare.mjs NATIVE MODULE REQUESTS.
// Everything is the same but for the last digits, since the functions of the two C libraries differ there.
import { readFileSync } from "node:fs";

const read = (path) => readFileSync(path, "utf8").replace(/\n$/, "").split("\n");

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch (error) {
    console.error(`An answer is no JSON, ${error.message}: ${line.slice(0, 300)}`);
    process.exit(1);
  }
}

/** The answers, each a line of JSON and the line about its bytes, if it has some. */
function answers(path) {
  const answers = [];
  for (const line of read(path)) {
    if (line.startsWith("…")) answers.at(-1).bytes = line;
    else answers.push({ json: parsed(line), bytes: "" });
  }
  return answers;
}

const isClose = (a, b, relative, absolute) =>
  a === b || Math.abs(a - b) <= Math.max(absolute, relative * Math.max(Math.abs(a), Math.abs(b)));

const number = /[-−]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;
const value = (text) => Number(text.replace("−", "-"));

/** Whether two texts are the same but for the digits of the numbers in them, and the spaces of columns. */
function isSameText(a, b) {
  if (a === b) return true;
  const rest = (text) => text.replace(number, "0").replace(/ +/g, " ");
  if (rest(a) !== rest(b)) return false;
  const [numbers, others] = [a.match(number) ?? [], b.match(number) ?? []];
  return numbers.every((text, index) => isClose(value(text), value(others[index]), 1e-6, 1e-12));
}

const usual = { relative: 1e-9, absolute: 1e-12 };

/**
 * How close the members of an object have to be. A quotient of differences divides the last digits of the
 * function by its step; what is an error by rounding, or was chosen by such errors, need only be there.
 */
function tolerance(key, object, outer) {
  if (key === "step") return usual;
  if (key === "ulps") return { relative: 0.9, absolute: 100 };
  if (/^best.*Step$|[eE]rror$/.test(key) && typeof object[key] === "number") return { relative: 0, absolute: Infinity };
  if (typeof object.step !== "number") return outer;
  return { ...usual, absolute: Math.max(usual.absolute, 1e-14 / Math.abs(object.step)) };
}

/** The first place where two values differ, or null. */
function difference(a, b, path = "", close = usual) {
  const shown = () => `${path || "the answer"}: ${JSON.stringify(a).slice(0, 300)} and ${JSON.stringify(b).slice(0, 300)}`;
  if (typeof a !== typeof b || Array.isArray(a) !== Array.isArray(b)) return shown();
  if (typeof a === "number") return isClose(a, b, close.relative, close.absolute) ? null : shown();
  if (typeof a === "string") return isSameText(a, b) ? null : shown();
  if (typeof a !== "object" || a === null || b === null) return a === b ? null : shown();
  const keys = Object.keys(a);
  if (keys.join() !== Object.keys(b).join()) return shown();
  for (const key of keys) {
    const found = difference(a[key], b[key], path ? `${path}.${key}` : key, tolerance(key, a, close));
    if (found) return found;
  }
  return null;
}

const [native, wasm, requests] = [answers(process.argv[2]), answers(process.argv[3]), read(process.argv[4])];
let isWrong = false;
for (const [index, request] of requests.entries()) {
  const [a, b] = [native[index], wasm[index]];
  const found =
    !a ? "no native answer" : !b ? "no answer of the module"
    : difference(a.json, b.json) ?? (a.bytes === b.bytes ? null : `the bytes: ${a.bytes} and ${b.bytes}`);
  if (!found) continue;
  isWrong = true;
  console.error(`Request ${index + 1}: ${request.slice(0, 300)}\n  native and WebAssembly differ: ${found}`);
}
if (native.length > requests.length || wasm.length > requests.length) {
  isWrong = true;
  console.error(`There are ${requests.length} requests, ${native.length} native answers and ${wasm.length} of the module`);
}
if (isWrong) process.exit(1);
console.log(`The page's engine: ${requests.length} answers of the module agree with the native ones`);
