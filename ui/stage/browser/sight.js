// What the camera sees: from a point of the scene to a pixel, and whether the surface stands in front of it.

const MARCH = 28; // places on the way to the eye at which the surface is asked for its height
const CLEAR = 0.03; // of the box: the mesh is coarser than the path, so what is this near never hides it

/** @import { Pair } from "../types" */
/** @import { Land } from "./landscape.js" */

/** @param {number[]} a @param {number[]} b Four by four, column after column. */
function product(a, b) {
  /** @type {number[]} */
  const out = new Array(16).fill(0);
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      for (let k = 0; k < 4; k++) out[4 * column + row] += a[4 * k + row] * b[4 * column + k];
    }
  }
  return out;
}

/**
 * Where x, y and w of clip space vanish: the eye, in the space that the matrix starts from.
 * @param {number[]} m
 */
function eyeOf(m) {
  const rows = [0, 1, 3].map((row) => [m[row], m[4 + row], m[8 + row], -m[12 + row]]);
  /** @param {number[]} a @param {number[]} b @param {number[]} c */
  const det = (a, b, c) => a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
  const [a, b, c] = rows;
  return [0, 1, 2].map((column) => {
    const [p, q, r] = rows.map((row) => row.slice(0, 3).map((v, i) => (i === column ? row[3] : v)));
    return det(p, q, r) / det(a, b, c);
  });
}

export class Sight {
  /**
   * The matrices take data times `scale` to clip space; `land` is the grid of heights, `reach` the box's ranges.
   * @param {Record<"projection" | "view" | "model", number[]>} camera @param {number[]} scale
   * @param {Land} land @param {[Pair, Pair, Pair]} reach @param {number} width @param {number} height
   */
  constructor({ projection, view, model }, scale, land, reach, width, height) {
    const matrix = product(projection, product(view, model));
    // Columns scaled, so that the matrix takes data as it is.
    this.matrix = matrix.map((v, i) => (i < 12 ? v * scale[Math.floor(i / 4)] : v));
    this.xs = land.x;
    this.ys = land.y;
    this.rows = land.rows ?? [];
    this.reach = reach;
    this.width = width;
    this.height = height;
    this.eye = eyeOf(this.matrix);
    this.view = this.matrix.map((v) => v.toPrecision(7)).join() + width + height;
  }

  /** The pixel of a point. @param {number} x @param {number} y @param {number} z */
  project(x, y, z) {
    const m = this.matrix;
    const w = m[3] * x + m[7] * y + m[11] * z + m[15];
    const px = (m[0] * x + m[4] * y + m[8] * z + m[12]) / w;
    const py = (m[1] * x + m[5] * y + m[9] * z + m[13]) / w;
    return { x: 0.5 * (1 + px) * this.width, y: 0.5 * (1 - py) * this.height, behind: w <= 0 };
  }

  /** Whether a place is over the drawn ground. @param {number} x @param {number} y */
  covers(x, y) {
    const [[left, right], [bottom, top]] = this.reach;
    return x >= left && x <= right && y >= bottom && y <= top;
  }

  /** A point in units of the box: -1 … 1 within it. @param {number[]} point */
  inBox(point) {
    return point.map((v, i) => (2 * (v - this.reach[i][0])) / (this.reach[i][1] - this.reach[i][0]) - 1);
  }

  /** The height of the drawn mesh, or -∞ over a hole. @param {number} x @param {number} y */
  meshAt(x, y) {
    const { xs, ys, rows } = this;
    const column = ((x - xs[0]) / (xs[xs.length - 1] - xs[0])) * (xs.length - 1);
    const row = ((y - ys[0]) / (ys[ys.length - 1] - ys[0])) * (ys.length - 1);
    const i = Math.min(Math.max(Math.floor(column), 0), xs.length - 2);
    const j = Math.min(Math.max(Math.floor(row), 0), ys.length - 2);
    const [a, b] = [column - i, row - j];
    const height = (1 - b) * ((1 - a) * rows[j][i] + a * rows[j][i + 1]) + b * ((1 - a) * rows[j + 1][i] + a * rows[j + 1][i + 1]);
    return Number.isNaN(height) ? -Infinity : height;
  }

  /** Whether the surface stands between a point and the eye. @param {number} x @param {number} y @param {number} z */
  hides(x, y, z) {
    const [bx, by, bz] = this.inBox([x, y, z]);
    const [ex, ey, ez] = this.inBox(this.eye);
    const way = [ex - bx, ey - by, ez - bz];
    // As far as the ray is inside the box.
    const exit = Math.min(...way.map((d, i) => (d > 0 ? (1 - [bx, by, bz][i]) / d : d < 0 ? (-1 - [bx, by, bz][i]) / d : Infinity)));
    const length = Math.hypot(...way);
    const first = (2 * CLEAR) / length;
    const span = this.reach[2][1] - this.reach[2][0];
    for (let k = 0; k < MARCH; k++) {
      const t = first + ((exit - first) * k) / (MARCH - 1);
      if (t > exit || t < 0) return false;
      const height = this.meshAt(this.along(0, bx, way[0], t), this.along(1, by, way[1], t));
      if (height > this.along(2, bz, way[2], t) + 0.5 * CLEAR * span) return true;
    }
    return false;
  }

  /** @param {number} axis @param {number} from @param {number} way @param {number} t */
  along(axis, from, way, t) {
    const [low, high] = this.reach[axis];
    return low + ((from + way * t + 1) / 2) * (high - low);
  }
}
