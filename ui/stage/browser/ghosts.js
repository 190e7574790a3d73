// Ghosts: runs as they were when they were pinned. They race along, faded, and no control changes them.

/** @import { Stage } from "./stage.js" */
/** @import { Head, Pen, Place, Run, Theme, Trail } from "../types" */

import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { markerPath } from "./markers.js";
import { pretty } from "./numbers.js";

export const FADED = 0.7;

/**
 * Where a run is drawn among the others: ghosts below, the selected run on top.
 * @param {Stage} stage @param {number} i
 */
export const depth = (stage, i) => (stage.header.runs[i].pinned ? 0 : i === stage.selected ? 2 : 1);

/**
 * What tells a ghost apart: its learning rate, and whatever differs from its optimizer's defaults.
 * @param {Run} run
 */
export function settingsOf(run) {
  return run.sliders
    .filter((spec) => spec.name === "learning_rate" || spec.value !== spec.default)
    .map((spec) => `${spec.symbol} ${pretty(spec.value)}`)
    .join("  ");
}

/**
 * A ghost's line in the legend: nothing to tune, but to let go.
 * @param {Stage} stage @param {number} i @param {HTMLElement} swatch @param {HTMLElement} loss
 */
export function ghostLine(stage, i, swatch, loss) {
  const run = stage.header.runs[i];
  const name = stage.nameOf(i);
  swatch.style.opacity = String(FADED);
  const unpin = button(icon("close"), `Unpin ${name}`, () => stage.push(`unpin ${run.pinned}`, { kind: "unpin", value: run.pinned }), "stage-unpin");
  const text = element("span", { className: "stage-run-name", title: `${name}: ${settingsOf(run)}` }, name, element("small", {}, settingsOf(run)));
  return element("span", { className: "stage-run-pick is-ghost" }, swatch, text, loss, unpin);
}

/**
 * The path of a ghost up to its head: thin, dotted, without the casing that lifts the others.
 * @param {Pen} pen @param {Run} run @param {Trail} trail @param {Head} head @param {Theme} theme
 */
export function drawGhost(pen, run, trail, head, theme) {
  pen.save();
  pen.lineJoin = "round";
  pen.lineCap = "butt";
  pen.strokeStyle = run.colors[theme.index];
  for (const [last, alpha, width] of [[trail.end, 0.22, 1.2], [head.upto, FADED, 2.2]]) {
    pen.globalAlpha = alpha;
    pen.lineWidth = width;
    pen.setLineDash(last === trail.end && alpha < FADED ? [] : run.dash);
    pen.beginPath();
    for (let k = 0; k <= last; k++) pen.lineTo(trail.xs[k], trail.ys[k]);
    if (alpha === FADED) pen.lineTo(head.x, head.y);
    pen.stroke();
  }
  pen.restore();
}

/**
 * The head of a ghost: the marker of its optimizer, hollow.
 * @param {Pen} pen @param {Run} run @param {Place} head @param {Theme} theme
 */
export function drawGhostHead(pen, run, head, theme) {
  const mark = markerPath(run.marker, head.x, head.y, 6.5);
  pen.save();
  pen.globalAlpha = 0.85;
  pen.fillStyle = theme.background;
  pen.fill(mark);
  pen.lineWidth = 2;
  pen.strokeStyle = run.colors[theme.index];
  pen.stroke(mark);
  pen.restore();
}
