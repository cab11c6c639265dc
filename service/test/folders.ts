import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** When a process started, in ticks since the machine did (proc_pid_stat(5), field 22); undefined when it is gone. */
function startOf(pid: number | string): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Where process numbers mean something: the space in which they are counted. */
function space(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '');
  } catch {
    return '0';
  }
}

/** What the tests of this process name theirs after: folders, and a variable of the processes that they start. */
export const ownName = `messenger-test-${space()}-${String(process.pid)}-${startOf(process.pid) ?? '0'}`;

/** Whether something is named for a process of tests that has ended without taking it away. */
export function isLeft(name: string): boolean {
  const [, at, pid = '', start] = /^messenger-test-(\d+)-(\d+)-(\d+)/.exec(name) ?? [];
  return at === space() && startOf(pid) !== start;
}

/** A new folder, which the caller takes away. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), `${ownName}-`));

/** A new folder, gone after the test that asked for it. */
export function folder(): string {
  const made = newFolder();
  onTestFinished(() => {
    rmSync(made, { recursive: true });
  });
  return made;
}

/** The variable by which processes of tests are known. */
export const ownVariable = 'MESSENGER_TEST';

/** Ends the processes and removes the folders that tests have left whose own process was killed. */
export async function removeLeft(parent = tmpdir()): Promise<void> {
  const folders = readdirSync(parent)
    .filter(isLeft)
    .map((name) => join(parent, name));
  const ended: string[] = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    // A PostgreSQL works in its folder, and what it was started with is not to be read; so it ends in order.
    const works = factOf(() => readlinkSync(`/proc/${pid}/cwd`));
    const isServer = folders.some((folder) => works.startsWith(`${folder}/`));
    if (!isServer && !isLeft(variableOf(pid))) continue;
    end(pid, isServer ? 'SIGQUIT' : 'SIGKILL');
    ended.push(pid);
  }
  // It writes as long as it has not ended.
  for (const deadline = Date.now() + 10_000; ended.some(isThere) && Date.now() < deadline; await pause(20));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** Sends a signal to a process that may have ended with another. */
function end(pid: string, signal: NodeJS.Signals): void {
  try {
    process.kill(Number(pid), signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Whether a process has not ended. */
const isThere = (pid: string): boolean =>
  /^State:\t[^ZX]/m.test(factOf(() => readFileSync(`/proc/${pid}/status`, 'utf8')));

/** The value of {@link ownVariable} in a process; empty where it has none. */
function variableOf(pid: string): string {
  const variables = factOf(() => readFileSync(`/proc/${pid}/environ`, 'utf8')).split('\0');
  return variables.find((text) => text.startsWith(`${ownVariable}=`))?.slice(ownVariable.length + 1) ?? '';
}

/** A fact about a process; empty when the process is gone, or not ours to see. */
function factOf(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
