// What benchmarks/page_engine.py measures in a plain page: the module by itself, and in a worker.

import { Kernel } from "/kernel.js";

const REPEATS = 12;
const FRAMES = 180;
const WARM_UP = 500; // ms until the browser has compiled what is called often

const bytes = new Uint8Array(await (await fetch("/engine.wasm")).arrayBuffer());
const manifest = await (await fetch("/engine.json")).json();

function inputs({ arrays }, buffer) {
  const read = ({ kind, count, before }) => (kind === "i64" ? new BigInt64Array(buffer, before, count) : new Float64Array(buffer, before, count));
  return Object.fromEntries(Object.entries(arrays).filter(([, { before }]) => before !== null).map(([name, array]) => [name, read(array)]));
}

/** Milliseconds to make the module ready, several times. */
export async function instantiate() {
  const taken = [];
  for (let i = 0; i < REPEATS; i++) {
    const began = performance.now();
    await Kernel.open(bytes, manifest);
    taken.push(performance.now() - began);
  }
  return taken;
}

/** The fastest milliseconds of the loop alone, for every recorded call. */
export async function fastest() {
  const kernel = await Kernel.open(bytes, manifest);
  const jobs = await (await fetch("/jobs.json")).json();
  const buffer = await (await fetch("/numbers")).arrayBuffer();
  const begun = performance.now();
  for (let i = 0; performance.now() - begun < WARM_UP; i++) {
    const job = jobs[i % jobs.length];
    kernel.run(job.sizes, job.numbers, inputs(job, buffer));
  }
  return jobs.map((job) => {
    kernel.begin(job.sizes, job.numbers, inputs(job, buffer));
    let least = Infinity;
    for (let i = 0; i < REPEATS; i++) {
      const began = performance.now();
      kernel.advance(Number(job.numbers.first), Number(job.numbers.last));
      least = Math.min(least, performance.now() - began);
    }
    return least;
  });
}

/** What a page does for one picture: a call, and its results as the stage takes them. */
function picture(kernel, job, given) {
  const results = kernel.run(job.sizes, job.numbers, given);
  return [results.positions, results.losses, results.gradients, results.learning_rates].map((array) => Float32Array.from(array));
}

// The worker's own script: it keeps the module, and hands its results over without a copy.
const WORKER = `import { Kernel } from "${location.origin}/kernel.js";
${inputs}
${picture}
let ready;
onmessage = async ({ data }) => {
  if (data.manifest) {
    ready = { kernel: await Kernel.open(data.bytes, data.manifest), job: data.job, given: inputs(data.job, data.buffer) };
    return postMessage(null);
  }
  const arrays = picture(ready.kernel, ready.job, ready.given);
  postMessage(arrays, arrays.map(({ buffer }) => buffer));
};`;

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** From the start of a frame to the picture: in the page itself, and by way of a worker. Milliseconds, every frame. */
export async function beside() {
  const [job] = await (await fetch("/jobs.json")).json();
  const buffer = await (await fetch("/numbers")).arrayBuffer();
  const kernel = await Kernel.open(bytes, manifest);
  const given = inputs(job, buffer);
  const here = [];
  for (let i = 0; i < FRAMES; i++) {
    await frame();
    const began = performance.now();
    picture(kernel, job, given);
    here.push(performance.now() - began);
  }
  const worker = new Worker(URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" })), { type: "module" });
  const answer = () => new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
  worker.postMessage({ bytes, manifest, job, buffer });
  await answer();
  const there = [];
  const shown = [];
  for (let i = 0; i < FRAMES; i++) {
    await frame();
    const began = performance.now();
    worker.postMessage({});
    await answer();
    there.push(performance.now() - began);
    await frame();
    shown.push(performance.now() - began);
  }
  worker.terminate();
  return { here, there, shown };
}
