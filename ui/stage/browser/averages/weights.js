// The weights behind a day as bars, their running sum, the window and the half-life.

/** @import { Average, Sheet } from "../../averages" */
/** @import { View } from "./averages.js" */

import { pretty } from "../numbers.js";
import { border, box, cased, horizontals, ticks } from "./axes.js";
import { halfLife, memory, weightSum, weights } from "./maths.js";

const WINDOWS = 4.2; // how far back the picture goes, in windows
const [FIRST, SECOND] = [12, 31]; // pixels below the top, where the names of the marks stand

/** How many values back the picture goes. @param {number} beta */
const reach = (beta) => Math.max(8, Math.ceil(WINDOWS * memory(beta)));

/** @param {View} view @param {Sheet} sheet @param {Average} average */
export function drawWeights(view, sheet, average) {
  const { pen, theme } = sheet;
  const beta = view.betaOf(average);
  const color = average.colors[theme.index];
  const k = view.focus();
  const count = reach(beta);
  const top = 1.12 * (1 - beta);
  // The day itself stands at the right, so that time runs as above.
  const frame = box(sheet, [count - 0.5, -0.7], [0, top], { left: 56, right: 44, top: 14, bottom: 34 });
  horizontals(sheet, frame, ticks(0, top, 4), (v) => pretty(v, 3));
  const share = (/** @type {number} */ part) => frame.bottom - (part * (frame.bottom - frame.top)) / 1.12;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.fillStyle = theme.quiet;
  for (const part of [0, 0.5, 1]) pen.fillText(String(part), frame.right + 7, share(part));
  const values = weights(beta, count);
  const width = Math.max(1, Math.abs(frame.x(0) - frame.x(1)) * 0.78);
  for (let j = 0; j < count; j++) {
    const x = frame.x(j) - width / 2;
    const y = frame.y(values[j]);
    pen.globalAlpha = j < k ? 0.92 : 0.35;
    pen.fillStyle = pen.strokeStyle = color;
    if (j < k) pen.fillRect(x, y, width, frame.bottom - y);
    else if (width > 3) pen.strokeRect(x + 0.5, y + 0.5, width - 1, frame.bottom - y - 1);
  }
  pen.globalAlpha = 1;
  mark(sheet, frame, halfLife(beta) - 0.5, "half-life", SECOND);
  mark(sheet, frame, memory(beta) - 0.5, "window", FIRST);
  pen.lineWidth = 2.4;
  pen.strokeStyle = theme.ink;
  pen.beginPath();
  pen.moveTo(frame.x(-0.5), share(0));
  for (let j = 0; j < Math.min(count, k); j++) pen.lineTo(frame.x(j + 0.5), share(weightSum(beta, j + 1)));
  pen.stroke();
  border(sheet, frame);
  labels(sheet, frame, count, view.header.series.step);
  if (k < count) {
    const left = `βᵏ = ${pretty(1 - weightSum(beta, k), 3)} is still on v₀`;
    pen.textAlign = "left";
    cased(sheet, left, frame.left + 12, frame.bottom - 16, color, 14);
  }
  const last = Math.min(count, k);
  if (last > 2) {
    pen.textAlign = "right";
    const x = Math.max(frame.x(last - 0.5) - 6, frame.left + 90);
    cased(sheet, "running sum", x, Math.max(share(weightSum(beta, last)) - (last < count ? 0 : 12), frame.top + 11), theme.ink, 14);
  }
}

/** @param {Sheet} sheet @param {import("../../averages").Box} frame @param {number} place @param {string} name @param {number} below */
function mark(sheet, frame, place, name, below) {
  const { pen, theme } = sheet;
  const x = frame.x(place);
  if (place < -0.4 || x < frame.left) return;
  pen.strokeStyle = theme.ink;
  pen.lineWidth = 1.6;
  pen.setLineDash([4, 4]);
  pen.beginPath();
  pen.moveTo(x, frame.top);
  pen.lineTo(x, frame.bottom);
  pen.stroke();
  pen.setLineDash([]);
  // Words stand to the left of their line; the inner line's to its right where there is room, clear of the other.
  pen.font = `600 14px ${theme.font}`;
  const inner = below > FIRST && x + 10 + pen.measureText(name).width < frame.right;
  pen.textAlign = inner ? "left" : "right";
  cased(sheet, name, inner ? x + 5 : x - 5, frame.top + below, theme.ink, 14);
}

/** @param {Sheet} sheet @param {import("../../averages").Box} frame @param {number} count @param {string} step */
function labels({ pen, theme }, frame, count, step) {
  pen.font = `14px ${theme.font}`;
  pen.fillStyle = theme.ink;
  pen.textBaseline = "top";
  pen.textAlign = "center";
  for (const j of ticks(0, count - 1, 5)) {
    if (Number.isInteger(j) && j > 0) pen.fillText(`−${j}`, frame.x(j), frame.bottom + 7);
  }
  pen.textAlign = "right";
  pen.fillText(`this ${step}`, frame.right + 8, frame.bottom + 7);
}

/**
 * The weights in words.
 * @param {View} view @param {Average} average
 */
export function weightsRead(view, average) {
  const beta = view.betaOf(average);
  const { step } = view.header.series;
  const k = view.focus();
  const wide = pretty(memory(beta), 3);
  const plural = wide === "1" ? step : `${step}s`;
  return [
    `Σ = 1 − βᵏ = ${pretty(weightSum(beta, k), 4)}`,
    `window 1/(1−β) = ${wide} ${plural}, which hold ${Math.round(100 * weightSum(beta, memory(beta)))} %`,
    `half-life ${pretty(halfLife(beta), 3)} ${step}s`,
  ];
}
