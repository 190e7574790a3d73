// What the loop is asked, as the server wrote it (see page_request.py), and what an edit changes in it.

/** @import { Edit, EngineBlock, Header, PageRequest, PageRun, Run } from "../types" */

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

/**
 * The request of a message, ready for `edited` and the simulation.
 * @param {Header} header @param {EngineBlock} block @returns {PageRequest}
 */
export function requestOf(header, block) {
  const [noise, seed] = ["noise", "seed"].map((name) => Number(header.race.find((spec) => spec.name === name)?.value));
  return {
    ...block,
    noise,
    seed,
    start: block.dimensions === 1 ? [header.start[0], 0] : header.start,
    steps: header.steps,
    tolerance: header.tolerance,
    parameters: Object.fromEntries(header.parameters.map(({ name, value }) => [name, value])),
    runs: header.runs.map(runOf),
  };
}

/**
 * What is asked for a run: what its sliders show is put where it belongs.
 * @param {Run} run @returns {PageRun}
 */
function runOf({ engine, sliders, options }) {
  const run = /** @type {PageRun} */ ({ ...engine });
  for (const { name, value } of [...sliders, ...options]) {
    const place = run.places[name];
    if (place) run[place[0]] = put(run[place[0]], place[1], value);
  }
  return run;
}

/** What is left to the server, as the manifest names it. */
export const SERVED = /** @type {const} */ (["lengths", "entries", "landscapes", "statistics"]);

/** @typedef {(typeof SERVED)[number]} Served */

/**
 * The request with one edit in it, or what only the server can do.
 * @param {PageRequest} request @param {Edit} edit @returns {PageRequest | Served}
 */
export function edited(request, edit) {
  if (COUNTED.has(edit.kind)) return request;
  return EDITS[edit.kind]?.(request, edit) ?? "entries";
}

/** Whether an edit of this kind can be done in the page at all. @param {string} kind */
export const does = (kind) => kind in EDITS;

/** Kinds of edits that leave the paths as they are and ask the server to count something beside them. */
export const COUNTED = new Set(["repetitions", "drops", "go on"]);

/** @param {(number | null)[]} list @param {number} i @param {number} value @returns {number[]} */
const put = (list, i, value) => /** @type {number[]} */ (list.map((old, k) => (k === i ? value : old)));

/**
 * One number of a run: its place says in which list it stands.
 * @param {PageRequest} request @param {Edit} edit
 */
function setting(request, edit) {
  const r = Number(edit.run);
  const place = request.runs[r]?.places[String(edit.name)];
  if (!place) return "entries";
  const [list, slot] = place;
  return { ...request, runs: request.runs.map((run, i) => (i === r ? { ...run, [list]: put(run[list], slot, Number(edit.value)) } : run)) };
}

/** @type {Record<string, (request: PageRequest, edit: Edit) => PageRequest | Served>} */
const EDITS = {
  hyperparameter: setting,
  option: setting,
  start: (request, { x, y }) => ({ ...request, start: [Number(x), request.dimensions === 1 ? 0 : Number(y)] }),
  inspect: (request) => request, // asks for more of the same race
  probe: (request) => request,
  noise: (request, { value }) => ({ ...request, noise: Number(value) }),
  seed: (request, { value }) => ({ ...request, seed: Number(value) }),
  tolerance: (request, { value }) => ({ ...request, tolerance: Number(value) }),
  fresh: (request, { value }) => ({ ...request, fresh: Number(value) > 0 }),
  steps: (request, { value }) => ({ ...request, steps: Number(value) }),
  parameter: (request, { name, value }) => (String(name) in request.parameters ? { ...request, parameters: { ...request.parameters, [String(name)]: Number(value) } } : "entries"),
};
