// Reads a message from Python, and writes one: uint32 header length, JSON header, float32 arrays (see message.py).

/** @import { Arrays, Header } from "../types" */

import { unstow } from "./cards.js";

/**
 * A header and its arrays, whatever they are about.
 * @param {Uint8Array<ArrayBuffer>} bytes @returns {{ header: any, arrays: Record<string, Float32Array> }}
 */
export function read(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const body = bytes.slice(4 + length).buffer;
  /** @type {Record<string, Float32Array>} */
  const arrays = {};
  for (const [name, [offset, count]] of Object.entries(header.arrays)) {
    arrays[name] = new Float32Array(body, 4 * offset, count);
  }
  return { header, arrays };
}

/** The stage's message. @param {Uint8Array<ArrayBuffer>} bytes @returns {{ header: Header, arrays: Arrays }} */
export function unpack(bytes) {
  const { header: stowed, arrays } = read(bytes);
  const header = unstow(stowed);
  if (arrays.gaps) arrays.losses = arrays.gaps.map((gap) => gap + header.lowest);
  return { header, arrays: /** @type {Arrays & typeof arrays} */ (arrays) };
}

/**
 * The bytes of a message, as Python would pack it.
 * @param {object} header @param {Record<string, Float32Array | undefined>} arrays
 */
export function pack(header, arrays) {
  /** @type {Record<string, [number, number]>} */
  const places = {};
  const blocks = [];
  let offset = 0;
  for (const [name, block] of Object.entries(arrays)) {
    if (!block) continue;
    places[name] = [offset, block.length];
    offset += block.length;
    blocks.push(block);
  }
  const text = new TextEncoder().encode(JSON.stringify({ ...header, arrays: places }));
  const length = 4 * Math.ceil(text.length / 4);
  const bytes = new Uint8Array(4 + length + 4 * offset);
  new DataView(bytes.buffer).setUint32(0, length, true);
  bytes.fill(32, 4, 4 + length);
  bytes.set(text, 4);
  const body = new Float32Array(bytes.buffer, 4 + length);
  blocks.forEach((block, i) => body.set(block, Object.values(places)[i][0]));
  return bytes;
}
