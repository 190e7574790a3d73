import assert from "node:assert/strict";
import test from "node:test";

import { around } from "../../ui/stage/browser/formula_bar.js";

const mistake = (text, position) => ({ text, position, message: "", allowed: [] });

test("the caret stands under the character at fault", () => {
  assert.deepEqual(around(mistake("x + foo(y)", 4)), ["x + ", "f", "oo(y)"]);
});

test("where the end came too soon it stands behind the text", () => {
  assert.deepEqual(around(mistake("x +", 3)), ["x +", " ", ""]);
});

test("characters that are two halves to JavaScript count once", () => {
  assert.deepEqual(around(mistake("𝛼 + ?", 4)), ["𝛼 + ", "?", ""]);
});
