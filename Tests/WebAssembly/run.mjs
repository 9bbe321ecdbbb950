// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Runs the smoke test's module and prints what the native program prints.
import { readFileSync } from "node:fs";

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
// What the C library would ask of a system; the library asks for nothing.
const imports = {};
for (const { module: name, name: field } of WebAssembly.Module.imports(module)) {
  imports[name] ??= {};
  imports[name][field] = () => {
    throw new Error(`the module called ${name}.${field}`);
  };
}
const { exports } = new WebAssembly.Instance(module, imports);
exports._initialize?.();
for (let number = 0; ; number += 1) {
  const value = exports.smoke(number);
  if (Number.isNaN(value)) break;
  console.log(value);
}
