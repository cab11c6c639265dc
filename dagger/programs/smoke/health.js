// @ts-check
/* Asks a service whether it is healthy. */
/* global AbortSignal, fetch */

/** The longest wait for an answer, in milliseconds. */
const answerMs = 2000;

/**
 * @import { Health } from '../../src/gates/smoke/parse.ts'
 */

/**
 * Asks a health path: `{status, last, location}`, where `last` is a word for the answer: the status, or why there is
 * none. Only 200 is healthy: a path that leads elsewhere says nothing of the service, so that it is not followed.
 * @param {string | URL} url
 * @returns {Promise<Health>}
 */
export async function askHealth(url) {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(answerMs) });
    await answer.body?.cancel();
    const location = answer.headers.get('location');
    return { status: answer.status, last: String(answer.status), ...(location === null ? {} : { location }) };
  } catch (error) {
    return { status: 0, last: wordOf(error) };
  }
}

/**
 * The code of what broke on the way, else the error's name.
 * @param {unknown} error
 */
function wordOf(error) {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string' ? code : error.name;
}
