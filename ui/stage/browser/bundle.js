// Part of the app as one HTML file that needs no server: our modules as an import map, styles and the newest message.

/** @import { Progress } from "./film.js" */

// Asked for when it is needed: within a saved page a module lies nowhere.
const root = () => new URL(".", import.meta.url).href;
const PREFIX = "descent-lab/";
const IMPORT = /(\bfrom\s*|\bimport\s*\(?\s*)"(\.\.?\/[^"]+\.js)"/g;
// Files that modules fetch by name at run time, kept beside them as data URLs when the app serves them.
const FILES = /\bfileAddress\("([^"]+)"/g;
const PRELOADED = new Set(["plotly.min.js", "stage.css"]);
const FACES = /--st-[\w-]+/g;

/**
 * @param {string} href @param {AbortSignal} signal
 */
export async function fetched(href, signal) {
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
 * @param {string} entry @param {AbortSignal} signal
 */
async function modules(entry, signal) {
  const base = root();
  /** @type {Map<string, string>} */
  const texts = new Map();
  /** @type {Set<string>} */
  const files = new Set();
  const queue = [base + entry];
  for (let href = queue.pop(); href; href = queue.pop()) {
    const name = PREFIX + href.slice(base.length);
    if (texts.has(name)) continue;
    const { text, neighbours } = renamed(await (await fetched(href, signal)).text(), href, base);
    texts.set(name, text);
    queue.push(...neighbours);
    for (const [, file] of text.matchAll(FILES)) if (!PRELOADED.has(file)) files.add(file);
  }
  return { texts, files };
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

/** @param {string} text */
const inert = (text) => text.replace(/<\/(script|style)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** @param {Uint8Array} bytes */
const asData = (bytes, type = "application/octet-stream") => `data:${type};base64,${base64(bytes)}`;

/**
 * A file that the saved page carries, as a data URL.
 * @param {string} href @param {AbortSignal} signal
 */
export async function carried(href, signal) {
  const answer = await fetched(href, signal);
  return asData(new Uint8Array(await answer.arrayBuffer()), answer.headers.get("content-type") ?? undefined);
}

/**
 * @typedef {object} Saved What a saved page is made of.
 * @property {string} entry The module whose `update` draws the message, by its name beside this one.
 * @property {string[]} sheets Its style sheets, likewise.
 * @property {string} title
 * @property {"light" | "dark"} theme
 * @property {HTMLElement} holder Where the page's colours and letters are read.
 * @property {string} markup The element that the entry fills.
 * @property {Uint8Array} message
 * @property {string} read An expression that makes the component's data of `bytes`.
 * @property {string} address The link that opens the scene in the app.
 * @property {Record<string, string>} [files] Files by name, as data URLs.
 * @property {string} [script] A script that runs first.
 */

/**
 * @param {Saved} saved @param {Progress} progress @param {AbortSignal} signal
 */
export async function bundled({ entry, sheets, title, theme, holder, markup, message, read, address, files = {}, script = "" }, progress, signal) {
  const { texts, files: named } = await modules(entry, signal);
  progress(0.3);
  const css = (await Promise.all(sheets.map((sheet) => styles(root() + sheet, signal)))).join("");
  const kept = { ...files };
  for (const name of named) kept[name] = await carried(root() + name, signal);
  progress(0.9);
  const computed = getComputedStyle(holder);
  const names = [...new Set([...css.matchAll(FACES), ...[...texts.values()].join("").matchAll(FACES)].map(([name]) => name))];
  const faces = names.map((name) => `${name}: ${computed.getPropertyValue(name)};`).join(" ");
  const encoder = new TextEncoder();
  const imports = Object.fromEntries([...texts].map(([name, text]) => [name, asData(encoder.encode(text), "text/javascript")]));
  const open = `import { update } from "${PREFIX}${entry}";
const bytes = Uint8Array.from(atob(document.getElementById("message").textContent), (c) => c.charCodeAt(0));
update({ data: ${read}, parentElement: document.querySelector("main"), setStateValue() {}, setTriggerValue() {} });`;
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Descent Lab</title>
<style>
:root { color-scheme: ${theme}; ${inert(faces)} }
body { max-width: 1500px; margin: 0 auto; padding: 18px 22px 40px; background: var(--st-background-color); color: var(--st-text-color); font-family: var(--st-font), sans-serif; }
h1 { margin: 0 0 10px; font-size: 1.7rem; }
${inert(css)}
</style>
<header><h1>${escaped(title)}</h1></header>
<main>${markup}</main>
<script id="message" type="text/plain">${base64(message)}</script>
<script>globalThis.descentLabAlone = ${inert(JSON.stringify({ address: address, files: kept }))};</script>
<script type="importmap">${inert(JSON.stringify({ imports }))}</script>
<script>${inert(script)}</script>
<script type="module">
${open}
</script>
</html>
`;
  return new Blob([html], { type: "text/html" });
}
