// The runs: who is who, shown or hidden, and whose settings are open.

/** @import { Stage } from "./stage.js" */
/** @import { Run, Theme } from "../types" */

import { element, write } from "./dom.js";
import { ghostLine } from "./ghosts.js";
import { swatchOf } from "./markers.js";
import { pretty } from "./numbers.js";

export class Legend {
  /** @param {Stage} stage @param {HTMLElement} holder */
  constructor(stage, holder) {
    this.stage = stage;
    this.list = holder.appendChild(element("div", { className: "stage-runs", role: "group", "aria-label": "Optimizers" }));
    this.built = "";
    /** @type {ReturnType<Legend["row"]>[]} */
    this.rows = [];
  }

  /** @param {Theme} theme */
  receive(theme) {
    const { stage } = this;
    const wanted = stage.header.runs.map((run, i) => stage.nameOf(i) + run.pinned).join() + theme.name;
    if (wanted !== this.built) {
      this.built = wanted;
      this.rows = stage.header.runs.map((run, i) => this.row(run, i, theme));
      this.list.replaceChildren(...this.rows.map((row) => row.node));
    }
    this.mark();
  }

  /** @param {Run} run @param {number} i @param {Theme} theme */
  row(run, i, theme) {
    const { stage } = this;
    const shown = element("input", { type: "checkbox", title: `Show or hide (${i + 1})`, "aria-label": `Show ${stage.nameOf(i)}` });
    shown.onchange = () => stage.toggleRun(i);
    const swatch = swatchOf(run, theme, 46, 3);
    const loss = element("span", { className: "stage-number" });
    const losses = element("span", { className: "stage-run-loss" }, loss);
    if (run.pinned) return { node: element("div", { className: "stage-run" }, shown, ghostLine(stage, i, swatch, losses)), shown, pick: null, loss };
    const pick = element(
      "button",
      { type: "button", className: "stage-run-pick", title: `Tune ${stage.nameOf(i)}`, onclick: () => stage.select(i) },
      swatch,
      element("span", { className: "stage-run-name" }, stage.nameOf(i)),
      losses,
    );
    return { node: element("div", { className: "stage-run" }, shown, pick), shown, pick, loss };
  }

  /** Marks which runs are shown and selected. */
  mark() {
    this.rows.forEach((row, i) => {
      row.shown.checked = !this.stage.isHidden(i);
      row.node.classList.toggle("is-hidden", this.stage.isHidden(i));
      if (!row.pick) return;
      row.node.classList.toggle("is-selected", i === this.stage.selected);
      row.pick.ariaPressed = String(i === this.stage.selected);
    });
  }

  /** Shows each run's loss at the clock. */
  refresh() {
    const { header, arrays, clock } = this.stage;
    const step = Math.floor(clock + 1e-9);
    header.runs.forEach((run, i) => {
      const text = pretty(arrays.losses[i * (header.steps + 1) + Math.min(step, run.taken)], 3);
      write(this.rows[i].loss, text);
    });
  }
}
