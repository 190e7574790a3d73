// A chart beside the stage: Plotly redraws it in place, so that zoom and hidden lines survive a change.

/** @import { Component, PlotElement } from "../../types" */

import { element } from "../dom.js";
import { loadPlotly } from "../landscape.js";
import { ExportMenu } from "../menu.js";
import { read } from "../message.js";
import { readTheme } from "../theme.js";
import { offers } from "./takeaway.js";

/** @typedef {{ traces: Record<string, unknown>[], layout: any }} Spec */
/** @typedef {{ figures: Record<string, Spec>, height: number, label: string, revision: string }} ChartHeader */

/** @type {WeakMap<HTMLElement, Chart>} */
const CHARTS = new WeakMap();
const OPTIONS = { displayModeBar: false, doubleClick: "reset", showTips: false };

/**
 * Called by the page for every message and every change of theme.
 * @param {Component} component
 */
export function update({ data, parentElement }) {
  let chart = CHARTS.get(parentElement);
  if (!chart) CHARTS.set(parentElement, (chart = new Chart(/** @type {PlotElement} */ (parentElement.querySelector(".chart")))));
  chart.receive(data);
}

/** @param {HTMLElement} parentElement */
export function unmount(parentElement) {
  CHARTS.get(parentElement)?.remove();
  CHARTS.delete(parentElement);
}

function addStyles() {
  for (const name of ["../menu.css", "./parts.css"]) {
    const { href } = new URL(name, import.meta.url);
    if (!document.querySelector(`link[href="${href}"]`)) document.head.append(element("link", { rel: "stylesheet", href }));
  }
}

export class Chart {
  /** @param {PlotElement} holder */
  constructor(holder) {
    addStyles();
    this.holder = holder;
    this.frame = /** @type {HTMLElement} */ (holder.parentElement);
    /** @type {Uint8Array | undefined} */
    this.received = undefined;
    /** @type {Uint8Array | undefined} */
    this.drawn = undefined;
    /** @type {ExportMenu | undefined} */
    this.menu = undefined;
    // A chart that is taken away has no size, and Plotly refuses to follow it.
    this.observer = new ResizeObserver(() => this.drawn && holder.clientWidth && this.plotly?.Plots.resize(holder));
    this.observer.observe(holder);
    /** @type {any} */ (holder).chart = this; // for measurements
  }

  /** @param {Uint8Array<ArrayBuffer>} data */
  async receive(data) {
    if (data !== this.received) {
      this.received = data;
      const { header, arrays } = read(data);
      this.header = /** @type {ChartHeader} */ (header);
      this.arrays = arrays;
      this.holder.style.height = `${header.height}px`;
      this.holder.setAttribute("aria-label", header.label);
      this.menu ??= this.takeAway();
    }
    this.plotly = await loadPlotly();
    if (data !== this.received || !this.header || !this.holder.isConnected) return;
    const theme = readTheme(this.holder);
    this.frame.dataset.theme = theme.name;
    const { traces, layout } = this.header.figures[theme.name];
    const filled = traces.map((trace, i) => ({ ...trace, ...this.columns(i) }));
    const coarse = matchMedia("(pointer: coarse)").matches;
    const worn = {
      ...structuredClone(layout),
      autosize: true,
      uirevision: this.header.revision,
      dragmode: coarse ? false : "zoom",
      font: { ...layout.font, family: theme.font, color: theme.ink },
    };
    await this.plotly.react(this.holder, filled, worn, OPTIONS);
    this.drawn = data;
  }

  /** What the chart shows. */
  label() {
    return this.header?.label ?? "";
  }

  takeAway() {
    const said = element("span", { className: "chart-said", role: "status" });
    const tools = this.frame.appendChild(element("div", { className: "chart-tools" }));
    const host = { root: tools, say: (/** @type {string} */ text) => (said.textContent = text) };
    const menu = new ExportMenu(host, tools, { offers: () => offers(this), name: `Save the chart: ${this.label()}` });
    tools.append(said);
    return menu;
  }

  /**
   * The arrays of one trace, by the names of their axes.
   * @param {number} i
   */
  columns(i) {
    const own = Object.entries(this.arrays ?? {}).filter(([name]) => name.startsWith(`${i}.`));
    return Object.fromEntries(own.map(([name, values]) => [name.slice(name.indexOf(".") + 1), values]));
  }

  remove() {
    this.observer.disconnect();
    this.menu?.remove();
    this.plotly?.purge(this.holder);
  }
}
