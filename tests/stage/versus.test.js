import assert from "node:assert/strict";
import test from "node:test";

import { besideArrays, Versus } from "../../ui/stage/browser/versus.js";

const ARRAYS = {
  positions: Float32Array.of(9),
  beside_positions: Float32Array.of(1, 2),
  beside_gaps: Float32Array.of(0.5, 0.25),
  beside_land_x: Float32Array.of(0, 1),
  beside_land_y: Float32Array.of(0, 1),
  beside_land_z: Float32Array.of(1, 2, 3, 4),
};
const HEADER = { lowest: 2, runs: [{ key: "gd", pinned: null }], landscape: { figures: {} }, view: { hidden: [0] } };

test("the arrays of the frozen scene go by their own names, and its losses come back from their gaps", () => {
  const own = besideArrays(ARRAYS, 2);
  assert.deepEqual([...own.positions], [1, 2]);
  assert.deepEqual([...own.losses], [2.5, 2.25]);
});

/** A stage's versus without a page. */
function made(beside, arrays) {
  const versus = Object.create(Versus.prototype);
  Object.assign(versus, { key: "", frozen: null, land: null, swapped: null, stage: { header: { beside }, arrays, clock: 7 } });
  versus.receive();
  return versus;
}

test("a stage that is mounted anew knows the frozen scene by its key alone", () => {
  assert.equal(made({ key: "unheard of" }, {}).frozen, null);
  const first = made({ key: "a", header: HEADER }, ARRAYS);
  const second = made({ key: "a" }, {});
  assert.deepEqual([...second.land.rows[1]], [3, 4]);
  assert.deepEqual([...second.frozen.hidden], ["gd 0"]);
  assert.equal(second.frozen.arrays, first.frozen.arrays);
  assert.equal(second.frozen.clock, 7);
});

test("without a scene beside it there is nothing frozen", () => {
  const versus = made({ key: "a", header: HEADER }, ARRAYS);
  versus.stage.header.beside = null;
  versus.receive();
  assert.equal(versus.frozen, null);
  assert.deepEqual(versus.known(), []);
});
