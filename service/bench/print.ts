import type { Line } from './compare.ts';
import type { Growth } from './growth.ts';

/** A number in a column. */
export const fixed = (value: number, width: number, digits = 0) => value.toFixed(digits).padStart(width);

/** Prints the figures of all servers, each against ours. */
export function printLines(lines: readonly Line[]): void {
  console.log('work        conns  server      req/s   p50 ms   p99 ms  cpu us    ours is');
  const ours = lines.filter(({ server }) => server === 'ours');
  for (const mine of ours)
    for (const line of lines.filter(
      ({ connections, work }) => work === mine.work && connections === mine.connections,
    )) {
      const ratio = `${(mine.perSecond / line.perSecond).toFixed(2)} x`;
      const { cpuUs, p50Ms, p99Ms, perSecond } = line;
      const figures = [
        fixed(perSecond, 7),
        fixed(p50Ms, 9, 2),
        fixed(p99Ms, 9, 2),
        fixed(cpuUs, 8),
        ratio.padStart(11),
      ];
      console.log(
        `${line.work.padEnd(11)} ${fixed(line.connections, 5)}  ${line.server.padEnd(10)}${figures.join('')}`,
      );
    }
}

/** Prints how reads grow with the amount of data, each against its smallest. */
export function printGrowth(rows: readonly Growth[]): void {
  for (const { medianUs, size, what } of rows) {
    const smallest = rows.find((row) => row.what === what)?.medianUs ?? medianUs;
    console.log(
      `${what.padEnd(30)} ${fixed(size, 8)} ${fixed(medianUs, 8)} us ${fixed(medianUs / smallest, 6, 2)} x`,
    );
  }
}
