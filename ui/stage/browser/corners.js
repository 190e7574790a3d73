// Which points a line needs: between them it passes the others as closely as an eye can tell. A wide stroke costs by
// its points, and a thousand small steps along a valley are a few bends.

const ASIDE = 0.2; // pixels; how far a line may pass beside a point

/** @param {number} angle */
const wrapped = (angle) => (angle > Math.PI ? angle - 2 * Math.PI : angle < -Math.PI ? angle + 2 * Math.PI : angle);

/**
 * The numbers of the points to draw, first and last among them. From each one the line may turn within the sleeve in
 * which it passes all points since; a point outside of it, or one that turns back, begins another line at the one before.
 * @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @param {number} end @returns {number[]}
 */
export function corners(xs, ys, end) {
  const kept = [0];
  let anchor = 0;
  let base = 0;
  let least = -Infinity;
  let most = Infinity;
  let reach = -1;
  for (let i = 1; i <= end; i++) {
    let x = xs[i] - xs[anchor];
    let y = ys[i] - ys[anchor];
    let turn = reach < 0 ? 0 : wrapped(Math.atan2(y, x) - base);
    if (reach >= 0 && (x * x + y * y < reach || turn < least || turn > most)) {
      anchor = i - 1;
      kept.push(anchor);
      x = xs[i] - xs[anchor];
      y = ys[i] - ys[anchor];
      reach = -1;
    }
    if (reach < 0) {
      base = Math.atan2(y, x);
      turn = 0;
      least = -Infinity;
      most = Infinity;
    }
    reach = x * x + y * y;
    const spread = Math.asin(Math.min(1, ASIDE / Math.sqrt(reach)));
    least = Math.max(least, turn - spread);
    most = Math.min(most, turn + spread);
  }
  if (end > 0) kept.push(end);
  return once(kept, xs, ys);
}

/**
 * The same without ways that a line goes again: an optimizer that swings about a valley for hundreds of steps draws one.
 * @param {number[]} kept @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @returns {number[]}
 */
function once(kept, xs, ys) {
  const drawn = [kept[0]];
  let now = kept[0];
  for (let k = 1; k < kept.length; k++) {
    const next = kept[k];
    const last = drawn[drawn.length - 1];
    if (drawn.length < 2 || !along(xs, ys, drawn[drawn.length - 2], last, now, next)) {
      if (now !== last) drawn.push(now);
      drawn.push(next);
    }
    now = next;
  }
  if (now !== drawn[drawn.length - 1]) drawn.push(now);
  return drawn;
}

/**
 * Whether all points after one, up to another, lie on the line between `a` and `b`.
 * @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @param {number} a @param {number} b @param {number} after @param {number} upto
 */
function along(xs, ys, a, b, after, upto) {
  const [dx, dy] = [xs[b] - xs[a], ys[b] - ys[a]];
  const length = dx * dx + dy * dy || 1;
  for (let i = after + 1; i <= upto; i++) {
    const [x, y] = [xs[i] - xs[a], ys[i] - ys[a]];
    const share = Math.min(1, Math.max(0, (x * dx + y * dy) / length));
    if ((x - share * dx) ** 2 + (y - share * dy) ** 2 > ASIDE * ASIDE) return false;
  }
  return true;
}
