// The pad: two settings of the selected run under one hand, the learning rate across and a second one up.

/** @import { Pen, Run, Spec, Theme } from "../types" */

import { fit, sizeOf } from "./canvas.js";
import { element } from "./dom.js";
import { markerPath } from "./markers.js";
import { marks, position, pretty, valueAt } from "./numbers.js";
import { Resting } from "./resting.js";
import { soon } from "./soon.js";

const TRACK = 1000;
const STEP = 10; // of the track, for an arrow key
const LEAP = 100; // with Shift, and for Page Up and Page Down
const EDGE = { left: 50, right: 12, top: 10, bottom: 24 };

const words = (/** @type {string} */ name) => name.replaceAll("_", " ");

/** What a key moves: along which axis, and by how much of the track. */
const KEYS = new Map([
  ["ArrowLeft", [0, -STEP]],
  ["ArrowRight", [0, STEP]],
  ["ArrowDown", [1, -STEP]],
  ["ArrowUp", [1, STEP]],
  ["PageDown", [1, -LEAP]],
  ["PageUp", [1, LEAP]],
  ["Home", [0, -TRACK]],
  ["End", [0, TRACK]],
]);

const within = (/** @type {number} */ place) => Math.min(1, Math.max(0, place));

export class Pad {
  /** @type {Run} */
  run;
  /** @type {Theme} */
  theme;
  /** @type {Spec[]} The two settings, across and up; none before the first run. */
  specs = [];
  /** @type {number[]} */
  values = [];
  held = false;
  scales = new Resting();

  /** @param {(changes: [string, number][]) => void} change is called with what a movement changed */
  constructor(change) {
    this.change = change;
    this.follow = soon(() => {
      this.say();
      this.draw();
    });
    this.canvas = element("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    // Two sliders that only assistive technology sees as such: one for each axis, and both have the keys of the pad.
    this.handles = ["horizontal", "vertical"].map((way, axis) => {
      const handle = element("input", { type: "range", min: 0, max: TRACK, step: 1, className: "stage-pad-handle" });
      handle.setAttribute("aria-orientation", way);
      handle.tabIndex = axis ? -1 : 0;
      handle.oninput = () => this.go(axis, +handle.value / TRACK);
      handle.onkeydown = (event) => this.key(event);
      return handle;
    });
    this.surface = element("div", { className: "stage-pad-surface" }, this.canvas, ...this.handles);
    this.node = element("div", { className: "stage-pad", role: "group", hidden: true }, this.surface);
    this.surface.addEventListener("pointerdown", (event) => this.down(event));
    this.surface.addEventListener("pointermove", (event) => this.held && this.move(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.surface.addEventListener(name, () => (this.held = false));
    }
    this.surface.addEventListener("dblclick", () => this.moved(this.specs.map((spec) => spec.default)));
    new ResizeObserver(() => this.draw()).observe(this.surface);
  }

  /**
   * Takes the run's two sliders.
   * @param {Run} run @param {Theme} theme
   * @param {(spec: Spec) => boolean} waits tells for which of them the hand is ahead of the message
   */
  receive(run, theme, waits) {
    const specs = (run.pad ?? []).flatMap((name) => run.sliders.filter((spec) => spec.name === name));
    this.node.hidden = specs.length < 2;
    if (this.node.hidden) return;
    const same = this.run?.key === run.key && this.specs.every((spec, axis) => spec.name === specs[axis].name);
    this.values = specs.map((spec, axis) => (same && waits(spec) ? this.values[axis] : spec.value));
    Object.assign(this, { run, theme, specs });
    this.node.setAttribute("aria-label", specs.map((spec) => words(spec.name)).join(" and ") + ", together");
    this.surface.title = `${specs.map((spec) => words(spec.name)).join(" across, ")} up. Drag, or use the arrow keys; a double click brings the defaults back.`;
    this.say();
    this.draw();
  }

  /**
   * Follows a setting that is changed elsewhere.
   * @param {string} name @param {number} value
   */
  show(name, value) {
    const axis = this.specs.findIndex((spec) => spec.name === name);
    if (axis < 0) return;
    this.values[axis] = value;
    this.follow();
  }

  say() {
    const both = this.specs.map((spec, axis) => `${words(spec.name)} ${pretty(this.values[axis])}`).join(", ");
    this.handles.forEach((handle, axis) => {
      handle.value = String(Math.round(position(this.specs[axis], this.values[axis]) * TRACK));
      handle.setAttribute("aria-label", `${words(this.specs[axis].name)} on the pad`);
      handle.setAttribute("aria-valuetext", both);
    });
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.held = true;
    this.surface.setPointerCapture(event.pointerId);
    this.handles[0].focus({ preventScroll: true });
    this.move(event);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const box = this.surface.getBoundingClientRect();
    const across = (event.clientX - box.left - EDGE.left) / (box.width - EDGE.left - EDGE.right);
    const up = (box.bottom - EDGE.bottom - event.clientY) / (box.height - EDGE.top - EDGE.bottom);
    this.moved([across, up].map((place, axis) => valueAt(this.specs[axis], within(place))));
  }

  /** @param {number} axis @param {number} place */
  go(axis, place) {
    this.moved(this.values.map((value, i) => (i === axis ? valueAt(this.specs[i], within(place)) : value)));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = KEYS.get(event.key);
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [axis, by] = step;
    this.handles[axis].focus({ preventScroll: true });
    const stride = event.shiftKey && Math.abs(by) === STEP ? 10 * by : by;
    this.go(axis, position(this.specs[axis], this.values[axis]) + stride / TRACK);
  }

  /** @param {number[]} values */
  moved(values) {
    const before = this.values;
    this.values = values;
    const changed = this.specs.map((spec, axis) => /** @type {[string, number]} */ ([spec.name, values[axis]]));
    this.change(changed.filter((_, axis) => values[axis] !== before[axis]));
    this.follow();
  }

  draw() {
    const { width, height } = sizeOf(this.surface);
    if (!this.specs.length || !width) return;
    const pen = fit(this.canvas, this.surface);
    const box = { left: EDGE.left, top: EDGE.top, width: width - EDGE.left - EDGE.right, height: height - EDGE.top - EDGE.bottom };
    this.scales.below(pen, (to) => this.drawScales(to, box));
    const [across, up] = this.specs.map((spec, axis) => position(spec, this.values[axis]));
    const [x, y] = [box.left + across * box.width, box.top + (1 - up) * box.height];
    const color = this.run.colors[this.theme.index];
    pen.strokeStyle = color;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.moveTo(box.left, y);
    pen.lineTo(box.left + box.width, y);
    pen.moveTo(x, box.top);
    pen.lineTo(x, box.top + box.height);
    pen.stroke();
    const mark = markerPath(this.run.marker, x, y, 8.5);
    pen.lineWidth = 3.4;
    pen.strokeStyle = this.theme.casing;
    pen.stroke(mark);
    pen.fillStyle = color;
    pen.fill(mark);
  }

  /** @param {Pen} pen @param {{ left: number, top: number, width: number, height: number }} box */
  drawScales(pen, box) {
    const { theme } = this;
    const [across, up] = this.specs;
    const bottom = box.top + box.height;
    pen.lineWidth = 1;
    pen.strokeStyle = theme.rule;
    pen.fillStyle = theme.ink;
    pen.font = `13px ${theme.font}`;
    pen.textAlign = "center";
    pen.textBaseline = "top";
    pen.beginPath();
    for (const { place, text } of marks(across, 44 / box.width)) {
      const x = Math.round(box.left + place * box.width) + 0.5;
      pen.moveTo(x, box.top);
      pen.lineTo(x, bottom);
      pen.fillText(text, x, bottom + 6);
    }
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    for (const { place, text } of marks(up, 17 / box.height)) {
      const y = Math.round(bottom - place * box.height) + 0.5;
      pen.moveTo(box.left, y);
      pen.lineTo(box.left + box.width, y);
      pen.fillText(text, box.left - 6, y);
    }
    pen.stroke();
    pen.strokeStyle = theme.quiet;
    pen.strokeRect(box.left + 0.5, box.top + 0.5, box.width - 1, box.height - 1);
    pen.font = "italic 17px Georgia, 'Times New Roman', serif";
    pen.lineWidth = 4;
    pen.lineJoin = "round";
    pen.strokeStyle = theme.casing;
    pen.textAlign = "right";
    name(pen, across.symbol, box.left + box.width - 7, bottom - 11);
    pen.textAlign = "left";
    name(pen, up.symbol, box.left + 7, box.top + 13);
  }
}

/** @param {Pen} pen @param {string} text @param {number} x @param {number} y */
function name(pen, text, x, y) {
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}
