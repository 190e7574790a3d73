import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { pack, unpack } from "../../ui/stage/browser/message.js";

// The message that Python packed; tests/ui/test_browser_modules.py names the file and knows what is in it.
const { MESSAGE } = process.env;

test("a message packed by Python reads as it was written", { skip: MESSAGE ? false : "no message was given" }, () => {
  const bytes = new Uint8Array(readFileSync(/** @type {string} */ (MESSAGE)));
  // Streamlit hands over a view into a larger buffer, at any place.
  const moved = new Uint8Array(bytes.length + 7);
  moved.set(bytes, 3);
  const { header, arrays } = unpack(moved.subarray(3, 3 + bytes.length));
  assert.equal(header.title, "η → ∞");
  assert.deepEqual([...arrays.positions], [0.5, -1.25, 3]);
  assert.deepEqual([...arrays.losses], [Infinity, NaN]);
  assert.equal(arrays.empty.length, 0);
});

test("a message that is packed here reads as it was", () => {
  const header = { title: "κ", arrays: {} };
  const { header: read, arrays } = unpack(pack(header, { a: Float32Array.of(1, 2), b: undefined, c: Float32Array.of(NaN, 3) }));
  assert.equal(read.title, "κ");
  assert.deepEqual(Object.keys(arrays), ["a", "c"]);
  assert.deepEqual([...arrays.c], [NaN, 3]);
});
