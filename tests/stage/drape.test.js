import assert from "node:assert/strict";
import test from "node:test";

import { strips } from "../../ui/stage/browser/drape.js";

/** A plane of 64 × 64 units, seen from straight above. */
const plane = { reach: [[0, 64], [0, 64], [0, 1]], meshAt: () => 0.5, hides: () => false, project: (x, y) => ({ x, y }) };

test("a row of cells with one label is one strip, and strips cover the plane", () => {
  const found = strips({ cells: [0, 0, 1, 1], side: 2 }, plane);
  assert.equal(found.length, 64);
  for (const [row, { label, outline }] of found.entries()) {
    assert.equal(label, row < 32 ? 0 : 1);
    const [xs, ys] = [outline.map(({ x }) => x), outline.map(({ y }) => y)];
    assert.deepEqual([Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)], [0, 64, row, row + 1]);
  }
});

test("cells that wait are left out, and so is what the surface hides or has no height", () => {
  const covered = (found) => found.reduce((sum, { outline }) => sum + (Math.max(...outline.map(({ x }) => x)) - Math.min(...outline.map(({ x }) => x))), 0);
  assert.equal(covered(strips({ cells: [0, 0, 0, -3], side: 2 }, plane)), 64 * 64 * 0.75);
  assert.equal(covered(strips({ cells: [0], side: 1 }, { ...plane, hides: (x) => x > 40 })), 64 * 41, "half of a piece in sight is enough");
  assert.equal(covered(strips({ cells: [0], side: 1 }, { ...plane, meshAt: (x) => (x < 10 ? -Infinity : 0.5) })), 64 * 54);
});
