// Runs jobs through a module in node: node agreement.js MODULE MANIFEST JOBS NUMBERS. Prints how many doubles agree.
// A job is a call of the loop: its plain numbers, and its arrays before and after as places in NUMBERS.

import { readFileSync } from "node:fs";

import { Kernel } from "../../ui/stage/browser/kernel.js";
import { agreement } from "./compare.js";

const [module, manifest, jobs, numbers] = process.argv.slice(2);
const json = (path) => JSON.parse(readFileSync(path, "utf8"));
const kernel = await Kernel.open(new Uint8Array(readFileSync(module)), json(manifest));
const file = readFileSync(numbers);
const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
console.log(JSON.stringify(agreement(kernel, json(jobs), buffer)));
