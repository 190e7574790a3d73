// How far the axis of a curve goes: as far as its lines, or where it was while they fill most of that.

/** @import { Stage } from "./stage.js" */
/** @import { CurveFrame, Extent, Series } from "../types" */

import { unit } from "./curve_lines.js";
import { eachBandEdge } from "./ensemble.js";

const FILLED = 0.6; // of an axis that stays; lines that fill less get an axis of their own

/**
 * The range of the axis over all lines, and the bands around losses.
 * @param {Stage} stage @param {Series} series @param {CurveFrame["drawn"]} drawn @returns {Extent}
 */
export function extentOf(stage, series, drawn) {
  let low = Infinity;
  let high = -Infinity;
  for (const { units } of drawn.values()) {
    for (let t = 0; t < units.length; t++) {
      const place = units[t];
      if (!Number.isFinite(place)) continue;
      if (place < low) low = place;
      if (place > high) high = place;
    }
  }
  if (series.kind === "loss") {
    eachBandEdge(stage, (gap) => {
      low = Math.min(low, unit(series, gap));
      high = Math.max(high, unit(series, gap));
    });
  }
  const of = subjectOf(stage, series);
  if (!(low < high)) {
    const middle = Number.isFinite(low) ? low : 0;
    return { of, low: middle - 1, high: middle + 1 };
  }
  const room = 0.04 * (high - low);
  return { of, low: low - room, high: high + room };
}

/** What an axis is of: axes of one subject measure the same lines in the same unit. @param {Stage} stage @param {Series} series */
function subjectOf({ header }, { kind, logarithmic, floor, threshold, lines }) {
  return [header.surface.key, header.steps, kind, logarithmic, floor, threshold, ...lines.map(({ run, label }) => run ?? label)].join(" ");
}

/**
 * Whoever moves a setting compares a curve with what it was a moment ago: its axis stays where it was, as long as the
 * lines fit and fill most of it.
 * @param {Extent | undefined} before @param {Extent} now @returns {Extent}
 */
export function steady(before, now) {
  const stays = before?.of === now.of && before.low <= now.low && now.high <= before.high && now.high - now.low >= FILLED * (before.high - before.low);
  return stays ? before : now;
}
