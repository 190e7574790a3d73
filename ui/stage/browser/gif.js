// Writes animated GIFs: a palette by median cut, and LZW as the format asks (GIF89a, W3C 1990).

const CODES = 4096; // LZW codes have at most 12 bits
const BITS = 5; // of each channel, by which similar colours are merged

/**
 * A palette of at most `size` colours for these pixels. Half of it are the most frequent colours as they are,
 * because a map is made of even areas; the rest comes from the others by median cut.
 * @param {Uint8ClampedArray[]} pictures RGBA @param {number} size @returns {number[][]}
 */
export function palette(pictures, size) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const pixels of pictures) {
    for (let i = 0; i < pixels.length; i += 4) {
      const key = packed(pixels[i], pixels[i + 1], pixels[i + 2]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1]);
  if (byCount.length <= size) return byCount.map(([key]) => channels(key));
  const exact = byCount.slice(0, size >> 1).map(([key]) => channels(key));
  return [...exact, ...medianCut(byCount.slice(size >> 1), size - exact.length)];
}

/**
 * Cuts the box of colours with the widest spread in two at its median until there are enough (Heckbert 1982).
 * @param {[number, number][]} counts colours with their frequency @param {number} size
 */
function medianCut(counts, size) {
  /** @type {Map<number, number[]>} a few bits of each channel → sums of red, green, blue, and how often */
  const merged = new Map();
  for (const [key, count] of counts) {
    const color = channels(key);
    const place = bucket(color[0], color[1], color[2]);
    const sums = merged.get(place) ?? [0, 0, 0, 0];
    merged.set(place, [...color.map((value, c) => sums[c] + value * count), sums[3] + count]);
  }
  const colors = [...merged.values()].map(([red, green, blue, count]) => ({ color: [red / count, green / count, blue / count], count }));
  const boxes = [colors];
  while (boxes.length < size) {
    let widest = -1;
    let most = 0;
    let axis = 0;
    boxes.forEach((box, i) => {
      for (let c = 0; c < 3; c++) {
        const values = box.map(({ color }) => color[c]);
        // Rare but distant colours count too: thin lines are what the picture is about.
        const spread = (Math.max(...values) - Math.min(...values)) * Math.log2(1 + box.length);
        if (spread > most) [most, widest, axis] = [spread, i, c];
      }
    });
    if (widest < 0) break;
    const box = boxes[widest].sort((a, b) => a.color[axis] - b.color[axis]);
    boxes.splice(widest, 1, box.slice(0, box.length >> 1), box.slice(box.length >> 1));
  }
  return boxes.map((box) => {
    const total = box.reduce((sum, { count }) => sum + count, 0);
    return [0, 1, 2].map((c) => Math.round(box.reduce((sum, { color, count }) => sum + color[c] * count, 0) / total));
  });
}

/** @param {number} red @param {number} green @param {number} blue */
const packed = (red, green, blue) => (red << 16) | (green << 8) | blue;

/** @param {number} key */
const channels = (key) => [key >> 16, (key >> 8) & 255, key & 255];

/** @param {number} red @param {number} green @param {number} blue */
function bucket(red, green, blue) {
  const drop = 8 - BITS;
  return ((red >> drop) << (2 * BITS)) | ((green >> drop) << BITS) | (blue >> drop);
}

/**
 * Finds the nearest colour of a palette for each pixel, remembering what it found.
 * @param {number[][]} colors
 */
export function matcher(colors) {
  const known = new Int16Array(1 << 24).fill(-1);
  return (/** @type {Uint8ClampedArray} */ pixels) => {
    const indices = new Uint8Array(pixels.length / 4);
    for (let i = 0, k = 0; i < pixels.length; i += 4, k++) {
      const key = packed(pixels[i], pixels[i + 1], pixels[i + 2]);
      if (known[key] < 0) known[key] = nearest(colors, pixels[i], pixels[i + 1], pixels[i + 2]);
      indices[k] = known[key];
    }
    return indices;
  };
}

/** @param {number[][]} colors @param {number} red @param {number} green @param {number} blue */
function nearest(colors, red, green, blue) {
  let best = Infinity;
  let found = 0;
  colors.forEach(([r, g, b], i) => {
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance < best) [best, found] = [distance, i];
  });
  return found;
}

/**
 * LZW with growing codes, least significant bit first.
 * @param {Uint8Array} indices @param {number} depth bits of an index
 */
export function compress(indices, depth) {
  const clear = 1 << depth;
  const bytes = [];
  let hold = 0;
  let held = 0;
  let width = depth + 1;
  let next = clear + 2;
  /** @type {Map<number, number>} (code, index) → code */
  const table = new Map();
  const emit = (/** @type {number} */ code) => {
    hold |= code << held;
    held += width;
    while (held >= 8) {
      bytes.push(hold & 255);
      hold >>>= 8;
      held -= 8;
    }
  };
  emit(clear);
  let code = indices[0];
  for (let i = 1; i < indices.length; i++) {
    const key = (code << 8) | indices[i];
    const longer = table.get(key);
    if (longer !== undefined) {
      code = longer;
      continue;
    }
    emit(code);
    if (next < CODES) {
      table.set(key, next);
      if (next === 1 << width) width += 1;
      next += 1;
    } else {
      emit(clear);
      table.clear();
      width = depth + 1;
      next = clear + 2;
    }
    code = indices[i];
  }
  emit(code);
  emit(clear + 1);
  if (held > 0) bytes.push(hold & 255);
  return Uint8Array.from(bytes);
}

/** An animated GIF, written frame by frame; what did not change since the last frame is left transparent. */
export class GifWriter {
  /** @param {number} width @param {number} height @param {number[][]} colors at most 255 */
  constructor(width, height, colors) {
    this.width = width;
    this.height = height;
    this.depth = Math.max(2, Math.ceil(Math.log2(colors.length + 1)));
    this.nothing = (1 << this.depth) - 1; // the index that stands for transparent
    this.match = matcher(colors);
    /** @type {Uint8Array | null} */
    this.before = null;
    const table = new Uint8Array(3 << this.depth);
    colors.forEach((color, i) => table.set(color, 3 * i));
    const screen = [...little(width), ...little(height), 0xf0 | (this.depth - 1), 0, 0];
    const forever = [0x21, 0xff, 11, ...ascii("NETSCAPE2.0"), 3, 1, 0, 0, 0];
    /** @type {Uint8Array<ArrayBuffer>[]} */
    this.parts = [Uint8Array.from([...ascii("GIF89a"), ...screen]), table, Uint8Array.from(forever)];
  }

  /** @param {Uint8ClampedArray} pixels RGBA @param {number} delay in hundredths of a second */
  add(pixels, delay) {
    const indices = this.match(pixels);
    const { before, nothing } = this;
    const drawn = before ? indices.map((index, i) => (index === before[i] ? nothing : index)) : indices;
    this.before = indices;
    const control = [0x21, 0xf9, 4, 0x05, ...little(delay), nothing, 0];
    const descriptor = [0x2c, 0, 0, 0, 0, ...little(this.width), ...little(this.height), 0, this.depth];
    this.parts.push(Uint8Array.from([...control, ...descriptor]));
    const data = compress(drawn, this.depth);
    for (let i = 0; i < data.length; i += 255) {
      const block = data.subarray(i, i + 255);
      this.parts.push(Uint8Array.from([block.length, ...block]));
    }
    this.parts.push(Uint8Array.of(0));
  }

  /** The parts of the finished file. */
  finish() {
    return [...this.parts, Uint8Array.of(0x3b)];
  }
}

/** @param {number} value */
const little = (value) => [value & 255, value >> 8];

/** @param {string} text */
const ascii = (text) => [...text].map((c) => c.charCodeAt(0));
