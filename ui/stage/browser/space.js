// The surface in space: Plotly draws it once, a canvas above it draws everything that moves.
// A trace of Plotly's could not: every change of one trace builds the whole surface anew.

import { fit } from "./canvas.js";
import { drawClimb, projectClimbs } from "./climbs.js";
import { button, element } from "./dom.js";
import { Drape } from "./drape.js";
import { icon } from "./icons.js";
import { loadPlotly, recall } from "./landscape.js";
import { pretty } from "./numbers.js";
import { Sight } from "./sight.js";

/** @import { Pair, Pen, Plotly, PlotElement, Relief, Theme } from "../types" */
/** @import { Climbs } from "./climbs.js" */
/** @import { Land } from "./landscape.js" */
/** @import { Stage } from "./stage.js" */

const HOME = [-0.85, -1.25, 1.2, 0, 0, -0.14];
const WIDE = 1.15; // a box narrower than this against its height is seen from farther away
const TALL = 0.62; // the box's height against its sides
const LINES = ["rgba(71, 85, 105, 0.4)", "rgba(170, 185, 205, 0.4)"];
const LEVELS = ["rgba(30, 58, 95, 0.55)", "rgba(10, 22, 38, 0.6)"];
const TURN = Math.PI / 12;
const MESSAGE =
  "The surface needs WebGL, which this browser does not offer or has switched off. The contour shows the same race.";

function hasWebgl() {
  const probe = document.createElement("canvas");
  return Boolean(probe.getContext("webgl2") ?? probe.getContext("webgl"));
}

const scene = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => ({ x, y, z });

export class Space {
  /** @type {string | null} The surface and theme that are drawn. */
  wanted = null;
  /** @type {Plotly | null} */
  plotly = null;
  /** @type {Land | null} */
  land = null;
  /** @type {Relief} */
  relief;
  /** @type {[Pair, Pair, Pair]} The ranges of the drawn box. */
  reach;
  /** @type {Climbs | null} */
  climbs = null;
  /** @type {unknown} */
  drawn = null;
  /** @type {unknown} */
  followed = null;
  bound = false;
  turned = false;
  painted = 0;
  drape = new Drape();
  lastClock = -1;

  /** @param {Stage} stage @param {HTMLElement} holder @param {number[] | null} camera */
  constructor(stage, holder, camera) {
    this.stage = stage;
    this.holder = holder;
    this.able = hasWebgl();
    this.asked = camera;
    this.plot = /** @type {PlotElement} */ (element("div", { className: "stage-plot" }));
    this.canvas = element("canvas", { className: "stage-canvas", role: "img", "aria-label": "The paths on the surface; the table below has the numbers" });
    if (!this.able) {
      holder.replaceChildren(element("p", { className: "stage-space-message", role: "status" }, MESSAGE));
      return;
    }
    holder.replaceChildren(this.plot, this.canvas, this.buttons());
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(holder);
  }

  buttons() {
    /** @param {string} shape @param {string} name @param {(camera: number[]) => number[] | null} change */
    const act = (shape, name, change) => button(icon(shape), name, () => this.place(change(this.camera() ?? this.home())));
    /** @param {number[]} camera @param {number} around @param {number} up */
    const turned = (camera, around, up) => {
      const [x, y, z] = [0, 1, 2].map((i) => camera[i] - camera[i + 3]);
      const reach = Math.hypot(x, y, z);
      const angle = Math.atan2(y, x) + around;
      const rise = Math.min(Math.max(Math.asin(z / reach) + up, -1.5), 1.5);
      const eye = [Math.cos(rise) * Math.cos(angle), Math.cos(rise) * Math.sin(angle), Math.sin(rise)];
      return [...eye.map((v, i) => v * reach + camera[i + 3]), ...camera.slice(3)];
    };
    /** @param {number[]} camera @param {number} factor */
    const nearer = (camera, factor) => [...[0, 1, 2].map((i) => camera[i + 3] + (camera[i] - camera[i + 3]) * factor), ...camera.slice(3)];
    return element(
      "div",
      { className: "stage-zoom", role: "group", "aria-label": "Camera" },
      act("plus", "Nearer", (camera) => nearer(camera, 0.8)),
      act("minus", "Farther", (camera) => nearer(camera, 1.25)),
      act("back", "Turn left", (camera) => turned(camera, -TURN, 0)),
      act("forward", "Turn right", (camera) => turned(camera, TURN, 0)),
      act("up", "Look from higher up", (camera) => turned(camera, 0, TURN / 2)),
      act("down", "Look from lower down", (camera) => turned(camera, 0, -TURN / 2)),
      act("whole", "First view of the surface", () => null),
    );
  }

  ready() {
    return this.able && Boolean(this.scene()?.glplot?.cameraParams);
  }

  /** The usual camera, in the box as wide as it is. */
  home() {
    const { clientWidth: width, clientHeight: height } = this.holder;
    const away = Math.max(1, (WIDE * height) / Math.max(width, 1));
    return HOME.map((v, i) => (i < 3 ? v * away : v));
  }

  /** The camera for the link: none while it is the usual one. */
  chosen() {
    const now = this.camera();
    if (!now) return this.asked;
    const home = this.home();
    return now.every((v, i) => Math.abs(v - home[i]) < 1e-3) ? null : now;
  }

  scene() {
    return this.plot?._fullLayout?.scene?._scene;
  }

  /** Draws the surface when it, or the theme, is another; the camera stays where it is. */
  async show() {
    const { header, theme } = this.stage;
    const { key } = header.landscape;
    const land = recall(key);
    const relief = land?.relief;
    const wanted = key + theme.name + theme.ink;
    if (!this.able || !land?.rows || !relief || wanted === this.wanted) return;
    this.wanted = wanted;
    const plotly = (this.plotly = await loadPlotly());
    if (!this.plot.isConnected || this.wanted !== wanted) return;
    const camera = this.camera() ?? this.asked ?? this.home();
    this.land = land;
    this.relief = relief;
    this.reach = [header.surface.x_range, header.surface.y_range, [relief.low, relief.high]];
    await plotly.react(this.plot, [surfaceTrace(land, relief, theme)], this.layout(camera, relief), { displayModeBar: false, responsive: false });
    if (!this.bound) {
      this.bound = true;
      this.plot.on("plotly_relayout", () => {
        this.turned = Boolean(this.chosen());
        this.stage.viewChanged();
      });
      this.plot.querySelector("canvas")?.addEventListener("webglcontextlost", () => this.stage.say("The browser took the 3D view away. Reload the page."));
    }
    const glplot = this.scene()?.glplot;
    if (glplot && glplot !== this.followed) {
      // The camera moves in Plotly's own frames: paths are drawn in the same ones.
      this.followed = glplot;
      const before = glplot.onrender;
      glplot.onrender = () => {
        before?.();
        this.draw();
      };
    }
    this.climbs = null;
    this.draw();
  }

  /** @param {number[]} camera @param {Relief} relief */
  layout(camera, { ticks }) {
    const { theme } = this.stage;
    /** @param {string} title @param {Pair} range */
    const axis = (title, range) => ({
      title: { text: title, font: { size: 15 } },
      range: [...range],
      autorange: false,
      color: theme.ink,
      gridcolor: LINES[theme.index],
      linecolor: LINES[theme.index],
      showline: true,
      zeroline: false,
      showspikes: false,
      showbackground: false,
      tickfont: { size: 12 },
      nticks: 6,
    });
    const [x, y, z] = this.reach;
    return {
      margin: { l: 0, r: 0, t: 0, b: 0 },
      paper_bgcolor: "rgba(0,0,0,0)",
      autosize: true,
      hovermode: false,
      font: { family: theme.font, color: theme.ink },
      scene: {
        dragmode: "turntable",
        aspectmode: "manual",
        aspectratio: scene(1, 1, TALL),
        camera: cameraOf(camera),
        xaxis: axis("x", x),
        yaxis: axis("y", y),
        zaxis: { ...axis("f", z), tickvals: ticks.map(([height]) => height), ticktext: ticks.map(([, loss]) => pretty(loss, 3)) },
      },
    };
  }

  /** The camera as the link has it: eye and centre. */
  camera() {
    const now = this.scene()?.getCamera?.();
    return now ? [now.eye.x, now.eye.y, now.eye.z, now.center.x, now.center.y, now.center.z] : null;
  }

  /** @param {number[] | null} camera */
  place(camera) {
    this.asked = camera;
    if (this.ready()) this.plotly?.relayout(this.plot, { "scene.camera": cameraOf(camera ?? this.home()) });
  }

  resized() {
    if (!this.plotly || !this.ready() || !this.holder.clientWidth) return;
    const usual = !this.asked && !this.turned;
    this.plotly.Plots.resize(this.plot);
    if (usual) this.place(null);
  }

  /** Called by the stage for every tick of the clock and every new scene. */
  paint() {
    if (this.drawn !== this.stage.arrays) {
      this.drawn = this.stage.arrays;
      this.climbs = null;
    }
    if (this.ready() && this.wanted) this.draw();
  }

  /** How the box is seen now. */
  sight() {
    const { clientWidth: width, clientHeight: height } = this.holder;
    const scene = this.scene();
    return scene && this.land && new Sight(scene.glplot.cameraParams, scene.dataScale, this.land, this.reach, width, height);
  }

  draw() {
    if (!this.ready() || !this.stage.header || !this.holder.clientWidth) return;
    const pen = fit(this.canvas, this.holder);
    const sight = this.sight();
    if (sight) this.drape.lay(pen, this.stage, sight);
    this.drawPaths(pen, this.stage);
    this.painted += 1;
    this.lastClock = this.stage.clock;
  }

  /**
   * Draws the paths at the clock of `stage` into a pen whose unit is a pixel of the page.
   * @param {Pen} pen @param {Stage} stage
   */
  drawPaths(pen, stage) {
    const sight = this.sight();
    if (!sight) return;
    if (this.climbs?.view !== sight.view) this.climbs = projectClimbs(this.stage, sight, this.relief);
    drawClimb(pen, stage, sight, this.climbs, this.relief);
  }

  /**
   * The surface and what lies on it, as an address of a picture; an SVG holds it as pixels.
   * @param {"png" | "svg"} format @param {number} scale
   */
  async picture(format, scale) {
    const { clientWidth: width, clientHeight: height } = this.holder;
    if (!this.plotly) throw new Error("the surface is not drawn yet");
    const layout = { ...this.plot.layout, scene: { ...this.plot.layout.scene, camera: cameraOf(this.camera() ?? this.home()) } };
    const bare = await this.plotly.toImage({ data: this.plot.data, layout }, { format: "png", width, height, scale });
    const png = await this.drape.over(bare, this.stage, this.sight(), scale);
    if (format === "png") return png;
    return `data:image/svg+xml,${encodeURIComponent(`<svg><image width="${width}" height="${height}" href="${png}"/></svg>`)}`;
  }

  remove() {
    this.observer?.disconnect();
    if (this.plotly) this.plotly.purge(this.plot);
  }
}

const cameraOf = (/** @type {number[]} */ [x, y, z, cx, cy, cz]) => ({ eye: scene(x, y, z), center: scene(cx, cy, cz), up: scene(0, 0, 1) });

/** @param {Land} land @param {Relief} relief @param {Theme} theme */
function surfaceTrace(land, relief, theme) {
  return {
    type: "surface",
    x: land.x,
    y: land.y,
    z: land.rows,
    colorscale: relief.colorscales[theme.index],
    cmin: relief.low,
    cmax: relief.high,
    showscale: false,
    hoverinfo: "skip",
    connectgaps: false,
    contours: {
      x: { highlight: false },
      y: { highlight: false },
      z: { show: true, start: relief.low, end: relief.high, size: relief.size, color: LEVELS[theme.index], width: 1.5, highlight: false },
    },
    lighting: { ambient: 0.6, diffuse: 0.75, specular: 0.05, roughness: 0.9, fresnel: 0 },
    lightposition: scene(-6000, 2000, 9000),
  };
}
