import assert from "node:assert/strict";
import test from "node:test";

import { drawLine } from "../../ui/stage/browser/curve_lines.js";
import { curveFrame } from "../../ui/stage/browser/curve.js";
import { corners } from "../../ui/stage/browser/corners.js";
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
  assert.deepEqual(trail, { xs: [50, 60, 40], ys: [50, 30, 70], steps: [0, 1, 2], end: 2, corners: [0, 1, 2] });
});

test("a line through few corners passes every point of a path, however it bends and turns back", () => {
  for (let seed = 1; seed <= 40; seed++) {
    let state = seed;
    const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
    let [x, y, heading] = [0, 0, 0];
    const xs = [x];
    const ys = [y];
    for (let t = 1; t < 400; t++) {
      heading += (random() - 0.5) * (seed % 8) * 0.4 + (t % 97 === 0 ? Math.PI : 0);
      const length = 0.3 + (seed % 5) * random();
      xs.push((x += length * Math.cos(heading)));
      ys.push((y += length * Math.sin(heading)));
    }
    const kept = corners(xs, ys, xs.length - 1);
    assert.deepEqual([kept[0], kept.at(-1)], [0, 399]);
    const aside = (k, i, share) => {
      const [a, b] = [kept[k - 1], kept[k]];
      return Math.hypot(xs[a] + share * (xs[b] - xs[a]) - xs[i], ys[a] + share * (ys[b] - ys[a]) - ys[i]);
    };
    const shareOf = (k, i) => {
      const [a, b] = [kept[k - 1], kept[k]];
      const [dx, dy] = [xs[b] - xs[a], ys[b] - ys[a]];
      return ((xs[i] - xs[a]) * dx + (ys[i] - ys[a]) * dy) / (dx * dx + dy * dy);
    };
    for (let k = 1; k < kept.length; k++) {
      for (let i = kept[k - 1]; i <= kept[k]; i++) {
        const share = shareOf(k, i);
        const passed = aside(k, i, share) < 0.2001 && share > -1e-9 && share < 1 + 1e-9;
        // A way back over the line before is not drawn again.
        const before = k > 1 && aside(k - 1, i, Math.min(1, Math.max(0, shareOf(k - 1, i)))) < 0.2001;
        assert.ok(passed || before, `seed ${seed}, point ${i}`);
      }
    }
  }
  const swinging = Array.from({ length: 1000 }, (_, i) => 20 * (i % 2) + 0.1 * Math.sin(i));
  assert.deepEqual(corners(swinging, swinging.map((x) => x / 3), 999), [0, 1, 999]);
  const straight = Array.from({ length: 1000 }, (_, i) => i * 0.5);
  assert.deepEqual(corners(straight, straight, 999), [0, 999]);
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

test("a curve passes every value as closely as an eye can tell, stops where there is none, and ends at the clock", () => {
  const gaps = Float32Array.from({ length: 400 }, (_, t) => 10 ** (-t / 40 - (t < 200 ? Math.sin(t * t) : 0)));
  gaps.set([NaN, Infinity], 100);
  const stage = { ...stageOf(Array(400).fill([0, 0])), arrays: { gaps } };
  const frame = curveFrame(stage, 456, 140);
  const lines = [];
  const pen = { beginPath() {}, stroke() {}, moveTo: (x, y) => lines.push([[x, y]]), lineTo: (x, y) => lines.at(-1).push([x, y]) };
  drawLine(pen, frame, frame.series.lines[0], 0, 350.6);
  assert.deepEqual(lines.map((line) => [line[0], line.at(-1)].map(([x]) => Math.round(frame.stepAt(x)))), [[0, 99], [102, 350]]);
  assert.ok(lines.flat().length < 210);
  for (let t = 0; t <= 350; t++) {
    if (!Number.isFinite(gaps[t])) continue;
    const line = lines[t < 100 ? 0 : 1];
    const k = Math.max(1, line.findIndex(([x]) => x >= frame.x(t) - 1e-9));
    const [[ax, ay], [bx, by]] = [line[k - 1], line[k]];
    assert.ok(Math.abs(ay + ((frame.x(t) - ax) / (bx - ax)) * (by - ay) - frame.y(gaps[t])) < 0.2001, `step ${t}`);
  }
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
