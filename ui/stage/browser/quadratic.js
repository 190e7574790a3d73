// Level lines of the quadratic that has a point's slope and curvature.

/** @import { Frame, Pen, Place } from "../types" */

const LEVELS = [1, 0.25]; // of the height between the point and the turning point
const ENDLESS = 4; // how far a hyperbola is followed, in units of its parameter
const FLAT = 1e-9; // a curvature below this part of the other is none

/**
 * The model in pixels: its turning point, its two axes (unit vectors with their curvatures), and its height at the
 * point above the turning point; null where it has none.
 * @param {Frame} frame @param {Place} at in pixels @param {[number, number]} slope
 * @param {[number, number, number]} curvature f_xx, f_xy, f_yy
 */
export function quadratic({ scaleX, scaleY }, at, [slopeX, slopeY], [fxx, fxy, fyy]) {
  const [a, b, c] = [fxx / scaleX ** 2, fxy / (scaleX * scaleY), fyy / scaleY ** 2];
  const [gx, gy] = [slopeX / scaleX, slopeY / scaleY];
  const middle = (a + c) / 2;
  const spread = Math.hypot((a - c) / 2, b);
  const curvatures = [middle + spread, middle - spread];
  const angle = 0.5 * Math.atan2(2 * b, a - c);
  const axes = [
    { x: Math.cos(angle), y: Math.sin(angle) },
    { x: -Math.sin(angle), y: Math.cos(angle) },
  ];
  const largest = Math.max(...curvatures.map(Math.abs));
  if (!(largest > 0) || curvatures.some((value) => !(Math.abs(value) > FLAT * largest))) return null;
  const along = axes.map((axis, k) => (axis.x * gx + axis.y * gy) / curvatures[k]);
  const turning = {
    x: at.x - along[0] * axes[0].x - along[1] * axes[1].x,
    y: at.y - along[0] * axes[0].y - along[1] * axes[1].y,
  };
  const height = 0.5 * (curvatures[0] * along[0] ** 2 + curvatures[1] * along[1] ** 2);
  return { turning, axes, curvatures, height };
}

/**
 * Draws the level line through the point, one nearer to the turning point, and that point.
 * @param {Pen} pen @param {Frame} frame @param {Place} at @param {[number, number]} slope
 * @param {[number, number, number]} curvature @param {string} color @param {string} casing
 */
export function drawQuadratic(pen, frame, at, slope, curvature, color, casing) {
  const model = quadratic(frame, at, slope, curvature);
  if (!model) return;
  for (const [width, style] of /** @type {[number, string][]} */ ([[4.5, casing], [1.9, color]])) {
    pen.lineWidth = width;
    pen.strokeStyle = style;
    for (const share of LEVELS) strokeLevel(pen, model, share * model.height);
    const { x, y } = model.turning;
    pen.beginPath();
    pen.moveTo(x - 6, y);
    pen.lineTo(x + 6, y);
    pen.moveTo(x, y - 6);
    pen.lineTo(x, y + 6);
    pen.stroke();
  }
}

/** @param {Pen} pen @param {NonNullable<ReturnType<typeof quadratic>>} model @param {number} height */
function strokeLevel(pen, { turning, axes, curvatures }, height) {
  const radii = curvatures.map((value) => Math.sqrt(Math.abs((2 * height) / value)));
  if (!(Math.max(...radii) > 0.5)) return;
  const place = (/** @type {number} */ u, /** @type {number} */ v) => ({
    x: turning.x + u * radii[0] * axes[0].x + v * radii[1] * axes[1].x,
    y: turning.y + u * radii[0] * axes[0].y + v * radii[1] * axes[1].y,
  });
  if (curvatures[0] * curvatures[1] > 0) {
    strokeAlong(pen, 0, 2 * Math.PI, (s) => place(Math.cos(s), Math.sin(s)));
    return;
  }
  const across = height * curvatures[0] > 0;
  for (const sign of [1, -1]) {
    strokeAlong(pen, -ENDLESS, ENDLESS, (s) => (across ? place(sign * Math.cosh(s), Math.sinh(s)) : place(Math.sinh(s), sign * Math.cosh(s))));
  }
}

/** @param {Pen} pen @param {number} from @param {number} to @param {(s: number) => Place} at */
function strokeAlong(pen, from, to, at) {
  pen.beginPath();
  for (let k = 0; k <= 120; k++) {
    const { x, y } = at(from + ((to - from) * k) / 120);
    pen.lineTo(x, y);
  }
  pen.stroke();
}
