/**
 * Talks to the running image from another container and prints one JSON line of facts: what the health path answered
 * within the time, and how the conversation script ended. Decides nothing.
 *
 * Usage: node probe.mjs '{"baseUrl": "...", "healthPath": "...", "conversation": "FILE" or null, "healthyMs": 30000}'
 */
/* global AbortSignal, URL, fetch, process */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const pollMs = 50;
const outputCharacters = 10_000;

/** Polls the health path until it answers 200 or the time is up. */
async function pollHealth(url, deadline) {
  for (;;) {
    const answer = await ask(url);
    if (answer.status === 200 || Date.now() > deadline) return answer;
    await pause(pollMs);
  }
}

async function ask(url) {
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(2000) });
    return { status, last: String(status) };
  } catch (error) {
    return { status: 0, last: error.cause?.code ?? error.name };
  }
}

/** Runs the conversation script with BASE_URL set; it has a minute. */
async function converse(file, baseUrl) {
  const env = { ...process.env, BASE_URL: baseUrl };
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-outputCharacters)));
  }
  const exitCode = await new Promise((resolve) => child.on('close', (code) => resolve(code ?? 124)));
  return { exitCode, output };
}

export async function probe({ baseUrl, healthPath, conversation, healthyMs }) {
  const health = await pollHealth(new URL(healthPath, baseUrl), Date.now() + healthyMs);
  if (health.status !== 200 || conversation === null) return { health };
  return { health, conversation: await converse(conversation, baseUrl) };
}

if (process.argv[2] !== undefined) {
  const facts = await probe(JSON.parse(process.argv[2]));
  process.stdout.write(`${JSON.stringify(facts)}\n`);
}
