// What stays through a change of the scene: the clock, the hidden runs and the selected one.

/** @import { Stage } from "./stage.js" */

/**
 * Keeps them where they are; takes them from the scene when it was opened anew, by a link or a preset.
 * @param {Stage} stage @param {{ steps: number, ids: string[] } | undefined} before the scene until now
 */
export function keep(stage, before) {
  const { steps, runs, opened: count } = stage.header;
  stage.transport.receive(stage.header, !before);
  const ids = stage.ids();
  const opened = !before || stage.opened !== count;
  stage.opened = count;
  stage.hasOpened ||= opened;
  if (opened) open(stage, ids);
  else if (before.steps !== steps) stage.clock = stage.clock >= before.steps ? steps : Math.min(stage.clock, steps);
  const tuned = ids.filter((_, i) => !runs[i].pinned);
  if (!tuned.includes(stage.selectedId)) stage.selectedId = tuned.find((id) => !before?.ids.includes(id)) ?? tuned.at(-1) ?? "";
  stage.selected = Math.max(0, ids.indexOf(stage.selectedId));
  stage.layouts.receive(opened);
  stage.looks.receive(opened);
}

/** @param {Stage} stage @param {string[]} ids */
function open(stage, ids) {
  const { view, steps, runs } = stage.header;
  stage.hidden = new Set(view.hidden.map((i) => ids[i]));
  stage.selectedId = ids[view.selected];
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  stage.clock = view.step ?? (still ? steps : 0);
  stage.transport.pause();
  if (view.step === null && !still && runs.length) stage.transport.play();
}
