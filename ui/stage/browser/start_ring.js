// Where the start ring stands: on the plane, or on the curve of a loss of one variable.

/** @import { Stage } from "./stage.js" */
/** @import { Frame } from "../types" */

/**
 * The drawn curve's height at x, for losses of one variable.
 * @param {Stage} stage @param {number} x @returns {number}
 */
export function lossAt({ landscape }, x) {
  const { x: xs, y: ys } = landscape.trace;
  const place = ((x - xs[0]) / (xs[xs.length - 1] - xs[0])) * (xs.length - 1);
  const i = Math.min(Math.max(Math.floor(place), 0), xs.length - 2);
  return ys[i] + (ys[i + 1] - ys[i]) * (place - i);
}

/**
 * The middle of the ring in pixels.
 * @param {Stage} stage @param {Frame} frame
 */
export function startPixels(stage, frame) {
  const [x, y] = stage.start();
  const height = stage.header.surface.dimensions === 1 ? lossAt(stage, x) : y;
  return { x: x * frame.scaleX + frame.offsetX, y: height * frame.scaleY + frame.offsetY };
}
