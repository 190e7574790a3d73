// Takes the picture, the film, the numbers, the settings and the link away.

/** @import { View } from "./averages.js" */
/** @import { Groups } from "../menu.js" */

import { queryOf } from "../address.js";
import { alone } from "../alone.js";
import { save } from "../clipboard.js";
import { shownStep } from "../clock.js";
import { films } from "../film.js";
import { shared } from "../menu.js";
import { dateOf } from "./axes.js";
import { easel, settingsLine, svg } from "./picture.js";
import { makePage } from "./saved.js";

const SCALE = 2;

/**
 * What is on offer, in groups as for a race.
 * @param {View} view @returns {Groups}
 */
export function offers(view) {
  const keep = (/** @type {Blob} */ blob, /** @type {string} */ ending) => save(blob, `descent-lab-averages-${view.header.series.key}.${ending}`);
  const text = async (/** @type {string} */ content, /** @type {string} */ type, /** @type {string} */ ending) => keep(new Blob([content], { type }), ending);
  const shot = () => ({
    easel: (/** @type {Parameters<typeof easel>[1]} */ options) => easel(view, options),
    steps: view.header.steps,
    speed: view.transport.speed,
  });
  /** @type {Groups} */
  const groups = [
    [
      "Picture",
      [
        { icon: "picture", name: "PNG", note: "What is shown, at twice its size", act: async (options) => keep(await png(view, options), "png") },
        { icon: "vector", name: "SVG", note: "What is shown, as shapes that stay sharp at any size", act: (options) => text(svg(view, options), "image/svg+xml", "svg") },
      ],
    ],
    ["Film", films(shot, "The whole sequence", keep)],
    ["Page", [{ icon: "page", name: "HTML", note: "The averages to play and drag offline, as one file", act: (_, progress, signal) => makePage(view, progress, signal).then((page) => keep(page, "html")) }]],
    [
      "Data",
      [
        { icon: "rows", name: "CSV", note: "The values and every curve that is drawn, in full precision", act: () => text(table(view), "text/csv", "csv") },
        { icon: "rows", name: "JSON", note: "The values and every curve of every average, in full precision", act: () => text(json(view), "application/json", "json") },
      ],
    ],
    ["Text", [{ icon: "book", name: "BibTeX", note: "Where the numbers come from, and the works behind the experiment", act: () => text(works(view), "application/x-bibtex", "bib") }]],
    [
      "Copy",
      [
        { icon: "link", name: "Link", note: "Copy a link that opens this scene", act: () => shared(view, address(view), "Link") },
        { icon: "text", name: "Settings", note: "Copy all settings as text", act: () => shared(view, settings(view), "Settings") },
      ],
    ],
  ];
  return groups.filter(([title]) => !alone() || !["Film", "Page"].includes(title));
}

/** @param {View} view @param {{ footer: boolean, transparent: boolean }} options */
async function png(view, options) {
  const { canvas, draw } = await easel(view, { ...options, scale: SCALE });
  draw(view.clock);
  /** @type {Blob | null} */
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the browser could not write it");
  return blob;
}

/** The dates of the values, where they have any. @param {View} view */
function dates({ header: { series } }) {
  return series.start ? series.values.map((_, i) => dateOf(series, i + 1).toISOString().slice(0, 10)) : null;
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
  const days = dates(view);
  const head = ["k", ...(days ? ["date"] : []), "x", ...columns.map((column) => column.name)];
  const rows = series.values.map((x, i) => [i + 1, ...(days ? [days[i]] : []), x, ...columns.map((column) => column.values[i])]);
  return [head, ...rows].map((row) => row.join(",")).join("\n") + "\n";
}

/**
 * The values and all curves of all averages, with the link that opens them.
 * @param {View} view
 */
export function json(view) {
  const { name, unit, source, values } = view.header.series;
  const averages = view.header.averages.map((average) => {
    const curves = Object.entries(view.curves(average)).map(([key, curve]) => [key, [...curve]]);
    return { beta: view.betaOf(average), ...Object.fromEntries(curves) };
  });
  const days = dates(view);
  const told = { sequence: { name, unit, source, ...(days ? { dates: days } : {}), values }, averages, experiment: view.header.experiment, link: address(view) };
  return `${JSON.stringify(told)}\n`;
}

/** The source of the numbers as a comment, and the works behind the experiment. @param {View} view */
const works = ({ header: { series, bibtex } }) => `${series.source ? `% ${series.name}: ${series.source}\n` : ""}${bibtex}`;

/**
 * The settings in words, to paste into notes, a mail or a lab report.
 * @param {View} view
 */
export function settings(view) {
  const { series, experiment } = view.header;
  return [`Moving averages of: ${series.name} (${series.values.length} values)`, settingsLine(view), `In an optimizer: ${experiment}`, address(view), ""].join("\n");
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
  const url = new URL(alone()?.address ?? location.href);
  url.hash = "";
  url.search = queryOf([...view.header.link, ...pairs]);
  return url.href;
}
