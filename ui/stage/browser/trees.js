// Formulas that travel as trees (see written.py): a number, a name, or an operation with its parts.
//
// A name may stand for a list of numbers; then so does whatever is made of it, number by number.

/** @typedef {number | string | [string, ...any[]]} Tree */
/** @typedef {number | Float64Array} Value */
/** @typedef {(...parts: number[]) => number} Operation */

/** @type {Record<string, Operation>} */
const OPERATIONS = {
  neg: (a) => -a,
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b),
  min: Math.min,
  max: Math.max,
  floor: Math.floor,
  sqrt: Math.sqrt,
  where: (which, a, b) => (which ? a : b),
  passed: (k, ...milestones) => milestones.filter((milestone) => milestone <= k).length,
  begun: (k, period, growth) => cycle(k, period, growth)[0],
  lasting: (k, period, growth) => cycle(k, period, growth)[1],
};

/**
 * Where the cycle of an update begins, and how long it lasts; each lasts `growth` times as long as the one before.
 * @param {number} k @param {number} period @param {number} growth
 */
function cycle(k, period, growth) {
  let begin = 0;
  let length = period;
  while (begin + length <= k) {
    begin += length;
    length *= growth;
  }
  return [begin, length];
}

/**
 * What a tree stands for.
 * @param {Tree} tree @param {Record<string, Value>} named @param {Record<string, Operation>} functions
 * @returns {Value}
 */
export function evaluated(tree, named, functions) {
  if (typeof tree === "number") return tree;
  if (typeof tree === "string") return named[tree];
  const [operation, ...branches] = tree;
  const value = (/** @type {Tree} */ branch) => evaluated(branch, named, functions);
  if (operation === "where") {
    const which = value(branches[0]);
    if (typeof which === "number") return value(branches[which ? 1 : 2]);
  }
  return together(OPERATIONS[operation] ?? functions[operation], branches.map(value));
}

/** @param {Operation} operation @param {Value[]} parts @returns {Value} */
function together(operation, parts) {
  const count = parts.find((part) => typeof part !== "number")?.length;
  if (count === undefined) return operation(.../** @type {number[]} */ (parts));
  const [a, b, c, ...more] = parts.map((part) => (typeof part === "number" ? new Float64Array(count).fill(part) : part));
  const out = new Float64Array(count);
  if (!b) for (let i = 0; i < count; i++) out[i] = operation(a[i]);
  else if (!c) for (let i = 0; i < count; i++) out[i] = operation(a[i], b[i]);
  else if (!more.length) for (let i = 0; i < count; i++) out[i] = operation(a[i], b[i], c[i]);
  else for (let i = 0; i < count; i++) out[i] = operation(a[i], b[i], c[i], ...more.map((part) => part[i]));
  return out;
}
