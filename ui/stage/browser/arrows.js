// The arrows of one step on the landscape: what it is put together from, as its optimizer's entry declares it.

/** @import { Stage } from "./stage.js" */
/** @import { Frame, Pen, Place, Theme } from "../types" */

import { drawQuadratic } from "./quadratic.js";
import { lossAt } from "./start_ring.js";

const SHORTEST = 2; // pixels; shorter arrows are only a dot
const HEAD = 11;
const APART = 13; // pixels between the arrows of a step on a line
const FAR = 20000; // pixels; a canvas loses precision further out

/** How each role looks: colours by theme, width, dash. @type {Record<string, { colors: [string, string], width: number, dash: number[] }>} */
export const ROLES = {
  gradient: { colors: ["#b84a00", "#ff9d5c"], width: 3.2, dash: [] },
  previous: { colors: ["#0064a0", "#6bb8f0"], width: 3.2, dash: [] },
  look: { colors: ["#8f2f6f", "#ef9fd0"], width: 2.4, dash: [2, 4] },
  average: { colors: ["#00795a", "#45cfa6"], width: 2.4, dash: [7, 4] },
  slow: { colors: ["#6b5200", "#e6c65c"], width: 2.4, dash: [9, 3, 2, 3] },
  direction: { colors: ["#b84a00", "#ff9d5c"], width: 2.4, dash: [7, 4] },
  step: { colors: ["#111827", "#f8fafc"], width: 4.2, dash: [] },
  box: { colors: ["#0064a0", "#6bb8f0"], width: 2, dash: [5, 4] },
  quadratic: { colors: ["#4b3fb5", "#a9a1ff"], width: 1.9, dash: [] },
};

/**
 * The row of each arrow at the clock: tail and vector.
 * @param {Stage} stage
 */
export function rowsAt(stage) {
  const { detail } = stage.header;
  if (!detail || detail.taken === 0) return [];
  const k = Math.min(Math.floor(stage.clock + 1e-9), detail.taken - 1);
  return detail.arrows.map((arrow, i) => {
    const rows = /** @type {Record<string, Float32Array>} */ (/** @type {unknown} */ (stage.arrays))[`detail_arrow_${i}`];
    const width = rows.length / detail.taken;
    return { ...arrow, row: rows.subarray(k * width, (k + 1) * width) };
  });
}

/**
 * Draws the arrows of the selected run's step at the clock.
 * @param {Pen} pen @param {Stage} stage @param {Frame} frame @param {Theme} theme
 */
export function drawArrows(pen, stage, frame, theme) {
  pen.save();
  pen.beginPath();
  pen.rect(frame.left, frame.top, frame.width, frame.height);
  pen.clip();
  const flat = stage.header.surface.dimensions === 1;
  const place = (/** @type {number} */ x, /** @type {number} */ y) => ({ x: x * frame.scaleX + frame.offsetX, y: y * frame.scaleY + frame.offsetY });
  const rows = rowsAt(stage);
  for (const [k, { role, row }] of rows.entries()) {
    const [x, y, dx, dy] = row;
    const tail = place(x, flat ? lossAt(stage, rows[0].row[0]) : y);
    // On a line the arrows would cover one another.
    if (flat) tail.y -= APART * (rows.length - 1 - k);
    const color = ROLES[role].colors[theme.index];
    if (role === "quadratic") {
      if (!flat) drawQuadratic(pen, frame, tail, [dx, dy], [row[4], row[5], row[6]], color, theme.casing);
      continue;
    }
    const vector = { x: dx * frame.scaleX, y: flat ? 0 : dy * frame.scaleY };
    if (role === "box") drawBox(pen, tail, vector, ROLES[role], color, theme);
    else drawArrow(pen, tail, vector, ROLES[role], color, theme);
  }
  pen.restore();
}

/**
 * The frame in which the arrows at the clock fill a box, and how much larger they are in it; null without arrows.
 * @param {Stage} stage @param {Frame} frame @param {number} width @param {number} height
 */
export function magnified(stage, frame, width, height) {
  const flat = stage.header.surface.dimensions === 1;
  const xs = [];
  const ys = [];
  for (const { role, row } of rowsAt(stage)) {
    if (role === "quadratic") continue;
    const y = flat ? lossAt(stage, rowsAt(stage)[0].row[0]) : row[1];
    for (const share of role === "box" ? [-1, 1] : [0, 1]) {
      xs.push((row[0] + share * row[2]) * frame.scaleX);
      ys.push((y + (flat ? 0 : share * row[3])) * frame.scaleY);
    }
  }
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const times = Math.min((width - 44) / (right - left), (height - 36) / (bottom - top));
  if (!(times > 0 && times < Infinity)) return null;
  return {
    times,
    frame: {
      left: 0,
      top: 0,
      width,
      height,
      scaleX: frame.scaleX * times,
      scaleY: frame.scaleY * times,
      offsetX: width / 2 - (times * (left + right)) / 2,
      offsetY: height / 2 - (times * (top + bottom)) / 2,
    },
  };
}

/** @param {Pen} pen @param {Place} tail @param {Place} vector @param {{ width: number, dash: number[] }} look @param {string} color @param {Theme} theme */
function drawArrow(pen, tail, vector, { width, dash }, color, theme) {
  const length = Math.hypot(vector.x, vector.y);
  if (!Number.isFinite(length) || Math.hypot(tail.x, tail.y) > FAR) return;
  if (length < SHORTEST) {
    pen.fillStyle = color;
    pen.fillRect(tail.x - 2, tail.y - 2, 4, 4);
    return;
  }
  const unit = { x: vector.x / length, y: vector.y / length };
  const reach = Math.min(length, FAR);
  const tip = { x: tail.x + unit.x * reach, y: tail.y + unit.y * reach };
  const head = Math.min(HEAD + width, 0.6 * length);
  const neck = { x: tip.x - unit.x * head * 0.8, y: tip.y - unit.y * head * 0.8 };
  pen.lineCap = "butt";
  for (const [extra, style] of /** @type {[number, string][]} */ ([[3, theme.casing], [0, color]])) {
    pen.strokeStyle = pen.fillStyle = style;
    pen.lineWidth = width + extra;
    pen.setLineDash(extra ? [] : dash);
    pen.beginPath();
    pen.moveTo(tail.x, tail.y);
    pen.lineTo(neck.x, neck.y);
    pen.stroke();
    pen.setLineDash([]);
    pen.beginPath();
    pen.moveTo(tip.x, tip.y);
    pen.lineTo(tip.x - unit.x * head - unit.y * head * 0.5, tip.y - unit.y * head + unit.x * head * 0.5);
    pen.lineTo(tip.x - unit.x * head + unit.y * head * 0.5, tip.y - unit.y * head - unit.x * head * 0.5);
    pen.closePath();
    pen.lineWidth = extra;
    pen.lineJoin = "round";
    if (extra) pen.stroke();
    pen.fill();
  }
}

/** @param {Pen} pen @param {Place} middle @param {Place} half @param {{ width: number, dash: number[] }} look @param {string} color @param {Theme} theme */
function drawBox(pen, middle, half, { width, dash }, color, theme) {
  const [w, h] = [Math.abs(half.x), Math.abs(half.y)];
  if (!(w < FAR && h < FAR)) return;
  for (const [extra, style] of /** @type {[number, string][]} */ ([[3, theme.casing], [0, color]])) {
    pen.strokeStyle = style;
    pen.lineWidth = width + extra;
    pen.setLineDash(extra ? [] : dash);
    pen.strokeRect(middle.x - w, middle.y - h, 2 * w, 2 * h);
  }
  pen.setLineDash([]);
}
