// How the landscape is shown: as a contour, as a surface in space, or both side by side.

import { element } from "./dom.js";

const NAMES = { contour: "Contour", both: "Both", space: "3D" };
const HINTS = {
  contour: "The landscape from above",
  both: "Contour and surface side by side, on one clock",
  space: "The landscape as a surface in space; drag to turn it",
};

export class Looks {
  /** Puts the choice and the surface around the contour's `area`. */
  constructor(stage, bar, lands) {
    this.stage = stage;
    this.lands = lands;
    this.look = "contour";
    this.camera = null;
    this.choice = bar.appendChild(element("div", { className: "stage-segments", role: "radiogroup", "aria-label": "Landscape shown as" }));
    this.inputs = Object.entries(NAMES).map(([look, name]) => {
      const input = element("input", { type: "radio", name: "stage-look", value: look, onchange: () => this.choose(look) });
      this.choice.append(element("label", { title: HINTS[look] }, input, element("span", {}, name)));
      return input;
    });
    this.box = lands.appendChild(element("div", { className: "stage-space", hidden: true }));
  }

  choose(look) {
    this.look = look;
    this.arrange();
    this.stage.viewChanged();
  }

  /** Takes a message; `opened` when the scene was opened by a link or a preset. */
  receive(opened) {
    const { view, surface } = this.stage.header;
    if (opened) {
      this.look = view.look;
      this.camera = view.camera;
      this.space?.place(this.camera);
    }
    this.flat = surface.dimensions === 1;
    this.choice.hidden = this.flat;
  }

  /** Whether the surface in space is on the page. */
  shown() {
    return this.look !== "contour" && !this.flat;
  }

  arrange() {
    const shown = this.shown();
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
      await this.space.show();
      // Without WebGL the race is still to be seen: the contour comes back beside the message.
      this.lands.classList.toggle("is-flat", !this.space.able);
      this.stage.landscape.resized();
      this.stage.invalidate();
    } catch (error) {
      this.stage.say(`The surface could not be drawn: ${error.message}.`);
    }
  }

  paint() {
    if (this.shown()) this.space?.paint();
  }

  /** What a picture of the stage shows, from left to right: "contour", "space" or both. */
  panels() {
    if (!this.shown() || !this.space?.ready()) return ["contour"];
    return this.look === "both" ? ["contour", "space"] : ["space"];
  }

  /** What the link says of it. */
  pairs() {
    if (this.look === "contour") return [];
    const camera = this.space?.camera() ?? this.camera;
    return [["look", this.look], ...(camera ? [["camera", camera.map((v) => String(+v.toPrecision(4))).join(",")]] : [])];
  }

  remove() {
    this.space?.remove();
  }
}
