import { speak } from './speak.js';

const { AudioWorkletProcessor, registerProcessor } = /** @type {any} */ (globalThis);

class Speaker extends AudioWorkletProcessor {
  /** @param {{ processorOptions: { core?: WebAssembly.Module } }} options */
  constructor({ processorOptions }) {
    super();
    speak(this.port, processorOptions);
  }

  process() {
    return true;
  }
}

registerProcessor('speaker', Speaker);
