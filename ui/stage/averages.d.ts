// What passes between Python and the view of moving averages, and between that view's modules (see ui/averages/view.py).

import type { Pair, Pen, Theme } from "./types";

/** Theory beside measurement; see optimizers/averages/measures.py. */
export interface Measures {
  window: number;
  half_life: number | null;
  lag: number;
  wave_lag: number | null;
  measured_lag: number | null;
  noise: number;
  linked_noise: number | null;
  measured_noise: number | null;
}

export interface Series {
  key: string;
  name: string;
  unit: string;
  source: string;
  step: string;
  values: number[];
  start: string | null;
}

export interface Average {
  slot: number;
  beta: number;
  colors: [string, string];
  measures: Measures;
  mean: Measures;
}

export type CurveKey = "zero" | "corrected" | "first" | "mean";

export interface Header {
  serial: number;
  refused: string[];
  opened: number;
  series: Series;
  averages: Average[];
  /** key, name, hint, and whether it is drawn. */
  curves: [CurveKey, string, string, boolean][];
  beta_range: Pair;
  most: number;
  link: [string, string][];
  /** The experiment below, in words. */
  experiment: string;
  /** The works behind it. */
  bibtex: string;
  view: { day: number | null; speed: number; loop: boolean; hidden: number[]; selected: number };
  speeds: number[];
  /** What the transport reads: the number of values, and what its number keys show and hide. */
  steps: number;
  runs: Average[];
}

export interface Component {
  data: Omit<Header, "steps" | "runs">;
  parentElement: HTMLElement;
  setStateValue: (name: string, value: unknown) => void;
}

/** The curves of one average, from the first value on. */
export type Curves = Record<CurveKey, Float64Array>;

/** A box with linear axes in pixels. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
  low: number;
  high: number;
  first: number;
  last: number;
  x(place: number): number;
  y(value: number): number;
  placeAt(pixel: number): number;
}

/** A canvas to draw on: its pen, its size in page pixels, and the colours. */
export interface Sheet {
  pen: Pen;
  width: number;
  height: number;
  theme: Theme;
}
