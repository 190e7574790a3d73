// Curves against the step, on the stage's clock: a log axis, or one that is linear about 0 and log on both sides.

/** @import { Stage } from "./stage.js" */
/** @import { CurveFrame, Line, Past, Pen, Series, Theme } from "../types" */
/** @import { Drawings } from "./resting.js" */

import { drawLine, inUnits, unit } from "./curve_lines.js";
import { drawBands } from "./ensemble.js";
import { extentOf, steady } from "./extent.js";
import { FADED } from "./ghosts.js";
import { pretty, superscript } from "./numbers.js";
import { drawRate } from "./rate_line.js";
import { ANEW } from "./resting.js";
import { seriesOf } from "./series.js";
import { marginLeft } from "./theme.js";

const RIGHT = 10;
const TOP = 10;

/** @param {number} low @param {number} high @param {number} most */
function ticks(low, high, most) {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? 10 * power;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((high - first) / step + 1e-9) + 1) }, (_, i) => +(first + i * step).toPrecision(12));
}

/** The values digit · 10ᵏ within powers of ten. @param {number} low @param {number} high @param {number[]} digits */
function roundIn(low, high, digits) {
  const found = [];
  for (let k = Math.floor(low); k <= high; k++) found.push(...digits.map((digit) => +`${digit}e${k}`));
  return found.filter((value) => Math.log10(value) > low && Math.log10(value) < high);
}

/**
 * The places worth a line across, in the axis' unit, with their labels.
 * @param {CurveFrame} frame @returns {[number, string][]}
 */
function marks({ series, axis: { low, high } }) {
  if (series.logarithmic) {
    const whole = ticks(low, high, 5).filter(Number.isInteger);
    if (whole.length > 1) return whole.map((u) => [u, "10" + superscript(u)]);
    // Less than two decades: round values in between, as few as tell where the line is.
    const between = [[1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]].map((digits) => roundIn(low, high, digits));
    const values = between.find((found) => found.length > 1) ?? ticks(low, high, 3).map((u) => 10 ** u);
    return values.slice(0, 6).map((value) => [Math.log10(value), pretty(value, 2)]);
  }
  // Round values from the largest down to 0, as far apart as lines of text.
  const apart = (high - low) / 5.5;
  /** @type {[number, string][]} */
  const found = low <= 0 && high >= 0 ? [[0, "0"]] : [];
  for (const [sign, end] of [[1, high], [-1, -low]]) {
    let free = end;
    const largest = series.threshold * 10 ** Math.max(end, 0);
    for (let k = Math.floor(Math.log10(largest)); k > Math.log10(series.threshold) - 1; k--) {
      for (const digit of [5, 2, 1]) {
        const u = unit(series, digit * 10 ** k);
        if (u > free || u < apart) continue;
        found.push([sign * u, pretty(sign * digit * 10 ** k, 1)]);
        free = u - apart;
      }
    }
  }
  return found;
}

/**
 * The geometry of the curve in a box of this size.
 * @param {Stage} stage @param {number} width @param {number} height
 * @param {Past | null} past what was drawn before @returns {CurveFrame}
 */
export function curveFrame(stage, width, height, past = null) {
  const series = seriesOf(stage);
  const drawn = inUnits(series, past);
  const axis = steady(stage.curveAxis, extentOf(stage, series, drawn));
  const { low, high } = axis;
  const steps = Math.max(stage.header.steps, 1);
  const left = marginLeft(stage.theme);
  const bottom = 4 + 2 * stage.theme.type;
  const scaleX = (width - left - RIGHT) / steps;
  const scaleY = (height - TOP - bottom) / (high - low);
  const stretched = past?.curve?.scaleX !== scaleX || past.curve.scaleY !== scaleY;
  if (stretched) for (const [line, { units }] of drawn) drawn.set(line, { units, pieces: null });
  return {
    series,
    drawn,
    axis,
    scaleX,
    scaleY,
    logarithmic: series.logarithmic,
    width,
    height,
    left,
    bottom,
    x: (t) => left + t * scaleX,
    y: (value) => height - bottom - (unit(series, value) - low) * scaleY,
    place: (u) => height - bottom - (u - low) * scaleY,
    stepAt: (px) => Math.min(steps, Math.max(0, (px - left) / scaleX)),
  };
}

/** @param {Pen} pen @param {Stage} stage @param {CurveFrame} frame @param {Theme} theme */
function drawAxes(pen, stage, frame, theme) {
  pen.font = `${theme.type}px ${theme.font}`;
  pen.lineWidth = 1;
  pen.strokeStyle = theme.rule;
  pen.fillStyle = theme.ink;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const [u, label] of marks(frame)) {
    const y = Math.round(frame.place(u)) + 0.5;
    pen.beginPath();
    pen.moveTo(frame.left, y);
    pen.lineTo(frame.width - RIGHT, y);
    pen.stroke();
    pen.fillText(label, frame.left - 7, y);
  }
  pen.textAlign = "center";
  pen.textBaseline = "top";
  for (const t of ticks(0, stage.header.steps, frame.width > 500 ? 8 : 4)) {
    if (!Number.isInteger(t)) continue;
    const half = pen.measureText(String(t)).width / 2;
    pen.fillText(String(t), Math.min(frame.x(t), frame.width - half - 1), frame.height - frame.bottom + 6);
  }
  pen.strokeStyle = theme.quiet;
  pen.strokeRect(frame.left + 0.5, TOP + 0.5, frame.width - frame.left - RIGHT - 1, frame.height - TOP - frame.bottom - 1);
}

/**
 * A horizontal line at a value.
 * @param {Pen} pen @param {CurveFrame} frame @param {number} value @param {Theme} theme
 */
function drawLevel(pen, frame, value, theme) {
  const y = frame.y(value);
  pen.setLineDash([2, 4]);
  pen.strokeStyle = theme.quiet;
  pen.lineWidth = 1.4 * theme.weight;
  pen.beginPath();
  pen.moveTo(frame.left, y);
  pen.lineTo(frame.width, y);
  pen.stroke();
  pen.setLineDash([]);
}

/** Nothing is drawn outside of the axes from here on. @param {Pen} pen @param {CurveFrame} frame */
function clipTo(pen, frame) {
  pen.save();
  pen.beginPath();
  pen.rect(frame.left, TOP, frame.width - frame.left - RIGHT, frame.height - TOP - frame.bottom);
  pen.clip();
}

/** @param {Pen} pen @param {Stage} stage @param {CurveFrame} frame @param {Theme} theme @param {Line[]} lines */
function drawLines(pen, stage, frame, theme, lines) {
  pen.lineJoin = "round";
  for (const line of lines) {
    pen.strokeStyle = line.colors[theme.index];
    pen.globalAlpha = line.faded ? 0.18 : 0.3;
    pen.lineWidth = 1.4 * theme.weight;
    drawLine(pen, frame, line, Math.floor(stage.clock), stage.header.steps);
    pen.globalAlpha = line.faded ? FADED : 1;
    pen.lineWidth = (line.strong ? 3.4 : 2.2) * theme.weight;
    pen.setLineDash(line.dash.map((length) => length * theme.weight));
    drawLine(pen, frame, line, 0, stage.clock);
    pen.setLineDash([]);
  }
}

/**
 * Draws the curves up to the clock, the rest faintly, what belongs to the chosen kind, and the cursor.
 * @param {Pen} pen @param {Stage} stage @param {CurveFrame} frame @param {Theme} theme
 * @param {Drawings} how
 */
export function drawCurve(pen, stage, frame, theme, { below, top } = ANEW) {
  const { series } = frame;
  const others = series.lines.findLastIndex(({ strong }) => !strong) + 1;
  below(pen, (to) => {
    drawAxes(to, stage, frame, theme);
    clipTo(to, frame);
    if (series.kind === "loss" && series.logarithmic) drawLevel(to, frame, stage.header.tolerance, theme);
    if (!series.logarithmic && frame.axis.low < 0) drawLevel(to, frame, 0, theme);
    if (series.kind === "loss") drawBands(to, stage, frame, theme);
    drawLines(to, stage, frame, theme, series.lines.slice(0, others));
    to.restore();
  });
  clipTo(pen, frame);
  top(pen, (to) => drawLines(to, stage, frame, theme, series.lines.slice(others)));
  pen.globalAlpha = 1;
  if (series.kind === "loss" && series.logarithmic) drawRate(pen, stage, frame, theme);
  const x = frame.x(stage.clock);
  pen.strokeStyle = theme.ink;
  pen.lineWidth = 1.5 * theme.weight;
  pen.beginPath();
  pen.moveTo(x, TOP);
  pen.lineTo(x, frame.height);
  pen.stroke();
  pen.restore();
  drawNames(pen, series, theme);
  pen.fillStyle = theme.quiet;
  pen.font = `600 ${theme.type}px ${theme.font}`;
  pen.textAlign = "right";
  pen.textBaseline = "top";
  pen.fillText(series.title, frame.width - RIGHT - 8, TOP + 6);
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
}

/**
 * A key to the lines that have names of their own.
 * @param {Pen} pen @param {Series} series @param {Theme} theme
 */
function drawNames(pen, series, theme) {
  pen.font = `600 ${theme.type}px ${theme.font}`;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  let x = marginLeft(theme) + 10;
  for (const { label, colors, dash } of series.lines) {
    if (!label) continue;
    const width = pen.measureText(label).width;
    pen.globalAlpha = 0.85;
    pen.fillStyle = theme.background;
    pen.fillRect(x - 4, TOP + 4, width + 42, 19);
    pen.globalAlpha = 1;
    pen.strokeStyle = pen.fillStyle = colors[theme.index];
    pen.lineWidth = 2.6 * theme.weight;
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(x, TOP + 13);
    pen.lineTo(x + 26, TOP + 13);
    pen.stroke();
    pen.setLineDash([]);
    pen.fillText(label, x + 32, TOP + 13);
    x += 46 + width;
  }
}
