// One run in numbers and words, as summary.py and trajectories.py write them.

/** @import { EngineManifest, Header, PageRun, Run } from "../types" */

import { fitRate } from "./rate_fit.js";

/** @param {number} value */
const finite = (value) => (Number.isFinite(value) ? value : Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞");

/** As Python writes a number with one digit behind the point. @param {number} value */
function scientific(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  const [mantissa, exponent] = value.toExponential(1).split("e");
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

/** As Python writes a number with three digits. @param {number} value */
function general(value) {
  if (!Number.isFinite(value)) return scientific(value);
  const size = value === 0 ? 0 : Number(value.toExponential(2).split("e")[1]);
  if (size >= -4 && size < 3) return String(Number(value.toPrecision(3)));
  const [mantissa, exponent] = value.toExponential(2).split("e");
  return `${Number(mantissa)}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

/**
 * @param {Header} header @param {number} steps @param {PageRun} run @param {EngineManifest} manifest
 * @param {Record<string, Float64Array>} results @param {number} r @returns {Partial<Run>}
 */
export function summaryOf(header, steps, run, { bound, sentences, statuses }, results, r) {
  const count = steps + 1;
  const taken = Number(results.steps_taken[r]);
  const code = Number(results.status[r]);
  const at = r * count + taken;
  const x = results.positions[2 * at];
  const y = results.positions[2 * at + 1];
  const losses = results.losses.subarray(r * count, at + 1);
  const status = code === statuses.BUDGET_USED ? "running" : code === statuses.DIVERGED ? "diverged" : "converged";
  const sentence = code === statuses.DIVERGED ? sentences.causes[cause(bound, x, y, losses, results.gradients[2 * at], results.gradients[2 * at + 1])] : sentences.ends[code];
  const arrived = header.has_minimum ? firstWithin(losses, header.lowest, header.tolerance) : -1;
  return {
    taken,
    status,
    reason: sentence.replace("{n}", String(taken)).replace("{loss:.1e}", scientific(losses[taken])).replace("{loss:.3g}", general(losses[taken])),
    final_loss: finite(losses[taken]),
    ...nearest(header, x, y),
    rate: header.has_minimum ? fitRate(losses, header.lowest, header.tolerance) : null,
    arrived: arrived < 0 ? null : arrived,
    evaluations: Number(results.evaluations[2 * r]) + (run.reads ? taken : 0),
  };
}

/** The first step whose loss is so near to the lowest, -1 for none. @param {Float64Array} losses @param {number} lowest @param {number} tolerance */
function firstWithin(losses, lowest, tolerance) {
  for (let t = 0; t < losses.length; t++) if (losses[t] - lowest <= tolerance) return t;
  return -1;
}

/**
 * Which cause of a divergence holds first: what comes later follows from it.
 * @param {number} bound @param {number} x @param {number} y @param {Float64Array} losses @param {number} slopeX @param {number} slopeY
 */
function cause(bound, x, y, losses, slopeX, slopeY) {
  const loss = losses[losses.length - 1];
  const lowest = losses.reduce((least, each) => Math.min(least, each), Infinity);
  const distance = Math.abs(x) + Math.abs(y);
  const squared = slopeX * slopeX + slopeY * slopeY;
  const holds = [
    Number.isNaN(x) || Number.isNaN(y),
    !Number.isFinite(x) || !Number.isFinite(y),
    Number.isNaN(loss),
    Number.isFinite(loss) && (Number.isNaN(slopeX) || Number.isNaN(slopeY)),
    loss < 0 && loss <= lowest,
    distance >= Math.abs(loss) && distance >= squared,
    !(Math.abs(loss) < bound),
    true,
  ];
  return holds.indexOf(true);
}

/** @param {Header} header @param {number} x @param {number} y @returns {{ distance: number | null, nearest: string | null }} */
function nearest({ surface }, x, y) {
  /** @type {[number, number, string][]} */
  const known = [
    ...surface.minima.map(([a, b]) => /** @type {[number, number, string]} */ ([a, b, "global"])),
    ...surface.others.filter(([, , , kind]) => kind === "local minimum").map(([a, b]) => /** @type {[number, number, string]} */ ([a, b, "local"])),
  ];
  let found = { distance: /** @type {number | null} */ (null), nearest: /** @type {string | null} */ (null) };
  if (!Number.isFinite(x) || !Number.isFinite(y)) return found;
  for (const [a, b, kind] of known) {
    const distance = Math.hypot(x - a, y - b);
    if (found.distance === null || distance < found.distance) found = { distance, nearest: kind };
  }
  return found;
}
