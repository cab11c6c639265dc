import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** The start time of a process, in ticks since boot (proc_pid_stat(5), field 22); undefined when it has ended. */
function startOf(pid: number | string): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** The namespace of process ids. */
function space(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '');
  } catch {
    return '0';
  }
}

/** The name of this test process, in its folders and in a variable of the processes that it starts. */
export const ownName = `messenger-test-${space()}-${String(process.pid)}-${startOf(process.pid) ?? '0'}`;

/** Whether a name belongs to a test process that has ended without removing its folders. */
export function isLeft(name: string): boolean {
  const [, at, pid = '', start] = /^messenger-test-(\d+)-(\d+)-(\d+)/.exec(name) ?? [];
  return at === space() && startOf(pid) !== start;
}

/** Creates a folder, which the caller removes. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), `${ownName}-`));

/** Creates a folder that is removed after the current test. */
export function folder(): string {
  const made = newFolder();
  onTestFinished(() => {
    rmSync(made, { recursive: true });
  });
  return made;
}

/** The environment variable that marks processes of tests. */
export const ownVariable = 'MESSENGER_TEST';

/** Ends the processes and removes the folders that killed test runs have left. */
export async function removeLeft(parent = tmpdir()): Promise<void> {
  const folders = readdirSync(parent)
    .filter(isLeft)
    .map((name) => join(parent, name));
  const ended: string[] = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    // A PostgreSQL is found by its working folder, because its environment cannot be read. SIGQUIT makes it end its own processes.
    const works = factOf(() => readlinkSync(`/proc/${pid}/cwd`));
    const isServer = folders.some((folder) => works.startsWith(`${folder}/`));
    if (!isServer && !isLeft(variableOf(pid))) continue;
    end(pid, isServer ? 'SIGQUIT' : 'SIGKILL');
    ended.push(pid);
  }
  // It writes to its folder until it has ended.
  for (const deadline = Date.now() + 10_000; ended.some(isThere) && Date.now() < deadline; await pause(20));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** Sends a signal to a process that may already have ended. */
function end(pid: string, signal: NodeJS.Signals): void {
  try {
    process.kill(Number(pid), signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Whether a process is still running. */
const isThere = (pid: string): boolean =>
  /^State:\t[^ZX]/m.test(factOf(() => readFileSync(`/proc/${pid}/status`, 'utf8')));

/** The value of {@link ownVariable} in a process; empty when it is not set. */
function variableOf(pid: string): string {
  const variables = factOf(() => readFileSync(`/proc/${pid}/environ`, 'utf8')).split('\0');
  return variables.find((text) => text.startsWith(`${ownVariable}=`))?.slice(ownVariable.length + 1) ?? '';
}

/** A file of a process in /proc; empty when the process has ended or may not be read. */
function factOf(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
