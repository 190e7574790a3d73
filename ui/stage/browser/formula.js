// Formulas from Python's trees (see optimizers/inspection/terms.py), drawn by the browser as MathML.

/** @import { Tree } from "../types" */

import { pretty } from "./numbers.js";

const MATH = "http://www.w3.org/1998/Math/MathML";
const COORDINATES = ["x", "y"];
const SIGNS = /** @type {Record<string, string>} */ ({ "+": "+", "-": "−", "*": "·", "%": "mod" });
// How tightly an operation binds; a fraction holds together by itself.
const BINDING = /** @type {Record<string, number>} */ ({ "+": 0, "-": 0, "*": 1, "%": 1, neg: 2, "^": 3 });
const ATOM = 4;
const DIGITS = 4;

/** @param {string} tag @param {(Node | string)[]} children */
function node(tag, ...children) {
  const made = document.createElementNS(MATH, tag);
  made.append(...children);
  return made;
}

/**
 * A formula with symbols, or with numbers put in.
 * @param {Tree} tree @param {boolean} numbers
 */
export const formula = (tree, numbers) => math(write(tree, numbers));

/**
 * What a formula comes to, to be set behind it or on the next line.
 * @param {number | string} value
 */
export const equals = (value) => math(node("mo", "="), strong(number(value)));

/** @param {Element[]} parts */
function math(...parts) {
  const made = node("math", node("mrow", ...parts));
  made.setAttribute("displaystyle", "true");
  return made;
}

/**
 * A name by itself, as it stands in formulas.
 * @param {string} name
 */
export const symbol = (name) => node("math", named(name, null));

/** @param {Element} made */
function strong(made) {
  made.classList.add("stage-value");
  return made;
}

/** @param {number | string} value */
function number(value) {
  const text = pretty(value, DIGITS);
  const power = text.match(/^(.*)10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)$/);
  return node(power ? "mrow" : "mn", text);
}

/** @param {string} name @param {number | null} index */
function named(name, index) {
  const symbol = node("mi", name);
  if (name.length > 1) symbol.setAttribute("mathvariant", "normal");
  return index === null ? symbol : node("msub", symbol, node("mi", COORDINATES[index]));
}

/** @param {Tree} tree */
const bindingOf = (tree) => (typeof tree === "object" && !Array.isArray(tree) ? (BINDING[tree.o] ?? ATOM) : ATOM);

/** @param {Tree} tree @param {boolean} numbers @returns {Element} */
function write(tree, numbers) {
  if (Array.isArray(tree)) return numbers ? number(tree[1]) : named(tree[0], tree[2]);
  if (typeof tree !== "object") return number(tree);
  const { o: operation, n: name, p: parts } = tree;
  const inner = (/** @type {number} */ k) => write(parts[k], numbers);
  const inside = (/** @type {number} */ k, /** @type {number} */ binding, behind = false) => {
    const written = inner(k);
    const negative = bindingOf(parts[k]) === ATOM && written.textContent?.startsWith("−") && (behind || binding > 0);
    return bindingOf(parts[k]) < binding || negative ? bracketed(written) : written;
  };
  if (operation === "/") return node("mfrac", inner(0), inner(1));
  if (operation === "^") return node("msup", inside(0, ATOM), inner(1));
  if (operation === "neg") return node("mrow", node("mo", "−"), inside(0, 1, true));
  if (operation in SIGNS) {
    const binding = BINDING[operation];
    const tighter = binding + (operation === "-" || operation === "%" ? 1 : 0);
    return node("mrow", inside(0, binding), node("mo", SIGNS[operation]), inside(1, tighter, true));
  }
  if (name === "sqrt") return node("msqrt", inner(0));
  if (name === "abs") return node("mrow", node("mo", "|"), inner(0), node("mo", "|"));
  const listed = parts.flatMap((_, k) => (k ? [node("mo", ","), inner(k)] : [inner(k)]));
  return node("mrow", named(name, null), ...(parts.length ? [bracketed(node("mrow", ...listed))] : []));
}

/** @param {Element} written */
const bracketed = (written) => node("mrow", node("mo", "("), written, node("mo", ")"));

/**
 * Whether a formula is only a number or a name: there is nothing to put in.
 * @param {Tree} tree
 */
export const isPlain = (tree) => Array.isArray(tree) || typeof tree !== "object";

/**
 * Whether nothing but names are put into a formula: with numbers it says all.
 * @param {Tree} tree
 */
export const isCall = (tree) => typeof tree === "object" && !Array.isArray(tree) && tree.o === "call" && tree.p.every(isPlain);
