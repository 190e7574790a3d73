// What passes between Python and the stage, and between the stage's modules (see picture.py and message.py).

export type Pair = [number, number];
export type Edge = Pair | number[];

/** A number that a slider moves. */
export interface Spec {
  name: string;
  symbol: string;
  value: number;
  default: number;
  low: number;
  high: number;
  scale: string;
  note: string;
  kind: string;
  accepted: Edge;
  off?: boolean;
  /** Where the track of a log scale begins after 0. */
  least?: number;
  /** The kind of edit that it asks for, where that is not its name. */
  edit?: string;
  axis?: number;
}

/** name, label, value, and the options as [key, text]. */
export type Choice = [string, string, string, [string, string][]];

export interface Run {
  key: string;
  name: string;
  form: string;
  forms: [string, string][];
  /** A ghost's settings as a link writes them; null for a run that can be tuned. */
  pinned: string | null;
  colors: [string, string];
  dash: number[];
  marker: string;
  sliders: Spec[];
  /** The names of the two sliders that the pad joins. */
  pad: [string, string] | null;
  choices: Choice[];
  options: Spec[];
  warning: string | null;
  /** What the page's own engine is asked for this run. */
  engine: PageRun | null;
  taken: number;
  status: "running" | "converged" | "diverged";
  reason: string;
  final_loss: number | string;
  distance: number | string | null;
  nearest: string | null;
  arrived: number | null;
  evaluations: number;
  rate: Rate | null;
}

/** How the gap to the minimum falls: "linear" as constant αᵗ, "sub-linear" as constant / tᵖ. */
export interface Rate {
  kind: "linear" | "sub-linear" | "none";
  constant: number | string;
  alpha: number | string;
  power: number;
  quality: number | string;
  first: number;
  last: number;
  /** The first step from which the gap stays within the tolerance: seen, or extrapolated. */
  steps: number | null;
  seen: boolean;
}

/** A formula: a number, a name with its value and coordinate, or an operation. */
export type Tree = number | string | [string, number | string, number | null] | { o: string; n: string; p: Tree[] };

/** One assignment of a step; `c` is the coordinate (null: none of its own), `t` the formula, `v` the value. */
export interface ExplainedLine {
  name: string;
  group: string;
  shared: boolean;
  parts: { c: number | null; t: Tree; v: number | string }[];
}

export interface Explained {
  number: number;
  lines: ExplainedLine[];
  before: (number | string)[];
  after: (number | string)[];
}

/** The run that is shown in detail; its arrays are named detail_…, those of its arrows by their order. */
export interface Detail {
  run: number;
  taken: number;
  memory: string[];
  arrows: { name: string; role: string }[];
  step: Explained | null;
}

/** The surface at a point. */
export interface Probe {
  at: Pair;
  value: number | string;
  gradient: (number | string)[];
  hessian: (number | string)[];
  eigenvalues: (number | string)[];
  direction: Pair;
  condition: number | string;
  step_limit: number | string;
  kind: string;
}

export interface Surface {
  key: string;
  name: string;
  dimensions: number;
  x_range: Pair;
  y_range: Pair;
  minima: [number, number, number][];
  others: [number, number, number, string][];
}

/** How runs are set against one another. */
export type Layout = "overlay" | "panels" | "versus";

/** What is wrong with a typed text: `position` counts its characters; null when the ranges are at fault. */
export interface Mistake {
  text: string;
  message: string;
  position: number | null;
  allowed: string[];
}

export type OpenRange = [number | null, number | null];

/** The user's own formula as it was typed last; what is drawn may be an older one. */
export interface Formula {
  text: string;
  x_range: OpenRange;
  y_range: OpenRange;
  dimensions: number;
  /** Whether the formula has no y in it. */
  flat: boolean;
  /** The names that it may have: "x", or "x and y". */
  variables: string;
  mistake: Mistake | null;
  notes: string[];
  examples: { name: string; text: string; x_range: Pair; y_range: Pair }[];
  /** name, call, note */
  functions: [string, string, string][];
  longest: number;
}

export interface View {
  zoom: [Pair, Pair] | null;
  step: number | null;
  speed: number;
  loop: boolean;
  hidden: number[];
  selected: number;
  layout: Layout;
  look: Look;
  camera: number[] | null;
  inspect: boolean;
  curve: string;
}

export type Look = "contour" | "both" | "space";
export type Panel = "contour" | "space";

/** How losses become heights (see space.py); ticks are pairs (height, loss). */
export interface Relief {
  low: number;
  high: number;
  size: number;
  softening: number | null;
  bend: Pair | null;
  ticks: Pair[];
  colorscales: [unknown, unknown];
}

/** A Plotly figure without the arrays of its trace. */
export interface Figure {
  data: Record<string, unknown>[];
  layout: any;
}

/** A part of a text that was asked for: `next` is where the next part begins, of `total`. */
export interface Answer {
  serial: number;
  text: string;
  next: number | null;
  total: number;
  refused?: string;
}

export interface Header {
  answer?: Answer | null;
  arrays: Record<string, Pair>;
  serial: number;
  refused: string[];
  opened: number;
  surface: Surface;
  landscape: { key: string; figures?: Record<string, Figure>; relief?: Relief | null };
  start: Pair;
  steps: number;
  tolerance: number;
  has_minimum: boolean;
  /** The loss that the gaps are counted from: the global minimum's, or 0 where there is none. */
  lowest: number;
  rates_vary: boolean;
  companions: [number, string][];
  runs: Run[];
  parameters: Spec[];
  race: Spec[];
  link: [string, string][];
  short_link: [string, string][];
  formula: Formula | null;
  view: View;
  speeds: number[];
  compiled: boolean;
  drops: Drops | null;
  ensemble: { asked: number; made: number; soon: boolean; rows: EnsembleRow[] } | null;
  /** What the page's own engine is asked; null while the server has no module for it. */
  engine: EngineBlock | null;
  /** The names of the cards that the header was put together from. */
  cards: string[];
  detail: Detail | null;
  probe: Probe | null;
  /** The scene of a comparison; its header is there when it comes for the first time. */
  beside: { key: string; header?: Header } | null;
}

/** Many starts dropped at once (see drops.py); a minimum is [x, y, f, starts that reach it]. */
export interface Drops {
  run: number;
  side: number;
  total: number;
  done: number;
  colors: string[];
  minima: [number, number, number | string, number][];
  unsettled: number;
  diverged: number;
  painted: Pair[];
}

/** One run in its repetitions (see spread.py). */
export interface EnsembleRow {
  final: (number | string)[];
  diverged: number;
  floor: number | string | null;
  measured: number | null;
  error: number | null;
  waiting: boolean;
}

/** Rows are runs; `companions`, `rates` and `land_*` are there when the header says so. */
export interface Arrays {
  positions: Float32Array;
  losses: Float32Array;
  gaps: Float32Array;
  slopes: Float32Array;
  companions: Float32Array;
  rates: Float32Array;
  cells: Float32Array;
  painted: Float32Array;
  painted_labels: Float32Array;
  bands: Float32Array;
  cloud: Float32Array;
  columns: Float32Array;
  engine_schedules?: Float32Array;
  engine_courses?: Float32Array;
  engine_masks?: Float32Array;
  land_x: Float32Array;
  land_y: Float32Array;
  land_z?: Float32Array;
  /** Of the run in detail, T steps: (T, 2) each; changes (3, T), memory (names, T + 1, 2). */
  detail_steps: Float32Array;
  detail_total: Float32Array;
  detail_rms: Float32Array;
  detail_effective: Float32Array;
  detail_changes: Float32Array;
  detail_memory: Float32Array;
}

/** Whatever the transport plays: it has a clock that runs from 0 to `header.steps`. */
export interface Player {
  header: { steps: number; speeds: number[]; view: { speed: number; loop: boolean }; runs: unknown[] };
  root: HTMLElement;
  exports: { open(): void };
  /** What further keys do. */
  keys?: Record<string, () => void>;
  clock: number;
  toggleRun(index: number): void;
  invalidate(): void;
  viewChanged(): void;
}

export interface Theme {
  name: "light" | "dark";
  index: 0 | 1;
  background: string;
  ink: string;
  quiet: string;
  rule: string;
  casing: string;
  font: string;
  /** Widths of lines are multiplied by this; labels have `type` pixels: more of both on a projector. */
  weight: number;
  type: number;
  accent: string;
}

/** Affine maps from data to pixels, and the plot's rectangle in pixels. */
export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
  scaleX: number;
  scaleY: number;
  offsetX: number;
  offsetY: number;
}

/** A path in pixels: the points worth drawing, the step of each, and the index of the last. */
export interface Trail {
  xs: number[];
  ys: number[];
  steps: number[];
  end: number;
  /** The numbers of the points that a line through all of them needs. */
  corners: number[];
}

export interface Place {
  x: number;
  y: number;
}

export interface Head extends Place {
  upto: number;
}

/** One line of a curve: its value at each step up to the last. */
export interface Line {
  /** The run whose line this is, where every run has one. */
  run?: number;
  at(step: number): number;
  last: number;
  colors: [string, string];
  dash: number[];
  strong: boolean;
  faded?: boolean;
  label: string;
}

/** What a curve shows. A log axis begins at `floor`, another is linear up to about `threshold`. */
export interface Series {
  kind: string;
  title: string;
  logarithmic: boolean;
  floor: number;
  threshold: number;
  lines: Line[];
}

/** How far an axis goes in its own unit, and what it is of. */
export interface Extent {
  of: string;
  low: number;
  high: number;
}

/** The curve in a box: from steps and values to pixels. */
export interface CurveFrame {
  series: Series;
  /** Each line in the axis' unit, and through which of its steps it is drawn. */
  drawn: Map<Line, { units: Float64Array; pieces: { first: number; last: number; corners: number[] }[] | null }>;
  axis: Extent;
  /** Pixels of a step, and of the axis' unit. */
  scaleX: number;
  scaleY: number;
  logarithmic: boolean;
  width: number;
  height: number;
  left: number;
  bottom: number;
  x(step: number): number;
  y(value: number): number;
  place(unit: number): number;
  stepAt(pixel: number): number;
}

/** What was drawn before, and which runs are as they were. */
export interface Past {
  trails: Trail[] | null;
  curve: CurveFrame | null;
  still: Set<number>;
}

/** What every canvas pen can do that the drawing code uses. */
export type Pen = CanvasRenderingContext2D;

export interface Edit {
  kind: string;
  [name: string]: unknown;
}

/** What Streamlit hands to the component. */
export interface Component {
  data: Uint8Array<ArrayBuffer>;
  parentElement: HTMLElement;
  setStateValue: SetState;
  setTriggerValue: SetState;
}

export type SetState = (name: string, value: unknown) => void;

export interface Plotly {
  react(plot: HTMLElement, traces: unknown[], layout: unknown, config: unknown): Promise<unknown>;
  relayout(plot: HTMLElement, changes: Record<string, unknown>): Promise<unknown>;
  toImage(figure: unknown, options: { format: string; width: number; height: number; scale?: number }): Promise<string>;
  purge(plot: HTMLElement): void;
  Plots: { resize(plot: HTMLElement): void };
}

export interface PlotAxis {
  range: Pair;
  _length: number;
  _offset: number;
}

/** Plotly's own view of a surface: the camera, the matrices of the newest frame, and data in units of the box. */
export interface PlotScene {
  glplot: { cameraParams: Record<"projection" | "view" | "model", number[]>; onrender: (() => void) | null };
  dataScale: number[];
  getCamera(): Record<"eye" | "center", { x: number; y: number; z: number }>;
}

/** A div after Plotly has drawn in it. */
export interface PlotElement extends HTMLDivElement {
  _fullLayout?: { width: number; height: number; xaxis: PlotAxis; yaxis: PlotAxis; scene?: { _scene?: PlotScene } };
  data: any;
  layout: any;
  on(name: string, act: () => void): void;
}

/** What assets/engine.json says of the compiled module. */
export interface EngineManifest {
  sources: string;
  bytes: number;
  crc32: number;
  constants_end: number;
  /** name, what its numbers are, how many lengths it has (0 for a plain number) */
  arguments: [string, "i64" | "f64", number][];
  statuses: Record<string, number>;
  sentences: { ends: Record<string, string>; causes: string[]; served: Record<string, string> };
  probing_from: number;
  bound: number;
  /** The options of a run that uses none. */
  off: number[];
  /** The options that are bounds on the rate divided by it. */
  scaled_by_rate: number[];
  /** The arrays that have rows for runs in which an option is not negative, and which option. */
  rows: Record<string, number>;
  /** The option that says when a watch over the loss begins. */
  delay: number;
  /** How far apart the seeds of runs are that meet draws of their own. */
  apart: number;
  rules: { key: string; form: string; hyperparameters: string[]; memory: string[] }[];
  surfaces: { key: string; parameters: string[]; constants: number }[];
  sizes: { scratch_rows: number; hyperparameters: number; constants: number; options: number; aside_rows: number };
}

/** How much of everything a call has; the lengths of rows that may be left out are 0 without them. */
export interface KernelSizes {
  runs: number;
  steps: number;
  hyperparameters: number;
  constants: number;
  code: number;
  stack: number;
  options: number;
  courses: number;
  masks: number;
  memory: number;
  recorded: number;
  slow: number;
  averages: number;
  scratch: number;
  aside: number;
}

/** Where a number of a run stands: in which list, at which place. */
/** In which list of a run's request a number stands, and where in it. */
export type SettingPlace = ["settings" | "options" | "bounds" | "ends" | "along", number];

/** What the engine is asked for one run; the numbers that sliders show are null in a message. */
export interface PageRun {
  rule: number;
  reads: boolean;
  /** The multipliers of the rate, as a tree over k, steps and the numbers of `along`, which begin with the warm-up. */
  schedule: import("./browser/trees.js").Tree;
  along: number[];
  /** Whether a watch over the loss begins when the warm-up ends. */
  delayed: boolean;
  /** The learning rate and the other hyperparameters. */
  settings: number[];
  options: number[];
  /** Bounds on a rate that watches the loss. */
  bounds: number[];
  /** The hyperparameters that follow a course (-1 for none). */
  slots: number[];
  /** Two ends for every course, and the share of it that lies ahead, as a tree over k and steps. */
  ends: number[];
  courses: import("./browser/trees.js").Tree[];
  /** Which coordinates the gradients have, repeated; null where the rule does not ask. */
  mask: number[] | null;
  wraps: boolean;
  averages: boolean;
  /** Where the numbers of the sliders stand. */
  places: Record<string, SettingPlace>;
}

/** The request in a message's header, but for what stands elsewhere in it. */
export interface EngineBlock {
  sources: string;
  address: string;
  dimensions: number;
  surface: number;
  /** What the surface's formula takes after x and y, as trees over its parameters. */
  constants: import("./browser/trees.js").Tree[];
  code: number[];
  arguments: number[];
  tolerances: Pair;
  /** Whether every run meets draws of its own. */
  fresh: boolean;
}

export interface PageRequest extends EngineBlock {
  noise: number;
  seed: number;
  start: Pair;
  steps: number;
  /** The gap that counts as arrived. */
  tolerance: number;
  parameters: Record<string, number>;
  runs: PageRun[];
}

export type KernelArray = Float64Array | BigInt64Array;
export type KernelInput = KernelArray | number[] | bigint[];

declare global {
  interface Window {
    Plotly?: Plotly;
    descentLabStage?: unknown;
  }
}
