// The view of moving averages: holds the sequence, every β, and the clock, and repaints what depends on them.

/** @import { Average, Component, CurveKey, Curves, Header } from "../../averages" */
/** @import { Theme } from "../../types" */

import { alone } from "../alone.js";
import { fit } from "../canvas.js";
import { shownStep } from "../clock.js";
import { element } from "../dom.js";
import { Edits } from "../edits.js";
import { ExportMenu, shared } from "../menu.js";
import { readTheme } from "../theme.js";
import { Transport } from "../transport.js";
import { chartBox, described, drawChart } from "./chart.js";
import { Chips } from "./chips.js";
import { curvesOf } from "./maths.js";
import { MeasuresTable } from "./measures.js";
import { Panels } from "./panels.js";
import { address, offers } from "./takeaway.js";

/** @type {WeakMap<HTMLElement, View>} */
const VIEWS = new WeakMap();

/**
 * Called by the page for every message and every change of theme.
 * @param {Component} component
 */
export function update({ data, parentElement, setStateValue }) {
  let view = VIEWS.get(parentElement);
  if (!view) VIEWS.set(parentElement, (view = new View(/** @type {HTMLElement} */ (parentElement.querySelector(".averages")))));
  view.receive(data, setStateValue);
}

/** @param {HTMLElement} parentElement */
export function unmount(parentElement) {
  VIEWS.get(parentElement)?.remove();
  VIEWS.delete(parentElement);
}

function addStyles() {
  if (alone()) return;
  for (const name of ["../stage.css", "./averages.css"]) {
    const { href } = new URL(name, import.meta.url);
    if (!document.querySelector(`link[href="${href}"]`)) document.head.append(element("link", { rel: "stylesheet", href }));
  }
}

export class View {
  /** @type {Header} The newest message; there is none before the first. */
  header;
  /** @type {Theme} */
  theme;
  /** @type {number | null} The place under the pointer, which the pictures follow. */
  hover = null;
  /** @type {number | null} The k that was asked for below the factor's curve. */
  asked = null;
  /** @type {Map<number, number>} Every β as it stands under the hand, by slot. */
  betas = new Map();
  /** @type {Map<number, { id: string, curves: Curves }>} */
  computed = new Map();
  seriesId = "";
  selected = 1;
  clock = 0;
  frames = 0;
  /** @type {Set<number>} */
  hidden = new Set();
  /** @type {Component["data"] | undefined} */
  received;
  /** @type {number | undefined} */
  request;

  /** @param {HTMLElement} root */
  constructor(root) {
    addStyles();
    this.root = root;
    root.toggleAttribute("data-alone", Boolean(alone()));
    this.edits = new Edits();
    this.area = element("div", { className: "averages-area", title: "Point at a day to see its weights; click or drag to go there" });
    this.canvas = this.area.appendChild(element("canvas", { role: "img" }));
    const transport = element("div", { className: "stage-transport", role: "group", "aria-label": "Playback" });
    const side = element("div", { className: "stage-side" });
    const below = element("div", { className: "stage-results" });
    this.notice = element("div", { className: "stage-notice", role: "status", hidden: true });
    root.replaceChildren(element("div", { className: "stage-main" }, this.area, transport), side, below, this.notice);
    const bar = side.appendChild(element("div", { className: "stage-bar" }));
    this.exports = new ExportMenu(this, bar, { offers: () => offers(this), address: () => address(this) });
    this.chips = new Chips(this, side);
    this.keys = { c: () => shared(this, address(this), "Link") };
    this.transport = new Transport(this, transport);
    this.panels = new Panels(this, below);
    this.table = new MeasuresTable(this, below);
    this.listen();
    this.observer = new ResizeObserver(() => this.invalidate());
    this.observer.observe(this.area);
    this.observer.observe(below);
    Reflect.set(window, "descentLabAverages", this); // for measurements
  }

  listen() {
    const place = (/** @type {PointerEvent} */ event) => {
      const bounds = this.area.getBoundingClientRect();
      const sheet = { pen: /** @type {any} */ (null), width: bounds.width, height: bounds.height, theme: this.theme };
      return Math.round(chartBox(this, sheet).placeAt(event.clientX - bounds.left));
    };
    this.area.addEventListener("pointerdown", (event) => {
      this.area.setPointerCapture(event.pointerId);
      this.transport.pause();
      this.hover = null;
      this.transport.seek(place(event));
    });
    this.area.addEventListener("pointermove", (event) => {
      if (event.buttons) this.transport.seek(place(event));
      else if (event.pointerType === "mouse") this.point(place(event));
    });
    this.area.addEventListener("pointerleave", () => this.point(null));
  }

  /** @param {number | null} k */
  point(k) {
    if (this.hover === k) return;
    this.hover = k;
    this.asked = null;
    this.invalidate();
  }

  /** @param {Component["data"]} data @param {Component["setStateValue"]} setStateValue */
  receive(data, setStateValue) {
    const before = this.header;
    this.theme = readTheme(this.root);
    this.root.dataset.theme = this.theme.name;
    if (data !== this.received) {
      this.received = data;
      this.header = { ...data, steps: data.series.values.length, runs: data.averages };
      this.edits.connect(setStateValue, () => []);
      this.edits.acknowledge(data.serial);
      this.adopt(before);
      if (data.refused.length) this.say(`${data.refused.join(". ")}.`);
    }
    this.chips.receive(this.header);
    this.table.receive();
    this.invalidate();
    this.scheduleAddress();
  }

  /** Keeps what is under the hand and how it is looked at; at first takes them from the scene. @param {Header | undefined} before */
  adopt(before) {
    const { averages, view, steps, series, opened, curves } = this.header;
    this.seriesId = `${series.key} ${steps} ${opened}`;
    for (const { slot, beta } of averages) {
      if (!this.edits.waitsFor(`beta ${slot}`)) this.betas.set(slot, beta);
    }
    for (const curve of curves) if (this.edits.waitsFor(`curve ${curve[0]}`)) curve[3] = before?.curves.find((c) => c[0] === curve[0])?.[3] ?? curve[3];
    this.transport.receive(this.header, !before);
    this.transport.scrub.setAttribute("aria-label", series.start ? "Day" : "Step");
    const slots = averages.map((average) => average.slot);
    if (!before) {
      this.hidden = new Set(view.hidden);
      this.selected = view.selected;
    } else {
      const added = slots.find((slot) => !before.averages.some((average) => average.slot === slot));
      if (added !== undefined) {
        this.selected = added;
        this.hidden.delete(added);
      }
    }
    if (!slots.includes(this.selected)) this.selected = slots[slots.length - 1] ?? 0;
    if (!before || before.opened !== opened) this.begin(view.day);
  }

  /** @param {number | null} day */
  begin(day) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.transport.pause();
    this.asked = null;
    this.clock = Math.min(day ?? (still ? this.header.steps : 0), this.header.steps);
    if (day === null && !still) this.transport.play();
  }

  /** @param {Average} average */
  betaOf(average) {
    return this.betas.get(average.slot) ?? average.beta;
  }

  /** @param {Average} average @returns {Curves} */
  curves(average) {
    const beta = this.betaOf(average);
    const id = `${this.seriesId} ${beta}`;
    const known = this.computed.get(average.slot);
    if (known?.id === id) return known.curves;
    const curves = curvesOf(this.header.series.values, beta);
    this.computed.set(average.slot, { id, curves });
    return curves;
  }

  visible() {
    return this.header.averages.filter((average) => !this.hidden.has(average.slot));
  }

  selectedAverage() {
    return this.header.averages.find((average) => average.slot === this.selected) ?? null;
  }

  /** @param {CurveKey} key */
  drawn(key) {
    return this.header.curves.some((curve) => curve[0] === key && curve[3]);
  }

  /** The first curve that is drawn: names and values stand at its heads. @returns {CurveKey | null} */
  mainCurve() {
    return this.header.curves.find((curve) => curve[3])?.[0] ?? null;
  }

  /** The number of values that have come: up to the pointer, else up to the clock. */
  focus() {
    return this.hover ?? shownStep(this.clock);
  }

  /** The k at which sum and factor are read. */
  readAt() {
    return this.asked ?? this.focus();
  }

  /** @param {number} slot @param {number} beta */
  moveBeta(slot, beta) {
    this.betas.set(slot, beta);
    this.push(`beta ${slot}`, { kind: "beta", slot, value: beta });
    this.invalidate();
  }

  /** @param {CurveKey} key @param {boolean} drawn */
  drawCurve(key, drawn) {
    for (const curve of this.header.curves) if (curve[0] === key) curve[3] = drawn;
    this.push(`curve ${key}`, { kind: "curve", name: key, value: drawn });
    this.table.receive();
    this.invalidate();
  }

  /** @param {string} target @param {import("../../types").Edit} edit */
  push(target, edit) {
    this.edits.push(target, edit);
  }

  /** @param {number} index */
  toggleRun(index) {
    this.toggleSlot(this.header.averages[index].slot);
  }

  /** @param {number} slot */
  toggleSlot(slot) {
    if (!this.hidden.delete(slot)) this.hidden.add(slot);
    this.table.receive();
    this.viewChanged();
    this.invalidate();
  }

  /** @param {number} slot */
  select(slot) {
    if (this.selected === slot) return;
    this.selected = slot;
    this.viewChanged();
    this.invalidate();
  }

  /** @param {string} text */
  say(text) {
    this.notice.textContent = text;
    this.notice.hidden = false;
    clearTimeout(this.noticeTimer);
    this.noticeTimer = setTimeout(() => (this.notice.hidden = true), 3000 + 50 * text.length);
  }

  viewChanged() {
    if (this.header) this.scheduleAddress();
  }

  /** Keeps the page's address on the scene, so that a reload or a bookmark opens it again. */
  scheduleAddress() {
    clearTimeout(this.addressTimer);
    if (alone()) return;
    this.addressTimer = setTimeout(() => {
      if (this.root.isConnected && !this.transport.playing) history.replaceState(history.state, "", address(this));
    }, 400);
  }

  invalidate() {
    this.request ??= requestAnimationFrame((now) => {
      this.request = undefined;
      if (!this.header || !this.root.isConnected) return;
      this.transport.tick(now);
      this.paint();
    });
  }

  paint() {
    this.transport.refresh();
    this.transport.scrub.setAttribute("aria-valuetext", `${this.header.series.step} ${shownStep(this.clock)} of ${this.header.steps}`);
    const pen = fit(this.canvas, this.area);
    drawChart(this, { pen, width: this.area.clientWidth, height: this.area.clientHeight, theme: this.theme });
    if (!this.transport.playing) this.canvas.setAttribute("aria-label", described(this));
    this.chips.mark();
    this.panels.refresh();
    this.frames += 1;
    this.paintedSerial = this.header.serial;
  }

  remove() {
    this.observer.disconnect();
    this.transport.remove();
    this.exports.remove();
    clearTimeout(this.addressTimer);
    if (this.request !== undefined) cancelAnimationFrame(this.request);
  }
}
