// What can be taken away from a race: pictures, films, a page, data, text.

import { address } from "./address.js";
import { alone } from "./alone.js";
import { save } from "./clipboard.js";
import { fileName, makePng, makeSvg } from "./exports.js";
import { films } from "./film.js";
import { easel } from "./frames.js";
import { ExportMenu, shared } from "./menu.js";
import { makePage } from "./standalone.js";

/** @import { Stage } from "./stage.js" */
/** @import { Progress } from "./film.js" */
/** @import { Groups } from "./menu.js" */

/** The export menu of a race. @param {Stage} stage @param {HTMLElement} holder */
export function exportMenu(stage, holder) {
  return new ExportMenu(stage, holder, { offers: () => offers(stage), address: () => address(stage) });
}

/**
 * What is on offer, in groups.
 * @param {Stage} stage @returns {Groups}
 */
function offers(stage) {
  const keep = (/** @type {string} */ ending, /** @type {boolean} */ withStep = false) => (/** @type {Blob} */ blob) => save(blob, fileName(stage, ending, withStep));
  const fetched = (/** @type {string} */ kind) => (/** @type {unknown} */ _, /** @type {Progress} */ progress, /** @type {AbortSignal} */ signal) => stage.courier.fetch(kind, progress, signal);
  const file = (/** @type {string} */ kind, /** @type {string} */ ending, /** @type {string} */ type) =>
    (/** @type {unknown} */ _, /** @type {Progress} */ progress, /** @type {AbortSignal} */ signal) =>
      stage.courier.fetch(kind, progress, signal).then((parts) => keep(ending)(new Blob(parts, { type })));
  const settings = fetched("settings");
  const shot = () => ({
    easel: (/** @type {Parameters<typeof easel>[1]} */ options) => easel(stage, options),
    steps: stage.header.steps,
    speed: stage.transport.speed,
  });
  /** @type {Groups} */
  const groups = [
    [
      "Picture",
      [
        { icon: "picture", name: "PNG", note: "What is shown, at twice its size", act: (options) => makePng(stage, options).then(keep("png", true)) },
        { icon: "vector", name: "SVG", note: "What is shown, as shapes that stay sharp at any size", act: (options) => makeSvg(stage, options).then(keep("svg", true)) },
      ],
    ],
    ["Film", films(shot, "The race", (blob, ending) => keep(ending)(blob))],
    ["Page", [{ icon: "page", name: "HTML", note: "The race to play offline, as one file", act: (_, progress, signal) => makePage(stage, progress, signal).then(keep("html")) }]],
    [
      "Data",
      [
        { icon: "rows", name: "CSV", note: "Every step of every run with its memory, in full precision", act: file("csv", "csv", "text/csv") },
        { icon: "rows", name: "JSON", note: "The scene and every step of every run with its memory", act: file("json", "json", "application/json") },
      ],
    ],
    [
      "Text",
      [
        { icon: "code", name: "PyTorch", note: "A script that makes the same runs with PyTorch", act: file("torch", "py", "text/x-python") },
        { icon: "book", name: "BibTeX", note: "The works that surface and optimizers come from", act: file("bibtex", "bib", "application/x-bibtex") },
      ],
    ],
    [
      "Copy",
      [
        { icon: "link", name: "Link", note: "Copy a link that opens this scene", act: () => shared(stage, address(stage), "Link") },
        { icon: "text", name: "Settings", note: "Copy all settings as text", act: (...how) => settings(...how).then(([text]) => shared(stage, `${text}\n${address(stage)}\n`, "Settings")) },
      ],
    ],
  ];
  return groups.filter(([title]) => !alone() || title === "Picture");
}
