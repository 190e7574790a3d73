import assert from "node:assert/strict";
import test from "node:test";

import { nearest } from "../../ui/stage/browser/tip.js";

const trail = (xs, steps) => ({ xs, ys: xs.map(() => 0), steps, end: xs.length - 1 });

test("the nearest step of the runs that are asked about is found, and nothing far away", () => {
  const trails = [trail([0, 10, 20], [0, 4, 9]), trail([3], [0]), trail([], [])];
  assert.deepEqual(nearest([0, 1, 2], trails, { x: 4, y: 0 }), { run: 1, step: 0 });
  assert.deepEqual(nearest([0], trails, { x: 19, y: 5 }), { run: 0, step: 9 });
  assert.equal(nearest([0, 1, 2, 3], trails, { x: 40, y: 0 }), null);
});
