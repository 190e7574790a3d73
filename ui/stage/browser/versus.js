// A against B: the scene that is edited, and beside it a frozen one, on one clock.

/** @import { Stage } from "./stage.js" */
/** @import { Land, Ranges } from "./relief.js" */
/** @import { Arrays, Frame, Header, Pen, Theme, Trail } from "../types" */

import { alone } from "./alone.js";
import { fit } from "./canvas.js";
import { curveFrame, drawCurve } from "./curve.js";
import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { loadPlotly, pictureOf } from "./landscape.js";
import { idsOf } from "./naming.js";
import { marks, pretty } from "./numbers.js";
import { frameOf, relief } from "./relief.js";
import { drawTrails, project, projectCompanions } from "./trails.js";

const PREFIX = "beside_";
// The room around B's landscape is that which Plotly leaves around A's.
const MARGIN = { left: 46, right: 10, top: 10, bottom: 34 };

/**
 * The arrays of the frozen scene by their own names, with losses put together from their gaps.
 * @param {Record<string, Float32Array>} arrays @param {number} lowest
 */
export function besideArrays(arrays, lowest) {
  /** @type {Record<string, Float32Array>} */
  const own = {};
  for (const [name, array] of Object.entries(arrays)) if (name.startsWith(PREFIX)) own[name.slice(PREFIX.length)] = array;
  own.losses = own.gaps.map((gap) => gap + lowest);
  return /** @type {Arrays & typeof own} */ (own);
}

// Frozen scenes by their keys. The page may mount the stage anew, and the server does not send them again.
/** @type {Map<string, { header: Header, arrays: Arrays, land: Land }>} */
const KEPT = new Map();
const MOST_KEPT = 4;
const AGAIN = 400; // ms until the server is asked how much more of an unfinished B there is

/** @param {string} key @param {Header} header @param {Record<string, Float32Array>} arrays */
function keep(key, header, arrays) {
  const own = besideArrays(arrays, header.lowest);
  const columns = own.land_x.length;
  const { land_z: heights } = own;
  const rows = heights && Array.from(own.land_y, (_, i) => heights.subarray(i * columns, (i + 1) * columns));
  const figures = /** @type {Land["figures"]} */ (header.landscape.figures);
  KEPT.delete(key);
  KEPT.set(key, { header, arrays: own, land: { figures, x: own.land_x, y: own.land_y, rows } });
  if (KEPT.size > MOST_KEPT) KEPT.delete(String(KEPT.keys().next().value));
}

export class Versus {
  margin = MARGIN;
  key = "";
  /** @type {Stage | null} The stage as if the frozen scene were on it. */
  frozen = null;
  /** @type {Land | null} */
  land = null;
  drawn = "";
  /** @type {HTMLCanvasElement | null} */
  picture = null;
  /** @type {Frame} */
  frame = frameOf([[0, 1], [0, 1]], 0, 0, 1, 1);
  /** @type {Trail[]} */
  trails = [];
  /** @type {Trail[]} */
  companions = [];
  /** @type {string[] | null} What A hides once it has become B's scene. */
  swapped = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  later;

  /** @param {Stage} stage @param {HTMLElement} lands @param {() => void} leave */
  constructor(stage, lands, leave) {
    this.stage = stage;
    this.saidOfA = element("span");
    this.saidOfB = element("span");
    this.acts = element(
      "div",
      { className: "stage-versus-acts", role: "group", "aria-label": "Comparison" },
      button(icon("freeze"), "Compare with this: freeze the scene as it is now beside the one that you edit", () => this.freeze()),
      button(icon("swap"), "Swap: edit B, freeze A", () => this.swap()),
      button(icon("close"), "Leave the comparison and forget B", leave),
    );
    this.headA = element("div", { className: "stage-versus-head" }, element("b", {}, "A"), this.saidOfA);
    this.headB = element("div", { className: "stage-versus-head" }, element("b", {}, "B"), this.saidOfB, this.acts);
    this.canvas = element("canvas", { role: "img" });
    this.box = element("div", { className: "stage-beside" }, this.canvas);
    lands.prepend(this.headA);
    lands.append(this.headB, this.box);
    this.curveCanvas = element("canvas", { role: "img", "aria-label": "Loss of B against step" });
    this.curve = element("div", { className: "stage-curve stage-beside-curve" }, this.curveCanvas);
    stage.curve.after(this.curve);
    new ResizeObserver(() => this.shown && stage.invalidate()).observe(this.box);
    this.show(false);
  }

  get shown() {
    return !this.box.hidden;
  }

  /** @param {boolean} shown */
  show(shown) {
    for (const node of [this.headA, this.headB, this.box, this.curve]) node.hidden = !shown;
    this.acts.hidden = !shown || Boolean(alone());
  }

  /** The runs that A hides, by position. */
  hiddenNow() {
    return this.stage.header.runs.map((_, i) => i).filter((i) => this.stage.isHidden(i));
  }

  freeze() {
    this.stage.push("compare", { kind: "compare", hidden: this.hiddenNow() });
  }

  swap() {
    if (!this.frozen) return;
    this.swapped = [...this.frozen.hidden];
    this.stage.push("compare", { kind: "swap", hidden: this.hiddenNow() });
  }

  /** Takes B out of a message when it is another one. */
  receive() {
    const { header, arrays } = this.stage;
    const { beside } = header;
    if (!beside) {
      this.key = "";
      this.frozen = this.land = null;
      return;
    }
    if (beside.header) keep(beside.key, beside.header, /** @type {any} */ (arrays));
    const kept = KEPT.get(beside.key);
    clearTimeout(this.later);
    const { drops, ensemble } = kept?.header ?? {};
    if ((drops && drops.done < drops.total) || ensemble?.soon) this.later = setTimeout(() => this.stage.root.isConnected && this.stage.push("go on", { kind: "go on" }), AGAIN);
    if (!kept || beside.key === this.key) return;
    this.key = beside.key;
    this.drawn = "";
    if (this.swapped) this.stage.hidden = new Set(this.swapped);
    this.swapped = null;
    this.land = kept.land;
    this.frozen = this.stageOf(kept.header, kept.arrays, kept.land);
  }

  /** @param {Header} header @param {Arrays} arrays @param {Land} land @returns {Stage} */
  stageOf(header, arrays, land) {
    const ids = idsOf(header.runs);
    return Object.create(this.stage, {
      header: { value: header },
      arrays: { value: arrays },
      hidden: { value: new Set(header.view.hidden.map((i) => ids[i])) },
      selected: { value: -1 },
      draggedStart: { value: null },
      landscape: { value: { trace: { x: land.x, y: land.y } } },
    });
  }

  /** The frozen scene as a message carries it. */
  packed() {
    const { frozen, key } = this;
    if (!frozen) return { entry: null, arrays: {} };
    const arrays = Object.entries(frozen.arrays).map(([name, array]) => [PREFIX + name, array]);
    return { entry: { key, header: frozen.header }, arrays: Object.fromEntries(arrays) };
  }

  /** What the server need not send again. */
  known() {
    return this.frozen ? [this.key] : [];
  }

  /** @returns {Ranges} The view of A while both are on one surface, else B's own. */
  ranges() {
    const { stage, land } = this;
    const frozen = /** @type {Stage} */ (this.frozen);
    const own = stage.landscape.ranges();
    if (own && frozen.header.surface.key === stage.header.surface.key) return own;
    const { layout } = /** @type {Land} */ (land).figures[stage.theme.name];
    return [layout.xaxis.range, layout.yaxis.range];
  }

  /** The landscape of B alone, as a picture's address. @param {"png" | "svg"} format @param {number} scale */
  async landscape(format, scale) {
    const { stage, land, box } = this;
    if (!land) throw new Error("there is no scene to compare with");
    const { data, layout } = land.figures[stage.theme.name];
    const figure = { data: [{ ...data[0], x: land.x, y: land.y, ...(land.rows ? { z: land.rows } : {}) }], layout: structuredClone(layout) };
    figure.layout.font = { family: stage.theme.font, color: stage.theme.ink };
    const { left: l, right: r, top: t, bottom: b } = MARGIN;
    return pictureOf(await loadPlotly(), figure, this.ranges(), { width: box.clientWidth, height: box.clientHeight, margin: { l, r, t, b } }, format, scale);
  }

  paint() {
    if (!this.shown) return;
    const { stage, frozen, land } = this;
    this.saidOfA.textContent = sentence(stage.header);
    this.saidOfB.textContent = frozen ? `${sentence(frozen.header)} · frozen` : "";
    const pen = fit(this.canvas, this.box);
    const { clientWidth, clientHeight } = this.box;
    const width = clientWidth - MARGIN.left - MARGIN.right;
    const height = clientHeight - MARGIN.top - MARGIN.bottom;
    if (!frozen || !land || width <= 0 || height <= 0) return;
    this.canvas.setAttribute("aria-label", `B: ${sentence(frozen.header)}`);
    const ranges = this.ranges();
    const scale = Math.min(window.devicePixelRatio || 1, 2);
    const wanted = JSON.stringify([this.key, stage.theme.name, ranges, width, height, scale]);
    if (wanted !== this.drawn) {
      this.drawn = wanted;
      this.picture = relief(land, stage.theme, ranges, width * scale, height * scale);
      const frame = frameOf(ranges, MARGIN.left, MARGIN.top, width, height);
      this.frame = frame;
      this.trails = frozen.header.runs.map((_, i) => project(frozen, i, frame));
      this.companions = projectCompanions(frozen, frame);
    }
    pen.drawImage(/** @type {HTMLCanvasElement} */ (this.picture), MARGIN.left, MARGIN.top, width, height);
    drawAxes(pen, this.frame, ranges, stage.theme);
    drawTrails(pen, frozen, this.frame, this.trails, stage.theme, this.companions);
    const curve = fit(this.curveCanvas, this.curve);
    drawCurve(curve, frozen, curveFrame(frozen, this.curve.clientWidth, this.curve.clientHeight), stage.theme);
    curve.fillStyle = stage.theme.ink;
    curve.font = `700 15px ${stage.theme.font}`;
    curve.textAlign = "right";
    curve.fillText("B", this.curve.clientWidth - 176, 28);
    curve.textAlign = "left";
  }
}

/** A scene in a line. @param {Header} header */
export function sentence({ surface, start, steps }) {
  return `${surface.name} · start ${start.slice(0, surface.dimensions).map((v) => pretty(v, 3)).join(", ")} · ${steps} steps`;
}

/** @param {Pen} pen @param {Frame} frame @param {Ranges} ranges @param {Theme} theme */
function drawAxes(pen, { left, top, width, height }, [x, y], theme) {
  const bottom = top + height;
  pen.strokeStyle = theme.quiet;
  pen.fillStyle = theme.ink;
  pen.lineWidth = 1;
  pen.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
  pen.font = `13px ${theme.font}`;
  pen.beginPath();
  pen.textAlign = "center";
  pen.textBaseline = "top";
  for (const { place, text } of marks({ low: x[0], high: x[1], scale: "linear" }, 60 / width)) {
    pen.moveTo(left + place * width, bottom);
    pen.lineTo(left + place * width, bottom + 4);
    pen.fillText(text, left + place * width, bottom + 8);
  }
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const { place, text } of marks({ low: y[0], high: y[1], scale: "linear" }, 30 / height)) {
    pen.moveTo(left, bottom - place * height);
    pen.lineTo(left - 4, bottom - place * height);
    pen.fillText(text, left - 7, bottom - place * height);
  }
  pen.stroke();
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
}
