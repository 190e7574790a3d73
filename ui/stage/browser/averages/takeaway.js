// Takes the picture, the numbers and the link away.

/** @import { Pen } from "../../types" */
/** @import { View } from "./averages.js" */

import { queryOf } from "../address.js";
import { shownStep } from "../clock.js";
import { save } from "../exports.js";
import { pretty } from "../numbers.js";
import { dateOf, placeName } from "./axes.js";
import { drawChart } from "./chart.js";
import { drawFactor, drawStart } from "./start.js";
import { drawWeights } from "./weights.js";

const SCALE = 2;
const MARGIN = 18;
const TITLE = 58;
const WIDTH = 1240;
const MAIN = 460;
const PANEL = 300;

/**
 * What is shown as a canvas at twice the page's resolution, with its settings stamped in.
 * @param {View} view
 */
export function picture(view) {
  const { header, theme } = view;
  const selected = view.selectedAverage();
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * (WIDTH + 2 * MARGIN);
  canvas.height = SCALE * (TITLE + MAIN + (selected ? PANEL + 34 : 0) + 2 * MARGIN);
  const pen = /** @type {Pen} */ (canvas.getContext("2d"));
  pen.scale(SCALE, SCALE);
  pen.fillStyle = theme.background;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.translate(MARGIN, MARGIN);
  pen.fillStyle = theme.ink;
  pen.font = `700 20px ${theme.font}`;
  pen.fillText(`Moving averages · ${header.series.name}`, 4, 20);
  pen.font = `14px ${theme.font}`;
  pen.fillStyle = theme.quiet;
  const betas = view.visible().map((average) => pretty(view.betaOf(average), 6)).join(", ");
  const drawn = header.curves.filter((curve) => curve[3]).map((curve) => curve[1].toLowerCase());
  const k = shownStep(view.clock);
  pen.fillText([`β ${betas || "none"}`, ...drawn, `${placeName(header.series, k)}, k = ${k}`, "Descent Lab"].join("  ·  "), 4, 42);
  pen.translate(0, TITLE);
  const hover = view.hover;
  view.hover = null;
  drawChart(view, { pen, width: WIDTH, height: MAIN, theme });
  if (selected) {
    const width = (WIDTH - 2 * MARGIN) / 3;
    const panels = [drawWeights, drawStart, drawFactor];
    const names = ["Weights", "The start", "Bias correction"];
    pen.translate(0, MAIN + 34);
    panels.forEach((draw, i) => {
      pen.fillStyle = theme.ink;
      pen.font = `700 15px ${theme.font}`;
      pen.textAlign = "left";
      pen.textBaseline = "alphabetic";
      pen.fillText(`${names[i]} · β = ${pretty(view.betaOf(selected), 6)}`, 4, -8);
      draw(view, { pen, width, height: PANEL, theme }, selected);
      pen.translate(width + MARGIN, 0);
    });
  }
  view.hover = hover;
  return canvas;
}

/** @param {View} view @param {string} ending */
const named = (view, ending) => `descent-lab-averages-${view.header.series.key}.${ending}`;

/** @param {View} view */
export async function savePng(view) {
  const canvas = picture(view);
  /** @type {Blob | null} */
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the browser could not write it");
  save(blob, named(view, "png"));
}

/**
 * The values and every curve that is drawn, to the last digit, as a table.
 * @param {View} view
 */
export function table(view) {
  const { series, curves } = view.header;
  const columns = view.visible().flatMap((average) =>
    curves.filter((curve) => curve[3]).map(([key]) => ({ name: `${key}_beta_${view.betaOf(average)}`, values: view.curves(average)[key] })),
  );
  const head = ["k", ...(series.start ? ["date"] : []), "x", ...columns.map((column) => column.name)];
  const rows = series.values.map((x, i) => [i + 1, ...(series.start ? [dateOf(series, i + 1).toISOString().slice(0, 10)] : []), x, ...columns.map((column) => column.values[i])]);
  return [head, ...rows].map((row) => row.join(",")).join("\n") + "\n";
}

/** @param {View} view */
export function saveCsv(view) {
  save(new Blob([table(view)], { type: "text/csv" }), named(view, "csv"));
}

/**
 * The address that opens this scene and this view.
 * @param {View} view
 */
export function address(view) {
  /** @type {[string, string][]} */
  const pairs = [["day", String(shownStep(view.clock))]];
  if (view.transport.speed !== 1) pairs.push(["pace", String(view.transport.speed)]);
  if (view.transport.loop) pairs.push(["repeat", "1"]);
  const slots = view.header.averages.map((average) => average.slot);
  const hidden = slots.filter((slot) => view.hidden.has(slot));
  if (hidden.length) pairs.push(["without", hidden.join(",")]);
  if (slots.includes(view.selected)) pairs.push(["chosen", String(view.selected)]);
  const url = new URL(location.href);
  url.hash = "";
  url.search = queryOf([...view.header.link, ...pairs]);
  return url.href;
}
