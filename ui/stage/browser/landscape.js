// The landscape: Plotly draws it once; this maps between its axes and the pixels above it.

let loading;

function loadPlotly() {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("./plotly.min.js", import.meta.url).href;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error("Plotly.js could not be loaded"));
    document.head.append(script);
  });
  return loading;
}

// Landscapes that this page has seen, so that the server need not send one twice.
const SEEN = new Map();
const MOST_SEEN = 24;

function remember(key, land) {
  SEEN.set(key, land);
  if (SEEN.size > MOST_SEEN) SEEN.delete(SEEN.keys().next().value);
}

export const knows = (key) => SEEN.has(key);

export class Landscape {
  constructor(holder, onView) {
    this.holder = holder;
    this.onView = onView;
    this.plot = holder.appendChild(document.createElement("div"));
    this.plot.className = "stage-plot";
    this.drawn = null;
    this.surface = null;
    this.coarse = matchMedia("(pointer: coarse)").matches;
  }

  /** Takes the landscape of a message; draws it when it, or the theme, is another. */
  async show(header, arrays, theme) {
    const { key, figures } = header.landscape;
    if (figures) {
      const columns = arrays.land_x.length;
      const rows = arrays.land_z && Array.from(arrays.land_y, (_, i) => arrays.land_z.subarray(i * columns, (i + 1) * columns));
      remember(key, { figures, x: arrays.land_x, y: arrays.land_y, rows });
    }
    const land = SEEN.get(key);
    const wanted = key + theme.name + theme.ink;
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
    layout.dragmode = this.coarse ? false : "pan";
    layout.autosize = true;
    this.trace = trace;
    await plotly.react(this.plot, [trace], layout, { responsive: true, displayModeBar: false, scrollZoom: !this.coarse, doubleClick: false });
    if (!this.bound) {
      this.bound = true;
      for (const name of ["plotly_relayouting", "plotly_relayout", "plotly_afterplot"]) this.plot.on(name, this.onView);
    }
    this.onView();
  }

  ready() {
    return Boolean(this.bound && this.plot._fullLayout?.xaxis?._length > 0);
  }

  ranges() {
    if (!this.ready()) return null;
    const { xaxis, yaxis } = this.plot._fullLayout;
    return [[...xaxis.range], [...yaxis.range]];
  }

  /** The zoom, or null while the surface's own view is shown. */
  zoom() {
    const now = this.ranges();
    if (!now) return null;
    const close = (a, b, span) => Math.abs(a - b) < 1e-6 * span;
    const same = now.every((range, i) => {
      const span = Math.abs(this.home[i][1] - this.home[i][0]);
      return close(range[0], this.home[i][0], span) && close(range[1], this.home[i][1], span);
    });
    return same ? null : now;
  }

  /** Affine maps from data to pixels of the holder, and the plot's rectangle. */
  frame() {
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

  scaleView(factor) {
    const ranges = this.ranges();
    if (!ranges) return;
    const [x, y] = ranges.map(([low, high]) => {
      const middle = (low + high) / 2;
      const half = ((high - low) / 2) * factor;
      return [middle - half, middle + half];
    });
    this.plotly.relayout(this.plot, { "xaxis.range": x, "yaxis.range": y });
  }

  reset() {
    if (this.ready()) this.plotly.relayout(this.plot, { "xaxis.range": [...this.home[0]], "yaxis.range": [...this.home[1]] });
  }

  /** The landscape alone as a picture of the holder's size. */
  picture(scale) {
    const { clientWidth: width, clientHeight: height } = this.holder;
    const [x, y] = this.ranges();
    const layout = structuredClone(this.plot.layout);
    layout.xaxis.range = x;
    layout.yaxis.range = y;
    return this.plotly.toImage({ data: [this.trace], layout }, { format: "png", width, height, scale });
  }

  remove() {
    if (this.plotly) this.plotly.purge(this.plot);
  }
}
