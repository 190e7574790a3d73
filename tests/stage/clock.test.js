import assert from "node:assert/strict";
import test from "node:test";

import { advance, RACE, shownStep } from "../../ui/stage/browser/clock.js";

test("a race takes as long whatever the number of its steps", () => {
  for (const steps of [1, 10, 1000]) assert.deepEqual(advance(0, RACE, 1, steps, false), { clock: steps, ended: true });
  assert.deepEqual(advance(0, RACE / 2, 1, 200, false), { clock: 100, ended: false });
});

test("speed scales time", () => assert.equal(advance(10, RACE / 10, 0.5, 100, false).clock, 15));

test("at the end the race rests, or begins again when it loops", () => {
  assert.deepEqual(advance(99, RACE, 2, 100, false), { clock: 100, ended: true });
  assert.deepEqual(advance(99, RACE, 2, 100, true), { clock: 0, ended: false });
});

test("a race of no steps ends at once", () => assert.deepEqual(advance(0, 16, 1, 0, false), { clock: 0, ended: true }));

test("a step counts as shown once it is reached, also after rounding", () => {
  assert.equal(shownStep(2.9999999999), 3);
  assert.equal(shownStep(2.9), 2);
});
