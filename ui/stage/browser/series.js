// What the curves under the landscape can show, each as lines over the steps of the race.

/** @import { Stage } from "./stage.js" */
/** @import { Line, Series } from "../types" */

import { depth } from "./ghosts.js";
import { HUES, SLATE } from "./hues.js";

const ROUNDING = 1e-16; // below this a gap to the minimum is rounding
const LEAST = 1e-30; // the least that a log axis of other things shows
const TOLD_APART = 0.02; // of the largest value: where a signed axis goes over from linear to log
const FEW = [[], [6, 4], [2, 3], [10, 3, 2, 3]]; // dashes that tell lines of one run apart

/** @type {Record<string, { name: string, detailed: boolean, lines(stage: Stage): Line[], signed?: boolean, floor?: number }>} */
export const CURVES = {
  loss: { name: "Loss", detailed: false, lines: (stage) => perRun(stage, stage.arrays.gaps, 1), floor: ROUNDING },
  slope: { name: "Gradient norm", detailed: false, lines: (stage) => perRun(stage, stage.arrays.slopes, 1) },
  rate: { name: "Learning rate", detailed: false, lines: rates },
  step: { name: "Step per coordinate", detailed: true, lines: (stage) => coordinates(stage, stage.arrays.detail_steps, "Δ", Math.abs) },
  effective: { name: "Effective rate −Δw/g", detailed: true, lines: (stage) => coordinates(stage, stage.arrays.detail_effective, "−Δ/g ", Number) },
  memory: { name: "Memory", detailed: true, lines: memory, signed: true },
  change: { name: "Foretold change", detailed: true, lines: changes, signed: true },
};

/**
 * The lines of the chosen curve and their kind of axis.
 * @param {Stage} stage @returns {Series}
 */
export function seriesOf(stage) {
  const kind = stage.looking?.curve ?? "loss";
  const { name, detailed, lines, signed, floor } = CURVES[kind];
  const drawn = detailed && !hasDetail(stage) ? [] : lines(stage);
  const logarithmic = kind === "loss" ? stage.header.has_minimum : !signed;
  const title = kind === "loss" ? (logarithmic ? "loss above the minimum" : "loss") : name;
  return { kind, title, logarithmic, floor: floor ?? LEAST, threshold: kind === "loss" ? 1 : threshold(drawn), lines: drawn };
}

/**
 * Whether the message has the selected run in detail.
 * @param {Stage} stage
 */
export function hasDetail(stage) {
  return stage.header.detail?.run === stage.selected;
}

/** @param {Line[]} lines */
function threshold(lines) {
  let largest = 0;
  for (const { at, last } of lines) {
    for (let t = 0; t <= last; t++) {
      const size = Math.abs(at(t));
      if (size > largest && size < Infinity) largest = size;
    }
  }
  return TOLD_APART * largest || 1;
}

/** @param {Stage} stage @param {Float32Array} values @param {number} more @returns {Line[]} */
function perRun(stage, values, more) {
  const { steps, runs } = stage.header;
  const count = steps + more;
  const shown = stage.visible();
  shown.sort((a, b) => depth(stage, a) - depth(stage, b));
  return shown.map((i) => ({
    run: i,
    faded: Boolean(runs[i].pinned),
    at: (t) => values[i * count + t],
    last: Math.min(runs[i].taken, count - 1),
    colors: runs[i].colors,
    dash: runs[i].dash,
    strong: i === stage.selected,
    label: "",
  }));
}

/** @param {Stage} stage @returns {Line[]} */
function rates(stage) {
  if (stage.header.rates_vary) return perRun(stage, stage.arrays.rates, 0);
  const { runs, steps } = stage.header;
  const constant = runs.flatMap(({ sliders }) => Array(steps + 1).fill(sliders.find(({ name }) => name === "learning_rate")?.value ?? NaN));
  return perRun(stage, Float32Array.from(constant), 1);
}

/** @param {Stage} stage @param {Float32Array} rows @param {string} name @param {(value: number) => number} change @returns {Line[]} */
function coordinates(stage, rows, name, change) {
  const { colors } = stage.header.runs[stage.selected];
  return axesOf(stage).map((axis, c) => ({
    at: (t) => change(rows[2 * t + c]),
    last: rows.length / 2 - 1,
    colors: c ? SLATE : colors,
    dash: FEW[c],
    strong: true,
    label: `${name}${axis}`,
  }));
}

/** @param {Stage} stage @returns {Line[]} */
function memory(stage) {
  const { memory: names, taken } = /** @type {import("../types").Detail} */ (stage.header.detail);
  const rows = stage.arrays.detail_memory;
  return names.flatMap((name, m) =>
    axesOf(stage).map((axis, c) => ({
      at: (/** @type {number} */ t) => rows[2 * (m * (taken + 1) + t) + c],
      last: taken,
      colors: HUES[m % HUES.length],
      dash: FEW[c],
      strong: true,
      label: `${name}[${axis}]`,
    })),
  );
}

/** @param {Stage} stage @returns {Line[]} */
function changes(stage) {
  const { taken } = /** @type {import("../types").Detail} */ (stage.header.detail);
  const rows = stage.arrays.detail_changes;
  const { colors } = stage.header.runs[stage.selected];
  /** @type {[string, [string, string], number[]][]} */
  const kinds = [
    ["what happened", colors, FEW[0]],
    ["gᵀd + ½dᵀHd of its step d", SLATE, FEW[1]],
    ["−ηgᵀg + ½η²gᵀHg", otherThan(colors), FEW[2]],
  ];
  return kinds.map(([label, tint, dash], k) => ({ at: (t) => rows[k * taken + t], last: taken - 1, colors: tint, dash, strong: k === 0, label }));
}

/** A hue that is none of a run's. @param {[string, string]} colors */
const otherThan = ([light]) => HUES.find((hue) => hue !== SLATE && hue[0] !== light) ?? HUES[0];

/** @param {Stage} stage */
export function axesOf(stage) {
  return ["x", "y"].slice(0, stage.header.surface.dimensions);
}
