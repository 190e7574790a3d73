// The start: corrected beside uncorrected, the sum of the weights on its way to one, and the factor that makes it one.

/** @import { Average, Box, Sheet } from "../../averages" */
/** @import { View } from "./averages.js" */

import { pretty } from "../numbers.js";
import { border, box, cased, horizontals, inside, placeLabels, ticks, verticals } from "./axes.js";
import { DASHES, stroke } from "./chart.js";
import { memory, nearOne, weightSum } from "./maths.js";

const WINDOWS = 4;
const ROOM = 0.06; // of the spread, above what is drawn
const KEY = 0.2; // of the spread, below it

/** How many values the start lasts. @param {View} view @param {number} beta */
const span = (view, beta) => Math.min(view.header.steps, Math.max(10, Math.ceil(WINDOWS * memory(beta))));

/** @type {[import("../../averages").CurveKey, string][]} */
const STARTS = [
  ["zero", "from v₀ = 0"],
  ["first", "from x₁"],
  ["corrected", "corrected"],
];

/**
 * The first values with the average as it begins at 0, corrected, and begun at x₁.
 * @param {View} view @param {Sheet} sheet @param {Average} average
 */
export function drawStart(view, sheet, average) {
  const { pen, theme } = sheet;
  const beta = view.betaOf(average);
  const { series } = view.header;
  const count = span(view, beta);
  const curves = view.curves(average);
  const shown = [0, ...series.values.slice(0, count)];
  for (const [key] of STARTS) shown.push(...curves[key].slice(0, count));
  const spread = Math.max(...shown) - Math.min(...shown) || 1;
  // The key stands below everything that is drawn.
  const frame = box(sheet, [0, count], [Math.min(...shown) - KEY * spread, Math.max(...shown) + ROOM * spread]);
  horizontals(sheet, frame, ticks(frame.low, frame.high, 5), (v) => pretty(v));
  verticals(sheet, frame, placeLabels(series, 0, count, frame.right - frame.left));
  border(sheet, frame);
  const now = Math.min(view.focus(), count);
  inside(sheet, frame, () => {
    pen.fillStyle = theme.quiet;
    for (let k = 1; k <= count; k++) {
      pen.globalAlpha = k <= now ? 0.85 : 0.3;
      pen.beginPath();
      pen.arc(frame.x(k), frame.y(series.values[k - 1]), count > 120 ? 2 : 3, 0, 2 * Math.PI);
      pen.fill();
    }
    pen.globalAlpha = 1;
    pen.lineJoin = "round";
    for (const [key] of STARTS) {
      pen.strokeStyle = key === "zero" ? average.colors[theme.index] : key === "corrected" ? theme.ink : theme.quiet;
      pen.lineWidth = key === "first" ? 2.4 : 3.4;
      pen.setLineDash(DASHES[key]);
      stroke(sheet, frame, curves[key], key === "zero", count);
    }
    pen.setLineDash([]);
    cursor(sheet, frame, now);
  });
  key(sheet, frame, average);
}

/** @param {Sheet} sheet @param {Box} frame @param {Average} average */
function key({ pen, theme }, frame, average) {
  const colors = { zero: average.colors[theme.index], corrected: theme.ink, first: theme.quiet, mean: "" };
  let x = frame.right - 12;
  pen.textAlign = "right";
  for (const [name, text] of STARTS) {
    cased({ pen, theme, width: 0, height: 0 }, text, x, frame.bottom - 15, colors[name], 14);
    const width = pen.measureText(text).width;
    pen.strokeStyle = colors[name];
    pen.lineWidth = 3;
    pen.setLineDash(DASHES[name]);
    pen.beginPath();
    pen.moveTo(x - width - 32, frame.bottom - 15);
    pen.lineTo(x - width - 6, frame.bottom - 15);
    pen.stroke();
    pen.setLineDash([]);
    x -= width + 46;
  }
}

/** @param {Sheet} sheet @param {Box} frame @param {number} k */
function cursor({ pen, theme }, frame, k) {
  pen.strokeStyle = theme.ink;
  pen.lineWidth = 1.4;
  pen.beginPath();
  pen.moveTo(frame.x(k), frame.top);
  pen.lineTo(frame.x(k), frame.bottom);
  pen.stroke();
}

/** The box of the factor's picture: k from 0, the factor on a log scale from 1. @param {Sheet} sheet @param {number} beta */
export function factorBox(sheet, beta) {
  const count = Math.max(10, Math.ceil(WINDOWS * memory(beta)));
  return box(sheet, [0, count], [0, 1.08], { left: 44, right: 50 });
}

/**
 * The sum of the weights, 1 - βᵏ, and the factor 1 / (1 - βᵏ), against k.
 * @param {View} view @param {Sheet} sheet @param {Average} average
 */
export function drawFactor(view, sheet, average) {
  const { pen, theme } = sheet;
  const beta = view.betaOf(average);
  const color = average.colors[theme.index];
  const frame = factorBox(sheet, beta);
  const largest = memory(beta);
  // The factor falls to ×1 on the floor while the sum rises to 1.
  const high = Math.log(Math.max(largest, 2));
  const level = (/** @type {number} */ factor) => frame.y(Math.log(factor) / high);
  horizontals(sheet, frame, [0, 0.25, 0.5, 0.75, 1], (v) => pretty(v, 2));
  verticals(sheet, frame, ticks(0, frame.last, 6).filter((k) => Number.isInteger(k) && k > 0).map((k) => [k, String(k)]));
  border(sheet, frame);
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.font = `14px ${theme.font}`;
  pen.fillStyle = color;
  for (const factor of [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]) {
    if (factor <= Math.max(largest, 2) * 1.001) pen.fillText(`×${factor}`, frame.right + 7, level(factor));
  }
  inside(sheet, frame, () => {
    const step = Math.max(frame.last / 400, 1);
    pen.lineWidth = 3.2;
    pen.strokeStyle = theme.ink;
    pen.beginPath();
    for (let k = 0; k <= frame.last + step; k += step) pen.lineTo(frame.x(k), frame.y(weightSum(beta, k)));
    pen.stroke();
    pen.strokeStyle = color;
    pen.beginPath();
    for (let k = 1; k <= frame.last + step; k += step) pen.lineTo(frame.x(k), level(1 / weightSum(beta, k)));
    pen.stroke();
    const k = view.readAt();
    cursor(sheet, frame, Math.min(k, frame.last));
    if (k >= 1 && k <= frame.last) {
      for (const [y, fill] of [[frame.y(weightSum(beta, k)), theme.ink], [level(1 / weightSum(beta, k)), color]]) {
        pen.beginPath();
        pen.arc(frame.x(k), /** @type {number} */ (y), 5.5, 0, 2 * Math.PI);
        pen.fillStyle = /** @type {string} */ (fill);
        pen.strokeStyle = theme.casing;
        pen.lineWidth = 2;
        pen.stroke();
        pen.fill();
      }
    }
  });
  pen.textAlign = "right";
  cased(sheet, "factor 1 / (1 − βᵏ)", frame.right - 12, frame.y(0.16), color, 14);
  cased(sheet, "sum of the weights 1 − βᵏ", frame.right - 12, frame.y(0.62), theme.ink, 14);
}

/**
 * The sum and the factor at one k, in words.
 * @param {number} beta @param {number} k
 */
export function factorRead(beta, k) {
  if (k < 1) return ["sum of the weights 0", "no value yet"];
  const sum = weightSum(beta, k);
  return [`sum of the weights ${nearOneBelow(sum)}`, `factor ${nearOne(1 / sum)}`];
}

/** @param {number} sum */
function nearOneBelow(sum) {
  return sum < 0.9 ? pretty(sum, 4) : nearOne(sum);
}
