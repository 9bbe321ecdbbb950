// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The worker: loads the module and hands requests to it, in order.

let instance = null;
let bytesOfModule = null;

const imports = (module) => {
  const wanted = {};
  for (const { module: name, name: field } of WebAssembly.Module.imports(module)) {
    wanted[name] ??= {};
    wanted[name][field] = () => {
      throw new Error(`the module called ${name}.${field}`);
    };
  }
  if (wanted.wasi_snapshot_preview1) wanted.wasi_snapshot_preview1.random_get = fillRandom;
  wanted.wengert = { ...wanted.wengert, now: () => performance.now() };
  return wanted;
};

// Swift seeds its hash tables with these; the same bytes always, so that nothing differs from run to run.
const fillRandom = (start, count) => {
  new Uint8Array(instance.exports.memory.buffer, start, count).fill(7);
  return 0;
};

async function load() {
  const bytes = bytesOfModule
    ? await unpack(bytesOfModule)
    : await (await fetch(new URL("../engine.wasm", import.meta.url))).arrayBuffer();
  const module = await WebAssembly.compile(bytes);
  instance = await WebAssembly.instantiate(module, imports(module));
  instance.exports._initialize?.();
  postMessage({ ready: true });
}

/** The module from base64 of gzip. */
async function unpack(text) {
  const packed = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

function answer(request) {
  const { memory, wengert_buffer, wengert_request } = instance.exports;
  const text = new TextEncoder().encode(JSON.stringify(request));
  const place = wengert_buffer(text.length);
  new Uint8Array(memory.buffer, place, text.length).set(text);
  const start = wengert_request();
  // Memory may have grown, which detaches what was looked at before.
  const view = new DataView(memory.buffer);
  const [jsonCount, byteCount] = [view.getUint32(start, true), view.getUint32(start + 4, true)];
  const json = JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, start + 8, jsonCount)));
  const bytesStart = start + 8 + Math.ceil(jsonCount / 8) * 8;
  const bytes = byteCount > 0 ? memory.buffer.slice(bytesStart, bytesStart + byteCount) : null;
  return { json, bytes };
}

const loading = [];
let isLoading = false;

onmessage = async ({ data }) => {
  if (data.module) {
    bytesOfModule = data.module;
    return;
  }
  loading.push(data);
  if (instance === null) {
    if (isLoading) return;
    isLoading = true;
    try {
      await load();
    } catch (error) {
      postMessage({ failure: error.message });
      return;
    }
  }
  while (loading.length > 0) {
    const started = performance.now();
    try {
      const { json, bytes } = answer(loading.shift());
      postMessage({ json, bytes, milliseconds: performance.now() - started }, bytes ? [bytes] : []);
    } catch (error) {
      postMessage({ failure: error.message });
    }
  }
};
