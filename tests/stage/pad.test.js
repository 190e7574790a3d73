import assert from "node:assert/strict";
import test from "node:test";

import { Edits } from "../../ui/stage/browser/edits.js";
import { marks, position, valueAt } from "../../ui/stage/browser/numbers.js";

const RATE = { low: 0.0008, high: 8, scale: "log", kind: "real" };
const DECAY = { low: 0, high: 0.99999, scale: "complement", kind: "real" };

test("a log scale is marked at powers of ten, in words that need no exponent near 1", () => {
  assert.deepEqual(marks(RATE, 0.2).map((mark) => mark.text), ["0.001", "0.01", "0.1", "1"]);
  assert.deepEqual(marks({ low: 1e-6, high: 1, scale: "log" }, 0.4).map((mark) => mark.text), ["10⁻⁶", "0.001", "1"]);
});

test("decay rates are marked evenly by 1 / (1 - value), as they are felt", () => {
  const places = marks(DECAY, 0.1).map((mark) => mark.place);
  assert.deepEqual(marks(DECAY, 0.1).map((mark) => mark.value), [0, 0.9, 0.99, 0.999, 0.9999, 0.99999]);
  for (const [i, place] of places.entries()) assert.ok(Math.abs(place - i / 5) < 1e-9);
});

test("a linear scale is marked at round numbers", () => {
  assert.deepEqual(marks({ low: 0, high: 1, scale: "linear" }, 0.1).map((mark) => mark.text), ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
  assert.deepEqual(marks({ low: 1, high: 3, scale: "linear" }, 0.1).map((mark) => mark.value), [1, 1.5, 2, 2.5, 3]);
});

test("marks never stand closer than asked for", () => {
  for (const spec of [RATE, DECAY, { low: 1e-12, high: 1, scale: "log" }, { low: 0, high: 1000, scale: "linear" }]) {
    for (const gap of [0.05, 0.13, 0.3]) {
      const places = marks(spec, gap).map((mark) => mark.place);
      places.slice(1).forEach((place, i) => assert.ok(place - places[i] >= gap - 1e-9));
      assert.ok(places.length >= 2);
    }
  }
});

test("a log scale that may be 0 starts at its least value after 0", () => {
  const noise = { low: 0, high: 100, scale: "log", kind: "real", least: 0.001 };
  assert.equal(valueAt(noise, 0), 0);
  assert.equal(valueAt(noise, 0.2), 0.01);
  assert.equal(position(noise, 0), 0);
  assert.ok(Math.abs(position(noise, 0.01) - 0.2) < 1e-9);
});

test("what one movement changes is sent at once and together", () => {
  const sent = [];
  const edits = new Edits();
  edits.connect((_, batch) => sent.push(batch), () => []);
  edits.pushAll([["a", { kind: "hyperparameter", value: 1 }], ["b", { kind: "hyperparameter", value: 2 }]]);
  assert.deepEqual(sent.map((batch) => batch.items.map((item) => item.value)), [[1, 2]]);
  edits.acknowledge(1); // what is never answered is asked for again, for ever
});
