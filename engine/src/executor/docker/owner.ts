import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** The scope of a process number: this machine's name and its PID namespace. */
function place(): string {
  return `${hostname()}/${readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '')}`;
}

/** When a process started, in ticks since the machine did (proc_pid_stat(5), field 22); undefined when it is gone. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** This process, told apart from those of other machines and from a later one with the same number. */
export function ownName(): string {
  return `${place()}/${process.pid}/${startOf(process.pid) ?? '0'}`;
}

/**
 * Whether the process that something is named for has ended. One that cannot be seen from here, on another machine or
 * in another container, counts as running: what is its own is left alone.
 */
export function hasEnded(owner: string): boolean {
  const [host, space, pid, start] = owner.split('/');
  return `${host}/${space}` === place() && startOf(Number(pid)) !== start;
}
