// From what the loop wrote to the arrays that the stage draws and the numbers of its table.
//
// While a hand moves one run, the others go the same way again: what is known of them is taken from the picture before.

/** @import { Arrays, EngineManifest, Header, PageRequest, PageRun, Run } from "../types" */

import { alike } from "./still.js";
import { summaryOf } from "./summary.js";

/** @typedef {Pick<Arrays, "positions" | "gaps" | "losses" | "slopes" | "companions" | "rates">} Made */
/** @typedef {{ arrays: Made, runs: Partial<Run>[], varying: boolean, since: Since }} Picture */

/**
 * @param {Header} header @param {PageRequest} request @param {EngineManifest} manifest
 * @param {Record<string, Float64Array>} results @returns {Picture}
 */
export function collect(header, request, manifest, results) {
  const { steps } = request;
  const race = raceOf(header, request);
  const ends = request.runs.map((run, r) => endOf(run, results, r));
  const last = LAST_TOLD.get(manifest);
  const before = last?.race === race && last.ends.length === ends.length ? last : null;
  /** @type {Set<number>} */
  const still = new Set();
  if (before) for (let r = 0; r < ends.length; r++) if (before.ends[r] === ends[r] && same(before, results, r, steps + 1)) still.add(r);
  const runs = request.runs.map((run, r) => (before && still.has(r) ? before.runs[r] : summaryOf(header, steps, run, manifest, results, r)));
  const rates = ratesOf(results.learning_rates, before?.arrays.rates);
  const arrays = { ...values(header, results, ends.length, steps + 1, before, still), companions: companionsOf(header, steps, results), rates };
  const paths = before?.paths ?? { positions: results.positions.slice(), losses: results.losses.slice(), gradients: results.gradients.slice() };
  if (before) for (let r = 0; r < ends.length; r++) if (!still.has(r)) keep(paths, results, r, steps + 1);
  LAST_TOLD.set(manifest, { race, ends, runs, arrays, paths });
  return { arrays, runs, varying: vary(rates, steps), since: { positions: before?.arrays.positions ?? null, still } };
}

/** @typedef {{ positions: Float32Array | null, still: Set<number> }} Since The picture before, by its array, and which runs went the same way again. */
/** @typedef {{ race: string, ends: string[], runs: Partial<Run>[], arrays: Made, paths: Paths }} Told */
/** @typedef {{ positions: Float64Array, losses: Float64Array, gradients: Float64Array }} Paths As the loop wrote them. */
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
function same({ paths: { positions, losses, gradients } }, results, r, count) {
  const [from, upto] = [r * count, (r + 1) * count];
  return alike(losses, results.losses, from, upto) && alike(positions, results.positions, 2 * from, 2 * upto) && alike(gradients, results.gradients, 2 * from, 2 * upto);
}

/** Keeps a run's path to compare the next with. @param {Paths} paths @param {Record<string, Float64Array>} results @param {number} r @param {number} count */
function keep({ positions, losses, gradients }, results, r, count) {
  const [from, upto] = [r * count, (r + 1) * count];
  losses.set(results.losses.subarray(from, upto), from);
  positions.set(results.positions.subarray(2 * from, 2 * upto), 2 * from);
  gradients.set(results.gradients.subarray(2 * from, 2 * upto), 2 * from);
}

/**
 * Paths, losses and slopes as the stage keeps them; those of runs that went the same way again are taken from before.
 * @param {Header} header @param {Record<string, Float64Array>} results @param {number} runs @param {number} count
 * @param {Told | null} before @param {Set<number>} still
 */
function values({ lowest }, { positions: path, losses: found, gradients }, runs, count, before, still) {
  const [positions, gaps, slopes] = [2, 1, 1].map((width) => new Float32Array(width * runs * count));
  // Above a minimum of 0 both are one. Arrays that nobody needs would have the page tidied up in the middle of a drag.
  const losses = lowest === 0 ? gaps : new Float32Array(runs * count);
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

/** All rates; the array of before when none has changed. @param {Float64Array} found @param {Float32Array} [before] */
function ratesOf(found, before) {
  if (before?.length !== found.length) return new Float32Array(found);
  for (let i = 0; i < found.length; i++) if (before[i] !== Math.fround(found[i])) return new Float32Array(found);
  return before;
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
