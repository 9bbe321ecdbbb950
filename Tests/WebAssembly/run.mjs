// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Runs the smoke test's module and prints what the native program prints.
import { webcrypto as crypto } from "node:crypto";
import { readFileSync } from "node:fs";

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
// Of a system the library wants only random bytes, which seed the hash tables of Swift.
let memory;
const random_get = (start, count) => {
  crypto.getRandomValues(new Uint8Array(memory.buffer, start, count));
  return 0;
};
const imports = {};
for (const { module: name, name: field } of WebAssembly.Module.imports(module)) {
  imports[name] ??= {};
  imports[name][field] = () => {
    throw new Error(`the module called ${name}.${field}`);
  };
}
imports.wasi_snapshot_preview1 = { ...imports.wasi_snapshot_preview1, random_get };
const { exports } = new WebAssembly.Instance(module, imports);
memory = exports.memory;
exports._initialize?.();
for (let number = 0; ; number += 1) {
  const value = exports.smoke(number);
  if (Number.isNaN(value)) break;
  console.log(value);
}
