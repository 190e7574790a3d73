import assert from "node:assert/strict";
import test from "node:test";

import { magnified, rowsAt } from "../../ui/stage/browser/arrows.js";
import { curveFrame } from "../../ui/stage/browser/curve.js";
import { sentence } from "../../ui/stage/browser/looking.js";
import { quadratic } from "../../ui/stage/browser/quadratic.js";
import { seriesOf } from "../../ui/stage/browser/series.js";

const FRAME = { left: 0, top: 0, width: 400, height: 300, scaleX: 10, scaleY: -20, offsetX: 50, offsetY: 60 };
const COLORS = ["#000000", "#ffffff"];

/** A stage with one run of three steps in detail. */
function stageOf(curve, more = {}) {
  const run = { taken: 3, colors: COLORS, dash: [], sliders: [{ name: "learning_rate", value: 0.25 }], rate: null };
  return {
    clock: 1,
    theme: { type: 13 },
    selected: 0,
    looking: { curve },
    visible: () => [0],
    header: {
      steps: 3,
      surface: { dimensions: 2 },
      runs: [run],
      has_minimum: true,
      rates_vary: false,
      detail: { run: 0, taken: 3, memory: ["m"], arrows: [{ name: "the step", role: "step" }], step: null },
      ...more,
    },
    arrays: {
      gaps: Float32Array.of(1, 0.1, 0.01, 0.001),
      slopes: Float32Array.of(4, 3, 2, 1),
      detail_steps: Float32Array.of(1, -2, -0.5, 0, 0.25, 0.5),
      detail_effective: Float32Array.of(0.1, 0.2, -0.1, 0.2, 0.1, NaN),
      detail_changes: Float32Array.of(-1, -0.5, 0.25, -1, -0.4, 0.2, -2, -1, 0.1),
      detail_memory: Float32Array.of(0, 0, 1, 2, -3, 4, 5, 6),
      detail_arrow_0: Float32Array.of(0, 0, 1, -2, 1, -2, -0.5, 0, 0.5, -2, 0.25, 0.5),
    },
  };
}

const values = ({ at, last }) => Array.from({ length: last + 1 }, (_, t) => at(t));

test("each curve reads its own numbers", () => {
  assert.deepEqual(seriesOf(stageOf("slope")).lines.map(values), [[4, 3, 2, 1]]);
  assert.deepEqual(seriesOf(stageOf("rate")).lines.map(values), [[0.25, 0.25, 0.25, 0.25]]);
  assert.deepEqual(seriesOf(stageOf("step")).lines.map(values), [[1, 0.5, 0.25], [2, 0, 0.5]]);
  assert.deepEqual(seriesOf(stageOf("memory")).lines.map(values), [[0, 1, -3, 5], [0, 2, 4, 6]]);
  assert.deepEqual(seriesOf(stageOf("change")).lines[0].label, "what happened");
  const [actual, , gradient] = seriesOf(stageOf("change")).lines.map(values);
  assert.deepEqual(actual, [-1, -0.5, 0.25]);
  assert.deepEqual(gradient.map((v) => +v.toFixed(6)), [-2, -1, 0.1]);
});

test("a curve that needs the run in detail is empty until it is there", () => {
  for (const curve of ["step", "effective", "memory", "change"]) {
    const stage = stageOf(curve, { detail: null });
    assert.deepEqual(seriesOf(stage).lines, []);
    assert.ok(Number.isFinite(curveFrame(stage, 456, 140).axis.low));
  }
});

test("a log axis has no place for what is not positive", () => {
  const frame = curveFrame(stageOf("effective"), 456, 140);
  assert.ok(Number.isNaN(frame.y(-0.1)));
  assert.ok(Number.isNaN(frame.y(0)));
  assert.ok(Number.isFinite(frame.y(0.1)));
});

test("a signed axis is even about 0 and keeps the order of values", () => {
  const frame = curveFrame(stageOf("memory"), 456, 140);
  const zero = frame.y(0);
  assert.ok(Math.abs(frame.y(2) - zero + (frame.y(-2) - zero)) < 1e-9);
  const heights = [-3, -1, 0, 0.5, 6].map(frame.y);
  assert.deepEqual(heights, [...heights].sort((a, b) => b - a));
});

test("the arrows are those of the step at the clock, and the last ones at the end", () => {
  const stage = stageOf("loss");
  assert.deepEqual([...rowsAt(stage)[0].row], [1, -2, -0.5, 0]);
  stage.clock = 3;
  assert.deepEqual([...rowsAt(stage)[0].row], [0.5, -2, 0.25, 0.5]);
});

test("under the lens the arrows fill the box and keep their shape", () => {
  const stage = stageOf("loss");
  stage.clock = 0;
  const { frame, times } = magnified(stage, FRAME, 300, 150);
  const ends = [[0, 0], [1, -2]].map(([x, y]) => ({ x: x * frame.scaleX + frame.offsetX, y: y * frame.scaleY + frame.offsetY }));
  for (const { x, y } of ends) assert.ok(x >= 0 && x <= 300 && y >= 0 && y <= 150);
  assert.ok(Math.abs(frame.scaleX / frame.scaleY - FRAME.scaleX / FRAME.scaleY) < 1e-12);
  assert.ok(Math.abs(times - (150 - 36) / 40) < 1e-9);
});

test("the local quadratic turns where a Newton step ends, in whatever units the axes are", () => {
  // f = 2x² + xy + 3y² at (1, 2): slope (6, 13), curvature (4, 1, 6), turning point (0, 0).
  const at = { x: 1 * FRAME.scaleX + FRAME.offsetX, y: 2 * FRAME.scaleY + FRAME.offsetY };
  const model = quadratic(FRAME, at, [6, 13], [4, 1, 6]);
  assert.ok(Math.abs(model.turning.x - FRAME.offsetX) < 1e-9);
  assert.ok(Math.abs(model.turning.y - FRAME.offsetY) < 1e-9);
  assert.ok(Math.abs(model.height - 16) < 1e-9);
  assert.ok(model.curvatures.every((value) => value > 0));
});

test("a saddle has curvatures of both signs, and what is level in one direction has no turning point", () => {
  const at = { x: 0, y: 0 };
  const signs = quadratic(FRAME, at, [1, 1], [1, 0, -2]).curvatures.map(Math.sign);
  assert.deepEqual(signs.sort(), [-1, 1]);
  assert.equal(quadratic(FRAME, at, [1, 1], [1, 0, 0]), null);
  assert.equal(quadratic(FRAME, at, [1, 1], [NaN, 0, 1]), null);
});

test("a rate is said in words, and whether the arrival was seen", () => {
  const rate = { kind: "linear", constant: 3, alpha: 0.9, power: NaN, quality: 0.999, first: 10, last: 20, steps: 77, seen: false };
  assert.match(sentence(rate, 1e-3), /αᵗ with α = 0\.9 .* it would be from step 77 on\./);
  assert.match(sentence({ ...rate, kind: "sub-linear", power: 1, seen: true }, 1e-3), /1\/tᵖ with p = 1 .*; within 0\.001 from step 77 on\./);
  assert.equal(sentence({ ...rate, kind: "none", steps: null }, 1e-3), "no rate of approach can be told.");
});
