// The paths above the landscape: trails, heads, start, minima, and what happens outside the view.

/** @import { Stage } from "./stage.js" */
/** @import { Frame, Head, Pen, Place, Run, Theme, Trail } from "../types" */
/** @import { Drawings } from "./resting.js" */

import { depth, drawGhost, drawGhostHead } from "./ghosts.js";
import { drawBasins } from "./basins.js";
import { corners } from "./corners.js";
import { drawCloud } from "./ensemble.js";
import { markerPath } from "./markers.js";
import { ANEW } from "./resting.js";
import { lossAt, startPixels } from "./start_ring.js";

const FAR = 20000; // pixels; a canvas loses precision further out
const NEAR = 0.35; // pixels; points closer than this to the last one add nothing to a line

/**
 * One run in pixels: the points worth drawing and the step of each.
 * @param {Stage} stage @param {number} index @param {Frame} frame
 */
export function project(stage, index, frame) {
  const { header, arrays } = stage;
  return projectPath(stage, arrays.positions, index, header.runs[index].taken, frame);
}

/**
 * The paths that go with runs (slow weights, averages), in pixels.
 * @param {Stage} stage @param {Frame} frame
 */
export function projectCompanions(stage, frame) {
  const { companions, runs } = stage.header;
  return companions.map(([run], i) => projectPath(stage, stage.arrays.companions, i, runs[run].taken, frame));
}

/**
 * @param {Stage} stage @param {Float32Array} positions @param {number} index @param {number} last
 * @param {Frame} frame @returns {Trail}
 */
function projectPath(stage, positions, index, last, frame) {
  const { header, arrays } = stage;
  const count = header.steps + 1;
  const flat = header.surface.dimensions === 1;
  const xs = [];
  const ys = [];
  const steps = [];
  let beforeX = NaN;
  let beforeY = NaN;
  for (let t = 0; t <= last; t++) {
    const at = index * count + t;
    const x = positions[2 * at];
    const y = flat ? (positions === arrays.positions ? arrays.losses[at] : lossAt(stage, x)) : positions[2 * at + 1];
    let px = x * frame.scaleX + frame.offsetX;
    let py = y * frame.scaleY + frame.offsetY;
    if (!Number.isFinite(px) || !Number.isFinite(py)) break;
    const reach = Math.max(Math.abs(px), Math.abs(py));
    if (reach > FAR && t > 0) {
      // Shorten the segment along its own direction: what is in view is drawn exactly.
      const share = FAR / Math.max(reach, FAR);
      px = beforeX + (px - beforeX) * share;
      py = beforeY + (py - beforeY) * share;
    }
    if (t === 0 || t === last || (px - beforeX) ** 2 + (py - beforeY) ** 2 >= NEAR * NEAR) {
      xs.push(px);
      ys.push(py);
      steps.push(t);
      beforeX = px;
      beforeY = py;
    }
    if (reach > FAR) break;
  }
  const end = steps.length - 1;
  return { xs, ys, steps, end, corners: corners(xs, ys, end) };
}

/**
 * The place of a run at a step between two points, in pixels.
 * @param {Trail} trail @param {number} clock @returns {Head}
 */
export function headOf(trail, clock) {
  const { xs, ys, steps, end } = trail;
  if (clock >= steps[end]) return { x: xs[end], y: ys[end], upto: end };
  let low = 0;
  let high = end;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= clock) low = middle;
    else high = middle;
  }
  const share = (clock - steps[low]) / (steps[high] - steps[low] || 1);
  return { x: xs[low] + (xs[high] - xs[low]) * share, y: ys[low] + (ys[high] - ys[low]) * share, upto: low };
}

/** The way up to a head. @param {Pen} pen @param {Trail} trail @param {Head} head */
function stroke(pen, { xs, ys, corners }, { x, y, upto }) {
  pen.beginPath();
  pen.moveTo(xs[0], ys[0]);
  for (const i of corners) {
    if (i >= upto) break;
    pen.lineTo(xs[i], ys[i]);
  }
  pen.lineTo(xs[upto], ys[upto]);
  pen.lineTo(x, y);
  pen.stroke();
}

/** The way that is still to go. @param {Pen} pen @param {Trail} trail @param {Head} head */
function strokeRest(pen, { xs, ys, end, corners }, { x, y, upto }) {
  if (upto === end) return;
  pen.beginPath();
  pen.moveTo(x, y);
  for (const i of corners) if (i > upto) pen.lineTo(xs[i], ys[i]);
  pen.stroke();
}

/**
 * @param {Pen} pen @param {Run} run @param {Trail} trail @param {Head} head @param {Theme} theme
 * @param {boolean} selected
 */
function drawTrail(pen, run, trail, head, theme, selected) {
  pen.lineJoin = pen.lineCap = "round";
  const color = run.colors[theme.index];
  pen.strokeStyle = color;
  pen.globalAlpha = 0.34;
  pen.lineWidth = 1.4 * theme.weight;
  strokeRest(pen, trail, head);
  pen.globalAlpha = 1;
  pen.strokeStyle = theme.casing;
  pen.lineWidth = (selected ? 7 : 5.4) * theme.weight;
  stroke(pen, trail, head);
  pen.strokeStyle = color;
  pen.lineWidth = (selected ? 3.8 : 2.6) * theme.weight;
  pen.lineCap = "butt";
  pen.setLineDash(run.dash.map((length) => length * theme.weight));
  stroke(pen, trail, head);
  pen.setLineDash([]);
}

/**
 * A companion is a thin light line in its run's colour, with an open ring at its head.
 * @param {Pen} pen @param {Run} run @param {Trail} trail @param {number} clock @param {Theme} theme
 */
function drawCompanion(pen, run, trail, clock, theme) {
  if (trail.end < 0) return;
  const head = headOf(trail, clock);
  for (const { width, color } of [{ width: 4.4, color: theme.casing }, { width: 1.8, color: run.colors[theme.index] }]) {
    pen.lineWidth = width * theme.weight;
    pen.strokeStyle = color;
    pen.setLineDash(width > 2 ? [] : [1, 4]);
    stroke(pen, trail, head);
  }
  pen.setLineDash([]);
  pen.beginPath();
  pen.arc(head.x, head.y, 5.5, 0, 2 * Math.PI);
  pen.fillStyle = theme.background;
  pen.fill();
  pen.lineWidth = 2.4 * theme.weight;
  pen.stroke();
}

/** @param {Pen} pen @param {Run} run @param {Place} head @param {Theme} theme @param {boolean} selected */
export function drawHead(pen, run, head, theme, selected) {
  const mark = markerPath(run.marker, head.x, head.y, (selected ? 8.5 : 7) * theme.weight);
  pen.lineWidth = 3.4 * theme.weight;
  pen.strokeStyle = theme.casing;
  pen.stroke(mark);
  pen.fillStyle = run.colors[theme.index];
  pen.fill(mark);
}

/** @param {Pen} pen @param {number} x @param {number} y @param {string} color @param {string} casing */
export function cross(pen, x, y, color, casing) {
  for (const { width, style } of [{ width: 7, style: casing }, { width: 3.4, style: color }]) {
    pen.lineWidth = width;
    pen.strokeStyle = style;
    pen.beginPath();
    pen.moveTo(x - 8, y - 8);
    pen.lineTo(x + 8, y + 8);
    pen.moveTo(x + 8, y - 8);
    pen.lineTo(x - 8, y + 8);
    pen.stroke();
  }
}

/**
 * @param {Pen} pen @param {string} text @param {number} x @param {number} y @param {string} color
 * @param {Theme} theme @param {Frame} frame
 */
export function label(pen, text, x, y, color, theme, frame) {
  pen.font = `600 ${theme.type}px ${theme.font}`;
  const width = pen.measureText(text).width;
  const left = Math.min(Math.max(x + 13, frame.left + 4), frame.left + frame.width - width - 6);
  const base = Math.min(Math.max(y + 5, frame.top + 16), frame.top + frame.height - 6);
  pen.lineWidth = 4 * theme.weight;
  pen.lineJoin = "round";
  pen.strokeStyle = theme.casing;
  pen.strokeText(text, left, base);
  pen.fillStyle = color;
  pen.fillText(text, left, base);
  return { left, top: base - 14, right: left + width, bottom: base + 4 };
}

/**
 * Where the line from the middle of the view to a point leaves the view.
 * @param {Frame} frame @param {number} x @param {number} y
 */
function edge(frame, x, y) {
  const middleX = frame.left + frame.width / 2;
  const middleY = frame.top + frame.height / 2;
  const dx = x - middleX;
  const dy = y - middleY;
  const share = Math.min((frame.width / 2 - 12) / Math.abs(dx || 1e-9), (frame.height / 2 - 12) / Math.abs(dy || 1e-9));
  return { x: middleX + dx * share, y: middleY + dy * share, angle: Math.atan2(dy, dx) };
}

/** @param {Pen} pen @param {Run} run @param {Place & { angle: number }} at @param {Theme} theme */
export function drawEdge(pen, run, at, theme) {
  pen.save();
  pen.translate(at.x, at.y);
  pen.rotate(at.angle);
  pen.beginPath();
  pen.moveTo(10, 0);
  pen.lineTo(-7, 8);
  pen.lineTo(-7, -8);
  pen.closePath();
  pen.lineWidth = 3.5 * theme.weight;
  pen.strokeStyle = theme.casing;
  pen.stroke();
  pen.fillStyle = run.colors[theme.index];
  pen.fill();
  pen.restore();
}

/** @param {Pen} pen @param {Stage} stage @param {Frame} frame @param {Theme} theme */
function drawLandmarks(pen, stage, frame, theme) {
  const flat = stage.header.surface.dimensions === 1;
  /** @returns {[number, number]} */
  const place = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ f) => [x * frame.scaleX + frame.offsetX, (flat ? f : y) * frame.scaleY + frame.offsetY];
  pen.lineWidth = 2 * theme.weight;
  pen.strokeStyle = theme.ink;
  pen.fillStyle = theme.background;
  for (const [x, y, f] of stage.header.surface.minima) {
    const mark = markerPath("star", ...place(x, y, f), 8);
    pen.globalAlpha = 0.95;
    pen.fill(mark);
    pen.lineWidth = 1.8 * theme.weight;
    pen.stroke(mark);
  }
  pen.globalAlpha = 0.75;
  pen.lineWidth = 1.5 * theme.weight;
  for (const [x, y, f, kind] of stage.header.surface.others) {
    const shape = kind === "maximum" ? "triangle" : kind === "local minimum" ? "circle" : "diamond";
    pen.stroke(markerPath(shape, ...place(x, y, f), 5));
  }
  pen.globalAlpha = 1;
}

/** @param {Pen} pen @param {Stage} stage @param {Frame} frame @param {Theme} theme */
function drawStart(pen, stage, frame, theme) {
  const at = startPixels(stage, frame);
  pen.lineWidth = 5 * theme.weight;
  pen.strokeStyle = theme.casing;
  pen.beginPath();
  pen.arc(at.x, at.y, 11, 0, 2 * Math.PI);
  pen.stroke();
  pen.lineWidth = 2.4 * theme.weight;
  pen.strokeStyle = theme.ink;
  pen.stroke();
  pen.fillStyle = theme.ink;
  pen.beginPath();
  pen.arc(at.x, at.y, 2.6, 0, 2 * Math.PI);
  pen.fill();
}

/** Nothing is drawn outside of the view from here on. @param {Pen} pen @param {Frame} frame */
function clipTo(pen, frame) {
  pen.save();
  pen.beginPath();
  pen.rect(frame.left, frame.top, frame.width, frame.height);
  pen.clip();
}

/**
 * Draws everything that moves, at the stage's clock, into a pen whose unit is a pixel of the page.
 * @param {Pen} pen @param {Stage} stage @param {Frame} frame @param {Trail[]} trails @param {Theme} theme
 * @param {Trail[]} companions @param {Drawings} how
 */
export function drawTrails(pen, stage, frame, trails, theme, companions = [], { below, top: above } = ANEW) {
  const shown = stage.visible().filter((i) => trails[i].end >= 0);
  // Ghosts are drawn first, the selected run last, above the others.
  shown.sort((a, b) => depth(stage, a) - depth(stage, b));
  const top = shown.findLast((i) => i === stage.selected && !stage.header.runs[i].pinned);
  const heads = new Map(shown.map((i) => [i, headOf(trails[i], stage.clock)]));
  const draw = (/** @type {Pen} */ to, /** @type {number} */ i) => {
    const run = stage.header.runs[i];
    const head = /** @type {Head} */ (heads.get(i));
    if (run.pinned) drawGhost(to, run, trails[i], head, theme);
    else drawTrail(to, run, trails[i], head, theme, i === stage.selected);
  };
  below(pen, (to) => {
    clipTo(to, frame);
    drawBasins(to, stage, frame, theme);
    drawLandmarks(to, stage, frame, theme);
    for (const i of shown) if (i !== top) draw(to, i);
    to.restore();
  });
  clipTo(pen, frame);
  pen.lineJoin = "round";
  if (top !== undefined) above(pen, (to) => draw(to, top));
  companions.forEach((trail, i) => {
    const [run] = stage.header.companions[i];
    if (shown.includes(run)) drawCompanion(pen, stage.header.runs[run], trail, stage.clock, theme);
  });
  drawCloud(pen, stage, frame, theme);
  drawStart(pen, stage, frame, theme);
  for (const i of shown) {
    const run = stage.header.runs[i];
    const head = /** @type {Head} */ (heads.get(i));
    const inside =
      head.x >= frame.left && head.x <= frame.left + frame.width && head.y >= frame.top && head.y <= frame.top + frame.height;
    const diverged = run.status === "diverged" && stage.clock >= run.taken;
    if (!inside) {
      const at = edge(frame, head.x, head.y);
      if (diverged) cross(pen, at.x, at.y, run.colors[theme.index], theme.casing);
      else drawEdge(pen, run, at, theme);
      continue;
    }
    if (run.pinned) drawGhostHead(pen, run, head, theme);
    else drawHead(pen, run, head, theme, i === stage.selected);
    if (diverged) cross(pen, head.x, head.y, run.colors[theme.index], theme.casing);
  }
  drawDivergence(pen, stage, frame, theme);
  pen.restore();
}

/**
 * Names who diverged and when, in the corner where no path ends.
 * @param {Pen} pen @param {Stage} stage @param {Frame} frame @param {Theme} theme
 */
function drawDivergence(pen, stage, frame, theme) {
  const gone = stage.visible().filter((i) => stage.header.runs[i].status === "diverged" && stage.clock >= stage.header.runs[i].taken);
  gone.slice(0, 6).forEach((i, row) => {
    const run = stage.header.runs[i];
    label(pen, `✕ ${stage.nameOf(i)} diverged at step ${run.taken}`, frame.left, frame.top + 18 + 1.5 * theme.type * row, run.colors[theme.index], theme, frame);
  });
}
