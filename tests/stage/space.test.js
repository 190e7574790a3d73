import assert from "node:assert/strict";
import test from "node:test";

import { heightOf } from "../../ui/stage/browser/climbs.js";
import { Sight } from "../../ui/stage/browser/sight.js";

const UNIT = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const REACH = [[-1, 1], [-1, 1], [0, 1]];
// A pinhole at (0, 0, 4) that looks down the z axis: w = 4 - z.
const PINHOLE = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, -1, 0, 0, 0, 4];

function gridOf(height, size = 21) {
  const axis = Float32Array.from({ length: size }, (_, i) => -1 + (2 * i) / (size - 1));
  return { x: axis, y: axis, rows: Array.from(axis, (y) => Float32Array.from(axis, (x) => height(x, y))) };
}

const sightOf = (projection, land, scale = [1, 1, 1]) => new Sight({ projection, view: UNIT, model: UNIT }, scale, land, REACH, 200, 100);

test("heights are logarithms above the floor, or the losses themselves", () => {
  assert.equal(heightOf(99.9, NaN, { softening: 0.1 }), 2);
  assert.equal(heightOf(7, -3, { softening: null }), -3);
  assert.equal(heightOf(-1, 0, { softening: 0.1 }), -Infinity);
});

test("points fall on the pixels that the matrices say", () => {
  const sight = sightOf(PINHOLE, gridOf(() => 0), [2, 1, 1]);
  const { x, y } = sight.project(0.5, -1, 0);
  assert.ok(Math.abs(x - 125) < 1e-9 && Math.abs(y - 62.5) < 1e-9);
});

test("the eye is where the matrices put it", () => {
  const { eye } = sightOf(PINHOLE, gridOf(() => 0));
  eye.forEach((v, i) => assert.ok(Math.abs(v - [0, 0, 4][i]) < 1e-9));
});

test("a wall hides what is behind it and nothing else", () => {
  // The eye is far out on the x axis, just above the floor: w = 9 - x.
  const side = [0, 0, 0, -1, 1, 0, 0, 0, 0, 1, 0, 0, 0, -0.5, 1, 9];
  const wall = sightOf(side, gridOf((x) => (x > 0.2 && x < 0.6 ? 1 : 0)));
  assert.ok(Math.abs(wall.eye[0] - 9) < 1e-6);
  assert.equal(wall.hides(-0.5, 0, 0), true);
  assert.equal(wall.hides(0.9, 0, 0), false);
  assert.equal(sightOf(side, gridOf(() => 0)).hides(-0.5, 0, 0), false);
});

test("a hole hides nothing", () => {
  const side = [0, 0, 0, -1, 1, 0, 0, 0, 0, 1, 0, 0, 0, -0.5, 1, 9];
  assert.equal(sightOf(side, gridOf((x) => (x > 0.2 && x < 0.6 ? NaN : 0))).hides(-0.5, 0, 0), false);
});
