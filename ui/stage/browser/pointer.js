// The hand on the landscape: click or drag the start, and read what is under the pointer.

/** @import { Stage } from "./stage.js" */
/** @import { Pair, Place } from "../types" */

import { alone } from "./alone.js";
import { startPixels } from "./start_ring.js";
import { nearest, Tip } from "./tip.js";

/** @type {Record<string, number>} */
const GRAB = { mouse: 16, pen: 20, touch: 28 }; // pixels around the start that take hold of it
const CLICK = 5; // pixels that a click may wander
const DOUBLE = 260; // ms in which a second click makes it a double click

export class Pointer {
  /** @param {Stage} stage @param {HTMLElement} area */
  constructor(stage, area) {
    this.stage = stage;
    this.area = area;
    this.tip = new Tip(stage, area);
    const listen = (/** @type {string} */ name, /** @type {(event: any) => void} */ act) => area.addEventListener(name, act, { capture: true });
    /** @type {{ at: Place, id: number } | null} */
    this.pressed = null;
    this.dragging = this.grabbed = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    listen("pointerdown", (event) => this.down(event));
    listen("pointermove", (event) => this.move(event));
    // Plotly lays a cover over the page while a button is down, so the release is heard at the window.
    this.onUp = (/** @type {PointerEvent} */ event) => this.up(event);
    window.addEventListener("pointerup", this.onUp, { capture: true });
    window.addEventListener("pointercancel", this.onUp, { capture: true });
    listen("mousedown", (event) => this.dragging && event.stopPropagation());
    listen("touchstart", (event) => this.grabbed && event.stopPropagation());
    area.addEventListener("pointerleave", () => {
      this.tip.hide();
      stage.looking.readout.leave();
    });
  }

  /** @param {PointerEvent} event */
  at(event) {
    const box = this.area.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {Place} at */
  inside({ x, y }) {
    if (!this.stage.landscape.ready()) return false;
    const frame = this.stage.landscape.frame();
    return x >= frame.left && x <= frame.left + frame.width && y >= frame.top && y <= frame.top + frame.height;
  }

  /** @param {Place} at @param {string} kind */
  holds(at, kind) {
    if (alone() && !this.stage.live.engine) return false;
    const start = startPixels(this.stage, this.stage.landscape.frame());
    return Math.hypot(at.x - start.x, at.y - start.y) <= (GRAB[kind] ?? GRAB.mouse);
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button !== 0 || /** @type {Element} */ (event.target).closest("button")) return;
    const at = this.at(event);
    if (!this.inside(at)) return;
    this.pressed = { at, id: event.pointerId };
    this.grabbed = this.dragging = this.holds(at, event.pointerType);
    if (this.dragging) {
      event.stopPropagation();
      event.preventDefault();
      this.area.setPointerCapture(event.pointerId);
      this.area.classList.add("is-dragging");
    }
  }

  /** @param {PointerEvent} event */
  move(event) {
    const at = this.at(event);
    if (this.dragging) {
      event.stopPropagation();
      this.tip.hide();
      this.stage.moveStart(this.toData(at), true);
      return;
    }
    const inside = this.inside(at);
    this.area.classList.toggle("is-grabbable", inside && this.holds(at, event.pointerType));
    if (inside) this.stage.looking.readout.point(this.toData(at));
    this.tip.show(at, inside && !event.buttons ? this.nearest(at) : null);
  }

  /** @param {PointerEvent} event */
  up(event) {
    if (!this.pressed) return;
    const at = this.at(event);
    const wandered = Math.hypot(at.x - this.pressed.at.x, at.y - this.pressed.at.y);
    if (this.dragging) {
      event.stopPropagation();
      this.dragging = false;
      this.grabbed = false;
      this.area.classList.remove("is-dragging");
      if (wandered > 0) this.stage.moveStart(this.toData(at), true);
    } else if (event.type === "pointerup" && wandered <= CLICK) {
      this.click(at);
    }
    this.pressed = null;
  }

  /**
   * One click sets the start, or opens the step of the path that it hits; two show the whole view. The first waits
   * to see whether a second follows.
   * @param {Place} at
   */
  click(at) {
    if (this.waiting) {
      clearTimeout(this.waiting);
      this.waiting = undefined;
      this.stage.landscape.reset();
      return;
    }
    const target = this.toData(at);
    const hit = this.nearest(at);
    this.waiting = setTimeout(() => {
      this.waiting = undefined;
      if (hit && !this.stage.header.runs[hit.run].pinned) this.stage.looking.pin(hit.run, hit.step);
      else this.stage.moveStart(target, true);
    }, DOUBLE);
  }

  remove() {
    clearTimeout(this.waiting);
    window.removeEventListener("pointerup", this.onUp, { capture: true });
    window.removeEventListener("pointercancel", this.onUp, { capture: true });
  }

  /**
   * Data coordinates under a pixel, rounded to what a pixel can tell.
   * @param {Place} at @returns {Pair}
   */
  toData({ x, y }) {
    const frame = this.stage.landscape.frame();
    const round = (/** @type {number} */ value, /** @type {number} */ scale) => {
      const unit = 10 ** Math.floor(Math.log10(Math.abs(1 / scale)) - 0.3);
      return +(Math.round(value / unit) * unit).toPrecision(12);
    };
    const clamped = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ span) => Math.min(Math.max(value, low), low + span);
    const dataX = (clamped(x, frame.left, frame.width) - frame.offsetX) / frame.scaleX;
    const dataY = (clamped(y, frame.top, frame.height) - frame.offsetY) / frame.scaleY;
    return [round(dataX, frame.scaleX), round(dataY, frame.scaleY)];
  }

  /** @param {Place} at */
  nearest(at) {
    return nearest(this.stage.visible(), this.stage.trails ?? [], at);
  }
}
