// The sequence and its averages over the year: values as dots, the weights as their glow, curves up to the clock.

/** @import { Average, Box, CurveKey, Sheet } from "../../averages" */
/** @import { View } from "./averages.js" */

import { shownStep } from "../clock.js";
import { pretty } from "../numbers.js";
import { border, box, cased, horizontals, inside, placeLabels, placeName, ticks, verticals } from "./axes.js";
import { memory, nearestWindow, weights } from "./maths.js";

/** @type {Record<CurveKey, number[]>} */
export const DASHES = { zero: [], corrected: [9, 4], first: [2, 4], mean: [14, 4, 3, 4] };
const CURSOR = 32; // pixels below the top, where the words at the cursor end
const HEAD = 78; // pixels to the right of the box for the labels at the heads

/**
 * The range of the values, with 0 where the averages begin there.
 * @param {View} view @returns {[number, number]}
 */
export function range(view) {
  const { values } = view.header.series;
  const from0 = view.drawn("zero") && view.visible().length > 0 ? [0] : [];
  let low = Math.min(...values, ...from0);
  let high = Math.max(...values, ...from0);
  if (low === high) [low, high] = [low - 1, high + 1];
  const room = 0.06 * (high - low);
  return [low - room, high + room];
}

/** @param {View} view @param {Sheet} sheet @returns {Box} */
export function chartBox(view, sheet) {
  const right = sheet.width > 560 ? HEAD : 14;
  return box(sheet, [0, view.header.steps], range(view), { right });
}

/** @param {View} view @param {Sheet} sheet @param {Box} frame */
function drawValues(view, { pen, theme }, frame) {
  const { values } = view.header.series;
  const seen = shownStep(view.clock);
  pen.strokeStyle = theme.quiet;
  pen.lineWidth = 1;
  pen.globalAlpha = 0.28;
  pen.beginPath();
  values.forEach((value, i) => pen.lineTo(frame.x(i + 1), frame.y(value)));
  pen.stroke();
  const radius = values.length > 500 ? 1.6 : 2.3;
  pen.fillStyle = theme.quiet;
  values.forEach((value, i) => {
    pen.globalAlpha = i < seen ? 0.85 : 0.3;
    pen.beginPath();
    pen.arc(frame.x(i + 1), frame.y(value), radius, 0, 2 * Math.PI);
    pen.fill();
  });
  pen.globalAlpha = 1;
}

/**
 * The window 1 / (1 - β) behind the day.
 * @param {View} view @param {Sheet} sheet @param {Box} frame @param {Average} average
 */
function drawWindow(view, { pen, theme }, frame, average) {
  const k = view.focus();
  if (k < 1) return;
  pen.fillStyle = average.colors[theme.index];
  pen.globalAlpha = 0.1;
  const from = frame.x(k - Math.min(memory(view.betaOf(average)), k) + 0.5);
  pen.fillRect(from, frame.top, frame.x(k + 0.5) - from, frame.bottom - frame.top);
  pen.globalAlpha = 1;
}

/**
 * The values that count, each as strong as its weight.
 * @param {View} view @param {Sheet} sheet @param {Box} frame @param {Average} average
 */
function drawGlow(view, { pen, theme }, frame, average) {
  const k = view.focus();
  const shares = weights(view.betaOf(average), k);
  pen.fillStyle = average.colors[theme.index];
  for (let j = 0; j < k; j++) {
    const share = shares[j] / shares[0];
    if (share < 0.02) break;
    pen.globalAlpha = 0.15 + 0.85 * share;
    pen.beginPath();
    pen.arc(frame.x(k - j), frame.y(view.header.series.values[k - j - 1]), 2.4 + 3.2 * share, 0, 2 * Math.PI);
    pen.fill();
  }
  pen.globalAlpha = 1;
}

/**
 * One curve from day 1 (from v₀ = 0 at day 0 where it begins there) to a day that need not be whole.
 * @param {Sheet} sheet @param {Box} frame @param {Float64Array} curve @param {boolean} fromZero @param {number} upto
 */
export function stroke({ pen }, frame, curve, fromZero, upto) {
  pen.beginPath();
  if (fromZero) pen.moveTo(frame.x(0), frame.y(0));
  const whole = Math.min(Math.floor(upto), curve.length);
  for (let k = 1; k <= whole; k++) pen.lineTo(frame.x(k), frame.y(curve[k - 1]));
  if (upto > whole && whole < curve.length && (whole > 0 || fromZero)) {
    const before = whole > 0 ? curve[whole - 1] : 0;
    pen.lineTo(frame.x(upto), frame.y(before + (curve[whole] - before) * (upto - whole)));
  }
  pen.stroke();
}

/** @param {View} view @param {Sheet} sheet @param {Box} frame @param {number} upto */
export function drawCurves(view, sheet, frame, upto) {
  const { pen, theme } = sheet;
  pen.lineJoin = "round";
  const shown = view.visible();
  shown.sort((a, b) => +(a.slot === view.selected) - +(b.slot === view.selected));
  for (const average of shown) {
    const picked = average.slot === view.selected;
    const curves = view.curves(average);
    for (const [key, , , drawn] of view.header.curves) {
      if (!drawn) continue;
      const thin = key === "mean" ? 0.7 : 1;
      pen.setLineDash([]);
      pen.strokeStyle = average.colors[theme.index];
      pen.globalAlpha = 0.28;
      pen.lineWidth = 1.3;
      stroke(sheet, frame, curves[key], key === "zero", curves[key].length);
      pen.globalAlpha = 0.85;
      pen.strokeStyle = theme.casing;
      pen.lineWidth = (picked ? 7 : 5) * thin;
      stroke(sheet, frame, curves[key], key === "zero", upto);
      pen.globalAlpha = 1;
      pen.strokeStyle = average.colors[theme.index];
      pen.lineWidth = (picked ? 4 : 2.6) * thin;
      pen.setLineDash(DASHES[key]);
      stroke(sheet, frame, curves[key], key === "zero", upto);
    }
  }
  pen.setLineDash([]);
}

/**
 * The names at the heads of the curves, moved apart where they would cover each other.
 * @param {View} view @param {Sheet} sheet @param {Box} frame
 */
function drawHeads(view, sheet, frame) {
  const { pen, theme } = sheet;
  const key = view.mainCurve();
  const day = shownStep(view.clock);
  if (key === null || day < 1) return;
  const x = frame.x(day);
  const heads = view.visible().map((average) => {
    const y = frame.y(view.curves(average)[key][day - 1]);
    return { average, y, at: y };
  });
  heads.sort((a, b) => a.y - b.y);
  if (heads.length) heads[0].at = Math.max(heads[0].y, frame.top + CURSOR);
  for (let i = 1; i < heads.length; i++) heads[i].at = Math.max(heads[i].at, heads[i - 1].at + 20);
  const over = heads.length ? heads[heads.length - 1].at - (frame.bottom - 8) : 0;
  if (over > 0) for (const head of heads) head.at -= over;
  pen.textAlign = "left";
  for (const { average, y, at } of heads) {
    pen.beginPath();
    pen.arc(x, y, average.slot === view.selected ? 6 : 4.5, 0, 2 * Math.PI);
    pen.fillStyle = average.colors[theme.index];
    pen.strokeStyle = theme.casing;
    pen.lineWidth = 2;
    pen.stroke();
    pen.fill();
    const text = `β ${pretty(view.betaOf(average), 6)}`;
    const left = Math.min(x + 11, sheet.width - 66);
    if (sheet.width > 560 || average.slot === view.selected) cased(sheet, text, left, at, average.colors[theme.index]);
  }
}

/** @param {View} view @param {Sheet} sheet @param {Box} frame */
function drawCursor(view, sheet, frame) {
  const { pen, theme } = sheet;
  const k = view.focus();
  const { series } = view.header;
  pen.strokeStyle = theme.ink;
  pen.lineWidth = 1.4;
  const x = frame.x(view.hover ?? view.clock);
  pen.beginPath();
  pen.moveTo(x, frame.top);
  pen.lineTo(x, frame.bottom);
  pen.stroke();
  const value = k > 0 ? `   x = ${pretty(series.values[k - 1])} ${series.unit}` : "";
  const text = `${placeName(series, k)}${series.start && k > 0 ? `   k = ${k}` : ""}${value}`;
  pen.font = `600 15px ${theme.font}`;
  const width = pen.measureText(text).width;
  pen.textAlign = "left";
  const left = x + 8 + width < frame.right ? x + 8 : Math.max(frame.left + 4, x - 8 - width);
  cased(sheet, text, left, frame.top + 13, theme.ink);
}

/** @param {View} view @param {Sheet} sheet */
export function drawChart(view, sheet) {
  const frame = chartBox(view, sheet);
  const { series } = view.header;
  horizontals(sheet, frame, ticks(frame.low, frame.high, Math.max(3, sheet.height / 70)), (v) => pretty(v));
  verticals(sheet, frame, placeLabels(series, 0, view.header.steps, sheet.width - HEAD));
  border(sheet, frame);
  inside(sheet, frame, () => {
    const selected = view.selectedAverage();
    const lit = selected && !view.hidden.has(selected.slot) ? selected : null;
    if (lit) drawWindow(view, sheet, frame, lit);
    drawValues(view, sheet, frame);
    if (lit) drawGlow(view, sheet, frame, lit);
    drawCurves(view, sheet, frame, view.clock);
  });
  drawHeads(view, sheet, frame);
  drawCursor(view, sheet, frame);
  return frame;
}

/**
 * What the picture shows, for those who do not see it.
 * @param {View} view
 */
export function described(view) {
  const { series } = view.header;
  const key = view.mainCurve();
  const k = view.focus();
  const heads = view.visible().map((average) => {
    const value = key && k > 0 ? ` at ${pretty(view.curves(average)[key][k - 1])} ${series.unit}` : "";
    return `β ${pretty(view.betaOf(average), 6)} (window ${nearestWindow(view.betaOf(average))})${value}`;
  });
  return `${series.name}: ${placeName(series, k)}. Averages: ${heads.join("; ") || "none"}.`;
}
