/**
 * Runs cosign for an image, one command after the other until one fails, and prints one JSON line of how each ended.
 * Decides nothing. Credentials come as REGISTRY_USERNAME and REGISTRY_PASSWORD, keys as the variables that cosign is
 * told of; they are on no command line.
 *
 * Usage: node cosign.ts '{"server": "HOST in Docker's configuration", "commands": [["sign", ...]], "keepGoing": false,
 *   "seconds": 120}'
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

import type { CosignResult } from '../../src/registry/cosign.ts';
import type { CosignRecord, CosignSettings } from '../../src/registry/programs.ts';
import { settingsIn } from '../shared/json.ts';
import { claimsIn, statementsIn } from './cosign-output.ts';
import { forwardLoopback } from './loopback.ts';

const mostAttempts = 3;
const pauseMs = 2000;

/** Errors of the network in Go's words: the fault is not the command's. */
const broken =
  /connection (refused|reset)|i\/o timeout|TLS handshake timeout|no such host|unexpected EOF|: EOF|50[0234] |Too Many Requests|deadline exceeded/i;

const settings = settingsIn<CosignSettings>(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'docker-'));

/** Where cosign looks for credentials (docker login). */
function writeCredentials(): void {
  const { REGISTRY_USERNAME: username = '', REGISTRY_PASSWORD: password = '' } = process.env;
  if (username === '') return;
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const config = JSON.stringify({ auths: { [settings.server]: { auth } } });
  writeFileSync(join(folder, 'config.json'), config, { mode: 0o600 });
}

/** The end of one command. */
interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One command under its deadline; 124 when it ran out. */
async function once(args: readonly string[]): Promise<Ended> {
  const child = spawn('cosign', args, {
    env: { ...process.env, DOCKER_CONFIG: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: settings.seconds * 1000,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [stdout, said, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== null) return { exitCode: code, stdout, stderr: said };
  return { exitCode: 124, stdout, stderr: `${said}\nno end within ${String(settings.seconds)} s` };
}

/** A command again, a few times, where the network broke under it. */
async function run(args: readonly string[]): Promise<CosignResult> {
  for (let attempt = 1; ; attempt += 1) {
    const { exitCode, stdout, stderr } = await once(args);
    const unreachable = exitCode !== 0 && (exitCode === 124 || broken.test(stderr));
    if (!unreachable || attempt === mostAttempts) {
      const [command = ''] = args;
      const [claims, statements] = [claimsIn(stdout), statementsIn(stdout)];
      return { command, exitCode, stderr, unreachable, claims, statements };
    }
    await pause(pauseMs * attempt);
  }
}

async function runAll(): Promise<CosignRecord> {
  const results: CosignResult[] = [];
  for (const command of settings.commands) {
    const result = await run(command);
    results.push(result);
    if (result.exitCode !== 0 && !settings.keepGoing) break;
  }
  return { results };
}

try {
  writeCredentials();
  await forwardLoopback(settings.forward);
  console.log(JSON.stringify(await runAll()));
} finally {
  rmSync(folder, { recursive: true });
}
process.exit(0);
