import { dirname } from 'node:path';

import type { FileTime } from './file-times.ts';

/** The slowest files, the slowest first, a line each. */
export function slowestFiles(times: readonly FileTime[], count: number): string[] {
  const slowest = bySeconds(times).slice(0, count);
  return aligned(slowest.map(({ path, milliseconds }) => [seconds(milliseconds), path]));
}

/** The times by folder, the slowest first, below a head and above the sum. */
export function folderTable(times: readonly FileTime[]): string[] {
  const folders = Map.groupBy(times, ({ path }) => dirname(path));
  const rows = bySeconds([...folders].map(([folder, files]) => sumOf(folder, files)));
  return aligned([
    ['seconds', 'files', 'tests', 'folder'],
    ...[...rows, sumOf('sum', times)].map(({ name, files, tests, milliseconds }) => [
      ...[seconds(milliseconds), String(files), String(tests), name],
    ]),
  ]);
}

interface Sum {
  readonly name: string;
  readonly files: number;
  readonly tests: number;
  readonly milliseconds: number;
}

function sumOf(name: string, times: readonly FileTime[]): Sum {
  const sum = (of: (time: FileTime) => number): number => times.reduce((total, time) => total + of(time), 0);
  const tests = sum((time) => time.tests);
  return { name, files: times.length, tests, milliseconds: sum((time) => time.milliseconds) };
}

function bySeconds<T extends { readonly milliseconds: number }>(times: readonly T[]): T[] {
  return [...times].sort((left, right) => right.milliseconds - left.milliseconds);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}

/** Rows as lines, with figures under each other by their last digit, and the name after them. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widthOf = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padStart(widthOf(column)))).join('  '),
  );
}
