import assert from "node:assert/strict";
import test from "node:test";

import { compress, GifWriter, matcher, palette } from "../../ui/stage/browser/gif.js";

/** Undoes LZW as a viewer does, to compare with what went in. */
function decompress(bytes, depth) {
  const clear = 1 << depth;
  const out = [];
  let [hold, held, at, width] = [0, 0, 0, depth + 1];
  let table;
  let before = null;
  const reset = () => {
    table = Array.from({ length: clear + 2 }, (_, i) => [i]);
    width = depth + 1;
    before = null;
  };
  for (;;) {
    while (held < width) {
      hold |= bytes[at++] << held;
      held += 8;
    }
    const code = hold & ((1 << width) - 1);
    hold >>>= width;
    held -= width;
    if (code === clear) {
      reset();
      continue;
    }
    if (code === clear + 1) return out;
    const entry = table[code] ?? [...before, before[0]];
    if (before && table.length < 4096) table.push([...before, entry[0]]);
    out.push(...entry);
    before = entry;
    if (table.length === 1 << width && width < 12) width += 1;
  }
}

let state = 1;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;

for (const [name, make] of Object.entries({
  "one pixel": () => [3],
  "one colour": () => new Array(5000).fill(7),
  "noise that fills the table many times": () => Array.from({ length: 60000 }, () => Math.floor(random() * 256)),
  "stripes": () => Array.from({ length: 20000 }, (_, i) => (i >> 3) % 5),
})) {
  test(`what is compressed comes back: ${name}`, () => {
    const indices = Uint8Array.from(make());
    assert.deepEqual(Uint8Array.from(decompress(compress(indices, 8), 8)), indices);
  });
}

const picture = (...colors) => Uint8ClampedArray.from(colors.flatMap((color) => [...color, 255]));

test("few colours are kept as they are", () => {
  const colors = [[255, 0, 0], [254, 0, 0], [0, 0, 7]];
  const found = palette([picture(...colors)], 255);
  assert.deepEqual(new Set(found.map(String)), new Set(colors.map(String)));
});

test("a palette has at most its size, keeps frequent colours and stays near the others", () => {
  const many = Array.from({ length: 3000 }, () => [0, 1, 2].map(() => Math.floor(random() * 256)));
  const frequent = Array.from({ length: 500 }, () => [10, 200, 30]);
  const pixels = picture(...many, ...frequent);
  const found = palette([pixels], 64);
  assert.ok(found.length <= 64);
  assert.ok(found.some((color) => String(color) === "10,200,30"));
  const indices = matcher(found)(pixels);
  const errors = many.map((color, i) => Math.hypot(...color.map((value, c) => value - found[indices[i]][c])));
  assert.ok(errors.reduce((a, b) => a + b) / errors.length < 45);
});

test("a GIF has its header, its size, a loop and an end", () => {
  const writer = new GifWriter(2, 1, [[0, 0, 0], [255, 255, 255]]);
  writer.add(picture([0, 0, 0], [255, 255, 255]), 5);
  writer.add(picture([0, 0, 0], [0, 0, 0]), 5);
  const bytes = writer.finish().flatMap((part) => [...part]);
  const text = String.fromCharCode(...bytes);
  assert.ok(text.startsWith("GIF89a"));
  assert.deepEqual(bytes.slice(6, 10), [2, 0, 1, 0]);
  assert.ok(text.includes("NETSCAPE2.0"));
  assert.equal(bytes.at(-1), 0x3b);
});
