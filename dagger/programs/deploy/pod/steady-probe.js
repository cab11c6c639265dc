// @ts-check
/**
 * Asks one address at a fixed rate, whether answers come or not, and counts what a user would have noticed. It runs as a
 * pod beside the service while a version is replaced by another. New and kept connections take turns, because they fail
 * in different ways. Decides nothing. Other paths of the service take turns with that address: they may answer anything
 * below 500. Runs by any Node from 18 on.
 *
 * SIGUSR2 prints the figures so far as one JSON line and begins to count anew, without a pause between the two; SIGTERM,
 * SIGINT and the end of `seconds` print them and end with code 0. `{"probe":"answered"}` is printed once, at the first
 * good answer of the address; until then `not served: REASON`, each reason once.
 *
 * Usage: node steady-probe.mjs '{"url": "http://SERVICE/health", "paths": ["/api"], "revision": {"pointer": "/revision"},
 *   "ratePerSecond": 25, "timeoutMs": 5000, "seconds": 900}'
 */
/* global Buffer, URL, performance, process, setTimeout, clearTimeout */
import http from 'node:http';

import { revisionIn } from './revision.js';

/**
 * @import { ProbeFailure, SteadyProbe } from '../../../src/deploy/proof/traffic.ts'
 * @import { RevisionPlace } from '../../../src/project/settings/revision-place.ts'
 */

/**
 * @typedef {Omit<SteadyProbe['revisions'][number], 'revision'>} Answers
 * @typedef {{ status: number, revision: string | undefined }} Answer
 * @typedef {{ url: URL, path?: string }} Target
 * @typedef {{ atMs: number, connection: ProbeFailure['connection'], path: string | undefined }} Asked
 * @typedef {{ reason: string, reused?: boolean }} Failure
 */

const keptFailures = 50;
const bodyBytes = 65_536;

/** @type {{ url: string, paths: string[], revision: RevisionPlace, ratePerSecond: number, timeoutMs: number, seconds: number }} */
const settings = {
  paths: [],
  revision: {},
  ratePerSecond: 25,
  timeoutMs: 5000,
  seconds: 900,
  ...JSON.parse(process.argv[2] ?? ''),
};
/** @type {Target[]} */
const targets = [
  { url: new URL(settings.url) },
  ...settings.paths.map((path) => ({ url: new URL(path, settings.url), path })),
];
/** Reasons that were printed before the first good answer. */
const mostReasons = 20;
/** @type {Set<string>} */
const told = new Set();
const kept = new http.Agent({ keepAlive: true });

/**
 * Figures of one interval; every time in it is in milliseconds from the interval's start.
 * @typedef {ReturnType<typeof newInterval>} Interval
 */
function newInterval() {
  return {
    begun: performance.now(),
    startedAt: new Date().toISOString(),
    sent: 0,
    failed: 0,
    retried: 0,
    failures: /** @type {ProbeFailure[]} */ ([]),
    latencies: /** @type {number[]} */ ([]),
    revisions: /** @type {Map<string, Answers>} */ (new Map()),
    // The last good answer; until there is one, the gap counts from the start.
    lastGood: 0,
    longestGapMs: 0,
  };
}

let interval = newInterval();
let answered = false;

/**
 * One request: its answer, or why there is none.
 * @param {Target} target
 * @param {ProbeFailure['connection']} connection
 * @returns {Promise<Answer | Failure>}
 */
function ask({ url, path }, connection) {
  return new Promise((resolve) => {
    const request = http.get(url, { agent: connection === 'kept' ? kept : false });
    const timer = setTimeout(() => request.destroy(new Error('timeout')), settings.timeoutMs);
    /** @param {Answer | Failure} result */
    const end = (result) => {
      clearTimeout(timer);
      resolve(result);
    };
    request.on('error', (error) => end({ reason: reasonOf(error), reused: request.reusedSocket }));
    request.on('response', (response) => {
      /** @type {Buffer[]} */
      const chunks = [];
      let size = 0;
      response.on('data', (/** @type {Buffer} */ chunk) => {
        size += chunk.length;
        if (size <= bodyBytes) chunks.push(chunk);
      });
      response.on('error', (error) => end({ reason: reasonOf(error) }));
      response.on('end', () => {
        const body = path === undefined ? Buffer.concat(chunks).toString('utf8') : '';
        /** @param {string} name */
        const header = (name) => response.headers[name.toLowerCase()];
        const revision = path === undefined ? revisionIn({ body, header }, settings.revision) : undefined;
        end({ status: response.statusCode ?? 0, revision });
      });
    });
  });
}

/**
 * The code of a system call that failed, else the error's message.
 * @param {Error} error
 */
function reasonOf(error) {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/**
 * A server may close a kept connection just as a request is on its way; RFC 9110 (9.2.2) lets a client repeat such a
 * request, and all that pool connections do. It is repeated once, counted, and not a failure by itself.
 * @param {Target} target
 * @param {ProbeFailure['connection']} connection
 * @param {Interval} figures
 */
async function askAgainIfClosed(target, connection, figures) {
  const first = await ask(target, connection);
  const isClosed = 'reason' in first && first.reused && ['ECONNRESET', 'EPIPE'].includes(first.reason);
  if (!isClosed) return first;
  figures.retried += 1;
  return ask(target, 'new');
}

/**
 * Sends one request and counts what became of it.
 * @param {number} number
 * @param {number} due
 */
async function probe(number, due) {
  const figures = interval;
  const target = targets[number % targets.length];
  if (target === undefined) return;
  const { path } = target;
  // By rounds over the targets, so that each is asked over both kinds.
  const connection = Math.floor(number / targets.length) % 2 === 0 ? 'new' : 'kept';
  figures.sent += 1;
  const answer = await askAgainIfClosed(target, connection, figures);
  if ('reason' in answer || !isGood(answer.status, path)) {
    const reason = 'reason' in answer ? answer.reason : String(answer.status);
    countFailure(figures, reason, { atMs: Math.round(Math.max(0, due - figures.begun)), connection, path });
    return;
  }
  countAnswer(figures, answer, due);
  if (!answered && path === undefined) {
    process.stdout.write('{"probe":"answered"}\n');
    answered = true;
  }
}

/**
 * @param {Interval} figures
 * @param {string} reason
 * @param {Asked} asked
 */
function countFailure(figures, reason, { atMs, connection, path }) {
  figures.failed += 1;
  if (path === undefined) tellUnserved(reason);
  if (figures.failures.length >= keptFailures) return;
  figures.failures.push({ atMs, reason, ...(path === undefined ? {} : { path }), connection });
}

/**
 * @param {Interval} figures
 * @param {Answer} answer
 * @param {number} due
 */
function countAnswer(figures, { revision }, due) {
  const now = performance.now() - figures.begun;
  figures.latencies.push(performance.now() - due);
  figures.longestGapMs = Math.max(figures.longestGapMs, now - figures.lastGood);
  figures.lastGood = now;
  if (revision === undefined) return;
  const { answers, firstMs } = figures.revisions.get(revision) ?? { answers: 0, firstMs: Math.round(now) };
  figures.revisions.set(revision, { answers: answers + 1, firstMs, lastMs: Math.round(now) });
}

/**
 * Whether a status is a good answer: of the health path one that says so, of another path any but the service's own errors.
 * @param {number} status
 * @param {string | undefined} path
 */
function isGood(status, path) {
  return path === undefined ? status >= 200 && status < 300 : status > 0 && status < 500;
}

/**
 * Says why nothing was served so far, for whoever waits for the first answer.
 * @param {string} reason
 */
function tellUnserved(reason) {
  if (answered || told.has(reason) || told.size >= mostReasons) return;
  told.add(reason);
  process.stdout.write(`not served: ${reason}\n`);
}

/**
 * The q-th part of sorted numbers, nearest rank; null of none.
 * @param {readonly number[]} sorted
 * @param {number} q
 */
function quantile(sorted, q) {
  const value = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
  return value === undefined ? null : Math.round(value * 10) / 10;
}

/**
 * Prints the figures of an interval.
 * @param {Interval} figures
 * @param {number} endedAfterMs
 */
function print(figures, endedAfterMs) {
  const sorted = [...figures.latencies].sort((left, right) => left - right);
  const gapAtEnd = endedAfterMs - figures.lastGood;
  const { startedAt, sent, failed, retried, failures } = figures;
  /** @type {SteadyProbe} */
  const result = {
    startedAt,
    durationMs: Math.round(endedAfterMs),
    ratePerSecond: settings.ratePerSecond,
    sent,
    failed,
    retried,
    failures,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    longestGapMs: Math.round(Math.max(figures.longestGapMs, gapAtEnd)),
    revisions: [...figures.revisions].map(([revision, seen]) => ({ revision, ...seen })),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** @type {Set<Promise<void>>} */
const underway = new Set();
const begun = performance.now();
const stepMs = 1000 / settings.ratePerSecond;
let number = 0;
/** @type {NodeJS.Timeout | undefined} */
let timer;
let ending = false;

/** Sends what is due, also what a busy processor kept from being sent in time. */
function tick() {
  const now = performance.now();
  if (now - begun > settings.seconds * 1000) return void end();
  while (begun + number * stepMs <= now) {
    const request = probe(number, begun + number * stepMs);
    underway.add(request);
    void request.finally(() => underway.delete(request));
    number += 1;
  }
  timer = setTimeout(tick, Math.max(1, begun + number * stepMs - performance.now()));
}

/**
 * Prints an interval once every request of it has an answer or has run out of time.
 * @param {Interval} figures
 */
async function finish(figures) {
  const endedAfterMs = performance.now() - figures.begun;
  await Promise.all(underway);
  print(figures, Math.max(endedAfterMs, figures.lastGood));
}

async function end() {
  if (ending) return;
  ending = true;
  clearTimeout(timer);
  await finish(interval);
  process.exit(0);
}

process.on('SIGUSR2', () => {
  const figures = interval;
  interval = newInterval();
  void finish(figures);
});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void end());
tick();
