// The surface in space: Plotly draws it once, a canvas above it draws everything that moves.
// A trace of Plotly's could not: every change of one trace builds the whole surface anew.

import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { loadPlotly, recall } from "./landscape.js";
import { pretty } from "./numbers.js";
import { Sight } from "./sight.js";
import { drawClimb, projectClimbs } from "./climbs.js";

const HOME = [-0.85, -1.25, 1.25, 0, 0, -0.1];
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

const scene = (x, y, z) => ({ x, y, z });

export class Space {
  constructor(stage, holder, camera) {
    this.stage = stage;
    this.holder = holder;
    this.able = hasWebgl();
    this.asked = camera ?? HOME;
    if (!this.able) {
      holder.replaceChildren(element("p", { className: "stage-space-message", role: "status" }, MESSAGE));
      return;
    }
    this.plot = element("div", { className: "stage-plot" });
    this.canvas = element("canvas", { className: "stage-canvas", role: "img", "aria-label": "The paths on the surface; the table below has the numbers" });
    holder.replaceChildren(this.plot, this.canvas, this.buttons());
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(holder);
  }

  buttons() {
    const act = (shape, name, change) => button(icon(shape), name, () => this.place(change(this.camera() ?? this.asked)));
    const turned = (camera, around, up) => {
      const [x, y, z] = [0, 1, 2].map((i) => camera[i] - camera[i + 3]);
      const reach = Math.hypot(x, y, z);
      const angle = Math.atan2(y, x) + around;
      const rise = Math.min(Math.max(Math.asin(z / reach) + up, -1.5), 1.5);
      const eye = [Math.cos(rise) * Math.cos(angle), Math.cos(rise) * Math.sin(angle), Math.sin(rise)];
      return [...eye.map((v, i) => v * reach + camera[i + 3]), ...camera.slice(3)];
    };
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
      act("whole", "First view of the surface", () => HOME),
    );
  }

  ready() {
    return Boolean(this.able && this.scene()?.glplot?.cameraParams);
  }

  scene() {
    return this.plot?._fullLayout?.scene?._scene;
  }

  /** Draws the surface when it, or the theme, is another; the camera stays where it is. */
  async show() {
    const { header, theme } = this.stage;
    const { key, relief } = header.landscape;
    const land = recall(key);
    const wanted = key + theme.name + theme.ink;
    if (!this.able || !land?.rows || wanted === this.wanted) return;
    this.wanted = wanted;
    const plotly = (this.plotly = await loadPlotly());
    if (!this.plot.isConnected || this.wanted !== wanted) return;
    const camera = this.camera() ?? this.asked;
    this.land = land;
    this.relief = relief;
    this.reach = { x: header.surface.x_range, y: header.surface.y_range, z: [relief.low, relief.high] };
    await plotly.react(this.plot, [surfaceTrace(land, relief, theme)], this.layout(camera), { displayModeBar: false, responsive: false });
    if (!this.bound) {
      this.bound = true;
      this.plot.on("plotly_relayout", () => this.stage.viewChanged());
      this.plot.querySelector("canvas")?.addEventListener("webglcontextlost", () => this.stage.say("The browser took the 3D view away. Reload the page."));
    }
    const { glplot } = this.scene();
    if (glplot !== this.followed) {
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

  layout(camera) {
    const { theme, header } = this.stage;
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
    const { x, y, z } = this.reach;
    const { ticks } = header.landscape.relief;
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
        zaxis: { ...axis("loss", z), tickvals: ticks.map(([height]) => height), ticktext: ticks.map(([, loss]) => pretty(loss, 3)) },
      },
    };
  }

  /** The camera as the link has it: eye and centre. */
  camera() {
    const now = this.scene()?.getCamera?.();
    return now ? [now.eye.x, now.eye.y, now.eye.z, now.center.x, now.center.y, now.center.z] : null;
  }

  place(camera) {
    this.asked = camera ?? HOME;
    if (this.ready()) this.plotly.relayout(this.plot, { "scene.camera": cameraOf(this.asked) });
  }

  resized() {
    if (this.ready() && this.holder.clientWidth) this.plotly.Plots.resize(this.plot);
  }

  /** Called by the stage for every tick of the clock and every new scene. */
  paint() {
    if (this.drawn !== this.stage.arrays) {
      this.drawn = this.stage.arrays;
      this.climbs = null;
    }
    if (this.ready() && this.wanted) this.draw();
  }

  draw() {
    if (!this.ready() || !this.land || !this.stage.header || !this.holder.clientWidth) return;
    const { clientWidth: width, clientHeight: height } = this.holder;
    const sight = new Sight(this.scene(), this.land, this.reach, width, height);
    if (!this.climbs || this.climbs.view !== sight.view) {
      this.climbs = projectClimbs(this.stage, sight, this.relief);
      this.climbs.view = sight.view;
    }
    const scale = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * scale) || this.canvas.height !== Math.round(height * scale)) {
      this.canvas.width = Math.round(width * scale);
      this.canvas.height = Math.round(height * scale);
    }
    const pen = this.canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    drawClimb(pen, this.stage, sight, this.climbs, this.relief);
    this.painted = (this.painted ?? 0) + 1;
  }

  /** Draws surface and paths at their place on the page into a pen whose unit is a pixel of the page. */
  async stamp(pen, scale) {
    const { clientWidth: width, clientHeight: height } = this.holder;
    const layout = { ...this.plot.layout, scene: { ...this.plot.layout.scene, camera: cameraOf(this.camera()) } };
    const address = await this.plotly.toImage({ data: this.plot.data, layout }, { format: "png", width, height, scale });
    const image = new Image();
    image.src = address;
    await image.decode();
    pen.drawImage(image, 0, 0, width, height);
    pen.drawImage(this.canvas, 0, 0, width, height);
  }

  remove() {
    this.observer?.disconnect();
    if (this.plotly) this.plotly.purge(this.plot);
  }
}

const cameraOf = ([x, y, z, cx, cy, cz]) => ({ eye: scene(x, y, z), center: scene(cx, cy, cz), up: scene(0, 0, 1) });

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
