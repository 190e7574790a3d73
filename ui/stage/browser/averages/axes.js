// Boxes with axes: places of ticks, months under a year, grid lines and labels.

/** @import { Box, Series, Sheet } from "../../averages" */

export const MARGIN = { left: 48, right: 14, top: 12, bottom: 30 };

/**
 * Round numbers between two bounds, about `most` of them.
 * @param {number} low @param {number} high @param {number} most
 */
export function ticks(low, high, most) {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * (1 - 1e-9)) ?? 10 * power;
  const first = Math.ceil(low / step - 1e-9) * step;
  const count = Math.max(0, Math.floor((high - first) / step + 1e-9) + 1);
  return Array.from({ length: count }, (_, i) => +(first + i * step).toPrecision(12));
}

/**
 * A box of a sheet's size with the given ranges.
 * @param {Sheet} sheet @param {[number, number]} xs @param {[number, number]} ys @param {Partial<typeof MARGIN>} margin
 * @returns {Box}
 */
export function box({ width, height }, [first, last], [low, high], margin = {}) {
  const { left, right, top, bottom } = { ...MARGIN, ...margin };
  const scaleX = (width - left - right) / (last - first || 1);
  const scaleY = (height - top - bottom) / (high - low || 1);
  return {
    left,
    right: width - right,
    top,
    bottom: height - bottom,
    low,
    high,
    first,
    last,
    x: (place) => left + (place - first) * scaleX,
    y: (value) => height - bottom - (value - low) * scaleY,
    placeAt: (pixel) => Math.min(Math.max(first, last), Math.max(Math.min(first, last), first + (pixel - left) / scaleX)),
  };
}

/** @param {Sheet} sheet @param {Box} frame @param {number[]} values @param {(value: number) => string} write */
export function horizontals({ pen, theme }, frame, values, write) {
  pen.font = `14px ${theme.font}`;
  pen.lineWidth = 1;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const value of values) {
    const y = Math.round(frame.y(value)) + 0.5;
    pen.strokeStyle = value === 0 && frame.low < 0 ? theme.quiet : theme.rule;
    pen.beginPath();
    pen.moveTo(frame.left, y);
    pen.lineTo(frame.right, y);
    pen.stroke();
    pen.fillStyle = theme.ink;
    pen.fillText(write(value), frame.left - 7, y);
  }
}

/** @param {Sheet} sheet @param {Box} frame @param {[number, string][]} labels */
export function verticals({ pen, theme }, frame, labels) {
  pen.font = `14px ${theme.font}`;
  pen.lineWidth = 1;
  pen.strokeStyle = theme.rule;
  pen.fillStyle = theme.ink;
  pen.textBaseline = "top";
  for (const [place, text] of labels) {
    const x = Math.round(frame.x(place)) + 0.5;
    pen.beginPath();
    pen.moveTo(x, frame.top);
    pen.lineTo(x, frame.bottom);
    pen.stroke();
    pen.textAlign = "center";
    pen.fillText(text, x, frame.bottom + 7);
  }
}

/** @param {Sheet} sheet @param {Box} frame */
export function border({ pen, theme }, frame) {
  pen.lineWidth = 1;
  pen.strokeStyle = theme.quiet;
  pen.strokeRect(frame.left + 0.5, frame.top + 0.5, frame.right - frame.left - 1, frame.bottom - frame.top - 1);
}

/**
 * Draws `act` with everything outside the box left alone.
 * @param {Sheet} sheet @param {Box} frame @param {() => void} act
 */
export function inside({ pen }, frame, act) {
  pen.save();
  pen.beginPath();
  pen.rect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
  pen.clip();
  act();
  pen.restore();
}

/**
 * A text that stays legible over lines.
 * @param {Sheet} sheet @param {string} text @param {number} x @param {number} y @param {string} color
 */
export function cased({ pen, theme }, text, x, y, color, size = 15) {
  pen.font = `600 ${size}px ${theme.font}`;
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 4;
  pen.strokeStyle = theme.casing;
  pen.strokeText(text, x, y);
  pen.fillStyle = color;
  pen.fillText(text, x, y);
}

const DAY = 86_400_000;

/** @param {Series} series @param {number} k The number of the value, from 1 on. */
export function dateOf(series, k) {
  return new Date(Date.parse(`${series.start}T00:00:00Z`) + (k - 1) * DAY);
}

/**
 * What a value's place is called: “14 Mar”, or “step 73”.
 * @param {Series} series @param {number} k
 */
export function placeName(series, k) {
  if (series.start === null || k < 1) return `${series.step} ${k}`;
  return dateOf(series, k).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
}

/**
 * Labels under the sequence: the first of every month where values have dates, else round numbers.
 * @param {Series} series @param {number} first @param {number} last @param {number} width @returns {[number, string][]}
 */
export function placeLabels(series, first, last, width) {
  if (series.start === null) {
    const whole = ticks(first, last, Math.max(2, width / 90)).filter(Number.isInteger);
    return whole.map((k) => [k, String(k)]);
  }
  /** @type {[number, string][]} */
  const labels = [];
  for (let k = Math.max(1, Math.ceil(first)); k <= last; k++) {
    const date = dateOf(series, k);
    if (date.getUTCDate() !== 1) continue;
    labels.push([k, date.toLocaleDateString("en-GB", { month: "short", timeZone: "UTC" }).slice(0, 3)]);
  }
  const every = Math.max(1, Math.ceil((labels.length * 46) / Math.max(width, 1)));
  if (last - first <= 62) return placeDays(series, first, last, width);
  return labels.filter((_, i) => i % every === 0);
}

/** @param {Series} series @param {number} first @param {number} last @param {number} width @returns {[number, string][]} */
function placeDays(series, first, last, width) {
  const whole = ticks(Math.max(first, 1), last, Math.max(2, width / 80)).filter((k) => Number.isInteger(k) && k >= 1);
  return whole.map((k) => [k, placeName(series, k)]);
}
