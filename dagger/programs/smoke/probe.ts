/**
 * Talks to the running image from another container and prints one JSON line of facts: what the health path answered
 * within the time, and how the conversation script ended. Decides nothing.
 *
 * Usage: node probe.ts '{"baseUrl": "...", "healthPath": "...", "conversation": "FILE" or null, "healthyMs": 30000}'
 */
import { setTimeout as pause } from 'node:timers/promises';

import type { Health, ProbeReport } from '../../src/gates/smoke/parse.ts';
import type { ProbeSettings } from '../../src/gates/smoke/settings.ts';
import { settingsIn } from '../shared/json.ts';
import { runWithin } from './ended.js';
import { askHealth } from './health.js';

const pollMs = 50;
const outputCharacters = 10_000;
/** The longest that a conversation may take, in milliseconds. */
const conversationMs = 60_000;

/** Polls the health path until it answers 200 or the time is up. */
async function pollHealth(url: URL, deadline: number): Promise<Health> {
  for (;;) {
    const answer = await askHealth(url);
    if (answer.status === 200 || Date.now() > deadline) return answer;
    await pause(pollMs);
  }
}

/** Runs the conversation script with BASE_URL set; 124 when its time ran out. What it leaves running is ended with it. */
function converse(file: string, baseUrl: string): Promise<NonNullable<ProbeReport['conversation']>> {
  const env = { ...process.env, BASE_URL: baseUrl };
  return runWithin([process.execPath, file], { env, ms: conversationMs, characters: outputCharacters });
}

async function probe({ baseUrl, healthPath, conversation, healthyMs }: ProbeSettings): Promise<ProbeReport> {
  const health = await pollHealth(new URL(healthPath, baseUrl), Date.now() + healthyMs);
  if (health.status !== 200 || conversation === null) return { health };
  return { health, conversation: await converse(conversation, baseUrl) };
}

const facts = await probe(settingsIn<ProbeSettings>(process.argv[2]));
process.stdout.write(`${JSON.stringify(facts)}\n`, () => process.exit(0));
