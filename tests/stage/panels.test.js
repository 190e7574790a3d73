import assert from "node:assert/strict";
import test from "node:test";

import { gridOf, groupsOf } from "../../ui/stage/browser/panels.js";
import { bands, channels, frameOf, pointAt, shade } from "../../ui/stage/browser/relief.js";

const run = (key, pinned = null) => ({ key, pinned });

test("each run has a panel of its own, which the ghosts of its optimizer share", () => {
  const runs = [run("gd"), run("adam"), run("adam"), run("adam", "adam~1"), run("lion", "lion~1")];
  assert.deepEqual(groupsOf(runs, [0, 1, 2, 3, 4]), [[0], [1, 3], [2, 3], [4]]);
});

test("hidden runs have no panel", () => {
  const runs = [run("gd"), run("adam"), run("adam", "adam~1")];
  assert.deepEqual(groupsOf(runs, [0]), [[0]]);
  assert.deepEqual(groupsOf(runs, [0, 2]), [[0], [2]]);
  assert.deepEqual(groupsOf(runs, []), []);
});

test("two to twelve panels fill a wide box in rows of a good shape", () => {
  const columns = Array.from({ length: 12 }, (_, k) => gridOf(k + 1, 700, 470).columns);
  assert.deepEqual(columns.slice(1), [2, 3, 2, 3, 3, 4, 4, 3, 4, 4, 4]);
  for (let count = 1; count <= 12; count++) {
    const { columns: across, tall } = gridOf(count, 700, 470);
    assert.ok(tall >= 80, `${count} panels are ${tall} pixels high`);
    assert.ok(Math.ceil(count / across) * (tall + 30) <= 470 + 10);
  }
});

test("on a telephone panels stand in pairs", () => {
  assert.deepEqual([1, 2, 5, 12].map((count) => gridOf(count, 366, 500).columns), [1, 2, 2, 2]);
  assert.ok(gridOf(12, 366, 500).tall > 120);
});

const LAND = { x: Float32Array.of(0, 1, 2), y: Float32Array.of(0, 1), rows: [Float32Array.of(0, 1, 2), Float32Array.of(10, 11, 12)] };

test("the map reads the grid as it is: x to the right, y up, between its points by straight lines", () => {
  const found = bands(LAND, { start: 0, size: 1 }, [[0, 2], [0, 1]], 2, 2);
  assert.deepEqual([...found], [8, 9, 3, 4]);
});

test("outside the landscape there is nothing", () => {
  const found = bands(LAND, { start: 0, size: 1 }, [[-2, 2], [0, 1]], 2, 1);
  assert.ok(Number.isNaN(found[0]));
  assert.equal(found[1], 6);
});

test("colours are read from both ways of writing them and mixed along a scale", () => {
  assert.deepEqual(channels("#ff8000"), [255, 128, 0, 1]);
  assert.deepEqual(channels("rgba(52, 84, 120, 0.28)"), [52, 84, 120, 0.28]);
  const scale = [[0, "#000000"], [0.5, "#640000"], [1, "#64c800"]];
  assert.deepEqual([0, 0.25, 0.5, 0.75, 1, 7, -1].map((place) => shade(scale, place)), [
    [0, 0, 0], [50, 0, 0], [100, 0, 0], [100, 100, 0], [100, 200, 0], [100, 200, 0], [0, 0, 0],
  ]);
});

test("a pixel and its point go back and forth", () => {
  const frame = frameOf([[-4, 4], [-1, 1]], 0, 0, 400, 100);
  assert.deepEqual([0 * frame.scaleX + frame.offsetX, 1 * frame.scaleY + frame.offsetY], [200, 0]);
  assert.deepEqual(pointAt(frame, 300, 75), [2, -0.5]);
  assert.deepEqual(pointAt(frame, 900, -50), [4, 1]);
});
