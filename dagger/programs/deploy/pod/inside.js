// @ts-check
/* Runs in a container of the service, by its own Node from 18 on: how it is confined, what it answers, whom it can reach. */
/* global AbortSignal, console, fetch, process */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

/**
 * @import { ProcessFacts } from '../../../src/deploy/proof/pod-facts.ts'
 * @import { HealthAnswer, InsideAnswer, InsideQuestion } from '../observe/inside.ts'
 */

/**
 * A field of proc_pid_status(5).
 * @param {string} text
 * @param {string} name
 */
const statusOf = (text, name) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(text)?.[1] ?? '';

/** @returns {ProcessFacts} */
function confinement() {
  const status = readFileSync('/proc/1/status', 'utf8');
  const root = readFileSync('/proc/1/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .findLast((fields) => fields[4] === '/');
  return {
    uid: Number(/^Uid:\s*\d+\s+(\d+)/m.exec(status)?.[1]),
    seccomp: Number(statusOf(status, 'Seccomp')),
    effectiveCapabilities: statusOf(status, 'CapEff'),
    boundingCapabilities: statusOf(status, 'CapBnd'),
    noNewPrivs: statusOf(status, 'NoNewPrivs') === '1',
    readOnlyRoot: root?.[5]?.split(',').includes('ro') ?? false,
  };
}

/** Longest part of an answer that is read for a revision. */
const bodyCharacters = 65_536;

/**
 * @param {InsideQuestion} question
 * @returns {Promise<HealthAnswer>}
 */
async function health({ port, healthPath, header }) {
  try {
    const answer = await fetch(`http://127.0.0.1:${String(port)}${healthPath}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(3000),
    });
    const body = (await answer.text()).slice(0, bodyCharacters);
    return { status: answer.status, body, header: header === undefined ? null : answer.headers.get(header) };
  } catch (error) {
    return { unobserved: `its health could not be asked: ${reasonOf(error)}` };
  }
}

/**
 * The code of what broke on the way, else the error's message.
 * @param {unknown} error
 */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string' ? code : error.message;
}

/**
 * Tries a connection; null when none is asked for.
 * @param {InsideQuestion['connect']} target
 * @returns {Promise<InsideAnswer['connection']>}
 */
function attempt(target) {
  if (target === undefined) return Promise.resolve(null);
  return new Promise((resolve) => {
    const socket = connect(target).setTimeout(2000);
    /** @param {'connected' | 'refused'} outcome */
    const end = (outcome) => {
      socket.destroy();
      resolve(outcome);
    };
    socket
      .on('connect', () => end('connected'))
      .on('error', () => end('refused'))
      .on('timeout', () => end('refused'));
  });
}

/** @type {HealthAnswer} */
const notAsked = { unobserved: 'its health was not asked' };

/** @type {InsideQuestion} */
const question = JSON.parse(process.argv[1] ?? '');
void Promise.all([question.health ? health(question) : notAsked, attempt(question.connect)]).then(
  ([answer, connection]) => console.log(JSON.stringify({ answer, connection, process: confinement() })),
);
