// What a run is called: a name for readers, and one that survives others coming and going.

/** @import { Run } from "../types" */

/**
 * A name per run that stays its own while others come and go. A ghost goes by its settings, which never change.
 * @param {Pick<Run, "key" | "pinned">[]} runs
 */
export function idsOf(runs) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return runs.map(({ key, pinned }) => {
    if (pinned) return `pinned ${pinned}`;
    const n = seen.get(key) ?? 0;
    seen.set(key, n + 1);
    return `${key} ${n}`;
  });
}

/**
 * The name that legend, table and pictures show: form and number are said where they are needed to tell runs apart.
 * @param {Run[]} runs @param {number} i
 */
export function nameOf(runs, i) {
  const run = runs[i];
  const kin = runs.filter((other) => other.key === run.key && !other.pinned === !run.pinned);
  const twins = kin.filter((other) => other.form === run.form);
  const plain = kin.length === twins.length && run.form === run.forms[0][0];
  const form = plain ? "" : ` · ${run.forms.find(([key]) => key === run.form)?.[1].replace(/ \(.*/, "")}`;
  const number = twins.indexOf(run) ? ` (${twins.indexOf(run) + 1})` : "";
  // Clipping changes what a path means: whoever reads a name must see it.
  const clipped = run.options.some((option) => option.name.startsWith("clip") && option.value > 0) ? " · clipped" : "";
  return run.name + form + (run.pinned ? " · pinned" : "") + number + clipped;
}
