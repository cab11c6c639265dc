/**
 * Fetches CodeQL's bundle once into a cache, by version and checksum, and analyses a source with it. Ends with 0 when
 * the SARIF file is written; else with another code and a sentence on stderr.
 *
 * Usage: node codeql.ts '{"url": "...", "sha256": "...", "cache": "...", "source": "...", "sarif": "..."}'
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import type { CodeqlSettings } from '../../src/gates/codeql/settings.ts';
import { messageOf, settingsIn } from '../shared/json.ts';

/** The directory of a bundle whose checksum was right; fetched beside it and moved, as two runs may do it at once. */
async function bundle({ url, sha256, cache }: CodeqlSettings): Promise<string> {
  const home = join(cache, sha256);
  if (existsSync(home)) return home;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetch-'));
  try {
    const archive = join(work, 'bundle.tar.gz');
    await download(url, sha256, archive);
    run(['tar', '-xzf', archive, '-C', work]);
    rmSync(archive);
    if (!existsSync(home)) renameSync(work, home);
    return home;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @throws Error if it cannot be downloaded, or has another checksum */
async function download(url: string, sha256: string, file: string): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok || answer.body === null) {
    throw new Error(`the bundle could not be downloaded: ${url} answered ${String(answer.status)}`);
  }
  const hash = createHash('sha256');
  const hashing = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(answer.body, hashing, createWriteStream(file));
  const found = hash.digest('hex');
  if (found !== sha256) throw new Error(`the bundle has the checksum ${found}, expected ${sha256}`);
}

/** @throws Error when the command does not end with 0 */
function run([program = '', ...args]: readonly string[]): void {
  const { status, signal } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  throw new Error(`${program} ${args.slice(0, 2).join(' ')} ended with ${signal ?? String(status)}`);
}

async function analyse(settings: CodeqlSettings): Promise<void> {
  const codeql = join(await bundle(settings), 'codeql', 'codeql');
  const database = join('/tmp', 'codeql-database');
  const of = ['--language=javascript-typescript', `--source-root=${settings.source}`];
  run([codeql, 'database', 'create', database, ...of]);
  const suite = 'codeql/javascript-queries:codeql-suites/javascript-security-extended.qls';
  const to = ['--format=sarif-latest', '--sarif-category=codeql', `--output=${settings.sarif}`];
  run([codeql, 'database', 'analyze', database, suite, ...to]);
}

try {
  await analyse(settingsIn<CodeqlSettings>(process.argv[2]));
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  console.error(`${messageOf(error)}${cause}`);
  process.exitCode = 3;
}
