// The picture that is taken away: title, landscape, legend, loss curve and footer, drawn with any pen.

import { queryOf, site } from "./address.js";
import { shownStep } from "./clock.js";
import { curveFrame, drawCurve } from "./curve.js";
import { drawSwatch } from "./markers.js";
import { drawRates } from "./rates.js";
import { drawTrails, project, projectCompanions } from "./trails.js";
import { fold, sceneLine, settingsOf } from "./wording.js";

/** @import { Stage } from "./stage.js" */
/** @import { Panel, Pen, Theme } from "../types" */

const MARGIN = 16;
const TITLE = 34;
const ROW = 26;
const LINE = 19;
const COLUMN = 210;
const RATES = 74;

/**
 * @typedef {object} Composition What stands where, in pixels of the page.
 * @property {number} width
 * @property {number} height
 * @property {{ width: number, height: number }} land All panels together.
 * @property {Panel[]} panels What shows the landscape, from left to right, each as wide as the others.
 * @property {number} columns
 * @property {number} legendHeight
 * @property {number} curveHeight
 * @property {{ text: string, quiet: boolean }[]} footer
 */

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
 * The footer: the scene, each shown run with its settings, and the shortest link.
 * @param {Stage} stage @param {number} width @param {(text: string) => number} measure
 */
function footerLines(stage, width, measure) {
  const { header } = stage;
  const runs = stage.visible().map((i) => `${stage.nameOf(i)}: ${settingsOf(header.runs[i])}`);
  const link = `${site()}?${queryOf(header.short_link)}`;
  return [
    { text: sceneLine(header), quiet: false },
    ...fold(runs, "   ·   ", width, measure).map((text) => ({ text, quiet: true })),
    ...fold([link], "", width, measure).map((text) => ({ text, quiet: true })),
  ];
}

/**
 * Where everything goes.
 * @param {Stage} stage @param {{ footer: boolean }} options @returns {Composition}
 */
export function layOut(stage, { footer }) {
  const panels = stage.looks.panels();
  const { clientWidth, clientHeight } = panels.includes("contour") ? stage.area : stage.looks.box;
  const land = { width: panels.length * clientWidth, height: clientHeight };
  const pen = /** @type {Pen} */ (document.createElement("canvas").getContext("2d"));
  pen.font = `13px ${stage.theme.font}`;
  const lines = footer ? footerLines(stage, land.width - 8, (text) => pen.measureText(text).width) : [];
  const columns = Math.max(1, Math.floor(land.width / COLUMN));
  const legendHeight = Math.ceil(stage.visible().length / columns) * ROW + 8;
  const curveHeight = Math.max(150, Math.round(stage.curve.clientHeight));
  const rates = stage.header.rates_vary ? RATES : 0;
  const height = TITLE + land.height + legendHeight + curveHeight + rates + (lines.length ? lines.length * LINE + 8 : 0) + 2 * MARGIN;
  return { width: land.width + 2 * MARGIN, height, land, panels, columns, legendHeight, curveHeight, footer: lines };
}

/**
 * Draws the picture; `drawLand(pen, width, height, panel)` puts a panel's landscape at the pen's origin.
 * @param {Pen} pen @param {Stage} stage @param {Composition} parts
 * @param {{ transparent: boolean, drawLand: (pen: Pen, width: number, height: number, panel: Panel) => void }} options
 */
export function compose(pen, stage, parts, { transparent, drawLand }) {
  const { header, theme } = stage;
  pen.save();
  if (!transparent) {
    pen.fillStyle = theme.background;
    pen.fillRect(0, 0, Math.ceil(parts.width) + 1, Math.ceil(parts.height) + 1);
  }
  pen.translate(MARGIN, MARGIN);
  pen.fillStyle = theme.ink;
  pen.font = `700 19px ${theme.font}`;
  pen.fillText(header.surface.name, 4, 20);
  pen.font = `15px ${theme.font}`;
  pen.textAlign = "right";
  pen.fillText(`step ${shownStep(stage.clock)} of ${header.steps}`, parts.land.width - 10, 20);
  pen.textAlign = "left";
  pen.translate(0, TITLE);
  const width = parts.land.width / parts.panels.length;
  parts.panels.forEach((panel, k) => {
    pen.translate(k * width, 0);
    drawLand(pen, width, parts.land.height, panel);
    if (panel === "space") stage.looks.space?.drawPaths(pen, stage);
    else drawContourPaths(pen, stage);
    pen.translate(-k * width, 0);
  });
  pen.translate(0, parts.land.height);
  drawLegend(pen, stage, theme, parts);
  pen.translate(0, parts.legendHeight);
  drawCurve(pen, stage, curveFrame(stage, parts.land.width, parts.curveHeight), theme);
  pen.translate(0, parts.curveHeight);
  if (header.rates_vary) {
    drawRates(pen, stage, parts.land.width, RATES, theme);
    pen.translate(0, RATES);
  }
  pen.font = `13px ${theme.font}`;
  parts.footer.forEach(({ text, quiet }, row) => {
    pen.fillStyle = quiet ? theme.quiet : theme.ink;
    pen.fillText(text, 4, 8 + LINE * (row + 0.75));
  });
  pen.restore();
}

/** @param {Pen} pen @param {Stage} stage */
function drawContourPaths(pen, stage) {
  const frame = stage.landscape.frame();
  const trails = stage.header.runs.map((_, i) => project(stage, i, frame));
  drawTrails(pen, stage, frame, trails, stage.theme, projectCompanions(stage, frame));
}

/** @param {Pen} pen @param {Stage} stage @param {Theme} theme @param {Composition} parts */
function drawLegend(pen, stage, theme, { land, columns }) {
  const span = land.width / columns;
  pen.font = `600 14px ${theme.font}`;
  stage.visible().forEach((i, k) => {
    const x = (k % columns) * span + 4;
    const y = Math.floor(k / columns) * ROW + ROW / 2;
    drawSwatch(pen, stage.header.runs[i], theme, x, y, 40);
    pen.fillStyle = theme.ink;
    pen.fillText(shortened(stage.nameOf(i), span - 62, (text) => pen.measureText(text).width), x + 50, y + 4.5);
  });
}

/** @param {string} text @param {number} width @param {(text: string) => number} measure */
function shortened(text, width, measure) {
  if (measure(text) <= width) return text;
  let end = text.length;
  while (end > 1 && measure(`${text.slice(0, end)}…`) > width) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}
