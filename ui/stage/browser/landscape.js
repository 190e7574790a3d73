// The landscape: Plotly draws it once; this maps between its axes and the pixels above it.

/** @import { Arrays, Figure, Frame, Header, Pair, PlotElement, Plotly, Relief, Theme } from "../types" */
/** @typedef {{ figures: Record<string, Figure>, x: Float32Array, y: Float32Array, rows?: Float32Array[], relief?: Relief | null }} Land */

import { fileAddress } from "./alone.js";
import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { marginLeft } from "./theme.js";

/** @type {Promise<Plotly> | undefined} */
let loading;

/** Plotly.js, fetched once. @returns {Promise<Plotly>} */
export function loadPlotly() {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = fileAddress("plotly.min.js", import.meta.url);
    script.onload = () => resolve(/** @type {Plotly} */ (window.Plotly));
    script.onerror = () => reject(new Error("Plotly.js could not be loaded"));
    document.head.append(script);
  });
  return loading;
}

// Landscapes that this page has seen, so that the server need not send one twice.
/** @type {Map<string, Land>} */
const SEEN = new Map();
const MOST_SEEN = 24;

/** @param {string} key @param {Land} land */
function remember(key, land) {
  SEEN.set(key, land);
  if (SEEN.size > MOST_SEEN) SEEN.delete(String(SEEN.keys().next().value));
}

/** @param {string} key */
export const knows = (key) => SEEN.has(key);
/** A landscape that this page has: its figures by theme, x, y and the rows of heights. @param {string} key */
export const recall = (key) => SEEN.get(key);

/**
 * A landscape as a picture's address.
 * @param {Plotly} plotly @param {Figure} figure @param {[Pair, Pair]} ranges
 * @param {{ width: number, height: number, margin: Record<string, number> }} box
 * @param {"png" | "svg"} format @param {number} scale
 */
export function pictureOf(plotly, { data, layout }, [x, y], { width, height, margin }, format, scale) {
  const drawn = { ...layout, width, height, margin, xaxis: { ...layout.xaxis, range: x }, yaxis: { ...layout.yaxis, range: y } };
  return plotly.toImage({ data, layout: drawn }, { format, width, height, scale });
}

/**
 * Buttons that change the view; whatever shows it follows.
 * @param {Landscape} landscape
 */
export const zoomButtons = (landscape) =>
  element(
    "div",
    { className: "stage-zoom", role: "group", "aria-label": "Zoom" },
    button(icon("plus"), "Zoom in", () => landscape.scaleView(0.6)),
    button(icon("minus"), "Zoom out", () => landscape.scaleView(1 / 0.6)),
    button(icon("whole"), "Whole view (double click)", () => landscape.reset()),
  );

export class Landscape {
  /** @param {HTMLElement} holder @param {() => void} onView */
  constructor(holder, onView) {
    this.holder = holder;
    this.onView = onView;
    this.plot = /** @type {PlotElement} */ (element("div", { className: "stage-plot" }));
    holder.prepend(this.plot);
    /** @type {string | null} */
    this.drawn = null;
    /** @type {string | null} */
    this.surface = null;
    this.bound = false;
    /** @type {Plotly | null} */
    this.plotly = null;
    /** @type {[Pair, Pair] | null} */
    this.home = null;
    /** @type {any} */
    this.trace = null;
    this.coarse = matchMedia("(pointer: coarse)").matches;
  }

  /**
   * Takes the landscape of a message; draws it when it, or the theme, is another.
   * @param {Header} header @param {Arrays} arrays @param {Theme} theme
   */
  async show(header, arrays, theme) {
    const { key, figures, relief } = header.landscape;
    if (figures) {
      const columns = arrays.land_x.length;
      const { land_z: heights } = arrays;
      const rows = heights && Array.from(arrays.land_y, (_, i) => heights.subarray(i * columns, (i + 1) * columns));
      remember(key, { figures, relief, x: arrays.land_x, y: arrays.land_y, rows });
    }
    const land = SEEN.get(key);
    const wanted = key + theme.name + theme.ink + theme.type;
    if (!land || wanted === this.drawn) return;
    const plotly = await loadPlotly();
    if (!this.plot.isConnected || this.drawn === wanted) return;
    this.plotly = plotly;
    this.drawn = wanted;
    const figure = land.figures[theme.name];
    const trace = { ...figure.data[0], x: land.x, y: land.y, ...(land.rows ? { z: land.rows } : {}) };
    const layout = structuredClone(figure.layout);
    const sameSurface = this.surface === header.surface.key;
    const zoom = sameSurface ? this.ranges() : header.view.zoom && this.surface === null ? header.view.zoom : null;
    if (zoom) [layout.xaxis.range, layout.yaxis.range] = zoom;
    this.home = [figure.layout.xaxis.range, figure.layout.yaxis.range];
    this.surface = header.surface.key;
    layout.font = { family: theme.font, color: theme.ink };
    for (const axis of [layout.xaxis, layout.yaxis]) axis.tickfont = { size: theme.type };
    layout.margin = { ...layout.margin, l: marginLeft(theme), b: theme.type * 2 + 8 };
    layout.dragmode = this.coarse ? false : "pan";
    layout.autosize = true;
    this.trace = trace;
    await plotly.react(this.plot, [trace], layout, { responsive: true, displayModeBar: false, scrollZoom: !this.coarse, doubleClick: false });
    if (!this.bound) {
      this.bound = true;
      for (const name of ["plotly_relayouting", "plotly_relayout", "plotly_afterplot"]) this.plot.on(name, this.onView);
    }
    this.resized();
    this.onView();
  }

  /** Follows its box, which others may have made wider or narrower: the sidebar, say, of which no window tells. */
  resized() {
    const { clientWidth: width, clientHeight: height } = this.holder;
    const drawn = this.plot._fullLayout;
    if (!this.plotly || !this.ready() || !width || (drawn?.width === width && drawn.height === height)) return;
    this.plotly.Plots.resize(this.plot);
  }

  ready() {
    return this.bound && (this.plot._fullLayout?.xaxis?._length ?? 0) > 0;
  }

  /** @returns {[Pair, Pair] | null} */
  ranges() {
    if (!this.ready() || !this.plot._fullLayout) return null;
    const { xaxis, yaxis } = this.plot._fullLayout;
    return [[...xaxis.range], [...yaxis.range]];
  }

  /** The zoom, or null while the surface's own view is shown. */
  zoom() {
    const now = this.ranges();
    if (!now || !this.home) return null;
    const { home } = this;
    const close = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ span) => Math.abs(a - b) < 1e-6 * span;
    const same = now.every((range, i) => {
      const span = Math.abs(home[i][1] - home[i][0]);
      return close(range[0], home[i][0], span) && close(range[1], home[i][1], span);
    });
    return same ? null : now;
  }

  /**
   * Affine maps from data to pixels of the holder, and the plot's rectangle.
   * @returns {Frame}
   */
  frame() {
    if (!this.plot._fullLayout) throw new Error("the landscape is not drawn yet");
    const { xaxis, yaxis } = this.plot._fullLayout;
    const scaleX = xaxis._length / (xaxis.range[1] - xaxis.range[0]);
    const scaleY = -yaxis._length / (yaxis.range[1] - yaxis.range[0]);
    return {
      left: xaxis._offset,
      top: yaxis._offset,
      width: xaxis._length,
      height: yaxis._length,
      scaleX,
      scaleY,
      offsetX: xaxis._offset - xaxis.range[0] * scaleX,
      offsetY: yaxis._offset - yaxis.range[1] * scaleY,
    };
  }

  /**
   * Shows these ranges.
   * @param {Pair} x @param {Pair} y
   */
  view(x, y) {
    this.plotly?.relayout(this.plot, { "xaxis.range": x, "yaxis.range": y });
  }

  /** @param {number} factor */
  scaleView(factor) {
    const ranges = this.ranges();
    if (!ranges || !this.plotly) return;
    const [x, y] = ranges.map(([low, high]) => {
      const middle = (low + high) / 2;
      const half = ((high - low) / 2) * factor;
      return [middle - half, middle + half];
    });
    this.plotly.relayout(this.plot, { "xaxis.range": x, "yaxis.range": y });
  }

  reset() {
    if (this.ready() && this.home) this.plotly?.relayout(this.plot, { "xaxis.range": [...this.home[0]], "yaxis.range": [...this.home[1]] });
  }

  /**
   * The landscape alone as a picture's address: as it stands on the page, or without axes in a box of this size.
   * @param {"png" | "svg"} format @param {number} scale @param {{ width: number, height: number }} [bare]
   */
  picture(format, scale, bare) {
    const { clientWidth: width, clientHeight: height } = this.holder;
    const ranges = this.ranges();
    if (!ranges || !this.plotly) throw new Error("the landscape is not drawn yet");
    const layout = structuredClone(this.plot.layout);
    if (bare) for (const axis of [layout.xaxis, layout.yaxis]) axis.visible = false;
    const box = bare ? { ...bare, margin: { l: 0, r: 0, t: 0, b: 0 } } : { width, height, margin: layout.margin };
    return pictureOf(this.plotly, { data: [this.trace], layout }, ranges, box, format, scale);
  }

  remove() {
    if (this.plotly) this.plotly.purge(this.plot);
  }
}
