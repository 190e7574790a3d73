// One job through the loop, in node or in a page: how many numbers are those of the server, bit for bit.

const RESULTS = ["positions", "losses", "gradients", "learning_rates", "memory", "slow", "averages", "evaluations", "steps_taken", "status"];

/** Not-a-numbers count as the same: their bits carry no meaning. */
function same(ours, theirs, i) {
  if (ours instanceof BigInt64Array) return ours[i] === theirs[i];
  return Object.is(ours[i], theirs[i]) || (Number.isNaN(ours[i]) && Number.isNaN(theirs[i]));
}

/** A number beside none is as far off as can be. */
function apart(ours, theirs) {
  const distance = Math.abs(Number(ours) - Number(theirs));
  return Number.isNaN(distance) ? Infinity : distance;
}

export function compare(kernel, { name, sizes, numbers, arrays }, buffer) {
  const read = ({ kind, count }, offset) => (kind === "i64" ? new BigInt64Array(buffer, offset, count) : new Float64Array(buffer, offset, count));
  const given = Object.fromEntries(
    Object.entries(arrays)
      .filter(([, { before }]) => before !== null)
      .map(([key, array]) => [key, read(array, array.before)]),
  );
  const results = kernel.run(sizes, numbers, given);
  let compared = 0;
  let equal = 0;
  let worst = 0;
  for (const key of RESULTS) {
    const theirs = read(arrays[key], arrays[key].after);
    for (let i = 0; i < theirs.length; i++) {
      compared++;
      if (same(results[key], theirs, i)) equal++;
      else worst = Math.max(worst, apart(results[key][i], theirs[i]));
    }
  }
  return { name, compared, equal, worst };
}

/** All jobs in few numbers, with the names of those where anything differs. */
export function agreement(kernel, jobs, buffer) {
  const report = jobs.map((job) => compare(kernel, job, buffer));
  const total = (key) => report.reduce((sum, job) => sum + job[key], 0);
  const worst = report.reduce((most, job) => Math.max(most, job.worst), 0);
  const differing = report.filter(({ compared, equal }) => compared !== equal).map(({ name }) => name);
  return { jobs: report.length, compared: total("compared"), equal: total("equal"), worst: String(worst), differing };
}
