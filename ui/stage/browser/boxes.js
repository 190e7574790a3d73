// The stage's boxes: what stands where on the page, before anything is drawn in it.

import { element } from "./dom.js";

/** @typedef {ReturnType<typeof boxes>} Boxes */

/**
 * Fills the root: beside one another the landscape with what plays it, and the settings; under both the results.
 * @param {HTMLElement} root @param {HTMLElement} formula the bar of the user's own formula
 */
export function boxes(root, formula) {
  const canvas = element("canvas", { className: "stage-canvas" });
  const empty = element("div", { className: "stage-empty", hidden: true });
  const area = element("div", { className: "stage-area" }, canvas, empty);
  const lands = element("div", { className: "stage-lands" }, area);
  const curveCanvas = element("canvas", { role: "img", "aria-label": "Loss against step; the table below has the numbers" });
  const curve = element("div", { className: "stage-curve", title: "Click or drag to move through the race" }, curveCanvas);
  const ratesCanvas = element("canvas", { role: "img", "aria-label": "Learning rate against step" });
  const rates = element("div", { className: "stage-rates", hidden: true }, ratesCanvas);
  const transport = element("div", { className: "stage-transport", role: "group", "aria-label": "Playback" });
  const bar = element("div", { className: "stage-bar", role: "group", "aria-label": "View and export" });
  const side = element("div", { className: "stage-side" });
  const results = element("div", { className: "stage-results" });
  const notice = element("div", { className: "stage-notice", role: "status", hidden: true });
  const main = element("div", { className: "stage-main" }, formula, bar, lands, transport, curve, rates);
  root.replaceChildren(main, side, results, notice);
  return { area, bar, canvas, curve, curveCanvas, empty, lands, notice, rates, ratesCanvas, results, side, transport };
}
