// node pictures.js MANIFEST MODULE CASES: what the page's engine makes of each message and its edits, beside the
// message that the server sends after the same edits. Prints, for every case, what differs.

import { readFileSync } from "node:fs";

import { Engine } from "../../ui/stage/browser/engine.js";
import { unpack } from "../../ui/stage/browser/message.js";
import { stillIn } from "../../ui/stage/browser/still.js";

const [manifest, module, cases] = process.argv.slice(2);
const engine = await Engine.fromText(readFileSync(module).toString("base64"), JSON.parse(readFileSync(manifest, "utf8")));
const COLUMNS = ["taken", "status", "reason", "final_loss", "distance", "nearest", "arrived", "evaluations"];
const message = (path) => unpack(new Uint8Array(readFileSync(path)));

function differences({ before, after, edits }) {
  const old = message(before);
  // A hand moves from one picture to the next: what rests in the second is taken from the first.
  const first = engine.picture(old.header, old.arrays, []);
  const ours = engine.picture(old.header, old.arrays, edits);
  if (!first || !ours) return [engine.request(old.header, edits)];
  const theirs = message(after);
  const found = [];
  for (const name of ["positions", "gaps", "losses", "slopes", "companions", "rates"]) {
    if (!theirs.arrays[name]) continue;
    const [a, b] = [ours.arrays[name], theirs.arrays[name]];
    const count = a.length === b.length ? b.filter((value, i) => !Object.is(a[i], value)).length : `${a.length} against ${b.length}`;
    if (count) found.push(`${name}: ${count} differ`);
  }
  theirs.header.runs.forEach((run, i) => {
    for (const column of COLUMNS) {
      const [a, b] = [ours.header.runs[i][column], run[column]];
      // A length is the last thing that is rounded: two libraries may round it differently.
      const same = column === "distance" && typeof a === "number" ? Math.abs(a - b) <= 4e-16 * b : Object.is(a, b);
      if (!same) found.push(`${run.key} ${column}: ${a} instead of ${b}`);
    }
  });
  const resting = stillIn(first, ours);
  if (ours.since.positions === first.arrays.positions && [...ours.since.still].some((r) => !resting.has(r))) found.push("a run that moved is said to rest");
  for (const name of ["steps", "rates_vary"]) if (ours.header[name] !== theirs.header[name]) found.push(`${name} differs`);
  return found;
}

console.log(JSON.stringify(JSON.parse(readFileSync(cases, "utf8")).map(differences)));
