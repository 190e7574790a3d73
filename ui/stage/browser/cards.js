// Descriptions that Python sends once: the browser keeps them and lays each message's values over them (see cards.py).

/** @import { Header, Run, Spec } from "../types" */

/** @typedef {Record<string, any>} Card */
/** @typedef {{ card: string, values: number[][], [field: string]: any }} Stowed */

const MOST_KEPT = 500;
/** @type {Map<string, Card>} The newest used last. */
const KEPT = new Map();

/** @param {string} name */
function take(name) {
  const card = KEPT.get(name);
  if (!card) throw new Error(`the message names the card ${name}, which never came`);
  KEPT.delete(name);
  KEPT.set(name, card);
  return card;
}

/**
 * A stowed part made whole: its card, the values in the card's lists of sliders, and what travelled beside them.
 * @param {Stowed} stowed @param {string[]} lists
 */
function whole({ card: name, values, ...changing }, lists) {
  const card = take(name);
  const slid = lists.map((list, k) => [list, card[list].map((/** @type {Spec} */ spec, /** @type {number} */ i) => ({ ...spec, value: values[k][i] }))]);
  return { ...card, ...Object.fromEntries(slid), ...changing };
}

/**
 * The header that Python wrote, before it was stowed. Keeps the cards that came with it.
 * @param {any} stowed @returns {Header}
 */
export function unstow(stowed) {
  if (!stowed.cards) return stowed;
  for (const [name, card] of Object.entries(stowed.cards)) KEPT.set(name, card);
  const named = [stowed, ...stowed.runs].map(({ card }) => card);
  const header = /** @type {Header} */ (whole(stowed, ["parameters", "race"]));
  header.runs = stowed.runs.map((/** @type {Stowed} */ run) => /** @type {Run} */ (whole(run, ["sliders", "options"])));
  header.cards = named;
  for (const name of KEPT.keys()) {
    if (KEPT.size <= MOST_KEPT) break;
    KEPT.delete(name);
  }
  return header;
}
