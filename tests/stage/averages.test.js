import assert from "node:assert/strict";
import test from "node:test";

import { placeLabels, placeName, ticks } from "../../ui/stage/browser/averages/axes.js";
import { curvesOf, ema, halfLife, nearestWindow, nearOne, weights, weightSum, windowMean } from "../../ui/stage/browser/averages/maths.js";

const near = (found, wanted) => assert.ok(Math.abs(found - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted)), `${found} is not ${wanted}`);

test("three days by hand", () => {
  const averages = ema([4, 9, 1], 0.9);
  [0.4, 1.26, 1.234].forEach((wanted, k) => near(averages[k], wanted));
});

test("the weights sum to one minus β to the k", () => {
  for (const beta of [0, 0.5, 0.9, 0.999]) {
    for (const k of [1, 2, 10, 100]) near(weights(beta, k).reduce((sum, weight) => sum + weight, 0), weightSum(beta, k));
  }
});

test("the corrected average of a constant is that constant at once", () => {
  for (const value of curvesOf(Array(30).fill(7.5), 0.98).corrected) near(value, 7.5);
});

test("a weight halves over the half-life", () => {
  for (const beta of [0.5, 0.9, 0.98]) near(beta ** halfLife(beta), 0.5);
  assert.equal(halfLife(0), 0);
});

test("the plain mean takes fewer values while there are fewer", () => {
  assert.deepEqual([...windowMean([2, 4, 9, 1], 2)], [2, 3, 6.5, 5]);
});

test("windows are whole, and ties go to the even number as in Python", () => {
  assert.deepEqual([0, 0.5, 0.6, 0.9, 0.98, 1 - 1 / 3.5].map(nearestWindow), [1, 2, 2, 10, 50, 4]);
});

test("a factor near one is written so that it can be told from one", () => {
  assert.deepEqual([10, 1 / 0.19, 1 / weightSum(0.9, 100), 1.0453, 1].map(nearOne), ["10", "5.26", "1.000027", "1.045", "1"]);
});

test("a year has its months below it, other sequences round numbers", () => {
  const year = { key: "", name: "", unit: "", step: "day", values: [], start: "2014-01-01" };
  const months = placeLabels(year, 0, 365, 900);
  assert.equal(months.length, 12);
  assert.deepEqual(months[8], [244, "Sep"]);
  assert.ok(placeLabels(year, 0, 365, 250).length <= 6);
  assert.equal(placeName(year, 73), "14 Mar");
  assert.deepEqual(placeLabels({ ...year, start: null }, 0, 100, 450).map(([place]) => place), [0, 20, 40, 60, 80, 100]);
  assert.deepEqual(ticks(-1, 1, 4), [-1, -0.5, 0, 0.5, 1]);
});
