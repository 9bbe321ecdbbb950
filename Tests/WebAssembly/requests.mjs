// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Runs requests, one a line, through the module of Wengert Studio and prints what the same program
// prints natively: requests.mjs MODULE REQUESTS.
import { readFileSync } from "node:fs";

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
let memory;
// The same bytes and the same time always, so that nothing differs from run to run.
const random_get = (start, count) => {
  new Uint8Array(memory.buffer, start, count).fill(7);
  return 0;
};
const imports = {};
for (const { module: name, name: field } of WebAssembly.Module.imports(module)) {
  imports[name] ??= {};
  imports[name][field] = () => {
    throw new Error(`the module called ${name}.${field}`);
  };
}
if (imports.wasi_snapshot_preview1) imports.wasi_snapshot_preview1.random_get = random_get;
imports.wengert = { ...imports.wengert, now: () => 0 };
const { exports } = new WebAssembly.Instance(module, imports);
memory = exports.memory;
exports._initialize?.();

const lines = readFileSync(process.argv[3], "utf8").split("\n");
if (lines.at(-1) === "") lines.pop();
for (const [index, line] of lines.entries()) {
  const request = new TextEncoder().encode(line);
  try {
    const place = exports.wengert_buffer(request.length);
    new Uint8Array(memory.buffer, place, request.length).set(request);
    const start = exports.wengert_request();
    // Memory may have grown, which detaches what was looked at before.
    const view = new DataView(memory.buffer);
    const [jsonCount, byteCount] = [view.getUint32(start, true), view.getUint32(start + 4, true)];
    console.log(new TextDecoder().decode(new Uint8Array(memory.buffer, start + 8, jsonCount)));
    if (byteCount > 0) console.log(`… and ${byteCount} bytes`);
  } catch (error) {
    // After a trap the state of the module is anything.
    console.error(`The module stopped at request ${index + 1}: ${error.message}\n${line.slice(0, 300)}`);
    process.exit(1);
  }
}
