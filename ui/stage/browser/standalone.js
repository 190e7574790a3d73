// The race as one HTML file that plays offline, with Plotly.js and the engine.

import { address } from "./address.js";
import { bundled, carried, fetched } from "./bundle.js";
import { FILES as ENGINE_FILES } from "./engine.js";
import { recall } from "./landscape.js";
import { pack } from "./message.js";

/** @import { Stage } from "./stage.js" */
/** @import { Progress } from "./film.js" */

/**
 * The message that shows the stage as it is: nothing in it refers to what was sent before.
 * @param {Stage} stage
 */
function message(stage) {
  const { header, arrays } = stage;
  const land = recall(header.landscape.key);
  if (!land) throw new Error("the landscape is not drawn yet");
  const { figures, relief, x, y, rows } = land;
  const heights = rows && new Float32Array(rows.length * x.length);
  rows?.forEach((row, i) => heights?.set(row, i * x.length));
  const hidden = header.runs.map((_, i) => i).filter((i) => stage.isHidden(i));
  const { speed, loop } = stage.transport;
  const beside = stage.layouts.versus.packed();
  const view = { ...header.view, zoom: stage.landscape.zoom(), step: null, speed, loop, hidden, selected: stage.selected, look: stage.looks.look, layout: stage.layouts.layout };
  const whole = { ...header, cards: undefined, answer: null, refused: [], serial: 0, beside: beside.entry, landscape: { ...header.landscape, figures, relief }, view };
  return pack(whole, { ...arrays, ...beside.arrays, land_x: x, land_y: y, ...(heights ? { land_z: heights } : {}) });
}

/**
 * One HTML file that plays, steps, zooms and turns the race without a server.
 * @param {Stage} stage @param {Progress} progress @param {AbortSignal} signal
 */
export async function makePage(stage, progress, signal) {
  /** @type {Record<string, string>} */
  const files = {};
  // The engine, so that paths follow the hand offline, too.
  const place = stage.live.engine && stage.header.engine?.address;
  for (const name of place ? ENGINE_FILES : []) files[name] = await carried(new URL(`${place}/${name}`, document.baseURI).href, signal);
  const plotly = await (await fetched(new URL("./plotly.min.js", import.meta.url).href, signal)).text();
  return bundled(
    {
      entry: "stage.js",
      sheets: ["stage.css"],
      title: stage.header.surface.name,
      theme: stage.theme.name,
      holder: stage.root,
      markup: '<div class="stage" aria-label="Stage"></div>',
      message: message(stage),
      read: "bytes",
      address: address(stage),
      files,
      script: plotly,
    },
    progress,
    signal,
  );
}
