// What the compiled loop is not asked: whatever would lead it out of its arrays.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { Kernel } from "../../ui/stage/browser/kernel.js";

const asset = (name) => readFileSync(new URL(`../../assets/${name}`, import.meta.url));
const manifest = JSON.parse(asset("engine.json"));
const { sizes: fixed } = manifest;
const kernel = await Kernel.open(new Uint8Array(asset("engine.wasm")), manifest);
const SIZES = { runs: 1, steps: 3, hyperparameters: fixed.hyperparameters, constants: fixed.constants, code: 0, stack: 0, options: fixed.options, courses: 0, masks: 0, memory: 0, recorded: 0, slow: 0, averages: 0, scratch: fixed.scratch_rows, aside: fixed.aside_rows };
const SPHERE = manifest.surfaces.findIndex(({ key }) => key === "sphere");
const NUMBERS = { first: 0, last: 1, probing_from: manifest.probing_from, surface: SPHERE, noise: 0, key: 0, bound: manifest.bound, gradient_tolerance: -1, loss_tolerance: -1 };
const GIVEN = { rules: [0], starts: [3, -2], learning_rates: [0.25, 0.25, 0.25], options: manifest.off };

test("a run is what its arrays say", () => {
  const { positions, losses } = kernel.run(SIZES, NUMBERS, GIVEN);
  assert.deepEqual([...positions], [3, -2, 1.5, -1, 0.75, -0.5, 0.375, -0.25]);
  assert.equal(losses[0], 13);
});

test("rows that no run writes hold no number", () => {
  const { slow, averages, losses } = kernel.begin({ ...SIZES, slow: 4, averages: 4 }, NUMBERS, GIVEN);
  assert.ok([...slow, ...averages].every(Number.isNaN));
  assert.deepEqual([...losses], [0, 0, 0, 0]);
});

const asking = (name) => manifest.off.map((value, i) => (i === manifest.rows[name] ? 0 : value));
const REFUSED = {
  "half a step": [{ steps: 2.5 }, {}, {}, /steps must be a whole number/],
  "a list that is too short": [{}, {}, { starts: [1] }, /starts must have 2 numbers/],
  "a rule that is not there": [{}, {}, { rules: [manifest.rules.length] }, /rules holds/],
  "a surface that is not there": [{}, { surface: manifest.surfaces.length }, {}, /no surface/],
  "a formula without its program": [{}, { surface: -1 }, {}, /needs its program/],
  "averages without room": [{}, {}, { options: asking("averages") }, /asks for averages/],
  "a wrapper without room": [{}, {}, { options: asking("slow") }, /asks for slow/],
  "a mask without room": [{}, {}, { options: asking("masks") }, /asks for masks/],
  "more than a page can hold": [{ steps: 1e9 }, {}, { learning_rates: { length: 1e9 } }, /too large for a page/],
};

for (const [name, [sizes, numbers, given, message]] of Object.entries(REFUSED)) {
  test(`it refuses ${name}`, () => {
    assert.throws(() => kernel.begin({ ...SIZES, ...sizes }, { ...NUMBERS, ...numbers }, { ...GIVEN, ...given }), { name: "RangeError", message });
  });
}

test("it runs no runs that were not begun", () => {
  kernel.begin(SIZES, NUMBERS, GIVEN);
  assert.throws(() => kernel.advance(0, 2), RangeError);
});

test("its elementary functions are the loop's own", () => {
  assert.equal(kernel.functions.cos(0), 1);
  assert.equal(kernel.functions.pow(2, 10), 1024);
  assert.deepEqual(Object.keys(kernel.functions).sort(), ["cos", "exp", "log", "pow", "sin", "tanh"]);
});
