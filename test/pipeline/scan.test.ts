import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call, type Ended } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { flaws, TrivyDatabase, writeDatabase } from '../support/trivy-database.ts';
import { needs } from '../support/images.ts';

needs('node', 'trivy');

const gates = ['scan-vulnerabilities', 'scan-config', 'scan-secrets'];

/** The greeter with the gates of Trivy alone. */
function scanned(): Greeter {
  return new Greeter().write('pipeline.json', JSON.stringify({ project: 'greeter', gates }));
}

/** How each gate ended, by the table that a run prints. */
function outcomes({ stdout, stderr }: Ended): Record<string, string> {
  const rows = `${stdout}\n${stderr}`.matchAll(/^\s*(scan-\w+)\s+(passed|failed|unavailable)\s/gm);
  return Object.fromEntries([...rows].map(([, gate = '', outcome = '']) => [gate, outcome]));
}

describe('Trivy with a database of our own', () => {
  it('finds a vulnerable package of the distribution and one of npm in the image, with what mends them', async () => {
    using project = scanned();
    await using database = await TrivyDatabase.serve('vulnerable');
    const ended = await call(...project.arguments, '--trivy-database', database.address, 'scan');
    const { debian, npm } = flaws;
    expect(ended.stderr).toMatch(
      new RegExp(`${debian.id} \\(trivy, CRITICAL\\): ${debian.name} \\d[^ ]*: .*${debian.fixedIn}`),
    );
    expect(ended.stderr).toMatch(
      new RegExp(`${npm.id} \\(trivy, CRITICAL\\): ${npm.name} ${npm.version}: .*${npm.fixedIn}`),
    );
    expect(outcomes(ended)).toEqual({
      'scan-vulnerabilities': 'failed',
      'scan-config': 'passed',
      'scan-secrets': 'passed',
    });
    expect(ended.exitCode).toBe(1);
  });

  it('is red for a misconfiguration and for a key in the source, each in its own gate', async () => {
    const body = Array.from(
      { length: 12 },
      () => 'MIIEowIBAAKCAQEAv3tq7kQkqzYdX1oP0mJcVb8r2sT4uWxZ6a8b0c2d4e6f8g0h',
    );
    // Put together here, so that no file of this repository looks like it holds a key.
    const mark = (word: string): string => ['-----', word, ' RSA PRIVATE', ' KEY-----'].join('');
    using project = scanned()
      .replace('Dockerfile', 'USER 1000:1000', 'USER root')
      .write('deploy.pem', `${[mark('BEGIN'), ...body, mark('END')].join('\n')}\n`);
    await using database = await TrivyDatabase.serve('clean');
    const ended = await call(...project.arguments, '--trivy-database', database.address, 'scan');
    expect(outcomes(ended)).toEqual({
      'scan-vulnerabilities': 'passed',
      'scan-config': 'failed',
      'scan-secrets': 'failed',
    });
    expect(ended.stderr).toMatch(/Dockerfile(:\d+)?: [A-Z]+-?\d+ \(trivy, HIGH\)/);
    expect(ended.stderr).toMatch(/deploy\.pem:\d+: private-key \(trivy, HIGH\)/);
    expect(ended.exitCode).toBe(1);
  });

  it('passes an image whose packages are younger than the versions that mend them', async () => {
    using project = scanned();
    await using database = await TrivyDatabase.serve('clean');
    const ended = await call(...project.arguments, '--trivy-database', database.address, 'scan');
    expect(outcomes(ended)).toEqual(Object.fromEntries(gates.map((gate) => [gate, 'passed'])));
    expect(ended.exitCode).toBe(0);
  });

  const withoutDatabase = {
    'scan-vulnerabilities': 'unavailable',
    'scan-config': 'passed',
    'scan-secrets': 'passed',
  };

  it('believes no database that is too old, still looks for the rest, and takes a younger one as soon as there is one', async () => {
    using project = scanned();
    await using database = await TrivyDatabase.serve('clean', { ageHours: 24 * 30 });
    const scan = () => call(...project.arguments, '--trivy-database', database.address, 'scan');
    const ended = await scan();
    expect(outcomes(ended)).toEqual(withoutDatabase);
    expect(ended.stderr).toMatch(
      /: vulnerability database of [\d-]+, 7[12]\d hours old: at most 168 are allowed/,
    );
    expect(ended.exitCode).toBe(3);
    database.replace('clean');
    expect(outcomes(await scan())).toMatchObject({ 'scan-vulnerabilities': 'passed' });
  });

  it('is unavailable where no database can be reached, while the others are still looked at', async () => {
    using project = scanned();
    const { address } = await gone();
    const ended = await call(...project.arguments, '--trivy-database', address, 'scan');
    expect(outcomes(ended)).toEqual(withoutDatabase);
    expect(ended.exitCode).toBe(3);
  });

  it('takes a database out of a cache that is given, on a machine without a network', async () => {
    using project = scanned();
    const cache = mkdtempSync(join(tmpdir(), 'trivy-cache-'));
    try {
      mkdirSync(join(cache, 'db'));
      writeDatabase(join(cache, 'db'), 'vulnerable');
      const ended = await call(...project.arguments, '--trivy-cache', cache, 'scan');
      expect(ended.stderr).toContain(flaws.debian.id);
      expect(ended.exitCode).toBe(1);
    } finally {
      rmSync(cache, { recursive: true });
    }
  });

  it('leaves SARIF, JSON, CycloneDX and SPDX files that name what it found', async () => {
    using project = scanned();
    await using database = await TrivyDatabase.serve('vulnerable');
    const folder = mkdtempSync(join(tmpdir(), 'scan-'));
    try {
      const ended = await call(
        ...[...project.arguments, '--trivy-database', database.address],
        ...['report', 'export', '--path', folder],
      );
      expect(ended.exitCode).toBe(0);
      const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
      const results = Object.values(flaws).map(
        ({ id }) => expect.objectContaining({ ruleId: id }) as unknown,
      );
      expect(read('trivy.sarif')).toMatchObject({
        version: '2.1.0',
        runs: [{ tool: { driver: { name: 'trivy' } }, results: expect.arrayContaining(results) as unknown }],
      });
      expect(JSON.stringify(read('trivy-vulnerabilities.json'))).toContain(flaws.npm.id);
      expect(read('trivy-config.json')).toMatchObject({ SchemaVersion: 2 });
      expect(read('trivy-secrets-image.json')).toMatchObject({ SchemaVersion: 2 });
      expect(read('trivy-secrets-source.json')).toMatchObject({ SchemaVersion: 2 });
      const packages = Object.values(flaws).map(({ name }) => expect.objectContaining({ name }) as unknown);
      expect(read('sbom.cyclonedx.json')).toMatchObject({
        bomFormat: 'CycloneDX',
        components: expect.arrayContaining(packages) as unknown,
      });
      expect(read('sbom.spdx.json')).toMatchObject({
        spdxVersion: expect.stringMatching(/^SPDX-2/) as unknown,
        packages: expect.arrayContaining(packages) as unknown,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** A registry that is gone: nothing listens at its address any more. */
async function gone(): Promise<TrivyDatabase> {
  await using database = await TrivyDatabase.serve('clean');
  return database;
}
