// The race's clock: how far it is after some time.

export const RACE = 7000; // ms for a whole race at speed 1

/**
 * The clock after `elapsed` ms, and whether it has come to rest at the end.
 * @param {number} clock @param {number} elapsed @param {number} speed @param {number} steps @param {boolean} loop
 */
export function advance(clock, elapsed, speed, steps, loop) {
  const next = clock + (elapsed / RACE) * speed * Math.max(steps, 1);
  if (next < steps) return { clock: next, ended: false };
  return loop ? { clock: 0, ended: false } : { clock: steps, ended: true };
}

/**
 * The whole step that a clock between two steps shows.
 * @param {number} clock
 */
export const shownStep = (clock) => Math.floor(clock + 1e-9);
