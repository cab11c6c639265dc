/**
 * Runs an image's own command as the image's own user, and prints one JSON line of facts: when it got healthy, what it
 * wrote, how it ended on SIGTERM. Decides nothing. It is run by the image's own Node, so it keeps to what any Node from
 * 18 has, and needs no shell.
 *
 * Usage: node supervisor.mjs '{"command": [...], "healthUrl": "...", "skip": [...], "healthyMs": 30000, "stopMs": 15000}'
 */
/* global AbortSignal, clearTimeout, fetch, process, setTimeout */
import { spawn } from 'node:child_process';
import { readdirSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const pollMs = 50;
const logCharacters = 20_000;

/** Every path below a directory with what changes when it is written, other file systems and mounts apart. */
function listing(directory, skip, found = new Map()) {
  for (const entry of entriesOf(directory)) {
    const path = join(directory, entry.name);
    if (skip.includes(path)) continue;
    const { size, mtimeMs, ino } = lstatSync(path);
    // A directory's own time tells nothing that its entries do not.
    found.set(path, entry.isDirectory() ? 'directory' : `${size} ${mtimeMs} ${ino}`);
    if (entry.isDirectory()) listing(path, skip, found);
  }
  return found;
}

/** What this user may not read, it could not have listed before either. */
function entriesOf(directory) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'EACCES' || error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Paths that are new, changed or gone. */
export function difference(before, after) {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

/** Polls until the health path answers 200, the process ends or the time is up. */
async function untilHealthy(url, deadline, state) {
  for (;;) {
    try {
      const { status } = await fetch(url, { signal: AbortSignal.timeout(2000) });
      state.lastHealth = String(status);
      if (status === 200) return true;
    } catch (error) {
      state.lastHealth = error.cause?.code ?? error.name;
    }
    if (state.exit !== undefined || Date.now() > deadline) return false;
    await pause(pollMs);
  }
}

/** One life of the command: start, health, SIGTERM, end. */
export async function supervise({ command, healthUrl, skip, healthyMs, stopMs, root = '/' }) {
  const before = listing(root, skip);
  const state = { uid: process.getuid(), lastHealth: 'none', exit: undefined, killed: false, log: '' };
  const startedAt = Date.now();
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve((state.exit = { code: null, signal: error.message })));
    child.on('close', (code, signal) => resolve((state.exit = { code, signal })));
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (state.log = (state.log + text).slice(-logCharacters)));
  }
  if (await untilHealthy(healthUrl, startedAt + healthyMs, state)) state.healthyMs = Date.now() - startedAt;
  if (state.exit === undefined) await stop(child, ended, stopMs, state);
  return { ...state, wrote: difference(before, listing(root, skip)) };
}

/** Asks the process to end, and kills it when it does not. */
async function stop(child, ended, stopMs, state) {
  const askedAt = Date.now();
  child.kill('SIGTERM');
  const timer = setTimeout(() => {
    state.killed = true;
    child.kill('SIGKILL');
  }, stopMs);
  await ended;
  clearTimeout(timer);
  state.stopMs = Date.now() - askedAt;
}

if (process.argv[2] !== undefined) {
  const facts = await supervise(JSON.parse(process.argv[2]));
  process.stdout.write(`${JSON.stringify(facts)}\n`);
}
