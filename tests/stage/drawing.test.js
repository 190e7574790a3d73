import assert from "node:assert/strict";
import test from "node:test";

import { curveFrame } from "../../ui/stage/browser/curve.js";
import { markerPath } from "../../ui/stage/browser/markers.js";
import { headOf, project } from "../../ui/stage/browser/trails.js";

const FRAME = { left: 0, top: 0, width: 100, height: 100, scaleX: 10, scaleY: -10, offsetX: 50, offsetY: 50 };

function stageOf(points, taken = points.length - 1) {
  return {
    clock: 0,
    theme: { type: 13 },
    selected: 0,
    visible: () => [0],
    header: { steps: points.length - 1, surface: { dimensions: 2 }, runs: [{ taken }], has_minimum: true },
    arrays: { positions: Float32Array.from(points.flat()), gaps: Float32Array.from(points.map((_, t) => 10 ** -t)) },
  };
}

test("a path in pixels follows the axes", () => {
  const trail = project(stageOf([[0, 0], [1, 2], [-1, -2]]), 0, FRAME);
  assert.deepEqual(trail, { xs: [50, 60, 40], ys: [50, 30, 70], steps: [0, 1, 2], end: 2 });
});

test("points that no pixel can tell apart are drawn once, the last one always", () => {
  const points = Array.from({ length: 500 }, (_, t) => [t * 1e-5, 0]);
  const { steps } = project(stageOf(points), 0, FRAME);
  assert.deepEqual(steps, [0, 499]);
});

test("a path that leaves the view keeps its direction and ends where it stops being a number", () => {
  const trail = project(stageOf([[0, 0], [1e9, 1e9], [NaN, NaN]]), 0, FRAME);
  assert.equal(trail.end, 1);
  assert.ok(Math.abs((trail.xs[1] - 50) / (trail.ys[1] - 50) + 1) < 1e-6);
});

test("the head stands between two steps as the clock does, and rests at the end", () => {
  const trail = { xs: [0, 10, 30], ys: [0, 0, 40], steps: [0, 1, 3], end: 2 };
  assert.deepEqual(headOf(trail, 0.5), { x: 5, y: 0, upto: 0 });
  assert.deepEqual(headOf(trail, 2), { x: 20, y: 20, upto: 1 });
  assert.deepEqual(headOf(trail, 7), { x: 30, y: 40, upto: 2 });
});

test("the loss curve has a log axis, and a click on it finds the step again", () => {
  const frame = curveFrame(stageOf([[0, 0], [0, 0], [0, 0], [0, 0]]), 456, 140);
  const drops = [0, 1, 2].map((t) => frame.y(10 ** -(t + 1)) - frame.y(10 ** -t));
  assert.ok(Math.max(...drops) - Math.min(...drops) < 1e-9);
  assert.ok(Math.abs(frame.stepAt(frame.x(2)) - 2) < 1e-12);
  assert.equal(frame.stepAt(-100), 0);
  assert.equal(frame.stepAt(1e6), 3);
});

test("every marker is a closed outline around its middle, and can be written down", () => {
  globalThis.Path2D = class {
    constructor(text) {
      this.text = text;
    }
  };
  for (const shape of ["circle", "square", "triangle", "diamond", "pentagon", "star", "cross"]) {
    const mark = markerPath(shape, 5, 7, 4);
    assert.equal(mark.svg, mark.text);
    assert.ok(mark.svg.endsWith("Z"), shape);
    for (const [, x, y] of mark.svg.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)) assert.ok(Math.hypot(x - 5, y - 7) <= 6, shape);
  }
});
