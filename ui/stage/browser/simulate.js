// From a request to the arrays that the stage draws and the numbers of its table.

/** @import { Kernel } from "./kernel.js" */
/** @import { Arrays, EngineManifest, Header, PageRequest, Run } from "../types" */

import { noiseKey } from "./request.js";
import { summaryOf } from "./summary.js";

// A page asks for no more: such a run would take longer than a hand waits, and the server has room for it.
export const MOST_STEPS = 20_000;
export const MOST_RECORDED = 1_000_000;

/** Whether a request is small enough for the page. @param {PageRequest} request */
export const fitsPage = ({ runs, steps }) => runs.length > 0 && steps <= MOST_STEPS && runs.length * (steps + 1) <= MOST_RECORDED;

/**
 * Begins a simulation. `advance(first, last)` runs some of the runs; `finish()` gives the picture of all.
 * @param {Kernel} kernel @param {PageRequest} request
 */
export function simulation(kernel, request) {
  const { runs, steps } = request;
  const count = runs.length;
  const { sizes: fixed } = kernel.manifest;
  const slots = runs[0].slots.length;
  const sizes = {
    runs: count,
    steps,
    hyperparameters: fixed.hyperparameters,
    constants: Math.max(request.constants.length, fixed.constants),
    code: request.code.length,
    // No instruction puts more than one entry on the stack, so this is always enough.
    stack: request.code.length,
    options: fixed.options,
    courses: slots,
    masks: request.masks.length ? steps : 0,
    // Nothing is recorded, but so many rows of memory are cleared before each run.
    memory: Math.max(...runs.map((run) => kernel.manifest.rules[run.rule].memory.length)),
    recorded: 0,
    slow: runs.some((run) => run.wraps) ? steps + 1 : 0,
    averages: runs.some((run) => run.averages) ? steps + 1 : 0,
    scratch: fixed.scratch_rows,
    aside: fixed.aside_rows,
  };
  const rates = new Float64Array(count * steps);
  const courses = new Float64Array(count * slots * steps);
  runs.forEach(({ rate, schedule, courses: rows }, r) => {
    const from = r * steps;
    for (let t = 0; t < steps; t++) rates[from + t] = schedule < 0 ? rate : rate * request.multipliers[schedule * steps + t];
    rows.forEach((row, c) => courses.set(request.courses.subarray(row * steps, (row + 1) * steps), (r * slots + c) * steps));
  });
  const numbers = {
    first: 0,
    last: 0,
    probing_from: kernel.manifest.probing_from,
    surface: request.surface,
    noise: request.noise,
    key: noiseKey(request.seed),
    bound: kernel.manifest.bound,
    gradient_tolerance: request.tolerances[0],
    loss_tolerance: request.tolerances[1],
  };
  const given = {
    rules: runs.map((run) => run.rule),
    starts: runs.flatMap(() => request.start),
    learning_rates: rates,
    hyperparameters: padded(runs.map((run) => run.settings), fixed.hyperparameters),
    constants: padded([request.constants], sizes.constants),
    code: request.code,
    arguments: request.arguments,
    extras: runs.map((run) => (run.extra ? 1 : 0)),
    options: runs.flatMap((run) => run.options),
    courses,
    course_slots: runs.flatMap((run) => run.slots),
    masks: request.masks,
  };
  const results = kernel.begin(sizes, numbers, given);
  return {
    count,
    advance: (/** @type {number} */ first, /** @type {number} */ last) => kernel.advance(first, last),
    finish: (/** @type {Header} */ header) => collect(header, request, kernel.manifest, /** @type {Record<string, Float64Array>} */ (results)),
  };
}

/** @param {number[][]} rows @param {number} width */
const padded = (rows, width) => rows.flatMap((row) => [...row, ...Array(width - row.length).fill(0)]);

/** @typedef {{ arrays: Pick<Arrays, "positions" | "gaps" | "losses" | "slopes" | "companions" | "rates">, runs: Partial<Run>[], varying: boolean }} Picture */

/**
 * @param {Header} header @param {PageRequest} request @param {EngineManifest} manifest
 * @param {Record<string, Float64Array>} results @returns {Picture}
 */
function collect(header, request, manifest, results) {
  const { steps } = request;
  const count = request.runs.length;
  const gaps = Float32Array.from(results.losses, (loss) => loss - header.lowest);
  const losses = gaps.map((gap) => gap + header.lowest);
  const slopes = new Float32Array(count * (steps + 1));
  for (let i = 0; i < slopes.length; i++) {
    const x = results.gradients[2 * i];
    const y = results.gradients[2 * i + 1];
    slopes[i] = Math.sqrt(x * x + y * y);
  }
  const path = 2 * (steps + 1);
  const companions = new Float32Array(header.companions.length * path);
  header.companions.forEach(([run, name], i) => {
    const from = name === "average" ? results.averages : results.slow;
    companions.set(from.subarray(run * path, (run + 1) * path), i * path);
  });
  const rates = Float32Array.from(results.learning_rates);
  return {
    arrays: { positions: Float32Array.from(results.positions), gaps, losses, slopes, companions, rates },
    runs: request.runs.map((run, r) => summaryOf(header, steps, run, manifest, results, r)),
    varying: rates.some((rate, i) => rate !== rates[i - (i % Math.max(steps, 1))]),
  };
}
