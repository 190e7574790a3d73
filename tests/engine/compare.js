// One job through the loop, in node or in a page: how many numbers are those of the server, bit for bit.

const RESULTS = ["positions", "losses", "gradients", "learning_rates", "memory", "slow", "averages", "evaluations", "steps_taken", "status"];

// A run without slow weights or averages leaves these rows as it found them.
const OPTIONAL = ["slow", "averages"];

/** Not-a-numbers count as the same: their bits carry no meaning. */
function same(ours, theirs, i) {
  if (ours instanceof BigInt64Array) return ours[i] === theirs[i];
  return Object.is(ours[i], theirs[i]) || (Number.isNaN(ours[i]) && Number.isNaN(theirs[i]));
}

export function compare(kernel, { name, sizes, numbers, arrays, rounds = 1 }, buffer) {
  const read = ({ kind, count }, offset) => (kind === "i64" ? new BigInt64Array(buffer, offset, count) : new Float64Array(buffer, offset, count));
  const given = Object.fromEntries(
    Object.entries(arrays)
      .filter(([, { before }]) => before !== null)
      .map(([key, array]) => [key, read(array, array.before)]),
  );
  let results;
  let fastest = Infinity;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    results = kernel.run(sizes, numbers, given);
    fastest = Math.min(fastest, performance.now() - began);
  }
  let compared = 0;
  let equal = 0;
  let worst = 0;
  for (const key of RESULTS) {
    const theirs = read(arrays[key], arrays[key].after);
    for (let i = 0; i < theirs.length; i++) {
      if (OPTIONAL.includes(key) && Number.isNaN(theirs[i])) continue;
      compared++;
      if (same(results[key], theirs, i)) equal++;
      else worst = Math.max(worst, Math.abs(Number(results[key][i]) - Number(theirs[i])));
    }
  }
  return { name, compared, equal, worst, milliseconds: fastest };
}
