import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clock, offline, online } from '../support/clock.ts';
import { needs } from '../support/images.ts';

needs('node', 'semgrep', 'trivy');

const allowed = ['--allow-unavailable', online.join(',')];

describe('another service, by what is found of it', () => {
  let clock: Clock;
  beforeAll(() => {
    clock = new Clock();
  });
  afterAll(() => clock[Symbol.dispose]());

  it('passes ci', async () => {
    const ended = await clock.call({}, 'ci', ...allowed);
    for (const gate of offline) expect(ended.stdout).toMatch(new RegExp(`^\\s*${gate}\\s+passed`, 'm'));
    expect(ended.exitCode).toBe(0);
  });

  it('gets a report of every gate', async () => {
    const out = clock.beside('out');
    const ended = await clock.call({}, 'report', ...allowed, 'export', '--path', out);
    expect(ended.exitCode).toBe(0);
    expect(readdirSync(out)).toEqual(
      expect.arrayContaining(['verdict.json', 'index.html', 'junit.xml', 'sbom.spdx.json', 'semgrep.sarif']),
    );
    const verdict = JSON.parse(readFileSync(join(out, 'verdict.json'), 'utf8')) as object;
    expect(verdict).toMatchObject({
      outcome: 'passed',
      coverage: { lines: 100 },
      notConfigured: [
        { gate: 'dockerfile', reason: 'runs only where pipeline.json names it' },
        { gate: 'codeql', reason: 'pipeline.json does not say codeqlLicenceAcknowledged' },
        { gate: 'licences', reason: 'runs only where pipeline.json names it' },
      ],
    });
    expect(readFileSync(join(out, 'junit.xml'), 'utf8')).toContain('tells the time of a place');
  });

  it.each([
    ['a port that nobody listens on', { '--port': '9091' }, /9091|health/],
    ['a path that does not answer 200', { '--health-path': '/?zone=Mars' }, /404|health/],
  ])('is red on %s, so the arguments are what is asked', async (_what, flags, says) => {
    const ended = await clock.call(flags, 'smoke');
    expect(`${ended.stdout}\n${ended.stderr}`).toMatch(says);
    expect(ended.exitCode).toBe(1);
  });
});
