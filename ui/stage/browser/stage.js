// The stage: holds the scene's picture and the clock, and repaints what depends on them.

/** @import { Arrays, Component, CurveFrame, Edit, Frame, Header, Pair, SetState, Theme, Trail } from "../types" */

import { address } from "./address.js";
import { alone, fileAddress } from "./alone.js";
import { Basins } from "./basins.js";
import { fit } from "./canvas.js";
import { Courier } from "./courier.js";
import { curveFrame, drawCurve } from "./curve.js";
import { button, element } from "./dom.js";
import { Edits } from "./edits.js";
import { EnsembleTable } from "./ensemble.js";
import { FormulaBar } from "./formula_bar.js";
import { icon } from "./icons.js";
import { knows, Landscape } from "./landscape.js";
import { Legend } from "./legend.js";
import { Layouts } from "./layouts.js";
import { Looks } from "./looks.js";
import { ExportMenu } from "./menu.js";
import { Live } from "./live.js";
import { Looking } from "./looking.js";
import { unpack } from "./message.js";
import { idsOf, nameOf } from "./naming.js";
import { Pointer } from "./pointer.js";
import { Projector } from "./projector.js";
import { drawRates } from "./rates.js";
import { Table } from "./table.js";
import { readTheme } from "./theme.js";
import { drawTrails, project, projectCompanions } from "./trails.js";
import { Transport } from "./transport.js";
import { Tuner } from "./tuner.js";

/** @type {WeakMap<HTMLElement, Stage>} */
const STAGES = new WeakMap();

/**
 * Called by the page for every message and every change of theme.
 * @param {Component} component
 */
export function update({ data, parentElement, setStateValue, setTriggerValue }) {
  let stage = STAGES.get(parentElement);
  if (!stage) STAGES.set(parentElement, (stage = new Stage(/** @type {HTMLElement} */ (parentElement.querySelector(".stage")))));
  stage.courier.connect(setTriggerValue);
  stage.receive(data, setStateValue);
}

/** @param {HTMLElement} parentElement */
export function unmount(parentElement) {
  STAGES.get(parentElement)?.remove();
  STAGES.delete(parentElement);
}

function addStyles() {
  if (alone()) return;
  const href = fileAddress("stage.css", import.meta.url);
  if (!document.querySelector(`link[href="${href}"]`)) document.head.append(element("link", { rel: "stylesheet", href }));
}

export class Stage {
  /** @type {Header} The newest message; there is none before the first. */
  header;
  /** @type {Arrays} */
  arrays;
  /** @type {Theme} */
  theme;
  /** @type {Trail[] | null} */
  trails = null;
  /** @type {Trail[]} */
  companions = [];
  /** @type {CurveFrame | null} */
  curveGeometry = null;
  /** @type {Pair | null} */
  draggedStart = null;
  /** @type {number | null} */
  request = null;
  selectedId = "";
  hasOpened = false;
  /** @type {Uint8Array | null} The bytes of the newest message. */
  received = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    addStyles();
    this.root = root;
    root.toggleAttribute("data-alone", Boolean(alone()));
    this.edits = new Edits();
    this.courier = new Courier();
    /** @type {Set<string>} */
    this.hidden = new Set();
    this.selected = 0;
    this.clock = 0;
    this.frames = 0;
    this.area = element("div", { className: "stage-area" });
    this.curve = element("div", { className: "stage-curve", title: "Click or drag to move through the race" });
    const transport = element("div", { className: "stage-transport", role: "group", "aria-label": "Playback" });
    const side = element("div", { className: "stage-side" });
    const results = element("div", { className: "stage-results" });
    this.rates = element("div", { className: "stage-rates", hidden: true });
    this.ratesCanvas = this.rates.appendChild(element("canvas", { role: "img", "aria-label": "Learning rate against step" }));
    this.notice = element("div", { className: "stage-notice", role: "status", hidden: true });
    const bar = element("div", { className: "stage-bar" });
    this.lands = element("div", { className: "stage-lands" }, this.area);
    this.formula = new FormulaBar(this);
    root.replaceChildren(element("div", { className: "stage-main" }, this.formula.node, bar, this.lands, transport, this.curve, this.rates), side, results, this.notice);
    this.landscape = new Landscape(this.area, () => this.viewMoved());
    this.looks = new Looks(this, bar, this.lands);
    this.layouts = new Layouts(this, bar, this.lands);
    this.basins = new Basins(this, bar, this.lands);
    this.canvas = this.area.appendChild(element("canvas", { className: "stage-canvas" }));
    this.curveCanvas = this.curve.appendChild(element("canvas", { role: "img", "aria-label": "Loss against step; the table below has the numbers" }));
    const zoom = this.area.appendChild(this.zoomButtons());
    this.empty = this.area.appendChild(element("div", { className: "stage-empty", hidden: true }));
    this.looking = new Looking(this, this.curve, zoom);
    side.append(this.looking.inspector.node);
    this.keys = this.looking.keys;
    this.legend = new Legend(this, side);
    this.tuner = new Tuner(this, side);
    this.exports = new ExportMenu(this, bar);
    this.projector = new Projector(this, this.exports.holder);
    this.transport = new Transport(this, transport);
    this.table = new Table(this, results);
    this.ensemble = new EnsembleTable(this, results);
    this.pointer = new Pointer(this, this.area);
    this.scrubOnCurve();
    this.observer = new ResizeObserver(() => this.viewMoved());
    this.observer.observe(this.area);
    this.observer.observe(this.curve);
    this.live = new Live(this, results);
    window.descentLabStage = this; // for measurements
  }

  zoomButtons() {
    return element(
      "div",
      { className: "stage-zoom" },
      button(icon("plus"), "Zoom in", () => this.landscape.scaleView(0.6)),
      button(icon("minus"), "Zoom out", () => this.landscape.scaleView(1 / 0.6)),
      button(icon("whole"), "Whole view (double click)", () => this.landscape.reset()),
    );
  }

  scrubOnCurve() {
    const seek = (/** @type {PointerEvent} */ event) => {
      if (!this.curveGeometry) return;
      const box = this.curve.getBoundingClientRect();
      this.transport.seek(Math.round(this.curveGeometry.stepAt(event.clientX - box.left)));
    };
    this.curve.addEventListener("pointerdown", (event) => {
      this.curve.setPointerCapture(event.pointerId);
      this.transport.pause();
      seek(event);
    });
    this.curve.addEventListener("pointermove", (event) => event.buttons && seek(event));
  }

  /** @param {Uint8Array<ArrayBuffer>} data @param {SetState} setStateValue */
  receive(data, setStateValue) {
    const first = !this.header;
    this.theme = readTheme(this.root);
    this.root.dataset.theme = this.theme.name;
    if (data !== this.received) {
      this.received = data;
      const before = first ? undefined : { steps: this.header.steps, ids: this.ids() };
      Object.assign(this, unpack(data));
      this.courier.receive(this.header.answer);
      this.edits.connect(setStateValue, () => this.known());
      const settled = this.edits.acknowledge(this.header.serial);
      if (!this.edits.waitsFor("start")) this.draggedStart = null;
      this.adopt(before, first);
      this.live.receive();
      if (this.header.refused.length) this.say(this.header.refused.join(". "));
      this.settled = settled;
    }
    this.landscape.show(this.header, this.arrays, this.theme).catch((error) => this.say(`${error.message}. Reload the page.`));
    this.layouts.arrange();
    this.looks.arrange();
    this.formula.receive();
    this.legend.receive(this.theme);
    this.tuner.receive(this.theme);
    this.table.receive(this.theme);
    this.ensemble.receive();
    this.looking.receive(this.hasOpened);
    this.hasOpened = false;
    this.projector.receive();
    this.basins.receive();
    this.showEmpty();
    this.rates.hidden = !this.header.rates_vary;
    this.trails = null;
    this.curveGeometry = null;
    this.invalidate();
    this.scheduleAddress();
  }

  /** What the server need not send again: the landscape and the cards that are shown. */
  known() {
    const { key } = this.header.landscape;
    return [...(knows(key) ? [key] : []), ...this.header.cards, ...this.layouts.versus.known()];
  }

  /**
   * Keeps clock, hidden and selected runs through a change; at first takes them from the scene.
   * @param {{ steps: number, ids: string[] } | undefined} before @param {boolean} first
   */
  adopt(before, first) {
    const { view, steps, runs } = this.header;
    this.transport.receive(this.header, first);
    const ids = this.ids();
    const opened = first || this.opened !== this.header.opened;
    this.opened = this.header.opened;
    this.hasOpened ||= opened;
    if (opened) {
      this.hidden = new Set(view.hidden.map((i) => ids[i]));
      this.selectedId = ids[view.selected];
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.clock = view.step ?? (still ? steps : 0);
      this.transport.pause();
      if (view.step === null && !still && runs.length) this.transport.play();
    } else if (before && before.steps !== steps) {
      this.clock = this.clock >= before.steps ? steps : Math.min(this.clock, steps);
    }
    const tuned = ids.filter((_, i) => !runs[i].pinned);
    if (!tuned.includes(this.selectedId)) this.selectedId = tuned.find((id) => !before?.ids.includes(id)) ?? tuned.at(-1) ?? "";
    this.selected = Math.max(0, ids.indexOf(this.selectedId));
    this.layouts.receive(opened);
    this.looks.receive(opened);
  }

  ids() {
    return idsOf(this.header.runs);
  }

  /** @param {number} i */
  nameOf(i) {
    return nameOf(this.header.runs, i);
  }

  /** @param {number} i */
  isHidden(i) {
    return this.hidden.has(this.ids()[i]);
  }

  visible() {
    const ids = this.ids();
    return ids.map((_, i) => i).filter((i) => !this.hidden.has(ids[i]));
  }

  /** @param {number} i */
  toggleRun(i) {
    const id = this.ids()[i];
    if (!this.hidden.delete(id)) this.hidden.add(id);
    this.legend.mark();
    this.table.receive(this.theme);
    this.showEmpty();
    this.curveGeometry = null;
    this.viewChanged();
    this.invalidate();
  }

  /** @param {number} i */
  select(i) {
    this.selectedId = this.ids()[i];
    this.selected = i;
    this.basins.follow();
    this.legend.mark();
    this.tuner.receive(this.theme);
    this.looking.receive(false);
    this.curveGeometry = null;
    this.projector.receive();
    this.viewChanged();
    this.invalidate();
  }

  start() {
    return this.draggedStart ?? this.header.start;
  }

  /** @param {Frame} frame */
  startPixels(frame) {
    const [x, y] = this.start();
    const flat = this.header.surface.dimensions === 1;
    const height = flat ? this.lossAt(x) : y;
    return { x: x * frame.scaleX + frame.offsetX, y: height * frame.scaleY + frame.offsetY };
  }

  /**
   * The drawn curve's height at x, for losses of one variable.
   * @param {number} x @returns {number}
   */
  lossAt(x) {
    const { x: xs, y: ys } = this.landscape.trace;
    const place = ((x - xs[0]) / (xs[xs.length - 1] - xs[0])) * (xs.length - 1);
    const i = Math.min(Math.max(Math.floor(place), 0), xs.length - 2);
    return ys[i] + (ys[i + 1] - ys[i]) * (place - i);
  }

  /** @param {Pair} at @param {boolean} send */
  moveStart([x, y], send) {
    if (alone() && !this.live.engine) return;
    const flat = this.header.surface.dimensions === 1;
    this.draggedStart = [x, flat ? 0 : y];
    this.tuner.showStart(this.draggedStart);
    if (send) this.push("start", { kind: "start", x, y: this.draggedStart[1] });
    this.invalidate();
  }

  /** @param {string} target @param {Edit} edit */
  push(target, edit) {
    this.pushAll([[target, edit]]);
  }

  /** Asks for what one movement changes. @param {[string, Edit][]} edits */
  pushAll(edits) {
    if (alone() && !this.live.can(edits.map(([, edit]) => edit))) return;
    this.edits.pushAll(edits);
    this.live.preview();
  }

  /** @param {string} text */
  say(text) {
    this.notice.textContent = text;
    this.notice.hidden = false;
    clearTimeout(this.noticeTimer);
    this.noticeTimer = setTimeout(() => (this.notice.hidden = true), 3000 + 50 * text.length);
  }

  showEmpty() {
    const none = this.header.runs.length === 0;
    this.empty.hidden = this.visible().length > 0;
    this.empty.textContent = none ? "No optimizer is in the race. Choose one under “Optimizers”." : "All optimizers are hidden. Tick one in the list.";
  }

  viewMoved() {
    this.trails = null;
    this.curveGeometry = null;
    this.viewChanged();
    this.invalidate();
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
      this.request = null;
      if (!this.header || !this.root.isConnected) return;
      this.live.advance();
      this.transport.tick(now);
      this.paint();
    });
  }

  paint() {
    this.transport.refresh();
    this.projector.refresh();
    this.legend.refresh();
    const pen = fit(this.curveCanvas, this.curve);
    this.curveGeometry ??= curveFrame(this, this.curve.clientWidth, this.curve.clientHeight);
    drawCurve(pen, this, this.curveGeometry, this.theme);
    if (this.header.rates_vary) drawRates(fit(this.ratesCanvas, this.rates), this, this.rates.clientWidth, this.rates.clientHeight, this.theme);
    this.looking.follow();
    if (this.landscape.ready()) {
      const frame = this.landscape.frame();
      if (!this.trails) {
        this.trails = this.header.runs.map((_, i) => project(this, i, frame));
        this.companions = projectCompanions(this, frame);
      }
      const above = fit(this.canvas, this.area);
      drawTrails(above, this, frame, this.trails, this.theme, this.companions);
      this.looking.draw(above, frame);
    }
    this.looks.paint();
    this.layouts.paint();
    this.frames += 1;
    this.paintedSerial = this.header.serial;
  }

  remove() {
    this.observer.disconnect();
    this.transport.remove();
    this.exports.remove();
    this.projector.remove();
    this.landscape.remove();
    this.looks.remove();
    this.pointer.remove();
    this.live.remove();
    clearTimeout(this.addressTimer);
    if (this.request !== null) cancelAnimationFrame(this.request);
  }
}
