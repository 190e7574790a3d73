// The paths on the surface in space: the contour's lines and marks, each step at the height of its own loss.

import { markerPath } from "./markers.js";
import { cross, drawEdge, drawHead, label } from "./trails.js";

/** @import { Pen, Relief, Run, Theme } from "../types" */
/** @import { Sight } from "./sight.js" */
/** @import { Stage } from "./stage.js" */

/**
 * A place of a path in pixels: whether it is inside the box and whether the surface hides it.
 * @typedef {{ t: number, x: number, y: number, inside: boolean, hidden: boolean, angle: number }} Point
 * @typedef {{ view: string, runs: Point[][], place: (run: number, t: number) => number[] }} Climbs
 */

const NEAR = 0.35; // pixels; points closer than this to the last one add nothing to a line
const MOST = 6; // names of the diverged

/**
 * The height of a loss that lies `gap` above the reference of the message's gaps.
 * @param {number} gap @param {number} loss @param {Relief} relief
 */
export function heightOf(gap, loss, { softening, bend }) {
  if (bend) return Math.asinh((loss - bend[0]) / bend[1]);
  if (softening === null) return loss;
  const above = gap + softening;
  return above > 0 ? Math.log10(above) : -Infinity;
}

/**
 * Every run in pixels, seen from where the camera is.
 * @param {Stage} stage @param {Sight} sight @param {Relief} relief @returns {Climbs}
 */
export function projectClimbs(stage, sight, relief) {
  const { header, arrays } = stage;
  const count = header.steps + 1;
  /** @param {number} run @param {number} t */
  const place = (run, t) => {
    const at = run * count + t;
    return [arrays.positions[2 * at], arrays.positions[2 * at + 1], heightOf(arrays.gaps[at], arrays.losses[at], relief)];
  };
  const runs = header.runs.map(({ taken }, run) => {
    /** @type {Point[]} */
    const points = [];
    /** @type {Point | null} */
    let before = null;
    for (let t = 0; t <= taken; t++) {
      const [x, y, z] = place(run, t);
      if (!Number.isFinite(x + y) || Number.isNaN(z)) break;
      const inside = sight.covers(x, y);
      if (!inside || !Number.isFinite(z)) {
        if (before?.inside) points.push({ ...before, t, inside: false });
        before = null;
        continue;
      }
      const pixel = sight.project(x, y, z);
      if (t && t !== taken && before && Math.hypot(pixel.x - before.x, pixel.y - before.y) < NEAR) continue;
      before = { ...pixel, t, inside: true, hidden: sight.hides(x, y, z), angle: 0 };
      points.push(before);
    }
    return points;
  });
  return { view: sight.view, runs, place };
}

/**
 * Where a run is at the clock, between two steps; outside the box: where the way to it leaves the box.
 * @param {Climbs} climbs @param {Sight} sight @param {number} run @param {number} clock @param {number} taken @returns {Point}
 */
function headAt(climbs, sight, run, clock, taken) {
  const t = Math.min(clock, taken);
  const low = Math.floor(t);
  const a = climbs.place(run, low);
  const b = climbs.place(run, Math.min(low + 1, taken));
  const share = t - low;
  const [x, y, z] = a.map((v, i) => (Number.isFinite(b[i]) ? v + (b[i] - v) * share : v));
  if (sight.covers(x, y) && Number.isFinite(z)) return { ...sight.project(x, y, z), t, inside: true, hidden: sight.hides(x, y, z), angle: 0 };
  const box = sight.inBox([x, y, Math.min(Math.max(Number.isNaN(z) ? 0 : z, sight.reach[2][0]), sight.reach[2][1])]);
  const far = Math.max(Math.abs(box[0]), Math.abs(box[1]), 1);
  const out = Number.isFinite(far) ? box.map((v, i) => (i < 2 ? v / far : v)) : [0, 0, 1];
  const edge = out.map((v, i) => sight.reach[i][0] + ((v + 1) / 2) * (sight.reach[i][1] - sight.reach[i][0]));
  const here = sight.project(edge[0], edge[1], edge[2]);
  const [[xl, xh], [yl, yh]] = sight.reach;
  const middle = sight.project((xl + xh) / 2, (yl + yh) / 2, edge[2]);
  return { ...here, t, inside: false, hidden: false, angle: Math.atan2(here.y - middle.y, here.x - middle.x) };
}

/** The points until the clock, then the head. @param {Point[]} points @param {number} clock @param {Point} head */
function upTo(points, clock, head) {
  const next = points.findIndex((point) => point.t > clock);
  return [...(next < 0 ? points : points.slice(0, next)), head];
}

/**
 * Strokes what is seen and, faintly, what the surface hides, up to the clock where there is a head.
 * @param {Pen} pen @param {Point[]} points @param {number} clock @param {Point | null} head
 * @param {Record<"seen" | "hidden", [number, string, number, number[]][]>} styles
 */
function strokeClimb(pen, points, clock, head, styles) {
  for (const hidden of [true, false]) {
    const style = styles[hidden ? "hidden" : "seen"];
    pen.beginPath();
    /** @type {Point | null} */
    let before = null;
    let down = false; // whether the pen is at `before`, so that dashes run on
    for (const point of head ? upTo(points, clock, head) : points) {
      const drawn = Boolean(before?.inside && point.inside && (point.hidden || before.hidden) === hidden);
      if (before && drawn && !down) pen.moveTo(before.x, before.y);
      if (drawn) pen.lineTo(point.x, point.y);
      down = drawn;
      before = point;
    }
    for (const [width, color, alpha, dash] of style) {
      pen.lineWidth = width;
      pen.strokeStyle = color;
      pen.globalAlpha = alpha;
      pen.setLineDash(dash);
      pen.stroke();
    }
  }
  pen.globalAlpha = 1;
  pen.setLineDash([]);
}

/** @param {Pen} pen @param {Stage} stage @param {Run} run @param {Point[]} points @param {Point} head @param {Theme} theme @param {boolean} selected */
function drawPath(pen, stage, run, points, head, theme, selected) {
  const color = run.colors[theme.index];
  const wide = selected ? 3.8 : 2.6;
  pen.lineJoin = "round";
  pen.lineCap = "butt";
  strokeClimb(pen, points, Infinity, null, { seen: [[1.4, color, 0.34, []]], hidden: [[1, color, 0.18, []]] });
  strokeClimb(pen, points, stage.clock, head, {
    seen: [
      [wide + 2.8, theme.casing, 1, []],
      [wide, color, 1, run.dash],
    ],
    hidden: [[1.6, color, 0.55, [2, 5]]],
  });
}

/** @param {Pen} pen @param {Sight} sight @param {string} shape @param {number[]} at @param {number} size @param {number} alpha */
function drawMark(pen, sight, shape, [x, y, height], size, alpha) {
  const z = Math.max(height, sight.reach[2][0]);
  if (!sight.covers(x, y)) return;
  const at = sight.project(x, y, z);
  pen.globalAlpha = sight.hides(x, y, z) ? 0.35 * alpha : alpha;
  const mark = markerPath(shape, at.x, at.y, size);
  if (shape === "star") pen.fill(mark);
  pen.stroke(mark);
}

/** @param {Pen} pen @param {Stage} stage @param {Sight} sight @param {Theme} theme @param {Relief} relief */
function drawLandmarks(pen, stage, sight, theme, relief) {
  const { minima, others } = stage.header.surface;
  const lowest = minima.length ? Math.min(...minima.map((m) => m[2])) : 0;
  const height = (/** @type {number} */ f) => heightOf(f - lowest, f, relief);
  pen.strokeStyle = theme.ink;
  pen.fillStyle = theme.background;
  pen.lineWidth = 1.8;
  for (const [x, y, f] of minima) drawMark(pen, sight, "star", [x, y, height(f)], 8, 0.95);
  pen.lineWidth = 1.5;
  for (const [x, y, f, kind] of others) {
    const shape = kind === "maximum" ? "triangle" : kind === "local minimum" ? "circle" : "diamond";
    drawMark(pen, sight, shape, [x, y, height(f)], 5, 0.75);
  }
  pen.globalAlpha = 1;
}

/**
 * The start: at the first recorded loss, or on the mesh while the hand moves it.
 * @param {Pen} pen @param {Stage} stage @param {Sight} sight @param {Climbs} climbs @param {Theme} theme
 */
function drawStart(pen, stage, sight, climbs, theme) {
  const [x, y] = stage.start();
  if (!sight.covers(x, y)) return;
  const first = stage.header.runs.length && !stage.draggedStart ? climbs.place(0, 0)[2] : sight.meshAt(x, y);
  if (!Number.isFinite(first)) return;
  const at = sight.project(x, y, first);
  pen.globalAlpha = sight.hides(x, y, first) ? 0.4 : 1;
  pen.beginPath();
  pen.arc(at.x, at.y, 10, 0, 2 * Math.PI);
  pen.lineWidth = 5;
  pen.strokeStyle = theme.casing;
  pen.stroke();
  pen.lineWidth = 2.4;
  pen.strokeStyle = theme.ink;
  pen.stroke();
  pen.globalAlpha = 1;
}

/**
 * Draws everything that moves on the surface, at the stage's clock.
 * @param {Pen} pen @param {Stage} stage @param {Sight} sight @param {Climbs} climbs @param {Relief} relief
 */
export function drawClimb(pen, stage, sight, climbs, relief) {
  const { header, theme, clock } = stage;
  drawLandmarks(pen, stage, sight, theme, relief);
  const shown = stage.visible();
  shown.sort((a, b) => Number(a === stage.selected) - Number(b === stage.selected));
  /** @type {[number, Point][]} */
  const heads = shown.map((i) => [i, headAt(climbs, sight, i, clock, header.runs[i].taken)]);
  for (const [i, head] of heads) drawPath(pen, stage, header.runs[i], climbs.runs[i], head, theme, i === stage.selected);
  drawStart(pen, stage, sight, climbs, theme);
  for (const [i, head] of heads) {
    const run = header.runs[i];
    const diverged = run.status === "diverged" && clock >= run.taken;
    pen.globalAlpha = head.hidden ? 0.5 : 1;
    if (head.inside) drawHead(pen, run, head, theme, i === stage.selected);
    else if (!diverged) drawEdge(pen, run, head, theme);
    if (diverged) cross(pen, head.x, head.y, run.colors[theme.index], theme.casing);
    pen.globalAlpha = 1;
  }
  const gone = shown.filter((i) => header.runs[i].status === "diverged" && clock >= header.runs[i].taken).sort((a, b) => a - b);
  const page = { left: 0, top: 0, width: sight.width, height: sight.height, scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0 };
  gone.slice(0, MOST).forEach((i, row) => {
    const text = `✕ ${stage.nameOf(i)} diverged at step ${header.runs[i].taken}`;
    label(pen, text, 0, 18 + 20 * row, header.runs[i].colors[theme.index], theme, page);
  });
}
