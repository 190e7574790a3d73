// What the loop is asked, as the server wrote it (see page_request.py), and what an edit changes in it.

/** @import { Arrays, Edit, EngineBlock, PageRequest, Run } from "../types" */

const MASK64 = (1n << 64n) - 1n;
const GOLDEN = 0x9e3779b97f4a7c15n;

/** Scrambles 64 bits: the finaliser of splitmix64, as in noise.py. */
/** @param {bigint} z */
function mix(z) {
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK64;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK64;
  return z ^ (z >> 31n);
}

/** The key of a seed's draws. @param {number} seed */
export const noiseKey = (seed) => mix((BigInt(seed) + GOLDEN) & MASK64);

/** Doubles that travelled as pairs of single-precision words. @param {Float32Array | undefined} words */
const doubles = (words) => (words ? new Float64Array(words.slice().buffer) : new Float64Array());

/**
 * The request of a message, ready for `edited` and the simulation.
 * @param {EngineBlock} block @param {Run[]} runs @param {Arrays} arrays @returns {PageRequest}
 */
export function requestOf(block, runs, arrays) {
  return {
    ...block,
    runs: block.runs.map((run, i) => ({ ...run, places: runs[i].places })),
    multipliers: doubles(arrays.engine_schedules),
    courses: doubles(arrays.engine_courses),
    masks: doubles(arrays.engine_masks),
  };
}

/**
 * The request with one edit in it, or null when only the server can do it.
 * @param {PageRequest} request @param {Edit} edit @returns {PageRequest | null}
 */
export function edited(request, edit) {
  return EDITS[edit.kind]?.(request, edit) ?? null;
}

/** @param {PageRequest} request @param {number} r @param {Partial<PageRequest["runs"][number]>} change */
function withRun(request, r, change) {
  return { ...request, runs: request.runs.map((run, i) => (i === r ? { ...run, ...change } : run)) };
}

/** @param {number[]} list @param {number} i @param {number} value */
const put = (list, i, value) => list.map((old, k) => (k === i ? value : old));

/**
 * One number of a run: its place says in which list it stands.
 * @param {PageRequest} request @param {Edit} edit
 */
function setting(request, edit) {
  const r = Number(edit.run);
  const run = request.runs[r];
  const place = run?.places[String(edit.name)];
  if (!place) return null;
  const value = Number(edit.value);
  const [list, slot] = place;
  const changed = { [list]: put(run[list], slot, value), extra: run.extra || list === "options" };
  if (edit.name !== "learning_rate") return withRun(request, r, changed);
  let options = run.options;
  for (const [bounded, bound] of run.plateau) options = put(options, bounded, bound / value);
  return withRun(request, r, { ...changed, options, rate: value });
}

/** @type {Record<string, (request: PageRequest, edit: Edit) => PageRequest | null>} */
const EDITS = {
  hyperparameter: setting,
  option: setting,
  start: (request, { x, y }) => ({ ...request, start: [Number(x), request.dimensions === 1 ? 0 : Number(y)] }),
  inspect: (request) => request, // asks for more of the same race
  probe: (request) => request,
  noise: (request, { value }) => ({ ...request, noise: Number(value) }),
  seed: (request, { value }) => ({ ...request, seed: Number(value) }),
  // Schedules, courses and masks are lists with an entry for every step: the server writes new ones.
  steps: (request, { value }) => (request.multipliers.length || request.courses.length || request.masks.length ? null : { ...request, steps: Number(value) }),
  parameter(request, { name, value }) {
    const slot = request.parameters.indexOf(String(name));
    return slot < 0 ? null : { ...request, constants: put(request.constants, slot, Number(value)) };
  },
};
