// The fitted rate of the selected run on its loss curve, with its α and the step at which the gap is small enough.

/** @import { Stage } from "./stage.js" */
/** @import { CurveFrame, Pen, Rate, Theme } from "../types" */

import { pretty } from "./numbers.js";

const CORNER = { width: 250, height: 54 };

/**
 * A rate as a word that fits into a table: "α 0.98", "1/t^1.2", or a dash.
 * @param {Rate | null} rate
 */
export function rateInShort(rate) {
  if (!rate || rate.kind === "none") return "—";
  return rate.kind === "linear" ? `α ${pretty(rate.alpha, 4)}` : `1/t${rate.power === 1 ? "" : `^${pretty(rate.power, 3)}`}`;
}

/**
 * The line from where it was fitted to the end of the axis.
 * @param {Pen} pen @param {Stage} stage @param {CurveFrame} frame @param {Theme} theme
 */
export function drawRate(pen, stage, frame, theme) {
  const { header } = stage;
  const rate = header.runs[stage.selected]?.rate;
  if (!rate || rate.kind === "none" || !stage.visible().includes(stage.selected)) return;
  const gap = (/** @type {number} */ t) => +rate.constant * (rate.kind === "linear" ? (+rate.alpha) ** t : t ** -rate.power);
  const place = (/** @type {number} */ t) => ({ x: frame.x(t), y: frame.place(Math.log10(gap(t))) });
  pen.strokeStyle = theme.ink;
  pen.lineWidth = 1.6 * theme.weight;
  pen.setLineDash([7, 5]);
  pen.beginPath();
  for (let k = 0; k <= 60; k++) {
    const t = rate.first + ((header.steps - rate.first) * k) / 60;
    if (!(gap(t) > 0)) break;
    const { x, y } = place(t);
    pen.lineTo(x, y);
  }
  pen.stroke();
  pen.setLineDash([]);
  const at = place((rate.first + Math.min(rate.last, header.steps)) / 2);
  const y = Math.max(at.y - 8, theme.type + 14);
  // The choice of curves, or what the curve is called, stands in the upper right corner.
  const x = y < CORNER.height ? Math.min(at.x, frame.width - CORNER.width) : at.x;
  const width = write(pen, rateInShort(rate), x, y, theme);
  if (rate.steps === null || rate.steps > header.steps) return;
  const arrival = { x: frame.x(rate.steps), y: frame.y(header.tolerance) };
  pen.beginPath();
  pen.arc(arrival.x, arrival.y, 3.6 * theme.weight, 0, 2 * Math.PI);
  pen.fillStyle = theme.ink;
  pen.fill();
  const text = `step ${rate.steps}`;
  const left = arrival.x + 8;
  const above = arrival.y - 6;
  // It would be written over the rate's own words; below its mark there is room.
  const crowded = left < x + width && left + pen.measureText(text).width > x && Math.abs(above - y) < 1.3 * theme.type;
  write(pen, text, left, crowded ? arrival.y + theme.type + 4 : above, theme);
}

/** Returns how wide the text is. @param {Pen} pen @param {string} text @param {number} x @param {number} y @param {Theme} theme */
function write(pen, text, x, y, theme) {
  pen.font = `600 ${theme.type}px ${theme.font}`;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.lineJoin = "round";
  pen.lineWidth = 4;
  pen.strokeStyle = theme.casing;
  pen.strokeText(text, x, y);
  pen.fillStyle = theme.ink;
  pen.fillText(text, x, y);
  return pen.measureText(text).width;
}
