// How runs are set against one another: on one landscape, one a panel, or two scenes side by side.

/** @import { Stage } from "./stage.js" */
/** @import { Layout } from "../types" */

import { alone } from "./alone.js";
import { zoomButtons } from "./landscape.js";
import { Panels } from "./panels.js";
import { segments } from "./segments.js";
import { Versus } from "./versus.js";

/** @type {[Layout, string, string, string][]} */
const LAYOUTS = [
  ["overlay", "Overlay", "overlay", "all optimizers on one landscape"],
  ["panels", "Panels", "panels", "one optimizer a panel, with the same view and the same clock"],
  ["versus", "A | B", "versus", "this scene against itself as it is now; change one, compare, swap"],
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
    const { node, inputs } = segments("Optimizers shown as", "stage-layout", LAYOUTS, (layout) => this.choose(layout));
    this.inputs = inputs;
    bar.prepend(node);
    this.panels = new Panels(stage, lands);
    this.versus = new Versus(stage, lands, () => this.leave());
    this.zoom = zoomButtons(stage.landscape);
    this.zoom.classList.add("is-flat");
    bar.append(this.zoom);
  }

  /** @param {Layout} layout */
  choose(layout) {
    this.layout = layout;
    if (layout === "versus" && !this.stage.header.beside) this.versus.freeze();
    this.arrange();
    this.stage.table.receive(this.stage.theme);
    this.stage.viewChanged();
    this.stage.invalidate();
  }

  /** Ends the comparison of two scenes. */
  leave() {
    this.stage.push("compare", { kind: "leave" });
    this.choose("overlay");
  }

  /**
   * Takes a message; `opened` when the scene was opened by a link or a preset.
   * @param {boolean} opened
   */
  receive(opened) {
    if (opened) this.layout = this.stage.header.view.layout;
    this.versus.receive();
    if (this.layout === "versus" && !this.stage.header.beside && !this.stage.edits.waitsFor("compare")) this.layout = "overlay";
  }

  arrange() {
    for (const input of this.inputs) {
      input.checked = input.value === this.layout;
      // A saved page has nobody to freeze a scene for it.
      const possible = input.value !== "versus" || !alone() || this.stage.header.beside;
      /** @type {HTMLElement} */ (input.parentElement).hidden = !possible;
    }
    const changed = this.lands.dataset.layout !== this.layout;
    this.lands.dataset.layout = this.layout;
    this.zoom.hidden = this.layout !== "panels";
    this.panels.show(this.layout === "panels");
    this.versus.show(this.layout === "versus");
    if (!changed) return;
    this.stage.looks.arrange();
    this.stage.landscape.resized();
  }

  paint() {
    this.panels.paint();
    this.versus.paint();
  }

  /** The frozen scene, while it is shown. */
  get beside() {
    return this.layout === "versus" ? this.versus.frozen : null;
  }

  /** What the link says of it. @returns {[string, string][]} */
  pairs() {
    return this.layout === "overlay" ? [] : [["layout", this.layout]];
  }
}
