import assert from "node:assert/strict";
import test from "node:test";

import { position, pretty, superscript, valueAt } from "../../ui/stage/browser/numbers.js";

test("numbers are written short, with powers of ten where they are shorter", () => {
  const written = [0, 1, -2.5, 0.012345678, 1e-7, -3.2e-9, 123456.7, 1e6, 2.5e12].map((value) => pretty(value));
  assert.deepEqual(written, ["0", "1", "−2.5", "0.01235", "10⁻⁷", "−3.2·10⁻⁹", "123500", "10⁶", "2.5·10¹²"]);
});

test("what is not a finite number is said in words or signs", () => {
  assert.deepEqual([NaN, Infinity, -Infinity, null, undefined, "∞"].map((value) => pretty(value)), ["not a number", "∞", "−∞", "—", "—", "∞"]);
});

test("exponents may be negative", () => assert.equal(superscript(-120), "⁻¹²⁰"));

const SCALES = [
  { low: 1e-6, high: 100, scale: "log", kind: "real" },
  { low: 0, high: 1, scale: "log", kind: "real" },
  { low: 0, high: 0.99999, scale: "complement", kind: "real" },
  { low: -5, high: 5, scale: "linear", kind: "real" },
  { low: 1, high: 10000, scale: "log", kind: "integer" },
];

for (const spec of SCALES) {
  test(`a slider from ${spec.low} to ${spec.high} on a ${spec.scale} scale goes there and back`, () => {
    for (let place = 0; place <= 1; place += 0.05) {
      const value = valueAt(spec, place);
      assert.ok(value >= spec.low && value <= spec.high, String(value));
      if (spec.kind === "real") assert.ok(Math.abs(position(spec, value) - place) < 0.01, `${place} → ${value}`);
      else assert.equal(value, Math.round(value));
    }
    assert.equal(position(spec, spec.low), 0);
    assert.equal(position(spec, spec.high), 1);
  });
}

test("a decay rate's slider has as much room between 0.9 and 0.99 as between 0.99 and 0.999", () => {
  const spec = { low: 0, high: 0.99999, scale: "complement" };
  const [a, b, c] = [0.9, 0.99, 0.999].map((value) => position(spec, value));
  assert.ok(Math.abs(b - a - (c - b)) < 1e-12);
});
