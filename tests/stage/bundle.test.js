import assert from "node:assert/strict";
import test from "node:test";

import { base64, renamed } from "../../ui/stage/browser/bundle.js";

test("neighbours are named as the import map names them, wherever they are imported", () => {
  const text = 'import { a } from "./a.js";\nexport { b } from "../b.js";\nconst c = import("./deep/c.js");\n/** @import { T } from "../types" */';
  const { text: out, neighbours } = renamed(text, "http://x/app/sub/me.js", "http://x/app/");
  assert.equal(
    out,
    'import { a } from "descent-lab/sub/a.js";\nexport { b } from "descent-lab/b.js";\nconst c = import("descent-lab/sub/deep/c.js");\n/** @import { T } from "../types" */',
  );
  assert.deepEqual(neighbours, ["http://x/app/sub/a.js", "http://x/app/b.js", "http://x/app/sub/deep/c.js"]);
});

test("long bytes become base64 too", () => {
  const bytes = Uint8Array.from({ length: 100_001 }, (_, i) => i % 251);
  assert.deepEqual(new Uint8Array(Buffer.from(base64(bytes), "base64")), bytes);
});
