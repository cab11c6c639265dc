import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AdvisoryServer, type Answer, flaw } from '../support/advisory-server.ts';
import { call, type Ended } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';

needs('node');

const integrity =
  'sha512-PlhdFcillOINfeV7Ni6oF1TAEayyZBoZ8bcshTHqOYJYlrqzRK5hagpagky5o4HfCzzd1TRkXPMFq6cKk9rGmA==';

/**
 * A project that has a package by way of another one. Its name is its own, because an answer about a lockfile stands for
 * the hour.
 */
function audited(): Greeter {
  const name = `greeter-${randomUUID()}`;
  const root = { name, version: '1.2.3', license: 'MIT', dependencies: { lists: '1.0.0' } };
  const lists = { version: '1.0.0', integrity, license: 'MIT', dependencies: { lodash: '^4.17.20' } };
  const lodash = { version: flaw.version, integrity, license: 'MIT' };
  const lockfile = {
    name,
    version: '1.2.3',
    lockfileVersion: 3,
    requires: true,
    packages: { '': root, 'node_modules/lists': lists, 'node_modules/lodash': lodash },
  };
  const configuration = { project: 'greeter', gates: ['audit'], audit: { signatures: false } };
  return new Greeter()
    .write('package.json', JSON.stringify({ ...root, private: true }))
    .write('package-lock.json', JSON.stringify(lockfile))
    .write('pipeline.json', JSON.stringify(configuration));
}

function audit(project: Greeter, server: AdvisoryServer): Promise<Ended> {
  return call(...project.arguments, ...server.arguments, 'audit');
}

const verdictSchema = z.object({
  gates: z.array(z.object({ gate: z.string(), findings: z.array(z.looseObject({})) })),
});

/** The audit's findings in verdict.json. */
async function findings(project: Greeter, server: AdvisoryServer): Promise<readonly object[]> {
  const out = mkdtempSync(join(tmpdir(), 'audit-'));
  try {
    const ended = await call(
      ...project.arguments,
      ...server.arguments,
      ...['report', 'export', '--path', out],
    );
    expect(ended.exitCode, ended.stderr).toBe(0);
    const verdict = verdictSchema.parse(JSON.parse(readFileSync(join(out, 'verdict.json'), 'utf8')));
    return verdict.gates.flatMap((gate) => gate.findings);
  } finally {
    rmSync(out, { recursive: true });
  }
}

describe('the audit, with a registry that answers for advisories,', () => {
  it('is red with package, installed version, range, way to it, identifiers and fix', async () => {
    using project = audited();
    await using server = await AdvisoryServer.start('flawed');
    const ended = await audit(project, server);
    expect(ended.stderr + ended.stdout).toContain(
      `${flaw.ghsa} (npm-audit, HIGH): ${flaw.name} ${flaw.version} (affected: ${flaw.range}): `,
    );
    expect(ended.exitCode).toBe(1);
    expect(await findings(project, server)).toMatchObject([
      {
        tool: 'npm-audit',
        rule: flaw.ghsa,
        severity: 'HIGH',
        aliases: [flaw.cve],
        file: 'package-lock.json',
        fix: 'npm audit fix',
        dependency: {
          name: flaw.name,
          version: flaw.version,
          range: flaw.range,
          fixedIn: '4.17.21',
          path: `${flaw.by} > ${flaw.name}@${flaw.version}`,
          production: true,
        },
      },
    ]);
  });

  it('is green when it knows of no flaw', async () => {
    using project = audited();
    await using server = await AdvisoryServer.start('clean');
    const ended = await audit(project, server);
    expect(ended.stdout).toMatch(/^audit: passed: .*2 packages \(2 for production\)/);
    expect(ended.exitCode).toBe(0);
    expect(server.asked).toBe(1);
  });

  it.each<[Answer, RegExp]>([
    [405, /audit: unavailable: .*(405|Method Not Allowed)/i],
    [500, /audit: unavailable: .*(500|Internal Server Error)/i],
    ['hang', /audit: unavailable: .*(time|ETIMEDOUT)/i],
  ])('is unavailable, and never green, when it answers %s', async (answer, says) => {
    using project = audited();
    await using server = await AdvisoryServer.start(answer);
    const ended = await audit(project, server);
    expect(ended.stderr + ended.stdout).toMatch(says);
    expect(ended.exitCode).toBe(3);
    expect(server.asked).toBeGreaterThan(0);
  });

  it('is asked again at the next call when it was unavailable', async () => {
    using project = audited();
    await using server = await AdvisoryServer.start(500);
    expect((await audit(project, server)).exitCode).toBe(3);
    const before = server.asked;
    expect((await audit(project, server)).exitCode).toBe(3);
    expect(server.asked).toBeGreaterThan(before);
    server.answer = 'flawed';
    expect((await audit(project, server)).exitCode).toBe(1);
  });
});

describe('the audit of a project of pnpm', () => {
  it('is unavailable, red by its advisories, and red by its lockfile', async () => {
    using project = lodashByPnpm();
    await using server = await AdvisoryServer.start(500);
    const asked = await audit(project, server);
    expect(asked.stderr).toMatch(
      /^audit: unavailable: 0 findings in the lockfile's 1 package; pnpm-audit: pnpm failed to ask the registry's advisory service: .*responded with 500/m,
    );
    expect(asked.exitCode).toBe(3);
    server.answer = 'flawed';
    // pnpm installs what the lockfile says, under whatever name: the registry has another package of this one.
    project
      .replace('package.json', '"lodash"', '"other"')
      .replace('pnpm-lock.yaml', '      lodash:', '      other:')
      .replace('pnpm-lock.yaml', `  version: ${flaw.version}`, `  version: lodash@${flaw.version}`);
    const red = await audit(project, server);
    expect(red.stderr).toContain(
      `pnpm-lock.yaml: ${flaw.ghsa} (pnpm-audit, HIGH): ${flaw.name} ${flaw.version} (affected: ${flaw.range}): `,
    );
    expect(red.stderr).toContain('pnpm update --recursive lodash, to 4.17.21 or later');
    expect(red.stderr).toMatch(
      /^pnpm-lock\.yaml:13: other-package \(lockfile, HIGH\): lodash@4\.17\.20 stands as other, and no alias asks for it/m,
    );
    expect(red.exitCode).toBe(1);
  });
});

/** A project with the flawed package, locked by pnpm, whose lockfile names no registry. */
function lodashByPnpm(): Greeter {
  const manifest = {
    name: `greeter-${randomUUID()}`,
    version: '1.2.3',
    private: true,
    packageManager: 'pnpm@12.21.0',
    dependencies: { lodash: flaw.version },
  };
  const lockfile = [
    "lockfileVersion: '9.0'",
    '',
    'importers:',
    '',
    '  .:',
    '    dependencies:',
    '      lodash:',
    `        specifier: ${flaw.version}`,
    `        version: ${flaw.version}`,
    '',
    'packages:',
    '',
    `  lodash@${flaw.version}:`,
    `    resolution: {integrity: ${integrity}}`,
    '',
    'snapshots:',
    '',
    `  lodash@${flaw.version}: {}`,
    '',
  ];
  return new Greeter()
    .remove('package-lock.json')
    .write('package.json', JSON.stringify(manifest))
    .write('pnpm-lock.yaml', lockfile.join('\n'))
    .write('pipeline.json', JSON.stringify({ project: 'greeter', gates: ['audit'] }));
}
