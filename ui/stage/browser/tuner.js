// The sliders: every hyperparameter of the selected run, the surface's parameters, start and steps.
// Paths follow while a slider moves; the number beside it takes exact values.

/** @import { Stage } from "./stage.js" */
/** @import { Choice, Edit, Header, Pair, Run, Spec, Theme } from "../types" */

import { element } from "./dom.js";
import { position, pretty, valueAt } from "./numbers.js";

const TRACK = 1000;

/** One slider with its number field; `change(value)` is called for every movement. */
class Slider {
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
      this.range,
      this.field,
    );
    this.value = spec.value;
    this.range.oninput = () => this.moved(isSwitch ? +this.range.checked : valueAt(this.spec, +this.range.value / TRACK));
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

  /** @param {Spec} spec @param {boolean} keep */
  update(spec, keep) {
    this.spec = spec;
    if (!keep && spec.value !== this.value) this.show(spec.value);
  }
}

/** @param {number} value */
const plain = (value) => String(+value.toPrecision(6));

export class Tuner {
  /** @param {Stage} stage @param {HTMLElement} holder */
  constructor(stage, holder) {
    this.stage = stage;
    this.title = element("h3", { className: "stage-tune-title" });
    this.index = 0;
    this.form = element("select", { "aria-label": "Form", className: "stage-form" });
    this.form.onchange = () => this.push(`form ${this.index}`, { kind: "form", run: this.index, value: this.form.value });
    this.reset = element("button", { type: "button", className: "stage-link" }, "Reset");
    this.reset.onclick = () => this.push(`reset ${this.index} ${Date.now()}`, { kind: "reset", run: this.index });
    this.own = element("div", { className: "stage-sliders" });
    this.warning = element("p", { className: "stage-warning", hidden: true });
    this.choices = element("div", { className: "stage-choices" });
    this.options = element("div", { className: "stage-sliders" });
    this.more = element("details", { className: "stage-more" }, element("summary", {}, "Schedule, averaging, clipping"), this.choices, this.options);
    this.act = (/** @type {string} */ kind, /** @type {string} */ text, /** @type {string} */ title, /** @type {string | undefined} */ value = undefined) => {
      const act = element("button", { type: "button", className: "stage-link", title }, text);
      act.onclick = () => this.push(`${kind} ${Date.now()}`, { kind, run: this.index, value });
      return act;
    };
    this.both = this.act("copy", "Both forms", "Race the next form beside this one", "next form");
    this.removal = this.act("remove", "Remove", "Take this run out of the race");
    const acts = element("div", { className: "stage-acts" }, this.both, this.act("copy", "Copy", "Race a copy with settings of its own"), this.removal);
    this.shared = element("div", { className: "stage-sliders" });
    this.sharedTitle = element("h3", { className: "stage-tune-title" });
    this.runBox = element(
      "section",
      { "aria-label": "Settings of the selected optimizer" },
      element("div", { className: "stage-tune-head" }, this.title, acts, this.reset),
      this.form,
      this.own,
      this.warning,
      this.more,
    );
    holder.append(this.runBox, element("section", { "aria-label": "Settings of the race" }, element("div", { className: "stage-tune-head" }, this.sharedTitle), this.shared));
    /** @type {Map<string, Slider>} */
    this.ownSliders = new Map();
    /** @type {Map<string, Slider>} */
    this.optionSliders = new Map();
    this.optionsBuilt = "";
    /** @type {Map<string, Slider>} */
    this.sharedSliders = new Map();
    this.built = "";
    this.sharedBuilt = "";
  }

  /** @param {string} target @param {Edit} edit */
  push(target, edit) {
    this.stage.push(target, edit);
  }

  /** @param {Theme} theme */
  receive(theme) {
    const { header, selected } = this.stage;
    this.index = selected;
    const run = header.runs[selected];
    this.runBox.hidden = !run;
    if (run) this.receiveRun(run, theme);
    this.receiveShared(header);
  }

  /** @param {Run} run @param {Theme} theme */
  receiveRun(run, theme) {
    const wanted = `${this.index} ${run.key} ${run.form} ${run.sliders.map((s) => s.name)}`;
    this.title.textContent = this.stage.nameOf(this.index);
    this.title.style.setProperty("--run-color", run.colors[theme.index]);
    if (wanted !== this.built) {
      this.built = wanted;
      this.form.replaceChildren(...run.forms.map(([key, name]) => element("option", { value: key }, name)));
      this.form.hidden = run.forms.length < 2;
      this.form.value = run.form;
      this.ownSliders = this.build(this.own, run.sliders, (spec) => [
        `run ${this.index} ${spec.name}`,
        (value) => ({ kind: "hyperparameter", run: this.index, name: spec.name, value }),
      ]);
    }
    this.update(this.ownSliders, run.sliders, (spec) => `run ${this.index} ${spec.name}`);
    this.both.hidden = run.forms.length < 2;
    this.warning.hidden = !run.warning;
    this.warning.textContent = run.warning ?? "";
    this.receiveOptions(run);
  }

  /**
   * Schedule, averaging, clipping and what else the run may have: choices, then the numbers they bring.
   * @param {Run} run
   */
  receiveOptions(run) {
    const route = (/** @type {Spec} */ spec) => `option ${this.index} ${spec.name}`;
    const wanted = JSON.stringify([this.index, run.key, run.choices, run.options.map((s) => s.name)]);
    if (wanted !== this.optionsBuilt) {
      this.optionsBuilt = wanted;
      this.choices.replaceChildren(...run.choices.map((choice) => this.choice(choice)));
      this.optionSliders = this.build(this.options, run.options, (spec) => [
        route(spec),
        (value) => ({ kind: "option", run: this.index, name: spec.name, value }),
      ]);
      const used = run.choices.some(([name, , value]) => value && name !== "inner form") || run.options.some((s) => s.off && s.value > 0);
      if (used) this.more.open = true;
    }
    this.update(this.optionSliders, run.options, route);
  }

  /** @param {Choice} choice */
  choice([name, label, value, options]) {
    const select = element("select", { "aria-label": label }, ...options.map(([key, text]) => element("option", { value: key }, text)));
    select.value = value;
    select.onchange = () => this.push(`choice ${this.index} ${name}`, { kind: "choice", run: this.index, name, value: select.value });
    return element("label", {}, element("span", {}, label), select);
  }

  /** @param {Header} header */
  receiveShared(header) {
    const specs = [...header.parameters, ...raceSettings(header)];
    const wanted = header.surface.key + specs.map((s) => s.name);
    this.sharedTitle.textContent = header.surface.name;
    if (wanted !== this.sharedBuilt) {
      this.sharedBuilt = wanted;
      this.sharedSliders = this.build(this.shared, specs, (spec) => [spec.target ?? `parameter ${spec.name}`, (value) => this.sharedEdit(spec, value)]);
    }
    this.update(this.sharedSliders, specs, (spec) => spec.target ?? `parameter ${spec.name}`);
  }

  /** @param {Spec} spec @param {number} value @returns {Edit} */
  sharedEdit(spec, value) {
    if (spec.axis === undefined) return { kind: spec.target === "steps" ? "steps" : "parameter", name: spec.name, value };
    /** @type {Pair} */
    const at = [...this.stage.start()];
    at[spec.axis] = value;
    this.stage.moveStart(at, false);
    return { kind: "start", x: at[0], y: at[1] };
  }

  /**
   * @param {HTMLElement} holder @param {Spec[]} specs
   * @param {(spec: Spec) => [string, (value: number) => Edit]} route
   */
  build(holder, specs, route) {
    /** @type {Map<string, Slider>} */
    const sliders = new Map();
    for (const spec of specs) {
      const [target, edit] = route(spec);
      const slider = new Slider(spec, (value) => this.push(target, edit(value)));
      slider.complain = (text) => this.stage.say(text);
      sliders.set(spec.name, slider);
    }
    holder.replaceChildren(...[...sliders.values()].map((slider) => slider.node));
    return sliders;
  }

  /** @param {Map<string, Slider>} sliders @param {Spec[]} specs @param {(spec: Spec) => string} target */
  update(sliders, specs, target) {
    for (const spec of specs) {
      sliders.get(spec.name)?.update(spec, this.stage.edits.waitsFor(target(spec)));
    }
  }

  /**
   * Follows the start while it is dragged.
   * @param {Pair} start
   */
  showStart([x, y]) {
    this.sharedSliders.get("start x")?.show(x);
    this.sharedSliders.get("start y")?.show(y);
  }
}

/** @param {Header} header @returns {Spec[]} */
function raceSettings({ surface, start, steps, steps_range: [fewest, most] }) {
  const axis = (/** @type {number} */ index, /** @type {string} */ name, /** @type {Pair} */ [low, high]) => ({
    name,
    axis: index,
    target: "start",
    symbol: name,
    value: start[index],
    default: start[index],
    low,
    high,
    scale: "linear",
    kind: "real",
    note: "Where every optimizer starts. Or click on the landscape, or drag the ring.",
    accepted: [-1e6, 1e6],
  });
  const axes = [axis(0, "start x", surface.x_range), axis(1, "start y", surface.y_range)].slice(0, surface.dimensions);
  const budget = {
    name: "steps",
    target: "steps",
    symbol: "steps",
    value: steps,
    default: steps,
    low: fewest,
    high: most,
    scale: "log",
    kind: "integer",
    note: "How many steps each optimizer may take.",
    accepted: [fewest, most],
  };
  return [...axes, budget];
}
