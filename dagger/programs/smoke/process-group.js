// @ts-check
/* The processes that a command started and did not end: they hold its pipes, and no signal to the command reaches them. */
/* global process */
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Commands of a group's processes that still run, the leader apart. Those that ended and wait to be reaped do not.
 * @param {number | undefined} leader
 */
export function survivorsOf(leader) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== leader)
    .filter((name) => isRunning(name, leader))
    .map((name) => commandOf(name));
}

/**
 * By /proc/PID/stat (proc(5)): the name in brackets may contain anything, the state and the group follow it.
 * @param {string} pid
 * @param {number | undefined} leader
 */
function isRunning(pid, leader) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(group) === leader && !['Z', 'X'].includes(state);
  } catch {
    // It ended meanwhile.
    return false;
  }
}

/**
 * The command of a process, as it runs now: a script that calls `exec` has become another.
 * @param {string | number | undefined} pid
 */
export function commandOf(pid) {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
      .replaceAll('\0', ' ')
      .trim()
      .slice(0, 200);
  } catch {
    return 'a process';
  }
}

/**
 * Kills what is left of a group; nothing happens where its leader could not be started.
 * @param {number | undefined} leader
 */
export function killGroup(leader) {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
