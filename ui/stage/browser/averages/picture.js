// The whole view as one picture, drawn with any pen at any moment: for PNG, SVG and films.

/** @import { Pen } from "../../types" */
/** @import { View } from "./averages.js" */

import { queryOf, site } from "../address.js";
import { shownStep } from "../clock.js";
import { pretty } from "../numbers.js";
import { asPen, SvgPen } from "../svg.js";
import { fold } from "../wording.js";
import { placeName } from "./axes.js";
import { drawChart } from "./chart.js";
import { drawFactor, drawStart } from "./start.js";
import { drawWeights } from "./weights.js";

const MARGIN = 18;
const TITLE = 58;
const MAIN = 460;
const GAP = 34;
const PANEL = 300;
const LINE = 19;
const WIDTH = 1240;

/** @typedef {{ width: number, height: number, panels: boolean, footer: string[] }} Sheets Sizes in pixels of the page. */

/** The view at another moment, with no pointer on it. @param {View} view @param {number} clock @returns {View} */
export function moment(view, clock) {
  return Object.assign(Object.create(view), { clock, hover: null, asked: null });
}

/** @param {View} view @param {{ footer: boolean }} options @returns {Sheets} */
export function layOut(view, { footer }) {
  const pen = /** @type {Pen} */ (document.createElement("canvas").getContext("2d"));
  pen.font = `13px ${view.theme.font}`;
  const measure = (/** @type {string} */ text) => pen.measureText(text).width;
  const link = `${site()}${view.header.link.length ? `?${queryOf(view.header.link)}` : ""}`;
  const lines = footer ? [view.header.series.source, link].filter(Boolean).flatMap((text) => fold([text], "", WIDTH - 8, measure)) : [];
  const panels = view.selectedAverage() !== null;
  const height = TITLE + MAIN + (panels ? PANEL + GAP : 0) + (lines.length ? lines.length * LINE + 14 : 0) + 2 * MARGIN;
  return { width: WIDTH + 2 * MARGIN, height, panels, footer: lines };
}

/** What is drawn, in a line. @param {View} view */
export function settingsLine(view) {
  const betas = view.visible().map((average) => pretty(view.betaOf(average), 6)).join(", ");
  const drawn = view.header.curves.filter((curve) => curve[3]).map((curve) => curve[1]);
  const k = shownStep(view.clock);
  return [`β = ${betas || "none"}`, ...drawn, `${placeName(view.header.series, k)}, k = ${k}`].join("  ·  ");
}

/**
 * Draws the view as it is at its clock.
 * @param {Pen} pen @param {View} view @param {Sheets} sheets @param {boolean} transparent
 */
export function compose(pen, view, sheets, transparent) {
  const { theme, header } = view;
  pen.save();
  if (!transparent) {
    pen.fillStyle = theme.background;
    pen.fillRect(0, 0, sheets.width, sheets.height);
  }
  pen.translate(MARGIN, MARGIN);
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.fillStyle = theme.ink;
  pen.font = `700 20px ${theme.font}`;
  pen.fillText(`Moving averages · ${header.series.name}`, 4, 20);
  pen.font = `14px ${theme.font}`;
  pen.fillStyle = theme.quiet;
  pen.fillText(settingsLine(view), 4, 42);
  pen.translate(0, TITLE);
  drawChart(view, { pen, width: WIDTH, height: MAIN, theme });
  pen.translate(0, MAIN);
  if (sheets.panels) drawPanels(pen, view);
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.font = `13px ${theme.font}`;
  pen.fillStyle = theme.quiet;
  sheets.footer.forEach((text, row) => pen.fillText(text, 4, 14 + LINE * (row + 0.75)));
  pen.restore();
}

/** @param {Pen} pen @param {View} view */
function drawPanels(pen, view) {
  const selected = /** @type {import("../../averages").Average} */ (view.selectedAverage());
  const width = (WIDTH - 2 * MARGIN) / 3;
  /** @type {[string, typeof drawWeights][]} */
  const panels = [
    ["Weights", drawWeights],
    ["The start", drawStart],
    ["Bias correction", drawFactor],
  ];
  pen.translate(0, GAP);
  panels.forEach(([name, draw], i) => {
    pen.save();
    pen.translate(i * (width + MARGIN), 0);
    pen.fillStyle = view.theme.ink;
    pen.font = `700 15px ${view.theme.font}`;
    pen.textAlign = "left";
    pen.textBaseline = "alphabetic";
    pen.fillText(`${name} · β = ${pretty(view.betaOf(selected), 6)}`, 4, -8);
    draw(view, { pen, width, height: PANEL, theme: view.theme }, selected);
    pen.restore();
  });
  pen.translate(0, PANEL);
}

/**
 * A canvas of the whole picture and the act that draws it at a moment. Its sides are even, as videos need.
 * @param {View} view @param {{ scale: number, widest?: number, footer: boolean, transparent?: boolean }} options
 */
export async function easel(view, { scale: wanted, widest = Infinity, footer, transparent = false }) {
  const sheets = layOut(view, { footer });
  const scale = Math.min(wanted, widest / sheets.width);
  const canvas = document.createElement("canvas");
  canvas.width = 2 * Math.round((scale * sheets.width) / 2);
  canvas.height = 2 * Math.round((scale * sheets.height) / 2);
  const pen = /** @type {Pen} */ (canvas.getContext("2d", { willReadFrequently: !transparent }));
  const draw = (/** @type {number} */ clock) => {
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, sheets.width, sheets.height);
    compose(pen, moment(view, clock), sheets, transparent);
  };
  return { canvas, pen, draw };
}

/**
 * The picture as SVG.
 * @param {View} view @param {{ footer: boolean, transparent: boolean }} options
 */
export function svg(view, { footer, transparent }) {
  const ruler = /** @type {Pen} */ (document.createElement("canvas").getContext("2d"));
  const sheets = layOut(view, { footer });
  const pen = new SvgPen(sheets.width, sheets.height, (text, font) => {
    ruler.font = font;
    return ruler.measureText(text).width;
  });
  compose(asPen(pen), moment(view, view.clock), sheets, transparent);
  return pen.text();
}
