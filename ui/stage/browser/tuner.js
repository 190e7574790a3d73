// The settings: every hyperparameter of the selected run, the surface's parameters, start, steps, noise and seed.
// Paths follow while a hand moves them.

/** @import { Stage } from "./stage.js" */
/** @import { Choice, Edit, Header, Pair, Run, Spec, Theme } from "../types" */

import { alone } from "./alone.js";
import { element } from "./dom.js";
import { Pad } from "./pad.js";
import { does } from "./request.js";
import { Slider } from "./slider.js";

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
    this.pad = new Pad((changes) => {
      this.stage.pushAll(changes.map(([name, value]) => this.ownEdit(name, value)));
      for (const [name, value] of changes) this.ownSliders.get(name)?.show(value);
    });
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
    const acts = element("div", { className: "stage-acts" }, this.both, this.act("copy", "Copy", "Race a copy with settings of its own"), this.act("pin", "Pin", "Keep this path as a ghost while the settings change"), this.removal);
    this.shared = element("div", { className: "stage-sliders" });
    this.sharedTitle = element("h3", { className: "stage-tune-title" });
    this.runBox = element(
      "section",
      { "aria-label": "Settings of the selected optimizer" },
      element("div", { className: "stage-tune-head" }, this.title, acts, this.reset),
      this.form,
      this.pad.node,
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

  /** @param {string} name @param {number} value @returns {[string, Edit]} */
  ownEdit(name, value) {
    return [`run ${this.index} ${name}`, { kind: "hyperparameter", run: this.index, name, value }];
  }

  /** @param {Theme} theme */
  receive(theme) {
    const { header, selected } = this.stage;
    this.index = selected;
    const run = header.runs[selected];
    this.runBox.hidden = !run || Boolean(run.pinned);
    if (!this.runBox.hidden) this.receiveRun(run, theme);
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
      this.ownSliders = this.build(this.own, run.sliders, ({ name }, value) => {
        this.push(...this.ownEdit(name, value));
        this.pad.show(name, value);
      });
    }
    const target = (/** @type {Spec} */ { name }) => `run ${this.index} ${name}`;
    this.update(this.ownSliders, run.sliders, target);
    this.pad.receive(run, theme, (spec) => this.stage.edits.waitsFor(target(spec)));
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
      this.optionSliders = this.build(this.options, run.options, (spec, value) => {
        this.push(route(spec), { kind: "option", run: this.index, name: spec.name, value });
      });
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
    /** @type {Spec[]} */
    const parameters = alone() ? [] : header.parameters.map((spec) => ({ ...spec, edit: "parameter" }));
    // A saved page shows what it can compute, and draws no other landscape.
    const specs = [...parameters, ...startSliders(header), ...header.race.filter(({ name }) => !alone() || does(name))];
    const target = (/** @type {Spec} */ spec) => (spec.axis === undefined ? (spec.edit ? `${spec.edit} ${spec.name}` : spec.name) : "start");
    const wanted = header.surface.key + specs.map((s) => s.name);
    this.sharedTitle.textContent = header.surface.name;
    if (wanted !== this.sharedBuilt) {
      this.sharedBuilt = wanted;
      this.sharedSliders = this.build(this.shared, specs, (spec, value) => this.push(target(spec), this.sharedEdit(spec, value)));
    }
    this.update(this.sharedSliders, specs, target);
  }

  /** @param {Spec} spec @param {number} value @returns {Edit} */
  sharedEdit({ name, axis, edit }, value) {
    if (axis === undefined) return { kind: edit ?? name, name, value };
    /** @type {Pair} */
    const at = [...this.stage.start()];
    at[axis] = value;
    this.stage.moveStart(at, false);
    return { kind: "start", x: at[0], y: at[1] };
  }

  /**
   * @param {HTMLElement} holder @param {Spec[]} specs
   * @param {(spec: Spec, value: number) => void} moved called for every movement
   */
  build(holder, specs, moved) {
    /** @type {Map<string, Slider>} */
    const sliders = new Map();
    for (const spec of specs) {
      const slider = new Slider(spec, (value) => moved(spec, value));
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
function startSliders({ surface, start }) {
  const axis = (/** @type {number} */ index, /** @type {string} */ name, /** @type {Pair} */ [low, high]) => ({
    name,
    axis: index,
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
  return [axis(0, "start x", surface.x_range), axis(1, "start y", surface.y_range)].slice(0, surface.dimensions);
}
