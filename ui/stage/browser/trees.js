// Formulas that travel as trees (see written.py): a number, a name, or an operation with its parts.

/** @typedef {number | string | [string, ...any[]]} Tree */

/** @type {Record<string, (...parts: number[]) => number>} */
const ARITHMETIC = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

/**
 * The number that a tree stands for.
 * @param {Tree} tree @param {Record<string, number>} named @param {Record<string, (...parts: number[]) => number>} functions
 * @returns {number}
 */
export function evaluated(tree, named, functions) {
  if (typeof tree === "number") return tree;
  if (typeof tree === "string") return named[tree];
  const [operation, ...parts] = tree;
  return (ARITHMETIC[operation] ?? functions[operation])(...parts.map((part) => evaluated(part, named, functions)));
}
