/**
 * Runs cosign for an image, one command after the other until one fails, and prints one JSON line of how each ended.
 * Decides nothing. Credentials come as REGISTRY_USERNAME and REGISTRY_PASSWORD, keys as the variables that cosign is
 * told of; they are on no command line.
 *
 * Usage: node cosign.js '{"server": "HOST in Docker's configuration", "commands": [["sign", ...]], "seconds": 120}'
 */
/* global Buffer, console, process */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { forwardLoopback } from './loopback.js';

const mostAttempts = 3;
const pauseMs = 2000;

/** What a network says, in Go's words, when the fault is not the command's. */
const broken =
  /connection (refused|reset)|i\/o timeout|TLS handshake timeout|no such host|unexpected EOF|: EOF|50[0234] |Too Many Requests|deadline exceeded/i;

const settings = JSON.parse(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'docker-'));

/** Where cosign looks for credentials (docker login). */
function writeCredentials() {
  const { REGISTRY_USERNAME: username, REGISTRY_PASSWORD: password = '' } = process.env;
  if (!username) return;
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [settings.server]: { auth } } }), {
    mode: 0o600,
  });
}

/** One command under its deadline. */
async function once(args) {
  const child = spawn('cosign', args, {
    env: { ...process.env, DOCKER_CONFIG: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: settings.seconds * 1000,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve({ code, signal }));
  });
  const [stdout, stderr, { code, signal }] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  return {
    exitCode: code ?? 124,
    stdout,
    stderr: signal ? `${stderr}\nno end within ${settings.seconds} s` : stderr,
  };
}

/** A command again, a few times, where the network broke under it. */
async function run(args) {
  for (let attempt = 1; ; attempt += 1) {
    const result = await once(args);
    const unreachable = result.exitCode !== 0 && (result.exitCode === 124 || broken.test(result.stderr));
    if (!unreachable || attempt === mostAttempts) {
      const { exitCode, stderr } = result;
      return { exitCode, stderr, unreachable, claims: claimsIn(result), statements: statementsIn(result) };
    }
    await pause(pauseMs * attempt);
  }
}

/** What signatures were found to claim: `verify` takes attestations for signatures too, and tells their types apart. */
function claimsIn({ stdout }) {
  const line = stdout.split('\n').find((one) => one.startsWith('['));
  return line ? JSON.parse(line).map(({ critical }) => critical.type) : [];
}

/** The statements that attestations hold, a line each (DSSE, in-toto); of a list of packages only how long it is. */
function statementsIn({ stdout }) {
  return stdout.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    const { payload } = JSON.parse(line);
    if (!payload) return [];
    const { subject, predicateType, predicate } = JSON.parse(Buffer.from(payload, 'base64').toString());
    const shortened =
      predicate.bomFormat === undefined
        ? predicate
        : { bomFormat: predicate.bomFormat, components: predicate.components?.length ?? 0 };
    return [{ subject, predicateType, predicate: shortened }];
  });
}

try {
  writeCredentials();
  await forwardLoopback(settings.forward);
  const results = [];
  for (const command of settings.commands) {
    const result = await run(command);
    results.push({ command: command[0], ...result });
    if (result.exitCode !== 0 && !settings.keepGoing) break;
  }
  console.log(JSON.stringify({ results }));
} finally {
  rmSync(folder, { recursive: true });
}
process.exit(0);
