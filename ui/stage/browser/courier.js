// Fetches texts that only the server can write: it is asked part by part, and answers with a message.

/** @import { Answer } from "../types" */

/** @typedef {(name: string, value: unknown) => void} SetTrigger */

const PATIENCE = 60_000; // ms for one part

export class Courier {
  constructor() {
    this.serial = 0;
    /** @type {Map<number, { resolve: (answer: Answer) => void, reject: (error: Error) => void }>} */
    this.waiting = new Map();
    /** @type {SetTrigger} */
    this.setTriggerValue = () => {};
  }

  /** @param {SetTrigger} setTriggerValue */
  connect(setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
  }

  /**
   * The parts of a text of this kind, in order.
   * @param {string} kind @param {(share: number) => void} progress @param {AbortSignal} signal
   */
  async fetch(kind, progress, signal) {
    const parts = [];
    for (let first = 0; ; ) {
      const { text, next, total } = await this.ask(kind, first, signal);
      parts.push(text);
      if (next === null) return parts;
      first = next;
      progress(next / total);
    }
  }

  /**
   * @param {string} kind @param {number} first @param {AbortSignal} signal
   * @returns {Promise<Answer>}
   */
  async ask(kind, first, signal) {
    const serial = ++this.serial;
    try {
      return await new Promise((resolve, reject) => {
        this.waiting.set(serial, { resolve, reject });
        signal.addEventListener("abort", () => reject(new DOMException("cancelled", "AbortError")), { once: true });
        setTimeout(() => reject(new Error("the server did not answer")), PATIENCE);
        if (signal.aborted) reject(new DOMException("cancelled", "AbortError"));
        else this.setTriggerValue("wanted", { serial, kind, first });
      });
    } finally {
      this.waiting.delete(serial);
    }
  }

  /**
   * Hands over what a message brought.
   * @param {Answer | null | undefined} answer
   */
  receive(answer) {
    if (!answer) return;
    const asked = this.waiting.get(answer.serial);
    if (answer.refused) asked?.reject(new Error(answer.refused));
    else asked?.resolve(answer);
  }
}
