// The paths on the surface in space: the contour's lines and marks, each step at the height of its own loss.

import { markerPath } from "./markers.js";
import { cross, drawEdge, drawHead, label } from "./trails.js";

const NEAR = 0.35; // pixels; points closer than this to the last one add nothing to a line
const MOST = 6; // names of the diverged

/** The height of a loss that lies `gap` above the reference of the message's gaps. */
export function heightOf(gap, loss, { softening }) {
  if (softening === null) return loss;
  const above = gap + softening;
  return above > 0 ? Math.log10(above) : -Infinity;
}

/** Every run in pixels: runs of points inside the box, each with its step and whether the surface hides it. */
export function projectClimbs(stage, sight, relief) {
  const { header, arrays } = stage;
  const count = header.steps + 1;
  const place = (run, t) => {
    const at = run * count + t;
    return [arrays.positions[2 * at], arrays.positions[2 * at + 1], heightOf(arrays.gaps[at], arrays.losses[at], relief)];
  };
  const runs = header.runs.map(({ taken }, run) => {
    const points = [];
    let before = null;
    for (let t = 0; t <= taken; t++) {
      const [x, y, z] = place(run, t);
      if (!Number.isFinite(x + y) || Number.isNaN(z)) break;
      const inside = isInside(sight, x, y);
      if (!inside || !Number.isFinite(z)) {
        if (before?.inside) points.push({ t, inside: false, x: before.x, y: before.y });
        before = { inside: false };
        continue;
      }
      const pixel = sight.project(x, y, z);
      if (t && t !== taken && before?.inside && Math.hypot(pixel.x - before.x, pixel.y - before.y) < NEAR) continue;
      before = { ...pixel, t, inside: true, hidden: sight.hides(x, y, z) };
      points.push(before);
    }
    return points;
  });
  return { runs, place };
}

function isInside(sight, x, y) {
  const [[xl, xh], [yl, yh]] = sight.reach;
  return x >= xl && x <= xh && y >= yl && y <= yh;
}

/** Where a run is at the clock, between two steps; outside the box: where the way to it leaves the box. */
function headAt(climbs, sight, run, clock, taken) {
  const t = Math.min(clock, taken);
  const low = Math.floor(t);
  const a = climbs.place(run, low);
  const b = climbs.place(run, Math.min(low + 1, taken));
  const share = t - low;
  const [x, y, z] = a.map((v, i) => (Number.isFinite(b[i]) ? v + (b[i] - v) * share : v));
  if (isInside(sight, x, y) && Number.isFinite(z)) return { ...sight.project(x, y, z), inside: true, hidden: sight.hides(x, y, z) };
  const box = sight.inBox([x, y, Math.min(Math.max(Number.isNaN(z) ? 0 : z, sight.reach[2][0]), sight.reach[2][1])]);
  const far = Math.max(Math.abs(box[0]), Math.abs(box[1]), 1);
  const out = Number.isFinite(far) ? box.map((v, i) => (i < 2 ? v / far : v)) : [0, 0, 1];
  const edge = out.map((v, i) => sight.reach[i][0] + ((v + 1) / 2) * (sight.reach[i][1] - sight.reach[i][0]));
  const here = sight.project(...edge);
  const middle = sight.project(...[0, 1].map((i) => (sight.reach[i][0] + sight.reach[i][1]) / 2), edge[2]);
  return { ...here, inside: false, angle: Math.atan2(here.y - middle.y, here.x - middle.x) };
}

/** The points until the clock, then the head. */
function upTo(points, clock, head) {
  const next = points.findIndex((point) => point.t > clock);
  return [...(next < 0 ? points : points.slice(0, next)), head];
}

/** Strokes what is seen and, faintly, what the surface hides, up to the clock. */
function strokeClimb(pen, points, clock, head, styles) {
  for (const hidden of [true, false]) {
    const style = styles[hidden ? "hidden" : "seen"];
    pen.beginPath();
    let before = null;
    let down = false; // whether the pen is at `before`, so that dashes run on
    for (const point of head ? upTo(points, clock, head) : points) {
      const drawn = before?.inside && point.inside && (point.hidden || before.hidden) === hidden;
      if (drawn && !down) pen.moveTo(before.x, before.y);
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

function drawMark(pen, sight, shape, [x, y], height, size, alpha) {
  const { low } = height;
  const z = Math.max(height.at, low);
  if (!isInside(sight, x, y)) return;
  const at = sight.project(x, y, z);
  pen.globalAlpha = sight.hides(x, y, z) ? 0.35 * alpha : alpha;
  const mark = markerPath(shape, at.x, at.y, size);
  if (shape === "star") pen.fill(mark);
  pen.stroke(mark);
}

function drawLandmarks(pen, stage, sight, theme, relief) {
  const { minima, others } = stage.header.surface;
  const lowest = minima.length ? Math.min(...minima.map((m) => m[2])) : 0;
  const height = (f) => ({ at: heightOf(f - lowest, f, relief), low: relief.low });
  pen.strokeStyle = theme.ink;
  pen.fillStyle = theme.background;
  pen.lineWidth = 1.8;
  for (const [x, y, f] of minima) drawMark(pen, sight, "star", [x, y], height(f), 8, 0.95);
  pen.lineWidth = 1.5;
  for (const [x, y, f, kind] of others) {
    const shape = kind === "maximum" ? "triangle" : kind === "local minimum" ? "circle" : "diamond";
    drawMark(pen, sight, shape, [x, y], height(f), 5, 0.75);
  }
  pen.globalAlpha = 1;
}

/** Where the start stands: at the first recorded loss, or on the mesh while the hand moves it. */
function drawStart(pen, stage, sight, climbs, theme) {
  const [x, y] = stage.start();
  if (!isInside(sight, x, y)) return;
  const first = stage.header.runs.length && !stage.draggedStart ? climbs.place(0, 0)[2] : sight.meshAt(x, y);
  if (!Number.isFinite(first)) return;
  const at = sight.project(x, y, first);
  pen.globalAlpha = sight.hides(x, y, first) ? 0.4 : 1;
  for (const [width, color] of [[5, theme.casing], [2.4, theme.ink]]) {
    pen.lineWidth = width;
    pen.strokeStyle = color;
    pen.beginPath();
    pen.arc(at.x, at.y, 10, 0, 2 * Math.PI);
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/** Draws everything that moves on the surface, at the stage's clock. */
export function drawClimb(pen, stage, sight, climbs, relief) {
  const { header, theme, clock } = stage;
  drawLandmarks(pen, stage, sight, theme, relief);
  const shown = stage.visible().filter((i) => climbs.runs[i]);
  shown.sort((a, b) => (a === stage.selected) - (b === stage.selected));
  const heads = new Map(shown.map((i) => [i, headAt(climbs, sight, i, clock, header.runs[i].taken)]));
  for (const i of shown) drawPath(pen, stage, header.runs[i], climbs.runs[i], heads.get(i), theme, i === stage.selected);
  drawStart(pen, stage, sight, climbs, theme);
  for (const i of shown) {
    const run = header.runs[i];
    const head = heads.get(i);
    const diverged = run.status === "diverged" && clock >= run.taken;
    pen.globalAlpha = head.hidden ? 0.5 : 1;
    if (head.inside) drawHead(pen, run, head, theme, i === stage.selected);
    else if (!diverged) drawEdge(pen, run, head, theme);
    if (diverged) cross(pen, head.x, head.y, run.colors[theme.index], theme.casing);
    pen.globalAlpha = 1;
  }
  const gone = shown.filter((i) => header.runs[i].status === "diverged" && clock >= header.runs[i].taken).sort((a, b) => a - b);
  const page = { left: 0, top: 0, width: sight.width, height: sight.height };
  gone.slice(0, MOST).forEach((i, row) => {
    const text = `✕ ${stage.nameOf(i)} diverged at step ${header.runs[i].taken}`;
    label(pen, text, 0, 18 + 20 * row, header.runs[i].colors[theme.index], theme, page);
  });
}
