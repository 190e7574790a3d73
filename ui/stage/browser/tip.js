// What is known of a path under the pointer: who it is, which step, and where that was.

/** @import { Stage } from "./stage.js" */
/** @import { Place, Trail } from "../types" */

import { element } from "./dom.js";
import { pretty } from "./numbers.js";

const NEAR = 12; // pixels from a path that count as on it

/**
 * The run and the step whose place is nearest to a pixel; null when none is near.
 * @param {number[]} runs @param {Trail[]} trails @param {Place} at
 */
export function nearest(runs, trails, { x, y }) {
  let best = NEAR;
  /** @type {{ run: number, step: number } | null} */
  let found = null;
  for (const run of runs) {
    const trail = trails[run];
    for (let i = 0; i <= (trail?.end ?? -1); i++) {
      const distance = Math.hypot(trail.xs[i] - x, trail.ys[i] - y);
      if (distance < best) {
        best = distance;
        found = { run, step: trail.steps[i] };
      }
    }
  }
  return found;
}

export class Tip {
  /** @param {Stage} stage @param {HTMLElement} holder */
  constructor(stage, holder) {
    this.stage = stage;
    this.holder = holder;
    this.node = holder.appendChild(element("div", { className: "stage-tip", hidden: true }));
  }

  hide() {
    this.node.hidden = true;
  }

  /**
   * Tells of a step beside the pointer; hides when there is none.
   * @param {Place} at @param {{ run: number, step: number } | null} found
   */
  show(at, found) {
    this.node.hidden = !found;
    if (!found) return;
    const { header, arrays } = this.stage;
    const { run, step } = found;
    const k = run * (header.steps + 1) + step;
    const [x, y] = [arrays.positions[2 * k], arrays.positions[2 * k + 1]];
    const next = step < header.runs[run].taken ? Math.hypot(arrays.positions[2 * k + 2] - x, arrays.positions[2 * k + 3] - y) : null;
    const place = header.surface.dimensions === 1 ? `x = ${pretty(x)}` : `(${pretty(x)}, ${pretty(y)})`;
    const lines = [`step ${step} at ${place}`, `loss ${pretty(arrays.losses[k])}`, `gradient norm ${pretty(arrays.slopes[k])}`];
    if (next !== null) lines.push(`step length ${pretty(next)}`);
    this.node.replaceChildren(element("b", {}, this.stage.nameOf(run)), ...lines.flatMap((line) => [document.createElement("br"), line]));
    this.node.style.borderColor = header.runs[run].colors[this.stage.theme.index];
    const { clientWidth } = this.holder;
    const left = at.x + 16 + this.node.offsetWidth > clientWidth ? at.x - 12 - this.node.offsetWidth : at.x + 16;
    this.node.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, at.y - this.node.offsetHeight - 8)}px)`;
  }
}
