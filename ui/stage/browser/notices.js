// What the stage says in words: a passing notice, and why there is nothing to see.

/** @import { Stage } from "./stage.js" */

/** @type {WeakMap<HTMLElement, ReturnType<typeof setTimeout>>} */
const TIMERS = new WeakMap();

/**
 * Shows a text for as long as it takes to read.
 * @param {HTMLElement} node @param {string} text
 */
export function notify(node, text) {
  node.textContent = text;
  node.hidden = false;
  clearTimeout(TIMERS.get(node));
  TIMERS.set(node, setTimeout(() => (node.hidden = true), 3000 + 50 * text.length));
}

/**
 * Says why no path is to be seen, where none is.
 * @param {Stage} stage
 */
export function showEmpty(stage) {
  const none = stage.header.runs.length === 0;
  stage.empty.hidden = stage.visible().length > 0;
  stage.empty.textContent = none ? "No optimizer is in the race. Choose one under “Optimizers”." : "All optimizers are hidden. Tick one in the list.";
}
