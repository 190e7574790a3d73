// Which runs went the same way again: what is drawn of them need not be worked out anew.

/** @import { Arrays, Header } from "../types" */

/** Whether two arrays hold the same numbers from one place up to another. @param {ArrayLike<number>} a @param {ArrayLike<number>} b @param {number} from @param {number} upto */
export function alike(a, b, from, upto) {
  for (let i = from; i < upto; i++) if (a[i] !== b[i] && (a[i] === a[i] || b[i] === b[i])) return false;
  return true;
}

/**
 * The runs whose paths and losses are the same in both pictures of a race.
 * @param {{ header: Header, arrays: Arrays }} before @param {{ header: Header, arrays: Arrays }} after @returns {Set<number>}
 */
export function stillIn(before, after) {
  const { steps, runs, surface, has_minimum: known, lowest } = after.header;
  const same = before.header.steps === steps && before.header.runs.length === runs.length && before.header.surface === surface;
  if (!same || before.header.has_minimum !== known || before.header.lowest !== lowest) return new Set();
  const count = steps + 1;
  const still = (/** @type {number} */ r) =>
    before.header.runs[r].taken === runs[r].taken &&
    alike(before.arrays.positions, after.arrays.positions, 2 * r * count, 2 * (r + 1) * count) &&
    alike(before.arrays.gaps, after.arrays.gaps, r * count, (r + 1) * count);
  return new Set(runs.map((_, r) => r).filter(still));
}
