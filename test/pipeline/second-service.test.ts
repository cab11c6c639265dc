import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, type Ended } from './support/call.ts';
import { Registry } from './support/registry.ts';
import { SigningKey } from './support/signing-key.ts';

/**
 * A service that shares nothing with the messenger: plain JavaScript, no framework, no database, no `pipeline.json`,
 * another port and health path, a Dockerfile elsewhere.
 */
const clock = new URL('fixtures/clock/', import.meta.url).pathname;

/** Gates that need the open internet; where it is in reach they pass. */
const online = ['codeql', 'audit', 'scan-vulnerabilities'];
const offline = ['lint', 'semgrep', 'test', 'image', 'scan-config', 'scan-secrets', 'smoke'];

let folder: string;
let source: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clock-'));
  source = join(folder, 'source');
  cpSync(clock, source, { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Calls the module with the arguments that make it this service's pipeline; a later flag takes an earlier one's place. */
function callFor(flags: Readonly<Record<string, string>>, ...rest: readonly string[]): Promise<Ended> {
  const all = {
    '--source': source,
    '--dockerfile': 'deploy/clock.dockerfile',
    '--port': '9090',
    '--health-path': '/status/live',
    '--conversation': join(source, 'checks/ask.mjs'),
    ...flags,
  };
  return call(...Object.entries(all).flat(), ...rest);
}

/** Puts the service under one commit, whose id it answers. */
function commit(): string {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', source, '-c', 'user.name=n', '-c', 'user.email=e', ...args], {
      encoding: 'utf8',
    });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'first');
  return git('rev-parse', 'HEAD').trim();
}

const allowed = ['--allow-unavailable', online.join(',')];

describe('another service, by arguments alone', () => {
  it('passes ci', async () => {
    const ended = await callFor({}, 'ci', ...allowed);
    for (const gate of offline) expect(ended.stdout).toMatch(new RegExp(`^\\s*${gate}\\s+passed`, 'm'));
    expect(ended.exitCode).toBe(0);
  });

  it('gets a report of every gate', async () => {
    const out = join(folder, 'out');
    const ended = await callFor({}, 'report', ...allowed, 'export', '--path', out);
    expect(ended.exitCode).toBe(0);
    expect(readdirSync(out)).toEqual(
      expect.arrayContaining(['verdict.json', 'index.html', 'junit.xml', 'sbom.spdx.json', 'semgrep.sarif']),
    );
    const verdict = JSON.parse(readFileSync(join(out, 'verdict.json'), 'utf8')) as object;
    expect(verdict).toMatchObject({
      outcome: 'passed',
      coverage: { lines: 100 },
      notConfigured: ['dockerfile'],
    });
    expect(readFileSync(join(out, 'junit.xml'), 'utf8')).toContain('tells the time of a place');
  });

  it('is published and verified; publish goes without no gate, so those that need the internet are left out', async () => {
    const configuration = JSON.stringify({ project: 'clock', gates: offline }, null, 2);
    writeFileSync(join(source, 'pipeline.json'), `${configuration}\n`);
    const revision = commit();
    using registry = await Registry.start();
    using key = await SigningKey.make();
    const where = ['--address', registry.address('clock'), ...registry.arguments];
    const published = await callFor({}, 'publish', ...where, ...key.signing);
    expect(published.exitCode, published.stderr).toBe(0);
    const image = published.stdout.trim();
    expect(image).toMatch(new RegExp(`^${registry.address('clock')}:${revision}@sha256:[0-9a-f]{64}$`));
    const verified = await call('verify', '--image', image, ...registry.arguments, ...key.verifying);
    expect(verified.exitCode, verified.stderr).toBe(0);
    expect(verified.stdout).toContain(`revision ${revision}`);
  });

  it.each([
    ['a port that nobody listens on', { '--port': '9091' }, /9091|health/],
    ['a path that does not answer 200', { '--health-path': '/?zone=Mars' }, /404|health/],
  ])('is red on %s, so the arguments are what is asked', async (_what, flags, says) => {
    const ended = await callFor(flags, 'smoke');
    expect(`${ended.stdout}\n${ended.stderr}`).toMatch(says);
    expect(ended.exitCode).toBe(1);
  });
});
