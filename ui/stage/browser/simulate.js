// From a request to the arrays that the stage draws and the numbers of its table.

/** @import { Kernel } from "./kernel.js" */
/** @import { Tree, Value } from "./trees.js" */
/** @import { Arrays, EngineManifest, Header, PageRequest, PageRun, Pair, Run } from "../types" */

import { noiseKey } from "./request.js";
import { alike } from "./still.js";
import { summaryOf } from "./summary.js";
import { evaluated } from "./trees.js";

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
  const { sizes: fixed, apart } = kernel.manifest;
  const constants = request.constants.map((tree) => Number(evaluated(tree, request.parameters, kernel.functions)));
  const slots = runs[0].slots.length;
  const masked = runs.some((run) => run.mask);
  const sizes = {
    runs: count,
    steps,
    hyperparameters: fixed.hyperparameters,
    constants: Math.max(constants.length, fixed.constants),
    code: request.code.length,
    // No instruction puts more than one entry on the stack, so this is always enough.
    stack: request.code.length,
    options: fixed.options,
    courses: slots,
    masks: masked ? steps : 0,
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
  const masks = new Float64Array(masked ? 2 * count * steps : 0).fill(1);
  runs.forEach(({ settings: [rate], schedule, along, courses: trees, ends, mask }, r) => {
    const from = r * steps;
    fillWith(rates.subarray(from, from + steps), overSteps(kernel, schedule, along, steps), (multiplier) => rate * multiplier);
    trees.forEach((tree, c) => {
      const [start, end] = ends.slice(2 * c);
      const course = courses.subarray((r * slots + c) * steps, (r * slots + c + 1) * steps);
      fillWith(course, overSteps(kernel, tree, [], steps), (remaining) => end + (start - end) * remaining);
    });
    if (mask?.length) for (let i = 0; i < 2 * steps; i++) masks[2 * from + i] = mask[i % mask.length];
  });
  const options = runs.map((run) => optionsOf(run, kernel.manifest));
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
    constants: padded([constants], sizes.constants),
    code: request.code,
    arguments: request.arguments,
    extras: runs.map(({ slots }, r) => Number(slots.some((slot) => slot >= 0) || options[r].some((value, i) => value !== kernel.manifest.off[i]))),
    options: options.flat(),
    courses,
    course_slots: runs.flatMap((run) => run.slots),
    masks,
  };
  const results = /** @type {Record<string, Float64Array>} */ (kernel.begin(sizes, numbers, given));
  return {
    count,
    /** What the loop fills, until the next call. */
    values: results,
    advance(/** @type {number} */ first, /** @type {number} */ last) {
      if (!request.fresh) kernel.advance(first, last);
      else for (let r = first; r < last; r++) kernel.advance(r, r + 1, noiseKey(request.seed + apart * r));
    },
    finish: (/** @type {Header} */ header) => collect(header, request, kernel.manifest, results),
  };
}

/** @type {WeakMap<object, { said: string, value: Value }>} What each tree came to last. */
const LAST = new WeakMap();

/**
 * A tree over the numbers of the updates; what it came to is kept while nothing that it depends on moves.
 * @param {Kernel} kernel @param {Tree} tree @param {number[]} along @param {number} steps @returns {Value}
 */
function overSteps({ functions }, tree, along, steps) {
  if (typeof tree === "number") return tree;
  const said = `${steps} ${along}`;
  const last = LAST.get(/** @type {object} */ (tree));
  if (last?.said === said) return last.value;
  const updates = Float64Array.from({ length: steps }, (_, k) => k);
  const value = evaluated(tree, Object.fromEntries([["k", updates], ["steps", steps], ...along.map((each, i) => [String(i), each])]), functions);
  LAST.set(/** @type {object} */ (tree), { said, value });
  return value;
}

/** @param {Float64Array} list @param {Value} given @param {(each: number) => number} made */
function fillWith(list, given, made) {
  if (typeof given === "number") list.fill(made(given));
  else for (let i = 0; i < list.length; i++) list[i] = made(given[i]);
}

/**
 * A run's row of options: bounds on the rate are bounds on its scale.
 * @param {PageRun} run @param {EngineManifest} manifest
 */
function optionsOf({ options, bounds, along, delayed, settings: [rate] }, { scaled_by_rate, delay }) {
  const row = [...options];
  if (delayed) row[delay] = along[0];
  bounds.forEach((bound, i) => (row[scaled_by_rate[i]] = bound / rate));
  return row;
}

/** @param {number[][]} rows @param {number} width */
const padded = (rows, width) => rows.flatMap((row) => [...row, ...Array(width - row.length).fill(0)]);

/** @typedef {{ at: Pair, value: number, gradient: Pair }} Here */

/**
 * Loss and slope at a point: the start of a run that takes no step.
 * @param {Kernel} kernel @param {PageRequest} request @param {Pair} at @returns {Here}
 */
export function valueAt(kernel, request, at) {
  const [run] = request.runs;
  const still = { ...run, options: kernel.manifest.off, bounds: [], schedule: 1, delayed: false, slots: [], ends: [], courses: [], mask: null, wraps: false, averages: false };
  const { values, advance } = simulation(kernel, { ...request, start: at, steps: 0, noise: 0, runs: [still] });
  advance(0, 1);
  return { at, value: values.losses[0], gradient: [values.gradients[0], values.gradients[1]] };
}

/** @typedef {Pick<Arrays, "positions" | "gaps" | "losses" | "slopes" | "companions" | "rates">} Made */
/** @typedef {{ arrays: Made, runs: Partial<Run>[], varying: boolean, since: Since }} Picture */

/**
 * @param {Header} header @param {PageRequest} request @param {EngineManifest} manifest
 * @param {Record<string, Float64Array>} results @returns {Picture}
 */
function collect(header, request, manifest, results) {
  const { steps } = request;
  const race = raceOf(header, request);
  const ends = request.runs.map((run, r) => endOf(run, results, r));
  const last = LAST_TOLD.get(manifest);
  const before = last?.race === race && last.ends.length === ends.length ? last : null;
  /** @type {Set<number>} */
  const still = new Set();
  if (before) for (let r = 0; r < ends.length; r++) if (before.ends[r] === ends[r] && same(before, results, r, steps + 1)) still.add(r);
  const runs = request.runs.map((run, r) => (before && still.has(r) ? before.runs[r] : summaryOf(header, steps, run, manifest, results, r)));
  const rates = new Float32Array(results.learning_rates);
  const arrays = { ...values(header, results, ends.length, steps + 1, before, still), companions: companionsOf(header, steps, results), rates };
  const { positions, losses, gradients } = before ?? { positions: results.positions.slice(), losses: results.losses.slice(), gradients: results.gradients.slice() };
  if (before) {
    positions.set(results.positions);
    losses.set(results.losses);
    gradients.set(results.gradients);
  }
  LAST_TOLD.set(manifest, { race, ends, runs, arrays, positions, losses, gradients });
  return { arrays, runs, varying: vary(rates, steps), since: { positions: before?.arrays.positions ?? null, still } };
}

/** @typedef {{ positions: Float32Array | null, still: Set<number> }} Since The picture before, by its array, and which runs went the same way again. */
/** @typedef {{ race: string, ends: string[], runs: Partial<Run>[], arrays: Made, positions: Float64Array, losses: Float64Array, gradients: Float64Array }} Told */
/** @type {WeakMap<EngineManifest, Told>} What was told of the last race. */
const LAST_TOLD = new WeakMap();

/** All that is told of a race depends on, beside its paths. @param {Header} header @param {PageRequest} request */
function raceOf({ lowest, tolerance, has_minimum: known, surface }, { steps, surface: number, parameters }) {
  return JSON.stringify([steps, number, parameters, lowest, tolerance, known, surface.minima, surface.others]);
}

/** How a run ended. @param {PageRun} run @param {Record<string, Float64Array>} results @param {number} r */
function endOf({ reads }, { steps_taken: taken, status, evaluations }, r) {
  return [reads, taken[r], status[r], evaluations[2 * r]].join(" ");
}

/** Whether a run went as it did in the last race. @param {Told} before @param {Record<string, Float64Array>} results @param {number} r @param {number} count */
function same({ positions, losses, gradients }, results, r, count) {
  const [from, upto] = [r * count, (r + 1) * count];
  return alike(losses, results.losses, from, upto) && alike(positions, results.positions, 2 * from, 2 * upto) && alike(gradients, results.gradients, 2 * from, 2 * upto);
}

/**
 * Paths, losses and slopes as the stage keeps them; those of runs that went the same way again are taken from before.
 * @param {Header} header @param {Record<string, Float64Array>} results @param {number} runs @param {number} count
 * @param {Told | null} before @param {Set<number>} still
 */
function values({ lowest }, { positions: path, losses: found, gradients }, runs, count, before, still) {
  const [positions, gaps, losses, slopes] = [2, 1, 1, 1].map((width) => new Float32Array(width * runs * count));
  if (before) {
    positions.set(before.arrays.positions);
    gaps.set(before.arrays.gaps);
    losses.set(before.arrays.losses);
    slopes.set(before.arrays.slopes);
  }
  for (let r = 0; r < runs; r++) {
    if (still.has(r)) continue;
    positions.set(path.subarray(2 * r * count, 2 * (r + 1) * count), 2 * r * count);
    // A plain loop: a function for each number would take longer than the race.
    for (let i = r * count; i < (r + 1) * count; i++) {
      gaps[i] = found[i] - lowest;
      losses[i] = gaps[i] + lowest;
      const x = gradients[2 * i];
      const y = gradients[2 * i + 1];
      slopes[i] = Math.sqrt(x * x + y * y);
    }
  }
  return { positions, gaps, losses, slopes };
}

/** The paths of slow weights and averages. @param {Header} header @param {number} steps @param {Record<string, Float64Array>} results */
function companionsOf({ companions }, steps, { averages, slow }) {
  const path = 2 * (steps + 1);
  const found = new Float32Array(companions.length * path);
  companions.forEach(([run, name], i) => found.set((name === "average" ? averages : slow).subarray(run * path, (run + 1) * path), i * path));
  return found;
}

/** Whether any run's rate changes. @param {Float32Array} rates @param {number} steps */
function vary(rates, steps) {
  for (let from = 0; from < rates.length; from += steps) {
    for (let i = from + 1; i < from + steps; i++) if (rates[i] !== rates[from]) return true;
  }
  return false;
}
