// What insecure-randomness.yaml must leave alone.
import { randomBytes, randomInt, randomUUID } from 'node:crypto';

// ok: insecure-randomness
const jitterMs = Math.floor(Math.random() * 250);
// ok: insecure-randomness
await sleep(1000 * (0.5 + Math.random()));
// ok: insecure-randomness
const colour = COLOURS[Math.floor(Math.random() * COLOURS.length)];
// ok: insecure-randomness
const token = randomBytes(32).toString('base64url');
// ok: insecure-randomness
const sessionId = randomUUID();
// ok: insecure-randomness
const otp = String(randomInt(1_000_000)).padStart(6, '0');
// ok: insecure-randomness
const sampled = Math.random() < 0.01;
// ok: insecure-randomness
const tokensPerSecond = Math.random() * 10;
// ok: session-named-by-caller-or-chance
const group = context.sessionId ?? randomUUID();

function randomPassword(): string {
  // ok: insecure-randomness
  const length = 24 + Math.floor(Math.random() * 8);
  return randomBytes(length).toString('base64url');
}
