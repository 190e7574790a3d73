// The loss against the step, on the stage's clock: a log axis above the minimum, or a signed log axis.

/** @import { Stage } from "./stage.js" */
/** @import { CurveFrame, Pen, Theme } from "../types" */

import { depth, FADED } from "./ghosts.js";
import { drawBands, eachBandEdge } from "./ensemble.js";
import { superscript } from "./numbers.js";

const LEFT = 46;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 30;
const FLOOR = 1e-16; // below this a gap to the minimum is rounding

/**
 * Maps a loss to the axis' own unit.
 * @param {boolean} logarithmic @param {number} value
 */
function unit(logarithmic, value) {
  if (logarithmic) return Math.log10(Math.max(value, FLOOR));
  return Math.sign(value) * Math.log10(1 + Math.abs(value));
}

/**
 * The range of the axis over the visible runs.
 * @param {Stage} stage @param {boolean} logarithmic
 */
function extent(stage, logarithmic) {
  const count = stage.header.steps + 1;
  let low = Infinity;
  let high = -Infinity;
  for (const i of stage.visible()) {
    const last = stage.header.runs[i].taken;
    for (let t = 0; t <= last; t++) {
      const value = stage.arrays.gaps[i * count + t];
      if (!Number.isFinite(value)) continue;
      const place = unit(logarithmic, value);
      if (place < low) low = place;
      if (place > high) high = place;
    }
  }
  eachBandEdge(stage, (gap) => {
    low = Math.min(low, unit(logarithmic, gap));
    high = Math.max(high, unit(logarithmic, gap));
  });
  if (!(low < high)) {
    const middle = Number.isFinite(low) ? low : 0;
    return [middle - 1, middle + 1];
  }
  const room = 0.04 * (high - low);
  return [low - room, high + room];
}

/** @param {number} low @param {number} high @param {number} most */
function ticks(low, high, most) {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? 10 * power;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((high - first) / step + 1e-9) + 1) }, (_, i) => +(first + i * step).toPrecision(12));
}

/** @param {boolean} logarithmic @param {number} place */
function axisLabel(logarithmic, place) {
  if (logarithmic) return "10" + superscript(place);
  const value = Math.sign(place) * (10 ** Math.abs(place) - 1);
  return Math.abs(value) >= 1e4 ? (value < 0 ? "−" : "") + "10" + superscript(Math.round(Math.abs(place))) : String(Math.round(value)).replace("-", "−");
}

/**
 * The geometry of the curve in a box of this size.
 * @param {Stage} stage @param {number} width @param {number} height @returns {CurveFrame}
 */
export function curveFrame(stage, width, height) {
  const logarithmic = stage.header.has_minimum;
  const [low, high] = extent(stage, logarithmic);
  const steps = Math.max(stage.header.steps, 1);
  const scaleX = (width - LEFT - RIGHT) / steps;
  const scaleY = (height - TOP - BOTTOM) / (high - low);
  return {
    logarithmic,
    low,
    high,
    width,
    height,
    x: (t) => LEFT + t * scaleX,
    y: (value) => height - BOTTOM - (unit(logarithmic, value) - low) * scaleY,
    place: (u) => height - BOTTOM - (u - low) * scaleY,
    stepAt: (px) => Math.min(steps, Math.max(0, (px - LEFT) / scaleX)),
  };
}

/** @param {Pen} pen @param {Stage} stage @param {CurveFrame} frame @param {Theme} theme */
function drawAxes(pen, stage, frame, theme) {
  pen.font = `13px ${theme.font}`;
  pen.lineWidth = 1;
  pen.strokeStyle = theme.rule;
  pen.fillStyle = theme.ink;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  const whole = ticks(frame.low, frame.high, 5).filter((u) => !frame.logarithmic || Number.isInteger(u));
  for (const u of whole) {
    const y = Math.round(frame.place(u)) + 0.5;
    pen.beginPath();
    pen.moveTo(LEFT, y);
    pen.lineTo(frame.width - RIGHT, y);
    pen.stroke();
    pen.fillText(axisLabel(frame.logarithmic, u), LEFT - 7, y);
  }
  pen.textAlign = "center";
  pen.textBaseline = "top";
  for (const t of ticks(0, stage.header.steps, frame.width > 500 ? 8 : 4)) {
    if (Number.isInteger(t)) pen.fillText(String(t), frame.x(t), frame.height - BOTTOM + 6);
  }
  pen.strokeStyle = theme.quiet;
  pen.strokeRect(LEFT + 0.5, TOP + 0.5, frame.width - LEFT - RIGHT - 1, frame.height - TOP - BOTTOM - 1);
}

/** @param {Pen} pen @param {Stage} stage @param {CurveFrame} frame @param {number} index @param {number} upto */
function drawLine(pen, stage, frame, index, upto) {
  const count = stage.header.steps + 1;
  const { gaps } = stage.arrays;
  const last = Math.min(upto, stage.header.runs[index].taken);
  // No more points than pixels: beyond that, the highest and lowest of each pixel column are drawn.
  const stride = Math.max(1, Math.floor((2 * last) / frame.width));
  pen.beginPath();
  for (let t = 0; t <= last; t += 1) {
    const value = gaps[index * count + t];
    if (!Number.isFinite(value)) break;
    if (stride > 1 && t % stride && t !== Math.floor(last)) {
      const before = gaps[index * count + t - 1];
      const after = gaps[index * count + t + 1];
      if ((value - before) * (after - value) > 0) continue;
    }
    pen.lineTo(frame.x(t), frame.y(value));
  }
  pen.stroke();
}

/**
 * Draws the curves up to the clock, the rest faintly, the tolerance and the cursor.
 * @param {Pen} pen @param {Stage} stage @param {CurveFrame} frame @param {Theme} theme
 */
export function drawCurve(pen, stage, frame, theme) {
  drawAxes(pen, stage, frame, theme);
  pen.save();
  pen.beginPath();
  pen.rect(LEFT, TOP, frame.width - LEFT - RIGHT, frame.height - TOP - BOTTOM);
  pen.clip();
  if (frame.logarithmic) {
    const y = frame.y(stage.header.tolerance);
    pen.setLineDash([2, 4]);
    pen.strokeStyle = theme.quiet;
    pen.lineWidth = 1.4;
    pen.beginPath();
    pen.moveTo(LEFT, y);
    pen.lineTo(frame.width, y);
    pen.stroke();
    pen.setLineDash([]);
  }
  pen.lineJoin = "round";
  drawBands(pen, stage, frame, theme);
  const shown = stage.visible();
  shown.sort((a, b) => depth(stage, a) - depth(stage, b));
  for (const i of shown) {
    const run = stage.header.runs[i];
    pen.strokeStyle = run.colors[theme.index];
    pen.globalAlpha = run.pinned ? 0.18 : 0.3;
    pen.lineWidth = 1.4;
    drawLine(pen, stage, frame, i, stage.header.steps);
    pen.globalAlpha = run.pinned ? FADED : 1;
    pen.lineWidth = i === stage.selected ? 3.4 : 2.2;
    pen.setLineDash(run.dash);
    drawLine(pen, stage, frame, i, stage.clock);
    pen.setLineDash([]);
  }
  pen.globalAlpha = 1;
  const x = frame.x(stage.clock);
  pen.strokeStyle = theme.ink;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(x, TOP);
  pen.lineTo(x, frame.height);
  pen.stroke();
  pen.restore();
  pen.fillStyle = theme.quiet;
  pen.font = `600 13px ${theme.font}`;
  pen.textAlign = "right";
  pen.textBaseline = "top";
  pen.fillText(frame.logarithmic ? "loss above the minimum" : "loss", frame.width - RIGHT - 8, TOP + 6);
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
}
