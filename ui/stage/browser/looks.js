// How the landscape is shown: as a contour, as a surface in space, or both side by side.

import { element } from "./dom.js";
import { segments } from "./segments.js";

/** @import { Look, Panel } from "../types" */
/** @import { Space } from "./space.js" */
/** @import { Stage } from "./stage.js" */

/** @type {[Look, string, string, string][]} */
const LOOKS = [
  ["contour", "Contour", "contour", "the landscape from above"],
  ["both", "Both", "both", "contour and surface side by side, on one clock"],
  ["space", "3D", "space", "the landscape as a surface in space; drag to turn it"],
];

export class Looks {
  /** @type {Look} */
  look = "contour";
  /** @type {number[] | null} The camera that the link asked for. */
  camera = null;
  /** @type {Space | null} */
  space = null;
  /** @type {Promise<typeof import("./space.js")> | null} */
  loading = null;
  flat = false;

  /**
   * Puts the choice into `bar`, and the surface beside the contour.
   * @param {Stage} stage @param {HTMLElement} bar @param {HTMLElement} lands
   */
  constructor(stage, bar, lands) {
    this.stage = stage;
    this.lands = lands;
    const { node, inputs } = segments("Landscape shown as", "stage-look", LOOKS, (look) => this.choose(look));
    this.choice = bar.appendChild(node);
    this.inputs = inputs;
    this.box = lands.appendChild(element("div", { className: "stage-space", hidden: true }));
  }

  /** @param {Look} look */
  choose(look) {
    this.look = look;
    this.arrange();
    this.stage.viewChanged();
  }

  /**
   * Takes a message; `opened` when the scene was opened by a link or a preset.
   * @param {boolean} opened
   */
  receive(opened) {
    const { view, surface } = this.stage.header;
    if (opened) {
      this.look = view.look;
      this.camera = view.camera;
      this.space?.place(this.camera);
    }
    this.flat = surface.dimensions === 1;
  }

  /** Whether the surface in space is asked for, and there is one. */
  shown() {
    return this.look !== "contour" && !this.flat && this.stage.layouts.layout === "overlay";
  }

  arrange() {
    const shown = this.shown();
    this.choice.hidden = this.flat || this.stage.layouts.layout !== "overlay";
    for (const input of this.inputs) input.checked = input.value === this.look;
    const wanted = shown ? this.look : "contour";
    const changed = this.lands.dataset.look !== wanted;
    this.lands.dataset.look = wanted;
    this.box.hidden = !shown;
    if (shown) this.open();
    if (changed) this.stage.landscape.resized();
  }

  /** Fetches the code of the surface when it is first asked for. */
  async open() {
    try {
      const { Space } = await (this.loading ??= import("./space.js"));
      this.space ??= new Space(this.stage, this.box, this.camera);
      // Without WebGL the race is still to be seen: the contour comes back beside the message.
      this.lands.classList.toggle("is-flat", !this.space.able);
      await this.space.show();
      this.stage.landscape.resized();
      this.stage.invalidate();
    } catch (error) {
      this.stage.say(`The surface could not be drawn: ${/** @type {Error} */ (error).message}.`);
    }
  }

  paint() {
    if (this.shown()) this.space?.paint();
  }

  /** What a picture of the stage shows, from left to right. @returns {Panel[]} */
  panels() {
    if (!this.shown() || !this.space?.ready()) return ["contour"];
    return this.look === "both" ? ["contour", "space"] : ["space"];
  }

  /** What the link says of it. @returns {[string, string][]} */
  pairs() {
    if (this.look === "contour") return [];
    const camera = this.space ? this.space.chosen() : this.camera;
    return [["look", this.look], ...(camera ? [/** @type {[string, string]} */ (["camera", camera.map((v) => String(+v.toPrecision(4))).join(",")])] : [])];
  }

  remove() {
    this.space?.remove();
  }
}
