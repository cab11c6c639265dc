/**
 * Fetches CodeQL's bundle once into a cache, by version and checksum, and analyses a source with it. Ends with 0 when
 * the SARIF file is written; with another code and a sentence on the error output when it could not be had.
 *
 * Usage: node codeql.mjs '{"url": "...", "sha256": "...", "cache": "...", "source": "...", "sarif": "..."}'
 */
/* global console, fetch, process */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The directory of a bundle whose checksum was right; fetched beside it and moved, as two runs may do it at once. */
async function bundle({ url, sha256, cache }) {
  const home = join(cache, sha256);
  if (existsSync(home)) return home;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetch-'));
  try {
    await download(url, sha256, join(work, 'bundle.tar.gz'));
    run(['tar', '-xzf', join(work, 'bundle.tar.gz'), '-C', work]);
    rmSync(join(work, 'bundle.tar.gz'));
    if (!existsSync(home)) renameSync(work, home);
    return home;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function download(url, sha256, file) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the bundle could not be had: ${url} answered ${answer.status}`);
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(answer.body, hashing, createWriteStream(file));
  const found = hash.digest('hex');
  if (found !== sha256) throw new Error(`the bundle has the checksum ${found}, expected ${sha256}`);
}

function run([program, ...args]) {
  const { status, signal } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0)
    throw new Error(`${program} ${args.slice(0, 2).join(' ')} ended with ${signal ?? status}`);
}

async function analyse(settings) {
  const codeql = join(await bundle(settings), 'codeql', 'codeql');
  const database = join('/tmp', 'codeql-database');
  run([
    codeql,
    'database',
    'create',
    database,
    '--language=javascript-typescript',
    `--source-root=${settings.source}`,
  ]);
  run([
    ...[codeql, 'database', 'analyze', database],
    'codeql/javascript-queries:codeql-suites/javascript-security-extended.qls',
    ...['--format=sarif-latest', '--sarif-category=codeql', `--output=${settings.sarif}`],
  ]);
}

try {
  await analyse(JSON.parse(process.argv[2]));
} catch (error) {
  console.error(error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message);
  process.exitCode = 3;
}
