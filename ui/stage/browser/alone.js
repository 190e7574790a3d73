// A page that was saved as one file carries what the app would serve, and has no server to ask.

/**
 * @typedef {object} Alone What such a page knows of itself.
 * @property {string} address Where the scene can be opened with everything that can be set.
 * @property {Record<string, string>} files Files of the app as data URLs, by name.
 */

/** @returns {Alone | null} Null where the app itself serves the page. */
export const alone = () => /** @type {any} */ (globalThis).descentLabAlone ?? null;

/**
 * Where a file of the app lies: inside the saved page, or beside the modules.
 * @param {string} name @param {string} beside the address of the module that asks
 */
export const fileAddress = (name, beside) => alone()?.files[name] ?? new URL(`./${name}`, beside).href;
