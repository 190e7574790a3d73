// One slider with its number field: the hand moves the slider, the field takes exact values.

/** @import { Spec } from "../types" */

import { element } from "./dom.js";
import { position, pretty, valueAt } from "./numbers.js";
import { soon } from "./soon.js";

const TRACK = 1000;
const WAYS = new Map([["ArrowRight", 1], ["ArrowUp", 1], ["ArrowLeft", -1], ["ArrowDown", -1]]);

/**
 * A number as it is typed.
 * @param {number} value
 */
const plain = (value) => String(Number.isInteger(value) ? value : +value.toPrecision(6));

/** A labelled slider; `change(value)` is called for every movement. */
export class Slider {
  /** @param {Spec} spec @param {(value: number) => void} change */
  constructor(spec, change) {
    this.spec = spec;
    this.change = change;
    const { symbol, name, note } = spec;
    const label = name.replaceAll("_", " ");
    const isSwitch = spec.kind === "switch";
    this.range = isSwitch
      ? element("input", { type: "checkbox", "aria-label": label })
      : element("input", { type: "range", min: 0, max: TRACK, step: 1, "aria-label": label });
    this.range.dataset.name = name;
    this.field = element("input", { type: "text", inputMode: "decimal", className: "stage-field", "aria-label": `${label}, exact value`, hidden: isSwitch });
    this.node = element(
      "label",
      { className: "stage-slider", title: note },
      element("span", { className: "stage-symbol" }, symbol === label || isSwitch ? label : element("i", {}, symbol), isSwitch || symbol === label ? "" : element("small", {}, label)),
      // In boxes of their own, so that what moves in them moves nothing else (stage.css).
      element("span", {}, this.range),
      element("span", {}, this.field),
    );
    this.value = spec.value;
    const follow = soon(() => this.show(this.value));
    this.range.oninput = () => {
      this.value = isSwitch ? +this.range.checked : valueAt(this.spec, +this.range.value / TRACK);
      this.change(this.value);
      follow();
    };
    this.range.onkeydown = (event) => this.key(event);
    this.range.ondblclick = () => this.moved(this.spec.default);
    this.field.onchange = () => this.typed();
    this.show(spec.value);
  }

  /** @param {number} value */
  show(value) {
    this.value = value;
    if (this.spec.kind === "switch") this.range.checked = value > 0;
    else this.range.value = String(Math.round(position(this.spec, value) * TRACK));
    this.range.setAttribute("aria-valuetext", pretty(value));
    if (document.activeElement !== this.field) this.field.value = plain(value);
    this.field.classList.remove("is-wrong");
    this.field.title = "";
  }

  /** @param {number} value */
  moved(value) {
    this.show(value);
    this.change(value);
  }

  /**
   * Whole numbers go one by one under the arrow keys, however finely the track is divided.
   * @param {KeyboardEvent} event
   */
  key(event) {
    if (this.spec.kind !== "integer") return;
    const way = WAYS.get(event.key);
    if (!way) return;
    event.preventDefault();
    const [low, high] = this.spec.accepted;
    this.moved(Math.min(high, Math.max(low, this.value + way * (event.shiftKey ? 10 : 1))));
  }

  typed() {
    const value = Number(this.field.value.trim().replace(",", ".").replace("−", "-"));
    const [low, high] = this.spec.accepted;
    if (!Number.isFinite(value) || this.field.value.trim() === "" || value < low || value > high) {
      this.field.classList.add("is-wrong");
      this.field.title = `Between ${low} and ${high}`;
      this.complain(`${this.spec.name.replaceAll("_", " ")} takes numbers from ${low} to ${high}; ${plain(this.value)} is kept.`);
      this.field.value = plain(this.value);
      return;
    }
    this.field.blur();
    this.moved(value);
  }

  /** @param {string} _text */
  complain(_text) {}

  /** @param {Spec} spec @param {boolean} keep whether the hand is ahead of the message */
  update(spec, keep) {
    this.spec = spec;
    if (!keep && spec.value !== this.value) this.show(spec.value);
  }
}
