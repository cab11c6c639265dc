/**
 * Talks to the running image from another container and prints one JSON line of facts: what the health path answered
 * within the time, and how the conversation script ended. Decides nothing.
 *
 * Usage: node probe.js '{"baseUrl": "...", "healthPath": "...", "conversation": "FILE" or null, "healthyMs": 30000}'
 */
/* global URL, process */
import { setTimeout as pause } from 'node:timers/promises';

import { runWithin } from './ended.js';
import { askHealth } from './health.js';

const pollMs = 50;
const outputCharacters = 10_000;
/** What a conversation has, in milliseconds. */
const conversationMs = 60_000;

/** Polls the health path until it answers 200 or the time is up. */
async function pollHealth(url, deadline) {
  for (;;) {
    const answer = await askHealth(url);
    if (answer.status === 200 || Date.now() > deadline) return answer;
    await pause(pollMs);
  }
}

/** Runs the conversation script with BASE_URL set; 124 when its time ran out. What it leaves running is ended with it. */
function converse(file, baseUrl) {
  const env = { ...process.env, BASE_URL: baseUrl };
  return runWithin([process.execPath, file], { env, ms: conversationMs, characters: outputCharacters });
}

export async function probe({ baseUrl, healthPath, conversation, healthyMs }) {
  const health = await pollHealth(new URL(healthPath, baseUrl), Date.now() + healthyMs);
  if (health.status !== 200 || conversation === null) return { health };
  return { health, conversation: await converse(conversation, baseUrl) };
}

if (process.argv[2] !== undefined) {
  const facts = await probe(JSON.parse(process.argv[2]));
  process.stdout.write(`${JSON.stringify(facts)}\n`, () => process.exit(0));
}
