// Reads a message from Python: uint32 header length, JSON header, float32 arrays (see message.py).

export function unpack(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const body = bytes.slice(4 + length).buffer;
  const arrays = {};
  for (const [name, [offset, count]] of Object.entries(header.arrays)) {
    arrays[name] = new Float32Array(body, 4 * offset, count);
  }
  return { header, arrays };
}
