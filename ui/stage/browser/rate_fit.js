// How fast a run closes in on the minimum, as optimizers/convergence.py fits it.

/** @import { Rate } from "../types" */

const FEWEST = 6;
const LEAST_FALL = 1e-3; // a gap that falls by less over the part that is fitted tells nothing of a rate
const EPSILON = 8 * Number.EPSILON;

// Plain loops: every run is fitted anew in every frame of a drag.

/** @param {Float64Array} values */
function mean(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Slope, height and coefficient of determination of the least-squares line. @param {Float64Array} x @param {Float64Array} y */
function line(x, y) {
  const [mx, my] = [mean(x), mean(y)];
  let together = 0;
  let apart = 0;
  let spread = 0;
  for (let i = 0; i < x.length; i++) {
    together += (x[i] - mx) * (y[i] - my);
    apart += (x[i] - mx) ** 2;
    spread += (y[i] - my) ** 2;
  }
  const slope = together / apart;
  let rest = 0;
  for (let i = 0; i < x.length; i++) rest += (y[i] - my - slope * (x[i] - mx)) ** 2;
  return { slope, height: my - slope * mx, quality: 1 - rest / spread };
}

/**
 * The largest gap from each step on, as far as gaps are finite.
 * @param {ArrayLike<number>} losses @param {number} lowest
 */
function envelopeOf(losses, lowest) {
  let count = 0;
  while (count < losses.length && Number.isFinite(losses[count] - lowest)) count++;
  const envelope = new Float64Array(count);
  let largest = 0;
  for (let t = count - 1; t >= 0; t--) envelope[t] = largest = Math.max(largest, losses[t] - lowest);
  return envelope;
}

/**
 * Fits the later half of a run's losses as C αᵗ and as C/tᵖ, and tells when the gap is within `tolerance` for good.
 * @param {ArrayLike<number>} losses @param {number} lowest @param {number} tolerance @returns {Rate}
 */
export function fitRate(losses, lowest, tolerance) {
  const envelope = envelopeOf(losses, lowest);
  const least = Math.max(EPSILON * Math.abs(lowest), 1e-290);
  // The envelope never rises, so what is above the least comes first.
  let last = -1;
  while (last + 1 < envelope.length && envelope[last + 1] > least) last++;
  const first = Math.max((last + 1) >> 1, 1);
  let seen = -1;
  for (let step = 0; step < envelope.length && seen < 0; step++) if (envelope[step] <= tolerance) seen = step;
  const unknown = { constant: NaN, alpha: NaN, power: NaN, quality: NaN, first, last: Math.max(last, 0) };
  /** @type {Rate} */
  const none = { kind: "none", ...unknown, steps: seen < 0 ? null : seen, seen: seen >= 0 };
  if (last + 1 - first < FEWEST || !(envelope[last] < (1 - LEAST_FALL) * envelope[first])) return none;
  const t = new Float64Array(last + 1 - first);
  const logs = new Float64Array(t.length);
  const heights = new Float64Array(t.length);
  for (let k = 0; k < t.length; k++) {
    t[k] = first + k;
    logs[k] = Math.log(t[k]);
    heights[k] = Math.log(envelope[first + k]);
  }
  const straight = line(t, heights);
  const bent = line(logs, heights);
  const linear = straight.quality >= bent.quality;
  const { slope, height, quality } = linear ? straight : bent;
  if (slope >= 0) return none;
  const distance = height - Math.log(tolerance);
  const foretold = linear ? distance / -slope : Math.exp(distance / -slope);
  const reached = tolerance > 0 && Number.isFinite(foretold) ? Math.max(Math.ceil(foretold), envelope.length) : null;
  return {
    ...unknown,
    kind: linear ? "linear" : "sub-linear",
    constant: Math.exp(height),
    alpha: linear ? Math.exp(slope) : NaN,
    power: linear ? NaN : -slope,
    quality,
    steps: seen < 0 ? reached : seen,
    seen: seen >= 0,
  };
}
