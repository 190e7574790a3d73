import assert from "node:assert/strict";
import test from "node:test";

import { summaryOf } from "../../ui/stage/browser/summary.js";

const manifest = {
  bound: 1e60,
  statuses: { BUDGET_USED: 0, DIVERGED: 1 },
  sentences: { ends: {}, causes: Array.from({ length: 8 }, (_, i) => `cause ${i}, {loss:.3g} at step {n}`) },
};
const header = { surface: { minima: [], others: [] }, has_minimum: false, lowest: 0, tolerance: 1e-3 };

test("a run that fell without end is told of as Python tells of it", () => {
  for (const [loss, told] of [[-Infinity, "-inf"], [Infinity, "inf"], [NaN, "nan"], [-1234.5, "-1.23e+03"]]) {
    const results = {
      steps_taken: [1], status: [1], evaluations: [0, 0], positions: [0, 0, 1, 1], gradients: [0, 0, 1, 1],
      losses: Float64Array.of(0, loss),
    };
    const { reason, status } = summaryOf(header, 1, { reads: true }, manifest, results, 0);
    assert.equal(status, "diverged");
    assert.match(reason, new RegExp(`, ${told.replace("+", "\\+")} at step 1$`));
  }
});
