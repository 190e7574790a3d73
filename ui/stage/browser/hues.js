// The hues of the palette on light and on dark ground, as figures/palette.py has them (a test holds them together).

/** @type {[string, string][]} */
export const HUES = [
  ["#028bfa", "#5ec9f7"],
  ["#561202", "#ff7000"],
  ["#096847", "#05b56b"],
  ["#a78723", "#f5ed81"],
  ["#e619aa", "#c27ebb"],
  ["#330082", "#9d7fff"],
  ["#3a4751", "#c0d5c0"],
  ["#0082a9", "#5deeff"],
  ["#c26571", "#f58e9d"],
  ["#647501", "#e0c429"],
];

/** The quietest of them, for what stands beside a run. */
export const SLATE = HUES[6];
