// Engine: the simulator in a worker of its own; questions go in, answers come out in order.

const CANCELLED = new Error("cancelled");

export class Engine {
  /** `scripts`: their texts, as the worker runs them; `packed()`: the WebAssembly in LZMA. */
  constructor({ scripts, packed }) {
    this.source = scripts.map((script) => `${script}\n`);
    this.packed = packed;
    this.waiting = new Map();
    this.next = 0;
    this.onProgress = () => {};
  }

  async #start() {
    const url = URL.createObjectURL(new Blob(this.source, { type: "text/javascript" }));
    this.thread = new Worker(url);
    URL.revokeObjectURL(url);
    const { wasm } = await new Promise((resolve, reject) => {
      this.endStart = reject;
      this.thread.onmessage = ({ data }) => (data.wasm ? resolve(data) : reject(new Error(data.answer.failure)));
      this.thread.onerror = (event) => reject(new Error(event.message ?? "the engine does not start"));
      this.thread.postMessage(this.wasm ? { wasm: this.wasm } : { packed: this.packed() });
    });
    this.wasm = wasm;
    this.thread.onmessage = ({ data }) => this.#hear(data);
    this.thread.onerror = (event) => this.#giveUp(event.message ?? "the engine has stopped");
  }

  #hear(data) {
    if (data.progress !== undefined) return this.onProgress(data.progress);
    this.waiting.get(data.id)?.resolve(data.answer);
    this.waiting.delete(data.id);
    if (data.answer.fatal) this.#forget();
  }

  #giveUp(reason) {
    for (const { resolve } of this.waiting.values()) resolve({ failure: reason });
    this.waiting.clear();
    this.#forget();
  }

  /** The next question starts a new worker. */
  #forget() {
    this.thread?.terminate();
    this.started = null;
    this.endStart?.(CANCELLED);
  }

  async ask(call, request) {
    const started = (this.started ??= this.#start());
    try {
      await started;
    } catch (error) {
      if (error === CANCELLED) return { cancelled: true };
      if (this.started === started) this.started = null;
      return { failure: error.message };
    }
    if (this.started !== started) return { cancelled: true };  // meanwhile
    const id = ++this.next;
    return new Promise((resolve) => {
      this.waiting.set(id, { resolve });
      this.thread.postMessage({ id, call, request });
    });
  }

  /** Ends what is being played, or the start of the engine; the answer is {cancelled: true}. */
  cancel() {
    for (const { resolve } of this.waiting.values()) resolve({ cancelled: true });
    this.waiting.clear();
    this.#forget();
  }
}
