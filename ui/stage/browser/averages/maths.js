// The arithmetic of moving averages; optimizers/averages/moving.py is its twin and a test holds them together.

/**
 * v₁ … v_n of v_k = β v_{k-1} + (1 - β) x_k, begun at `start`.
 * @param {number[]} x @param {number} beta @param {number} start
 */
export function ema(x, beta, start = 0) {
  const averages = new Float64Array(x.length);
  let v = start;
  for (let k = 0; k < x.length; k++) averages[k] = v = beta * v + (1 - beta) * x[k];
  return averages;
}

/**
 * The sum 1 - βᵏ of the first k weights.
 * @param {number} beta @param {number} k
 */
export function weightSum(beta, k) {
  if (beta === 0) return k > 0 ? 1 : 0;
  return -Math.expm1(k * Math.log(beta));
}

/**
 * The averages divided by the sums of their weights.
 * @param {Float64Array} averages @param {number} beta
 */
export const corrected = (averages, beta) => averages.map((v, k) => v / weightSum(beta, k + 1));

/**
 * The plain mean of the last `width` values, of all while there are fewer.
 * @param {number[]} x @param {number} width
 */
export function windowMean(x, width) {
  return Float64Array.from(x, (_, k) => {
    const from = Math.max(0, k + 1 - width);
    let sum = 0;
    for (let i = from; i <= k; i++) sum += x[i];
    return sum / (k + 1 - from);
  });
}

/**
 * The weights of the latest value, the one before it, and so on: (1 - β) βʲ.
 * @param {number} beta @param {number} count
 */
export const weights = (beta, count) => Float64Array.from({ length: count }, (_, j) => (1 - beta) * beta ** j);

/** @param {number} beta */
export const halfLife = (beta) => (beta > 0 ? Math.log(0.5) / Math.log(beta) : 0);

/** @param {number} beta */
export const memory = (beta) => 1 / (1 - beta);

/**
 * The window as a whole number of values. Ties go to the even number, as in Python.
 * @param {number} beta
 */
export function nearestWindow(beta) {
  const whole = Math.round(memory(beta));
  const tie = Math.abs(memory(beta) - Math.trunc(memory(beta))) === 0.5;
  return Math.max(1, tie && whole % 2 ? whole - 1 : whole);
}

/**
 * All that can be drawn of one average.
 * @param {number[]} x @param {number} beta @returns {import("../../averages").Curves}
 */
export function curvesOf(x, beta) {
  const zero = ema(x, beta);
  return { zero, corrected: corrected(zero, beta), first: ema(x, beta, x[0]), mean: windowMean(x, nearestWindow(beta)) };
}

/**
 * A number near 1 with enough digits to tell it from 1: 5.26, 1.11, 1.000027.
 * @param {number} factor
 */
export function nearOne(factor) {
  const beyond = Math.abs(factor - 1);
  if (beyond === 0 || !Number.isFinite(factor)) return String(factor);
  if (beyond >= 0.1) return String(+factor.toPrecision(3));
  const digits = 1 - Math.floor(Math.log10(beyond));
  return digits > 15 ? "1" : factor.toFixed(digits);
}
