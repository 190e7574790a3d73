// How fast a run closes in on the minimum, as optimizers/convergence.py fits it.

/** @import { Rate } from "../types" */

const FEWEST = 6;
const LEAST_FALL = 1e-3; // a gap that falls by less over the part that is fitted tells nothing of a rate
const EPSILON = 8 * Number.EPSILON;

/** Slope, height and coefficient of determination of the least-squares line. @param {number[]} x @param {number[]} y */
function line(x, y) {
  const mean = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const dot = (/** @type {(i: number) => number} */ term) => x.reduce((sum, _, i) => sum + term(i), 0);
  const slope = dot((i) => (x[i] - mx) * (y[i] - my)) / dot((i) => (x[i] - mx) ** 2);
  const rest = dot((i) => (y[i] - my - slope * (x[i] - mx)) ** 2);
  return { slope, height: my - slope * mx, quality: 1 - rest / dot((i) => (y[i] - my) ** 2) };
}

/**
 * The largest gap from each step on, as far as gaps are finite.
 * @param {ArrayLike<number>} losses @param {number} lowest
 */
function envelopeOf(losses, lowest) {
  const gaps = Array.from(losses, (loss) => loss - lowest);
  const bad = gaps.findIndex((gap) => !Number.isFinite(gap));
  const envelope = gaps.slice(0, bad < 0 ? gaps.length : bad).map((gap) => Math.max(gap, 0));
  for (let t = envelope.length - 2; t >= 0; t--) envelope[t] = Math.max(envelope[t], envelope[t + 1]);
  return envelope;
}

/**
 * Fits the later half of a run's losses as C αᵗ and as C/tᵖ, and tells when the gap is within `tolerance` for good.
 * @param {ArrayLike<number>} losses @param {number} lowest @param {number} tolerance @returns {Rate}
 */
export function fitRate(losses, lowest, tolerance) {
  const envelope = envelopeOf(losses, lowest);
  const least = Math.max(EPSILON * Math.abs(lowest), 1e-290);
  const last = envelope.filter((gap) => gap > least).length - 1;
  const first = Math.max((last + 1) >> 1, 1);
  const seen = envelope.findIndex((gap) => gap <= tolerance);
  const unknown = { constant: NaN, alpha: NaN, power: NaN, quality: NaN, first, last: Math.max(last, 0) };
  /** @type {Rate} */
  const none = { kind: "none", ...unknown, steps: seen < 0 ? null : seen, seen: seen >= 0 };
  if (last + 1 - first < FEWEST || !(envelope[last] < (1 - LEAST_FALL) * envelope[first])) return none;
  const t = Array.from({ length: last + 1 - first }, (_, k) => first + k);
  const heights = t.map((step) => Math.log(envelope[step]));
  const straight = line(t, heights);
  const bent = line(t.map(Math.log), heights);
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
