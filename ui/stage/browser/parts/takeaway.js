// Takes one chart away: as a picture with its title and its key, or as the numbers that it shows.

/** @import { Groups } from "../menu.js" */
/** @import { Chart } from "./chart.js" */

import { save } from "../clipboard.js";
import { readTheme } from "../theme.js";

const SCALE = 2;
const TITLE = 74;
const FOOTER = 30;

/** @param {Chart} chart @returns {Groups} */
export function offers(chart) {
  const keep = (/** @type {Blob} */ blob, /** @type {string} */ ending) => save(blob, `descent-lab-${slug(chart.label())}.${ending}`);
  const csv = async () => keep(new Blob([table(chart)], { type: "text/csv" }), "csv");
  return [
    [
      "Picture",
      [
        { icon: "picture", name: "PNG", note: "The chart with its title and key, at twice its size", act: async (options) => keep(await picture(chart, "png", options), "png") },
        { icon: "vector", name: "SVG", note: "The chart as shapes that stay sharp at any size", act: async (options) => keep(await picture(chart, "svg", options), "svg") },
      ],
    ],
    ["Data", [{ icon: "rows", name: "CSV", note: "The points of every line as they are drawn, in single precision", act: csv }]],
  ];
}

/** @param {string} text */
export const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);

/**
 * @param {Chart} chart @param {"png" | "svg"} format @param {{ footer: boolean, transparent: boolean }} options
 */
async function picture(chart, format, { footer, transparent }) {
  const { data, layout } = /** @type {any} */ (chart.holder);
  const theme = readTheme(chart.holder);
  const width = chart.holder.clientWidth;
  const height = chart.holder.clientHeight + TITLE + (footer ? FOOTER : 0);
  const link = { text: location.host + location.pathname + location.search, showarrow: false, xref: "container", yref: "container", x: 0, y: 0, xanchor: "left", yanchor: "bottom" };
  const worn = {
    ...structuredClone(layout),
    width,
    height,
    title: { text: chart.label(), x: 0, xanchor: "left", y: 1, yanchor: "top", pad: { l: 12, t: 12 }, font: { size: 17 } },
    margin: { ...layout.margin, t: TITLE, b: footer ? FOOTER + 12 : 10 },
    paper_bgcolor: transparent ? "rgba(0,0,0,0)" : theme.background,
    showlegend: data.filter((/** @type {any} */ trace) => trace.showlegend !== false).length > 1,
    annotations: [...(layout.annotations ?? []), ...(footer ? [{ ...link, font: { size: 12, color: theme.quiet } }] : [])],
  };
  const address = await /** @type {any} */ (chart.plotly).toImage({ data, layout: worn }, { format, width, height, scale: SCALE });
  return (await fetch(address)).blob();
}

/**
 * A row for every point of every line.
 * @param {Chart} chart
 */
export function table(chart) {
  const { data, layout } = /** @type {any} */ (chart.holder);
  const quoted = (/** @type {string} */ text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const titles = [layout.xaxis, layout.yaxis].map((axis) => quoted(axis.title?.text ?? ""));
  const rows = [`line,${titles.join(",")}`];
  for (const trace of data) {
    // What is not named is the edge of a band; what has no place stands for an entry of the key.
    if (!trace.name) continue;
    const above = Number(trace.base ?? 0);
    for (let i = 0; i < trace.x.length; i++) if (Number.isFinite(trace.x[i])) rows.push([quoted(trace.name), written(trace.x[i]), written(trace.y[i] + above)].join(","));
  }
  return `${rows.join("\n")}\n`;
}

/** @param {number} value */
const written = (value) => (Number.isFinite(value) ? String(+value.toPrecision(8)) : "");
