// The scene in words, for footers of pictures.

import { pretty } from "./numbers.js";

/** @import { Header, Run } from "../types" */

/**
 * What was changed of a run, and its learning rate: "η 0.01  β 0.9".
 * @param {Run} run
 */
export function settingsOf(run) {
  const told = [...run.sliders, ...run.options].filter((s) => s.name === "learning_rate" || s.value !== (s.off ? 0 : s.default));
  const chosen = run.choices.filter(([name, , value]) => value && name !== "inner form");
  const names = chosen.map(([, label, value, options]) => `${label.toLowerCase()} ${options.find(([key]) => key === value)?.[1] ?? value}`);
  return [...told.map((s) => `${s.symbol} ${pretty(s.value)}`), ...names].join("  ");
}

/**
 * Surface, parameters, start and steps.
 * @param {Header} header
 */
export function sceneLine(header) {
  const parameters = header.parameters.map((p) => `${p.symbol} = ${pretty(p.value)}`);
  const start = header.start.slice(0, header.surface.dimensions).map((value) => pretty(value));
  return [header.surface.name, ...parameters, `start (${start.join(", ")})`, `${header.steps} steps`].join("  ·  ");
}

/**
 * Folds pieces into lines of at most this width; a piece that is wider alone is folded inside.
 * @param {string[]} pieces @param {string} gap @param {number} width @param {(text: string) => number} measure
 */
export function fold(pieces, gap, width, measure) {
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (let piece of pieces) {
    if (line && measure(line + gap + piece) <= width) {
      line += gap + piece;
      continue;
    }
    if (line) lines.push(line);
    while (measure(piece) > width && piece.length > 1) {
      let end = Math.max(1, Math.floor((piece.length * width) / measure(piece)));
      while (end > 1 && measure(piece.slice(0, end)) > width) end--;
      lines.push(piece.slice(0, end));
      piece = piece.slice(end);
    }
    line = piece;
  }
  return line ? [...lines, line] : lines;
}
