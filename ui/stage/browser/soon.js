// What the eye sees once a frame need not be done more often, however often the hand moves.

/** Does something before the next picture, once for all who ask until then. @param {() => void} act */
export function soon(act) {
  /** @type {number | null} */
  let request = null;
  return () => {
    request ??= requestAnimationFrame(() => {
      request = null;
      act();
    });
  };
}
