// @ts-check
/**
 * Runs an image's own command as the image's own user, and prints one JSON line of facts: when it got healthy, where it
 * listened, what it wrote, how it ended on SIGTERM. Decides nothing. It is run by the image's own Node, so it keeps to
 * what any Node from 18 has, and needs no shell.
 *
 * Usage: node supervisor.js '{"command": [...], "port": 8000, "healthPath": "/health", "exposed": [8000], "skip": [...],
 *   "healthcheck": [...] or null, "healthyMs": 30000, "stopMs": 15000}'
 */
/* global clearTimeout, process, setTimeout */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

import { collect, endOf } from './ended.js';
import { askHealth } from './health.js';
import { ownHealthcheck } from './healthcheck.js';
import { listening } from './listening.js';
import { commandOf, killGroup, survivorsOf } from './process-group.js';
import { difference, listing } from './written.js';

/**
 * @import { Listener, SupervisorReport } from '../../src/gates/smoke/parse.ts'
 * @import { AskedEndpoint } from '../../src/gates/smoke/reach.ts'
 * @import { SupervisorSettings } from '../../src/gates/smoke/settings.ts'
 * @import { Child, End } from './ended.js'
 */

/**
 * The facts of a life so far.
 * @typedef {{ -readonly [Key in keyof Omit<SupervisorReport, 'wrote'>]: SupervisorReport[Key] }} State
 * @typedef {{ child: Child, ended: Promise<End>, log: () => string }} Life
 */

const pollMs = 50;
const logCharacters = 20_000;
/** How long a service may listen elsewhere before that counts as its final port: some open another port first. */
const elsewhereMs = 3000;

/**
 * One life of the command: start, health, SIGTERM, end.
 * @param {SupervisorSettings} settings
 * @returns {Promise<SupervisorReport>}
 */
export async function supervise({ command, skip, healthcheck, healthyMs, stopMs, root = '/', ...asked }) {
  const before = listing(root, skip);
  /** @type {State} */
  const state = {
    uid: process.getuid?.() ?? 0,
    health: { status: 0, last: 'none' },
    listening: [],
    killed: false,
    leader: '',
    survivors: [],
    log: '',
  };
  const startedAt = Date.now();
  const life = begin(command, state);
  const { child } = life;
  if (await untilHealthy(asked, startedAt + healthyMs, state)) state.healthyMs = Date.now() - startedAt;
  state.listening = listening();
  if (state.healthyMs !== undefined && healthcheck !== null)
    state.healthcheck = await ownHealthcheck(healthcheck);
  if (state.exit === undefined) await stop(life, stopMs, state);
  killGroup(child.pid);
  state.log = life.log();
  return { ...state, wrote: difference(before, listing(root, skip)) };
}

/**
 * Starts the command in a group of its own; `ended` comes with its own end, whatever it leaves running.
 * @param {readonly string[]} command
 * @param {State} state
 * @returns {Life}
 */
function begin([program = '', ...args], state) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const ended = endOf(child).then((end) => (state.exit = end));
  return { child, ended, log: collect(child, logCharacters) };
}

/**
 * Polls until the health path answers 200, the process ends, it listens elsewhere, or the time is up.
 * @param {AskedEndpoint} asked
 * @param {number} deadline
 * @param {State} state
 */
async function untilHealthy({ port, healthPath, exposed }, deadline, state) {
  /** @type {number | undefined} */
  let elsewhereSince;
  for (;;) {
    const sockets = listening();
    state.health = await askHealth(`http://${hostOf(sockets, port)}:${String(port)}${healthPath}`);
    if (state.health.status === 200) return true;
    if (state.exit !== undefined || Date.now() > deadline) return false;
    const isElsewhere = state.health.last === 'ECONNREFUSED' && listensElsewhere(sockets, port, exposed);
    elsewhereSince = isElsewhere ? (elsewhereSince ?? Date.now()) : undefined;
    if (elsewhereSince !== undefined && Date.now() - elsewhereSince > elsewhereMs) return false;
    await pause(pollMs);
  }
}

/**
 * The IPv4 address by which the port is asked: loopback, unless the service listens on another one alone.
 * @param {readonly Listener[]} sockets
 * @param {number} port
 */
function hostOf(sockets, port) {
  const addresses = sockets.filter((socket) => socket.port === port).map(({ address }) => address);
  const isOnLoopback = addresses.some((address) => /^(?:0\.0\.0\.0|127\.|::$)/.test(address));
  return isOnLoopback ? '127.0.0.1' : (addresses.find((address) => address.includes('.')) ?? '127.0.0.1');
}

/**
 * Whether it listens on IPv6 alone, or on the port that the image exposes in place of the one that is asked.
 * @param {readonly Listener[]} sockets
 * @param {number} port
 * @param {readonly number[]} exposed
 */
function listensElsewhere(sockets, port, exposed) {
  if (sockets.some((socket) => socket.port === port)) return true;
  return !exposed.includes(port) && sockets.some((socket) => exposed.includes(socket.port));
}

/**
 * Asks the process to end, kills it when it does not, and tells what it leaves running.
 * @param {Life} life
 * @param {number} stopMs
 * @param {State} state
 */
async function stop({ child, ended }, stopMs, state) {
  const askedAt = Date.now();
  state.leader = commandOf(child.pid);
  child.kill('SIGTERM');
  const timer = setTimeout(() => {
    state.killed = true;
    child.kill('SIGKILL');
  }, stopMs);
  await ended;
  clearTimeout(timer);
  state.stopMs = Date.now() - askedAt;
  state.survivors = survivorsOf(child.pid);
}

if (process.argv[2] !== undefined) {
  const facts = await supervise(JSON.parse(process.argv[2]));
  // Its pipes may be held by what has left the group: nothing is waited for but the line itself.
  process.stdout.write(`${JSON.stringify(facts)}\n`, () => process.exit(0));
}
