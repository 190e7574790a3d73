// Sends edits to Python: the newest value of each thing wins, nothing queues, nothing is lost.

/** @import { Edit, SetState } from "../types" */

import { alone } from "./alone.js";

const SPACING = 40; // ms between two messages while a hand moves
const IN_FLIGHT = 3; // enough that the server is never idle, few enough that it is never behind
const LOST_AFTER = 1500; // ms without an answer

export class Edits {
  constructor() {
    this.serial = 0;
    /** @type {Map<string, { edit: Edit, serial: number | null }>} */
    this.pending = new Map(); // target → edit, until the server says that it has it
    /** @type {Map<number, number>} */
    this.sentAt = new Map(); // serial → time
    this.last = -Infinity;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined;
    this.dirty = false;
    /** @type {number[]} */
    this.latencies = [];
    /** @type {SetState} */
    this.setStateValue = () => {};
    /** @type {() => string[]} */
    this.known = () => [];
    /** @type {(edits: Edit[]) => boolean} Whether these edits may wait until the hand rests. */
    this.holds = () => false;
    this.held = false;
  }

  /** @param {SetState} setStateValue @param {() => string[]} known */
  connect(setStateValue, known) {
    this.setStateValue = setStateValue;
    this.known = known;
  }

  /**
   * Asks for one edit; `target` names the thing that it changes.
   * @param {string} target @param {Edit} edit
   */
  push(target, edit) {
    this.pushAll([[target, edit]]);
  }

  /**
   * Asks for several edits that one movement makes; they travel together.
   * @param {[string, Edit][]} edits
   */
  pushAll(edits) {
    for (const [target, edit] of edits) this.pending.set(target, { edit, serial: null });
    this.dirty = true;
    this.held = this.holds([...this.pending.values()].map(({ edit }) => edit));
    this.flush();
  }

  /** The hand rests: what was held back is sent. */
  release() {
    this.held = false;
    this.flush();
  }

  flush() {
    // A saved page keeps its edits: there is nobody to send them to.
    if (!this.dirty || this.held || this.timer !== undefined || alone()) return;
    const now = performance.now();
    for (const [serial, time] of this.sentAt) if (now - time > LOST_AFTER) this.sentAt.delete(serial);
    const wait = this.sentAt.size >= IN_FLIGHT ? SPACING : this.last + SPACING - now; // an answer flushes sooner
    if (wait > 0) {
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.flush();
      }, wait);
      return;
    }
    this.dirty = false;
    this.last = now;
    const serial = ++this.serial;
    this.sentAt.set(serial, now);
    for (const entry of this.pending.values()) entry.serial ??= serial;
    this.setStateValue("edits", {
      serial,
      items: [...this.pending.values()].map((entry) => ({ ...entry.edit, serial: entry.serial })),
      known: this.known(),
    });
    clearTimeout(this.again);
    this.again = setTimeout(() => this.repeat(), LOST_AFTER);
  }

  /** Sends once more what was asked for and never answered. */
  repeat() {
    if (this.pending.size === 0) return;
    this.dirty = true;
    this.flush();
  }

  /**
   * Takes the serial number that a message answers; returns whether all edits have arrived.
   * @param {number} serial
   */
  acknowledge(serial) {
    if (serial > this.serial) this.serial = serial;
    const now = performance.now();
    for (const [sent, time] of this.sentAt) {
      if (sent > serial) continue;
      if (sent === serial) this.latencies.push(now - time);
      this.sentAt.delete(sent);
    }
    if (this.latencies.length > 4000) this.latencies.splice(0, 2000);
    for (const [target, entry] of this.pending) {
      if (entry.serial !== null && entry.serial <= serial) this.pending.delete(target);
    }
    if (this.dirty) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.flush();
    }
    return this.pending.size === 0;
  }

  /** @param {string} target */
  waitsFor(target) {
    return this.pending.has(target);
  }
}
