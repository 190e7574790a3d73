// Reads a message from Python: uint32 header length, JSON header, float32 arrays (see message.py).

/** @import { Arrays, Header } from "../types" */

import { unstow } from "./cards.js";

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {{ header: Header, arrays: Arrays }} */
export function unpack(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = unstow(JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))));
  const body = bytes.slice(4 + length).buffer;
  /** @type {Record<string, Float32Array>} */
  const arrays = {};
  for (const [name, [offset, count]] of Object.entries(header.arrays)) {
    arrays[name] = new Float32Array(body, 4 * offset, count);
  }
  if (arrays.gaps) arrays.losses = arrays.gaps.map((gap) => gap + header.lowest);
  return { header, arrays: /** @type {Arrays & typeof arrays} */ (arrays) };
}
