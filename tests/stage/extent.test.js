import assert from "node:assert/strict";
import test from "node:test";

import { extentOf, steady } from "../../ui/stage/browser/extent.js";

const axis = (low, high, of = "loss") => ({ of, low, high });

test("an axis stays while the lines fit and fill most of it", () => {
  const before = axis(-16, 2);
  assert.equal(steady(before, axis(-16, 1)), before);
  assert.equal(steady(before, axis(-10, 1)), before);
});

test("an axis follows lines that leave it, or fill too little of it", () => {
  for (const now of [axis(-16, 2.1), axis(-17, 2), axis(-8, 2)]) assert.equal(steady(axis(-16, 2), now), now);
});

test("an axis of other lines, or of another unit, is its own", () => {
  const now = axis(-16, 1, "slope");
  assert.equal(steady(axis(-16, 2), now), now);
  assert.equal(steady(undefined, now), now);
});

test("an axis goes a little further than its lines, and has a height when they are flat", () => {
  const series = { kind: "slope", logarithmic: true, floor: 1e-30, threshold: 1, lines: [] };
  const over = (...units) => extentOf({ header: { steps: 2, surface: { key: "beale" } } }, series, new Map([[{}, { units: Float64Array.from(units), pieces: null }]]));
  const { low, high } = over(-3, NaN, 2);
  assert.ok(low < -3 && low > -3.5 && high > 2 && high < 2.5);
  assert.deepEqual([over(1, 1).low, over(1, 1).high], [0, 2]);
  assert.deepEqual([over(NaN).low, over(NaN).high], [-1, 1]);
});
