import assert from "node:assert/strict";
import test from "node:test";

import { soon } from "../../ui/stage/browser/soon.js";

test("what is asked for often is done once before the next picture, and again after it", () => {
  const frames = [];
  globalThis.requestAnimationFrame = (act) => frames.push(act);
  let done = 0;
  const follow = soon(() => (done += 1));
  for (let i = 0; i < 5; i++) follow();
  assert.deepEqual([frames.length, done], [1, 0]);
  frames.shift()();
  follow();
  assert.deepEqual([frames.length, done], [1, 1]);
});
