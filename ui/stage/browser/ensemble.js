// The race repeated with other noise: bands around the loss curves, clouds of end points, and the floors in numbers.

import { element } from "./dom.js";
import { pretty } from "./numbers.js";
import { lossAt } from "./start_ring.js";

/** @import { Stage } from "./stage.js" */
/** @import { CurveFrame, Frame, Pen, Theme } from "../types" */

const AGAIN = 1500; // ms until the server is asked whether its engine is compiled
const DOT = 2.6; // pixels
const BAND = 0.2; // how much of its colour a band has

/** The visible runs that were repeated. @param {Stage} stage */
function repeated(stage) {
  const rows = stage.header.ensemble?.rows.length ?? 0;
  return stage.visible().filter((i) => i < rows);
}

/**
 * Calls `take` with every finite loss that a band reaches.
 * @param {Stage} stage @param {(gap: number) => void} take
 */
export function eachBandEdge(stage, take) {
  if (!stage.header.ensemble) return;
  const { bands, columns } = stage.arrays;
  const size = 3 * columns.length;
  for (const i of repeated(stage)) {
    for (let k = i * size; k < (i + 1) * size; k++) if (Number.isFinite(bands[k])) take(bands[k]);
  }
}

/**
 * Bands from the 10 % to the 90 % quantile with their medians, under the curves, and the floors of theory.
 * @param {Pen} pen @param {Stage} stage @param {CurveFrame} frame @param {Theme} theme
 */
export function drawBands(pen, stage, frame, theme) {
  if (!stage.header.ensemble) return;
  const { bands, columns } = stage.arrays;
  const count = columns.length;
  for (const i of repeated(stage)) {
    const edge = (/** @type {number} */ q, /** @type {number} */ k) => bands[(3 * i + q) * count + k];
    const finite = Array.from(columns, (_, k) => k).filter((k) => Number.isFinite(edge(0, k)));
    const color = stage.header.runs[i].colors[theme.index];
    pen.fillStyle = pen.strokeStyle = color;
    pen.globalAlpha = BAND;
    pen.beginPath();
    // Where a tenth of the repetitions diverged, the band is open above.
    for (const k of finite) pen.lineTo(frame.x(columns[k]), Number.isFinite(edge(2, k)) ? frame.y(edge(2, k)) : 0);
    for (const k of finite.reverse()) pen.lineTo(frame.x(columns[k]), frame.y(edge(0, k)));
    pen.closePath();
    pen.fill();
    pen.globalAlpha = 0.9;
    pen.lineWidth = 1.2;
    pen.beginPath();
    for (const k of finite.reverse()) if (Number.isFinite(edge(1, k))) pen.lineTo(frame.x(columns[k]), frame.y(edge(1, k)));
    pen.stroke();
    const { floor } = stage.header.ensemble.rows[i];
    if (typeof floor === "number") {
      pen.lineWidth = 2;
      pen.setLineDash([9, 4, 2, 4]);
      pen.beginPath();
      pen.moveTo(frame.x(stage.header.steps / 2), frame.y(floor));
      pen.lineTo(frame.x(stage.header.steps), frame.y(floor));
      pen.stroke();
      pen.setLineDash([]);
    }
  }
  pen.globalAlpha = 1;
}

/**
 * Where every repetition of the visible runs ended.
 * @param {Stage} stage @returns {{ run: number, x: number, y: number }[]}
 */
export function ends(stage) {
  const { ensemble } = stage.header;
  if (!ensemble) return [];
  return repeated(stage).flatMap((run) =>
    Array.from({ length: ensemble.made }, (_, n) => {
      const at = 2 * (run * ensemble.made + n);
      return { run, x: stage.arrays.cloud[at], y: stage.arrays.cloud[at + 1] };
    }),
  );
}

/**
 * The last position of every repetition.
 * @param {Pen} pen @param {Stage} stage @param {Frame} frame @param {Theme} theme
 */
export function drawCloud(pen, stage, frame, theme) {
  const { surface, runs } = stage.header;
  const flat = surface.dimensions === 1;
  pen.strokeStyle = theme.casing;
  pen.lineWidth = 2;
  pen.globalAlpha = 0.85;
  for (const { run, x, y } of ends(stage)) {
    const [px, py] = [x * frame.scaleX + frame.offsetX, (flat ? lossAt(stage, x) : y) * frame.scaleY + frame.offsetY];
    if (!(px > frame.left && px < frame.left + frame.width && py > frame.top && py < frame.top + frame.height)) continue;
    pen.fillStyle = runs[run].colors[theme.index];
    pen.beginPath();
    pen.arc(px, py, DOT, 0, 2 * Math.PI);
    pen.stroke();
    pen.fill();
  }
  pen.globalAlpha = 1;
}

/** The repetitions in numbers, and the text alternative of bands and clouds. */
export class EnsembleTable {
  /** @type {number | undefined} */
  timer;

  /** @param {Stage} stage @param {HTMLElement} holder */
  constructor(stage, holder) {
    this.stage = stage;
    this.title = element("caption", { className: "stage-caption" });
    this.body = element("tbody");
    const heads = ["Optimizer", "Median final loss", "10 % … 90 %", "Noise floor, measured", "Noise floor, theory", "Diverged"];
    const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
    this.table = holder.appendChild(element("table", { className: "stage-table stage-ensemble", hidden: true }, this.title, element("thead", {}, head), this.body));
  }

  receive() {
    const { stage } = this;
    const { ensemble, has_minimum: above } = stage.header;
    this.table.hidden = !ensemble;
    if (!ensemble) return;
    const why = ensemble.soon ? "the rest follow when the engine is compiled" : `${ensemble.asked} would take too long`;
    const fewer = ensemble.made < ensemble.asked ? ` (${why})` : "";
    clearTimeout(this.timer);
    if (ensemble.soon) this.timer = setTimeout(() => stage.root.isConnected && stage.push("repetitions", { kind: "repetitions", value: ensemble.asked }), AGAIN);
    this.title.textContent = `${ensemble.made} repetitions with other noise${fewer}. Losses ${above ? "above the minimum" : "as they are"}.`;
    this.body.replaceChildren(
      ...ensemble.rows.map((row, i) => {
        const [low, middle, high] = row.final.map((value) => pretty(value, 3));
        const measured = row.measured === null ? (row.waiting ? "not settled yet: more steps" : "—") : `${pretty(row.measured, 3)} ± ${pretty(row.error, 2)}`;
        const floor = row.floor === null ? "—" : row.floor === "∞" ? "none: η is too large" : pretty(row.floor, 3);
        const cells = [middle, `${low} … ${high}`, measured, floor, row.diverged ? String(row.diverged) : "—"];
        return element("tr", {}, element("th", { scope: "row" }, stage.nameOf(i)), ...cells.map((text) => element("td", {}, text)));
      }),
    );
  }
}
