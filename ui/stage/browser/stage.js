// The stage: holds the scene's picture and the clock, and repaints what depends on them.

/** @import { Arrays, Component, CurveFrame, Edit, Extent, Header, Pair, Past, SetState, Theme, Trail } from "../types" */

import { AddressBar } from "./address.js";
import { alone, fileAddress } from "./alone.js";
import { Basins } from "./basins.js";
import { boxes } from "./boxes.js";
import { fit } from "./canvas.js";
import { Courier } from "./courier.js";
import { element } from "./dom.js";
import { Edits } from "./edits.js";
import { EnsembleTable } from "./ensemble.js";
import { FormulaBar } from "./formula_bar.js";
import { keep } from "./keeping.js";
import { knows, Landscape, zoomButtons } from "./landscape.js";
import { Layouts } from "./layouts.js";
import { Legend } from "./legend.js";
import { Live } from "./live.js";
import { Looking } from "./looking.js";
import { Looks } from "./looks.js";
import { unpack } from "./message.js";
import { idsOf, nameOf } from "./naming.js";
import { notify, showEmpty } from "./notices.js";
import { exportMenu } from "./offers.js";
import { Pointer } from "./pointer.js";
import { Projector } from "./projector.js";
import { Resting } from "./resting.js";
import { listenToScrubs, paintStrips } from "./strips.js";
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
  /** @type {Extent | undefined} The axis of the last curve. */
  curveAxis;
  /** @type {Past | null} What the newest picture came after, until it is drawn. */
  past = null;
  /** @type {Pair | null} */
  draggedStart = null;
  /** @type {number | null} */
  request = null;
  selectedId = "";
  /** @type {number | undefined} How many scenes were opened anew, as the newest message counts them. */
  opened;
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
    this.address = new AddressBar(this);
    /** @type {Set<string>} */
    this.hidden = new Set();
    this.selected = 0;
    this.clock = 0;
    this.frames = 0;
    this.formula = new FormulaBar(this);
    const built = boxes(root, this.formula.node);
    const { bar, side, results } = built;
    this.area = built.area;
    this.canvas = built.canvas;
    this.empty = built.empty;
    this.lands = built.lands;
    this.notice = built.notice;
    this.curve = built.curve;
    this.curveCanvas = built.curveCanvas;
    this.rates = built.rates;
    this.ratesCanvas = built.ratesCanvas;
    this.resting = { land: new Resting(), curve: new Resting() };
    this.landscape = new Landscape(this.area, () => this.viewMoved());
    this.looks = new Looks(this, bar, this.lands);
    this.layouts = new Layouts(this, bar, this.lands);
    this.basins = new Basins(this, bar, this.lands);
    const zoom = this.area.insertBefore(zoomButtons(this.landscape), this.empty);
    this.looking = new Looking(this, this.curve, zoom);
    side.append(this.looking.inspector.node);
    this.keys = this.looking.keys;
    this.legend = new Legend(this, side);
    this.tuner = new Tuner(this, side);
    this.exports = exportMenu(this, bar);
    this.projector = new Projector(this, this.exports.holder);
    this.transport = new Transport(this, built.transport);
    this.table = new Table(this, results);
    this.ensemble = new EnsembleTable(this, results);
    this.pointer = new Pointer(this, this.area);
    listenToScrubs(this);
    this.observer = new ResizeObserver(() => {
      this.landscape.resized();
      this.viewMoved();
    });
    this.observer.observe(this.area);
    this.observer.observe(this.curve);
    this.live = new Live(this, results);
    window.descentLabStage = this; // for measurements
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
      keep(this, before);
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
    showEmpty(this);
    this.rates.hidden = !this.header.rates_vary;
    this.trails = null;
    this.curveGeometry = null;
    this.invalidate();
    this.address.follow();
  }

  /** What the server need not send again: the landscape and the cards that are shown. */
  known() {
    const { key } = this.header.landscape;
    return [...(knows(key) ? [key] : []), ...this.header.cards, ...this.layouts.versus.known()];
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
    showEmpty(this);
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
    this.live.follow(edits.map(([, edit]) => edit));
  }

  /** @param {string} text */
  say(text) {
    notify(this.notice, text);
  }

  viewMoved() {
    this.trails = this.past = null;
    this.curveGeometry = null;
    this.viewChanged();
    this.invalidate();
  }

  viewChanged() {
    this.address.follow();
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

  // First the canvases, then the texts: a canvas that is told a font has the page laid out when a text has changed.
  paint() {
    paintStrips(this);
    if (this.landscape.ready()) {
      const frame = this.landscape.frame();
      if (!this.trails) {
        const { trails, still } = this.past ?? {};
        this.trails = this.header.runs.map((_, i) => (still?.has(i) && trails?.[i]) || project(this, i, frame));
        this.companions = projectCompanions(this, frame);
      }
      const above = fit(this.canvas, this.area);
      drawTrails(above, this, frame, this.trails, this.theme, this.companions, this.resting.land);
      this.looking.draw(above, frame);
    }
    this.past = null;
    this.looks.paint();
    this.layouts.paint();
    this.looking.follow();
    this.transport.refresh();
    this.projector.refresh();
    this.legend.refresh();
    this.table.refresh();
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
    this.basins.remove();
    this.pointer.remove();
    this.live.remove();
    this.address.remove();
    if (this.request !== null) cancelAnimationFrame(this.request);
  }
}
