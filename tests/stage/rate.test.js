import assert from "node:assert/strict";
import test from "node:test";

import { fitRate } from "../../ui/stage/browser/rate_fit.js";
import { rateInShort } from "../../ui/stage/browser/rate_line.js";

const near = (actual, wanted, within = 1e-9) => assert.ok(Math.abs(actual - wanted) <= within * Math.abs(wanted), `${actual} is not ${wanted}`);

test("a gap that shrinks by a factor is linear, and its arrival is foretold or seen", () => {
  const losses = Array.from({ length: 101 }, (_, t) => 2 + 3 * 0.9 ** t);
  const foretold = fitRate(losses, 2, 1e-6);
  assert.equal(foretold.kind, "linear");
  near(foretold.alpha, 0.9);
  near(foretold.constant, 3, 1e-6);
  assert.deepEqual([foretold.first, foretold.last], [50, 100]);
  assert.deepEqual([foretold.steps, foretold.seen], [Math.ceil(Math.log(3e6) / -Math.log(0.9)), false]);
  const seen = fitRate(losses, 2, 1e-3);
  assert.deepEqual([seen.steps, seen.seen], [losses.findIndex((loss) => loss - 2 <= 1e-3), true]);
  assert.equal(rateInShort(foretold), "α 0.9");
});

test("a gap that falls as a power of the step is sub-linear", () => {
  const found = fitRate(Array.from({ length: 401 }, (_, t) => 5 * Math.max(t, 1) ** -1.5), 0, 1e-9);
  assert.equal(found.kind, "sub-linear");
  near(found.power, 1.5);
  assert.equal(rateInShort(found), "1/t^1.5");
});

test("of gaps that swing the envelope is fitted, and what does not fall has no rate", () => {
  const swinging = fitRate(Array.from({ length: 201 }, (_, t) => 0.95 ** t * (t % 2 ? 1 : 0.2)), 0, 1e-12);
  near(swinging.alpha, 0.95, 1e-2);
  for (const losses of [Array(50).fill(1), [3, 2, 1], Array.from({ length: 30 }, (_, t) => t), [1, NaN, 0]]) {
    assert.equal(fitRate(losses, 0, 1e-3).kind, "none");
  }
  assert.equal(rateInShort(null), "—");
});
