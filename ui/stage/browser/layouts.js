// How runs are set against one another: on one landscape, one a panel, or two scenes side by side.

/** @import { Stage } from "./stage.js" */
/** @import { Layout } from "../types" */

import { element } from "./dom.js";
import { Panels } from "./panels.js";

/** @type {[Layout, string, string][]} */
const LAYOUTS = [
  ["overlay", "Overlay", "All optimizers on one landscape"],
  ["panels", "Panels", "One optimizer a panel, with the same view and the same clock"],
];

export class Layouts {
  /** @type {Layout} */
  layout = "overlay";

  /**
   * Puts the choice into `bar`, and the panels among the landscapes.
   * @param {Stage} stage @param {HTMLElement} bar @param {HTMLElement} lands
   */
  constructor(stage, bar, lands) {
    this.stage = stage;
    this.lands = lands;
    const choice = element("div", { className: "stage-segments", role: "radiogroup", "aria-label": "Optimizers shown as" });
    this.inputs = LAYOUTS.map(([layout, name, hint]) => {
      const input = element("input", { type: "radio", name: "stage-layout", value: layout, onchange: () => this.choose(layout) });
      choice.append(element("label", { title: hint }, input, element("span", {}, name)));
      return input;
    });
    bar.prepend(choice);
    this.panels = new Panels(stage, lands);
    this.zoom = stage.zoomButtons();
    this.zoom.classList.add("is-flat");
    bar.append(this.zoom);
  }

  /** @param {Layout} layout */
  choose(layout) {
    this.layout = layout;
    this.arrange();
    this.stage.viewChanged();
    this.stage.invalidate();
  }

  /**
   * Takes a message; `opened` when the scene was opened by a link or a preset.
   * @param {boolean} opened
   */
  receive(opened) {
    if (opened) this.layout = this.stage.header.view.layout;
  }

  arrange() {
    for (const input of this.inputs) input.checked = input.value === this.layout;
    const changed = this.lands.dataset.layout !== this.layout;
    this.lands.dataset.layout = this.layout;
    this.zoom.hidden = this.layout !== "panels";
    this.panels.show(this.layout === "panels");
    if (!changed) return;
    this.stage.looks.arrange();
    this.stage.landscape.resized();
  }

  paint() {
    this.panels.paint();
  }

  /** What the link says of it. @returns {[string, string][]} */
  pairs() {
    return this.layout === "overlay" ? [] : [["layout", this.layout]];
  }
}
