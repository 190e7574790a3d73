// Runs jobs through the shipped module: node agreement.js MODULE MANIFEST JOBS DATA. Prints how many doubles agree.
// A job is a call of the loop: its plain numbers, and its arrays before and after as places in DATA.

import { readFileSync } from "node:fs";

import { Kernel } from "../../ui/stage/browser/kernel.js";
import { compare } from "./compare.js";

const [module, manifest, jobs, data] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(module));
const began = performance.now();
const kernel = await Kernel.open(bytes, JSON.parse(readFileSync(manifest, "utf8")));
const opened = performance.now() - began;
const file = readFileSync(data);
const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
const report = JSON.parse(readFileSync(jobs, "utf8")).map((job) => compare(kernel, job, buffer));
console.log(JSON.stringify({ opened, report }));
