// The landscapes that a picture of the stage shows, each where it stands on the page, with what is drawn over it.

import { drawSwatch } from "./markers.js";
import { pretty } from "./numbers.js";
import { only } from "./panels.js";
import { drawTrails, project, projectCompanions } from "./trails.js";
import { sentence } from "./versus.js";

/** @import { Stage } from "./stage.js" */
/** @import { Frame, Pen } from "../types" */

/**
 * @typedef {object} View One landscape of a picture.
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {string} key Views with one key have one landscape.
 * @property {(format: "png" | "svg", scale: number) => Promise<string>} picture The landscape alone, as a picture's address.
 * @property {(pen: Pen, clock: number) => void} draw What is drawn over it, with the pen at its corner.
 * @property {(pen: Pen, clock: number) => void} [title] What stands on the line above it.
 */

const ABOVE = 28; // pixels above a landscape for its title

/**
 * A view of the stage at another moment, which leaves the stage itself as it is.
 * @param {Stage} stage @param {number} clock @returns {Stage}
 */
export function moment(stage, clock) {
  const view = Object.create(stage);
  view.clock = clock;
  return view;
}

/**
 * All landscapes that are shown, and the size of the box that holds them.
 * @param {Stage} stage @returns {{ width: number, height: number, views: View[] }}
 */
export function viewsOf(stage) {
  const { layout } = stage.layouts;
  const placed = layout === "panels" ? panels(stage) : layout === "versus" ? versus(stage) : overlay(stage);
  const left = Math.min(...placed.map((view) => view.x));
  const top = Math.min(...placed.map((view) => view.y - (view.title ? ABOVE : 0)));
  const views = placed.map((view) => ({ ...view, x: view.x - left, y: view.y - top }));
  const [width, height] = [Math.max(...views.map((view) => view.x + view.width)), Math.max(...views.map((view) => view.y + view.height))];
  return { width, height, views };
}

/** Where a box stands on the page. @param {HTMLElement} node */
function placeOf(node) {
  const { left: x, top: y } = node.getBoundingClientRect();
  return { x, y, width: node.clientWidth, height: node.clientHeight };
}

/**
 * What draws the paths of a scene over a landscape; they are projected once.
 * @param {Stage} stage @param {Frame} frame
 */
function painter(stage, frame) {
  const trails = stage.header.runs.map((_, i) => project(stage, i, frame));
  const companions = projectCompanions(stage, frame);
  return (/** @type {Pen} */ pen, /** @type {Stage} */ now) => drawTrails(pen, now, frame, trails, stage.theme, companions);
}

/** The contour with paths and arrows, as it stands on the page. @param {Stage} stage @returns {View} */
function contour(stage) {
  const { landscape, area } = stage;
  const frame = landscape.frame();
  const paint = painter(stage, frame);
  return {
    ...placeOf(area),
    key: "contour",
    picture: (format, scale) => landscape.picture(format, scale),
    draw: (pen, clock) => {
      const now = moment(stage, clock);
      paint(pen, now);
      stage.looking.draw(pen, frame, now);
    },
  };
}

/** @param {Stage} stage @returns {View[]} */
function overlay(stage) {
  const { looks } = stage;
  return looks.panels().map((panel) => {
    if (panel === "contour" || !looks.space) return contour(stage);
    const { space } = looks;
    return { ...placeOf(looks.box), key: "space", picture: (format, scale) => space.picture(format, scale), draw: (pen, clock) => space.drawPaths(pen, moment(stage, clock)) };
  });
}

/** @param {Stage} stage @returns {View[]} */
function panels(stage) {
  const { tiles, frame } = stage.layouts.panels;
  const paint = painter(stage, frame);
  return tiles.map(({ runs, box }) => {
    const place = placeOf(box);
    return {
      ...place,
      key: "panel",
      picture: (format, scale) => stage.landscape.picture(format, scale, place),
      title: (pen, clock) => writeRun(pen, moment(stage, clock), runs[0], place.width),
      draw: (pen, clock) => {
        const now = moment(stage, clock);
        paint(pen, only(now, runs));
        if (runs[0] === stage.selected) stage.looking.draw(pen, frame, now);
        pen.strokeStyle = stage.theme.quiet;
        pen.lineWidth = 1;
        pen.strokeRect(0.5, 0.5, place.width - 1, place.height - 1);
      },
    };
  });
}

/** The name of a run and its loss at the clock. @param {Pen} pen @param {Stage} stage @param {number} i @param {number} width */
function writeRun(pen, stage, i, width) {
  const { arrays, header, theme } = stage;
  const step = Math.min(Math.floor(stage.clock + 1e-9), header.runs[i].taken);
  drawSwatch(pen, header.runs[i], theme, 2, -ABOVE / 2, 26);
  pen.font = `600 14px ${theme.font}`;
  pen.fillStyle = theme.ink;
  pen.fillText(stage.nameOf(i), 36, 5 - ABOVE / 2);
  pen.font = `14px ${theme.font}`;
  pen.fillStyle = theme.quiet;
  pen.textAlign = "right";
  pen.fillText(pretty(arrays.losses[i * (header.steps + 1) + step], 3), width - 2, 5 - ABOVE / 2);
  pen.textAlign = "left";
}

/** @param {Stage} stage @returns {View[]} */
function versus(stage) {
  const { versus: compared } = stage.layouts;
  const { frozen } = compared;
  /** @param {string} letter @param {string} text @returns {View["title"]} */
  const title = (letter, text) => (pen) => {
    pen.fillStyle = stage.theme.ink;
    pen.font = `700 15px ${stage.theme.font}`;
    pen.fillText(letter, compared.margin.left, 5 - ABOVE / 2);
    pen.font = `14px ${stage.theme.font}`;
    pen.fillStyle = stage.theme.quiet;
    pen.fillText(text, compared.margin.left + 22, 5 - ABOVE / 2);
  };
  const own = { ...contour(stage), title: title("A", sentence(stage.header)) };
  if (!frozen) return [own];
  const paint = painter(frozen, compared.frame);
  return [
    own,
    {
      ...placeOf(compared.box),
      key: "beside",
      picture: (format, scale) => compared.landscape(format, scale),
      title: title("B", sentence(frozen.header)),
      draw: (pen, clock) => paint(pen, moment(frozen, clock)),
    },
  ];
}
