// @ts-check
/* Runs in the probe's pod: asks the health path through the Service until enough good answers came in a row. Decides nothing. */
/* global clearTimeout, console, process, setTimeout */
import http from 'node:http';

/**
 * @import { Health } from '../../../src/deploy/proof/traffic.ts'
 * @import { HealthQuestion } from '../observe/health.ts'
 */

/** @type {HealthQuestion} */
const { url, wanted, seconds, timeoutMs, pauseMs } = JSON.parse(process.argv[1] ?? '');

/**
 * One request over a connection of its own: undefined for a good answer, else what came in its place.
 * @returns {Promise<string | undefined>}
 */
function ask() {
  return new Promise((resolve) => {
    const request = http.get(url, { agent: false }, (response) => {
      const { statusCode: status = 0 } = response;
      response.resume();
      response.on('error', (error) => end(reasonOf(error)));
      response.on('end', () => end(status >= 200 && status < 300 ? undefined : String(status)));
    });
    const timer = setTimeout(() => request.destroy(new Error('timeout')), timeoutMs);
    /** @param {string | undefined} result */
    const end = (result) => {
      clearTimeout(timer);
      resolve(result);
    };
    request.on('error', (error) => end(reasonOf(error)));
  });
}

/**
 * The code of a system call that failed, else the error's message.
 * @param {Error} error
 */
function reasonOf(error) {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

const begun = Date.now();
let [asked, good] = [0, 0];
/** @type {string | undefined} */
let lastBad;
// A row that has begun is not cut by the time: slow answers are answers.
while (good < wanted && (good > 0 || asked === 0 || Date.now() - begun < seconds * 1000)) {
  const bad = await ask();
  asked += 1;
  good = bad === undefined ? good + 1 : 0;
  lastBad = bad ?? lastBad;
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
}
/** @type {Health} */
const seen = { asked, good, durationMs: Date.now() - begun, ...(lastBad === undefined ? {} : { lastBad }) };
console.log(JSON.stringify(seen));
