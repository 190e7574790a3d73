// The picture that is taken away: title, landscape, legend, loss curve and footer, drawn with any pen.

import { queryOf, site } from "./address.js";
import { shownStep } from "./clock.js";
import { curveFrame, drawCurve } from "./curve.js";
import { drawSwatch } from "./markers.js";
import { drawRates } from "./rates.js";
import { moment, viewsOf } from "./views.js";
import { fold, sceneLine, settingsOf } from "./wording.js";

/** @import { Stage } from "./stage.js" */
/** @import { Pen, Run, Theme } from "../types" */
/** @import { View } from "./views.js" */

const MARGIN = 16;
const TITLE = 34;
const ROW = 26;
const LINE = 19;
const COLUMN = 210;
const BESIDE_TITLE = 176; // pixels from the right, left of what a curve is called
const RATES = 74;

/**
 * @typedef {object} Composition What stands where, in pixels of the page.
 * @property {number} width
 * @property {number} height
 * @property {{ width: number, height: number, views: View[] }} lands All landscapes together.
 * @property {Stage[]} scenes The scene, and the one beside it where two are compared.
 * @property {{ name: string, run: Run }[]} legend
 * @property {number} columns
 * @property {number} legendHeight
 * @property {number} curveHeight
 * @property {{ text: string, quiet: boolean }[]} footer
 */

/**
 * The footer: each scene, its shown runs with their settings, and the shortest link.
 * @param {Stage[]} scenes @param {number} width @param {(text: string) => number} measure
 */
function footerLines(scenes, width, measure) {
  const [{ header, layouts, looks }, beside] = scenes;
  const others = (beside?.header.short_link ?? []).map(([name, value]) => /** @type {[string, string]} */ ([`b.${name}`, value]));
  const link = `${site()}?${queryOf([...header.short_link, ...layouts.pairs(), ...looks.pairs(), ...others])}`;
  const letters = scenes.length > 1 ? ["A:  ", "B:  "] : [""];
  const told = scenes.flatMap((scene, k) => {
    const runs = scene.visible().map((i) => `${scene.nameOf(i)}: ${settingsOf(scene.header.runs[i])}`);
    return [{ text: letters[k] + sceneLine(scene.header), quiet: false }, ...fold(runs, "   ·   ", width, measure).map((text) => ({ text, quiet: true }))];
  });
  return [...told, ...fold([link], "", width, measure).map((text) => ({ text, quiet: true }))];
}

/**
 * The runs that need a name: panels bear theirs, and what two scenes share is named once.
 * @param {Stage[]} scenes
 */
function legendOf(scenes) {
  if (scenes[0].layouts.layout === "panels") return [];
  const named = scenes.flatMap((scene) => scene.visible().map((i) => ({ name: scene.nameOf(i), run: scene.header.runs[i] })));
  const look = (/** @type {typeof named[number]} */ { name, run }) => name + run.colors + run.dash + run.marker;
  return named.filter((each, k) => named.findIndex((other) => look(other) === look(each)) === k);
}

/**
 * Where everything goes.
 * @param {Stage} stage @param {{ footer: boolean }} options @returns {Composition}
 */
export function layOut(stage, { footer }) {
  const lands = viewsOf(stage);
  const { beside } = stage.layouts;
  const scenes = beside ? [stage, beside] : [stage];
  const pen = /** @type {Pen} */ (document.createElement("canvas").getContext("2d"));
  pen.font = `13px ${stage.theme.font}`;
  const lines = footer ? footerLines(scenes, lands.width - 8, (text) => pen.measureText(text).width) : [];
  const columns = Math.max(1, Math.floor(lands.width / COLUMN));
  const legend = legendOf(scenes);
  const legendHeight = Math.ceil(legend.length / columns) * ROW + 8;
  const curveHeight = Math.max(150, Math.round(stage.curve.clientHeight));
  const rates = stage.header.rates_vary ? RATES : 0;
  const strips = scenes.length * curveHeight + rates;
  const height = TITLE + lands.height + legendHeight + strips + (lines.length ? lines.length * LINE + 8 : 0) + 2 * MARGIN;
  return { width: lands.width + 2 * MARGIN, height, lands, scenes, legend, columns, legendHeight, curveHeight, footer: lines };
}

/**
 * Draws the picture; `drawLand(pen, view)` puts a view's landscape at the pen's origin.
 * @param {Pen} pen @param {number} clock @param {Composition} parts
 * @param {{ transparent: boolean, drawLand: (pen: Pen, view: View) => void }} options
 */
export function compose(pen, clock, parts, { transparent, drawLand }) {
  const [stage] = parts.scenes;
  const { header, theme } = stage;
  const { width } = parts.lands;
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
  pen.fillText(`step ${shownStep(clock)} of ${header.steps}`, width - 10, 20);
  pen.textAlign = "left";
  pen.translate(0, TITLE);
  for (const view of parts.lands.views) {
    pen.translate(view.x, view.y);
    view.title?.(pen, clock);
    drawLand(pen, view);
    view.draw(pen, clock);
    pen.translate(-view.x, -view.y);
  }
  pen.translate(0, parts.lands.height);
  drawLegend(pen, theme, parts);
  pen.translate(0, parts.legendHeight);
  for (const [k, scene] of parts.scenes.entries()) {
    const now = moment(scene, clock);
    drawCurve(pen, now, curveFrame(now, width, parts.curveHeight), theme);
    if (parts.scenes.length > 1) {
      pen.fillStyle = theme.ink;
      pen.font = `700 15px ${theme.font}`;
      pen.fillText("AB"[k], width - BESIDE_TITLE, 28);
    }
    pen.translate(0, parts.curveHeight);
    if (k === 0 && header.rates_vary) {
      drawRates(pen, now, width, RATES, theme);
      pen.translate(0, RATES);
    }
  }
  pen.font = `13px ${theme.font}`;
  parts.footer.forEach(({ text, quiet }, row) => {
    pen.fillStyle = quiet ? theme.quiet : theme.ink;
    pen.fillText(text, 4, 8 + LINE * (row + 0.75));
  });
  pen.restore();
}

/** @param {Pen} pen @param {Theme} theme @param {Composition} parts */
function drawLegend(pen, theme, { lands, legend, columns }) {
  const span = lands.width / columns;
  pen.font = `600 14px ${theme.font}`;
  legend.forEach(({ name, run }, k) => {
    const x = (k % columns) * span + 4;
    const y = Math.floor(k / columns) * ROW + ROW / 2;
    drawSwatch(pen, run, theme, x, y, 40);
    pen.fillStyle = theme.ink;
    pen.fillText(shortened(name, span - 62, (text) => pen.measureText(text).width), x + 50, y + 4.5);
  });
}

/** @param {string} text @param {number} width @param {(text: string) => number} measure */
function shortened(text, width, measure) {
  if (measure(text) <= width) return text;
  let end = text.length;
  while (end > 1 && measure(`${text.slice(0, end)}…`) > width) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}
