import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One line of the benchmark. */
export interface Figure {
  readonly name: string;
  /** What was measured, in milliseconds (or MB where the name says so). */
  readonly value: number;
  /** What it must not be above. */
  readonly limit?: number;
  /** The same done by hand with docker. */
  readonly byHand?: number;
  /** Dagger's own figure on a machine like this one (docs: two cores, engine 0.21.8). */
  readonly dagger?: string;
}

/** How long some work takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The middle one of some figures. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** What a process did. */
export interface Ran {
  readonly exitCode: number | null;
  readonly output: string;
  readonly durationMs: number;
  /** The most memory that the process itself had, without its children, in MB. */
  readonly peakMb: number;
}

/** Runs a program to its end, at most ten minutes. */
export function run(program: string, args: readonly string[], cwd = process.cwd()): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: 600_000 });
    const stop = (): void => void child.kill('SIGTERM');
    process.once('exit', stop);
    let output = '';
    let peakMb = 0;
    const look = setInterval(() => {
      peakMb = Math.max(peakMb, peakOf(child.pid ?? 0));
    }, 100);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => {
        output += data.toString();
      });
    child.once('error', reject);
    child.once('close', (exitCode) => {
      clearInterval(look);
      process.off('exit', stop);
      resolve({ exitCode, output, durationMs: performance.now() - start, peakMb });
    });
  });
}

/** What is to be told of a run that failed; nothing of one that did not. */
export function failureOf(name: string, { exitCode, output }: Ran): string[] {
  return exitCode === 0 ? [] : [`${name}: exit code ${String(exitCode)}\n${output.slice(-2000)}`];
}

/** VmHWM of proc_pid_status(5), in MB; 0 once the process has ended. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** The figures as a table. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, limit, byHand, dagger }) => [
    name,
    value.toFixed(0),
    limit === undefined ? '' : `${limit.toFixed(0)} ${value <= limit ? 'met' : 'MISSED'}`,
    byHand === undefined ? '' : byHand.toFixed(0),
    byHand === undefined ? '' : (value / byHand).toFixed(2),
    dagger ?? '',
  ]);
  const all = [['ms (MB where told)', 'engine', 'limit', 'by hand', 'ratio', "Dagger's engine"], ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
