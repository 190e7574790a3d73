// From a request to a call of the loop.

/** @import { Kernel } from "./kernel.js" */
/** @import { Tree, Value } from "./trees.js" */
/** @import { EngineManifest, Header, PageRequest, PageRun, Pair } from "../types" */

import { collect } from "./collect.js";
import { noiseKey } from "./request.js";
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
    hyperparameters: padded(runs.map((run) => run.settings), fixed.hyperparameters),
    constants: padded([constants], sizes.constants),
    code: request.code,
    arguments: request.arguments,
    extras: runs.map(({ slots }, r) => Number(slots.some((slot) => slot >= 0) || options[r].some((value, i) => value !== kernel.manifest.off[i]))),
    options: options.flat(),
    course_slots: runs.flatMap((run) => run.slots),
  };
  const results = /** @type {Record<string, Float64Array>} */ (kernel.begin(sizes, numbers, given));
  writeCourses(kernel, request, results);
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

/**
 * What the loop reads at every step, written where it reads it: rates, courses of other settings, masks.
 * @param {Kernel} kernel @param {PageRequest} request @param {Record<string, Float64Array>} arrays
 */
function writeCourses(kernel, { runs, steps }, { learning_rates: rates, courses, masks }) {
  masks.fill(1);
  runs.forEach(({ settings: [rate], schedule, along, courses: trees, ends, mask, slots }, r) => {
    const from = r * steps;
    fillWith(rates.subarray(from, from + steps), overSteps(kernel, schedule, along, steps), (multiplier) => rate * multiplier);
    trees.forEach((tree, c) => {
      const [start, end] = ends.slice(2 * c);
      const course = courses.subarray((r * slots.length + c) * steps, (r * slots.length + c + 1) * steps);
      fillWith(course, overSteps(kernel, tree, [], steps), (remaining) => end + (start - end) * remaining);
    });
    if (mask?.length) for (let i = 0; i < 2 * steps; i++) masks[2 * from + i] = mask[i % mask.length];
  });
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
