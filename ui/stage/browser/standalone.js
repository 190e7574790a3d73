// The race as one HTML file that plays offline: our modules as an import map, Plotly.js, styles and the newest message.

import { address } from "./address.js";
import { FILES as ENGINE_FILES } from "./engine.js";
import { recall } from "./landscape.js";
import { pack } from "./message.js";

/** @import { Stage } from "./stage.js" */
/** @import { Progress } from "./film.js" */

const ENTRY = "./stage.js";
const PREFIX = "descent-lab/";
const IMPORT = /(\bfrom\s*|\bimport\s*\(?\s*)"(\.\.?\/[^"]+\.js)"/g;
// Files that modules fetch by name at run time, kept beside them as data URLs when the app serves them.
const FILES = /\bfileAddress\("([^"]+)"/g;
const PRELOADED = new Set(["plotly.min.js", "stage.css"]);
const FACES = /--st-[\w-]+/g;

/**
 * @param {string} href @param {AbortSignal} signal
 */
async function fetched(href, signal) {
  const answer = await fetch(href, { signal });
  if (!answer.ok) throw new Error(`${href.split("/").at(-1)} could not be read`);
  return answer;
}

/**
 * The bytes as base64, in pieces that fit a call's arguments.
 * @param {Uint8Array} bytes
 */
export function base64(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

/**
 * A module's text with its neighbours named as the import map names them.
 * @param {string} text @param {string} href @param {string} root
 */
export function renamed(text, href, root) {
  /** @type {string[]} */
  const neighbours = [];
  const out = text.replace(IMPORT, (_, before, to) => {
    const target = new URL(to, href).href;
    neighbours.push(target);
    return `${before}"${PREFIX}${target.slice(root.length)}"`;
  });
  return { text: out, neighbours };
}

/**
 * Every module that the entry reaches, by the name in the import map, and the files that they ask for.
 * @param {AbortSignal} signal
 */
async function modules(signal) {
  const entry = new URL(ENTRY, import.meta.url).href;
  const root = new URL(".", entry).href;
  /** @type {Map<string, string>} */
  const texts = new Map();
  /** @type {Set<string>} */
  const files = new Set();
  const queue = [entry];
  for (let href = queue.pop(); href; href = queue.pop()) {
    const name = PREFIX + href.slice(root.length);
    if (texts.has(name)) continue;
    const { text, neighbours } = renamed(await (await fetched(href, signal)).text(), href, root);
    texts.set(name, text);
    queue.push(...neighbours);
    for (const [, file] of text.matchAll(FILES)) if (!PRELOADED.has(file)) files.add(file);
  }
  return { texts, files, root };
}

/**
 * The style sheet with what it imports in place.
 * @param {string} href @param {AbortSignal} signal @returns {Promise<string>}
 */
async function styles(href, signal) {
  const text = await (await fetched(href, signal)).text();
  const parts = text.split(/@import (?:url\()?"([^"]+)"\)?;/);
  const filled = parts.map((part, i) => (i % 2 ? styles(new URL(part, href).href, signal) : part));
  return (await Promise.all(filled)).join("");
}

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

/** @param {string} text */
const inert = (text) => text.replace(/<\/(script|style)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/**
 * One HTML file that plays, steps, zooms and turns the race without a server.
 * @param {Stage} stage @param {Progress} progress @param {AbortSignal} signal
 */
export async function makePage(stage, progress, signal) {
  const { texts, files, root } = await modules(signal);
  progress(0.3);
  const css = await styles(`${root}stage.css`, signal);
  /** @type {Record<string, string>} */
  const kept = {};
  for (const name of files) {
    const answer = await fetched(root + name, signal);
    const type = answer.headers.get("content-type") ?? "application/octet-stream";
    kept[name] = `data:${type};base64,${base64(new Uint8Array(await answer.arrayBuffer()))}`;
  }
  // The engine, so that paths follow the hand offline, too.
  const place = stage.live.engine && stage.header.engine?.address;
  for (const name of place ? ENGINE_FILES : []) {
    const answer = await fetched(new URL(`${place}/${name}`, document.baseURI).href, signal);
    kept[name] = `data:application/octet-stream;base64,${base64(new Uint8Array(await answer.arrayBuffer()))}`;
  }
  progress(0.5);
  const plotly = await (await fetched(`${root}plotly.min.js`, signal)).text();
  progress(0.9);
  const computed = getComputedStyle(stage.root);
  const names = [...new Set([...css.matchAll(FACES), ...[...texts.values()].join("").matchAll(FACES)].map(([name]) => name))];
  const faces = names.map((name) => `${name}: ${computed.getPropertyValue(name)};`).join(" ");
  const encoder = new TextEncoder();
  const imports = Object.fromEntries([...texts].map(([name, text]) => [name, `data:text/javascript;base64,${base64(encoder.encode(text))}`]));
  const { name } = stage.header.surface;
  const open = `import { update } from "${PREFIX}stage.js";
const bytes = Uint8Array.from(atob(document.getElementById("message").textContent), (c) => c.charCodeAt(0));
update({ data: bytes, parentElement: document.querySelector("main"), setStateValue() {}, setTriggerValue() {} });`;
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(name)} · Descent Lab</title>
<style>
:root { color-scheme: ${stage.theme.name}; ${inert(faces)} }
body { max-width: 1500px; margin: 0 auto; padding: 18px 22px 40px; background: var(--st-background-color); color: var(--st-text-color); font-family: var(--st-font), sans-serif; }
h1 { margin: 0 0 10px; font-size: 1.7rem; }
${inert(css)}
</style>
<header><h1>${escaped(name)}</h1></header>
<main><div class="stage" aria-label="Stage"></div></main>
<script id="message" type="text/plain">${base64(message(stage))}</script>
<script>globalThis.descentLabAlone = ${inert(JSON.stringify({ address: address(stage), files: kept }))};</script>
<script type="importmap">${inert(JSON.stringify({ imports }))}</script>
<script>${inert(plotly)}</script>
<script type="module">
${open}
</script>
</html>
`;
  return new Blob([html], { type: "text/html" });
}
