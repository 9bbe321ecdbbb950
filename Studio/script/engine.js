// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The engine as the page sees it: requests and promises. The engine itself runs in a worker, one
// request at a time, so that the page never waits; one that takes too long is ended with its worker.

export class EngineError extends Error {
  constructor({ message, kind, offset, member }) {
    super(message);
    this.kind = kind;
    this.offset = offset;
    this.member = member;
  }
}

export class Engine {
  #worker = null;
  #waiting = [];
  #running = null;
  #timer = null;

  /** @param {number} limit milliseconds after which a request is given up */
  constructor({ limit = 4000, onrestart = () => {} } = {}) {
    this.limit = limit;
    this.onrestart = onrestart;
  }

  /** Asks the engine; of waiting requests with the same `latest` key only the newest is run. */
  ask(request, { latest = null, limit = this.limit } = {}) {
    return new Promise((resolve, reject) => {
      if (latest !== null) {
        this.#waiting = this.#waiting.filter((other) => {
          if (other.latest !== latest) return true;
          other.reject(new EngineError({ message: "A newer request took its place.", kind: "superseded" }));
          return false;
        });
      }
      this.#waiting.push({ request, latest, limit, resolve, reject });
      this.#next();
    });
  }

  #next() {
    if (this.#running || this.#waiting.length === 0) return;
    this.#running = this.#waiting.shift();
    this.#worker ??= this.#start();
    this.#worker.postMessage(this.#running.request);
    // The first request also waits for the module to be compiled.
    const { limit } = this.#running;
    this.#timer = setTimeout(
      () => this.#end({ message: `This took over ${limit / 1000} seconds and was stopped.`, kind: "timeout" }),
      limit + (this.isReady ? 0 : 10000));
  }

  #start() {
    const worker = makeWorker();
    worker.onmessage = ({ data }) => {
      if (data.ready) {
        this.isReady = true;
        return;
      }
      const { resolve, reject } = this.#settle();
      if (data.failure) {
        this.#stop();
        reject(new EngineError({ message: `The engine stopped: ${data.failure}`, kind: "failure" }));
      } else if (data.json.error) reject(new EngineError(data.json.error));
      else resolve({ ...data.json, bytes: data.bytes, milliseconds: data.milliseconds });
      this.#next();
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#end({ message: `The engine could not run: ${event.message ?? "unknown error"}`, kind: "failure" });
    };
    return worker;
  }

  /** Gives up the running request and its worker. */
  #end(error) {
    this.#stop();
    if (this.#running) this.#settle().reject(new EngineError(error));
    this.#next();
  }

  #settle() {
    const running = this.#running;
    clearTimeout(this.#timer);
    this.#running = null;
    return running;
  }

  #stop() {
    this.#worker?.terminate();
    this.#worker = null;
    this.isReady = false;
    this.onrestart();
  }
}

/** The page as one file carries the worker and the module inside; served from a folder it loads them. */
function makeWorker() {
  const source = document.getElementById("worker-source");
  if (!source) return new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  const url = URL.createObjectURL(new Blob([source.textContent], { type: "text/javascript" }));
  const worker = new Worker(url);
  worker.addEventListener("message", () => URL.revokeObjectURL(url), { once: true });
  worker.postMessage({ module: document.getElementById("module-source").textContent });
  return worker;
}
