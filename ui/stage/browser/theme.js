// The page's colours, as Streamlit hands them down.

/** @import { Theme } from "../types" */

/** @param {string} color */
function channels(color) {
  const probe = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  probe.fillStyle = color;
  const read = String(probe.fillStyle);
  const hex = read.startsWith("#") ? read : "#ffffff";
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255);
}

/** @param {Element} node @returns {Theme} */
export function readTheme(node) {
  const css = getComputedStyle(node);
  const take = (/** @type {string} */ name, /** @type {string} */ otherwise) => css.getPropertyValue(name).trim() || otherwise;
  const background = take("--st-background-color", "#ffffff");
  const [red, green, blue] = channels(background);
  const dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5;
  return {
    name: dark ? "dark" : "light",
    index: dark ? 1 : 0,
    background,
    ink: take("--st-text-color", dark ? "#e5e9f0" : "#1f2937"),
    quiet: dark ? "#94a3b8" : "#5b6b80",
    rule: dark ? "rgba(148, 163, 184, 0.22)" : "rgba(71, 85, 105, 0.20)",
    casing: dark ? "rgba(12, 18, 28, 0.85)" : "rgba(255, 255, 255, 0.9)",
    font: take("--st-font", "sans-serif"),
    weight: +take("--weight", "1"),
    type: +take("--type", "13"),
    accent: take("--st-primary-color", "#0072b2"),
  };
}

/**
 * The room that labels need at the left of landscape and curves, which share their axis of time or place.
 * @param {Theme} theme
 */
export const marginLeft = ({ type }) => Math.round(20 + 2 * type);
