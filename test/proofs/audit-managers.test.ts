import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ManagerUse } from '../../dagger/src/project/manager-use.ts';
import { AdvisoryServer, flaw } from '../support/advisory-server.ts';
import { call, type Ended } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';
import { lock } from '../support/managed.ts';

needs('node');

/** A project with the flawed package, which its manager locks when the test runs, and a name of its own. */
function withLodash(
  { name, version }: Pick<ManagerUse, 'name' | 'version'>,
  manifest: object = { dependencies: { lodash: flaw.version } },
): Promise<Greeter> {
  const use = { name, ...(version === undefined ? {} : { version }) };
  const project = new Greeter()
    .remove('package-lock.json')
    .write(
      'package.json',
      JSON.stringify({
        name: `greeter-${randomUUID()}`,
        version: '1.2.3',
        private: true,
        packageManager: `${name}@${version ?? ''}`,
        ...manifest,
      }),
    )
    .write('pipeline.json', JSON.stringify({ project: 'greeter', gates: ['audit'] }));
  return lock(project, use);
}

/** Audits anew, whatever was answered before. */
function audit(project: Greeter, server?: AdvisoryServer): Promise<Ended> {
  return call(...project.arguments, ...(server?.arguments ?? []), '--rerun', 'audit', 'audit');
}

type Case = readonly [what: string, use: ManagerUse & { readonly version: string }, fix: string];

const cases: readonly Case[] = [
  ['pnpm 12', { name: 'pnpm', version: '12.18.0' }, 'pnpm update --recursive lodash'],
  ['Yarn 4', { name: 'yarn', version: '4.18.1' }, 'yarn up --recursive lodash'],
  ['Bun', { name: 'bun', version: '1.4.5' }, 'bun update lodash'],
];

describe("a project is audited by its own manager, by the registry's bulk advisories:", () => {
  it.each(cases)('%s is green, red and unavailable', async (_what, use, fix) => {
    using project = await withLodash(use);
    await using server = await AdvisoryServer.start('clean');
    const green = await audit(project, server);
    expect(green.stdout, green.stderr).toMatch(
      /^audit: passed: 0 findings in the lockfile's 1 package; 0 findings in 1 package \(1 for production\)/m,
    );
    expect(green.stdout).toMatch(/^audit: not checked: the registry's signatures/m);
    server.answer = 'flawed';
    const red = await audit(project, server);
    expect(red.stderr).toContain(`${flaw.ghsa} (${use.name}-audit, HIGH): lodash ${flaw.version}`);
    expect(red.stderr).toContain(`${fix}, to 4.17.21 or later`);
    expect(red.exitCode).toBe(1);
    server.answer = 404;
    const without = await audit(project, server);
    expect(without.stderr).toMatch(
      /^audit: unavailable: .* failed to ask the registry's advisory service: .*(?:404|doesn't exist|requested resource|not found)/im,
    );
    expect(without.exitCode).toBe(3);
  });
});

describe('a version whose advisory service the registry has retired is unavailable, and says what to do:', () => {
  it.each<[string, ManagerUse & { readonly version: string }, RegExp]>([
    ['pnpm 9', { name: 'pnpm', version: '9.15.9' }, /name pnpm 11 or later as packageManager/],
    ['Yarn 1', { name: 'yarn', version: '1.22.22' }, /move to Yarn 4/],
    ['Bun 1.2.14', { name: 'bun', version: '1.2.14' }, /no audit command, which came with 1\.2\.15/],
  ])('%s', async (_what, use, words) => {
    using project = await withLodash(use);
    await using server = await AdvisoryServer.start('clean');
    const ended = await audit(project, server);
    expect(ended.stderr).toMatch(/^audit: unavailable: 0 findings in the lockfile's 1 package; /m);
    expect(ended.stderr).toMatch(words);
    expect(ended.exitCode).toBe(3);
  });
});

/** The package from a stranger's host, in the words of each lockfile. */
const strangers: readonly (readonly [
  what: string,
  use: ManagerUse & { readonly version: string; readonly lockfile: string },
  piece: RegExp,
  by: string,
])[] = [
  [
    'pnpm',
    { name: 'pnpm', version: '12.18.0', lockfile: 'pnpm-lock.yaml' },
    /==\}/,
    '==, tarball: https://stranger.invalid/lodash.tgz}',
  ],
  [
    'Yarn 1',
    { name: 'yarn', version: '1.22.22', lockfile: 'yarn.lock' },
    /resolved "[^"]+"/,
    'resolved "https://stranger.invalid/lodash.tgz"',
  ],
  [
    'Yarn 4',
    { name: 'yarn', version: '4.18.1', lockfile: 'yarn.lock' },
    /resolution: "lodash@npm:4\.17\.20"/,
    'resolution: "lodash@npm:4.17.20::__archiveUrl=https%3A%2F%2Fstranger.invalid%2Flodash.tgz"',
  ],
  [
    'Bun',
    { name: 'bun', version: '1.4.5', lockfile: 'bun.lock' },
    /"lodash@4\.17\.20", "[^"]*"/,
    '"lodash@4.17.20", "https://stranger.invalid/lodash.tgz"',
  ],
];

describe('the lockfile is red for a package from a host that is not a registry in use, and for a script:', () => {
  it.each(strangers)('%s', async (_what, use, piece, by) => {
    using project = await withLodash(use);
    const lockfile = readFileSync(project.path(use.lockfile), 'utf8');
    expect(lockfile).toMatch(piece);
    project.write(use.lockfile, lockfile.replace(piece, by));
    const ended = await audit(project);
    expect(ended.stderr).toMatch(
      /other-registry \(lockfile, HIGH\): lodash@4\.17\.20 comes from https:\/\/stranger\.invalid/,
    );
    expect(ended.exitCode).toBe(1);
  });

  it.each<[string, ManagerUse & { readonly version: string }, object]>([
    [
      'pnpm, that the project allows',
      { name: 'pnpm', version: '10.34.9' },
      { pnpm: { onlyBuiltDependencies: ['esbuild'] } },
    ],
    ['Yarn 1, which runs all', { name: 'yarn', version: '1.22.22' }, {}],
    [
      'Yarn 4, that the project allows',
      { name: 'yarn', version: '4.18.1' },
      { dependenciesMeta: { esbuild: { built: true } } },
    ],
    ['Bun, that it trusts by itself', { name: 'bun', version: '1.4.5' }, {}],
  ])('a script of %s', async (_what, use, settings) => {
    const manifest = { dependencies: { esbuild: '0.21.5' }, ...settings };
    using project = await withLodash(use, manifest);
    const allow = (installScripts: string[]): unknown =>
      project.write(
        'pipeline.json',
        JSON.stringify({ project: 'greeter', gates: ['audit'], audit: { installScripts } }),
      );
    allow([]);
    const ended = await audit(project);
    expect(ended.stderr).toMatch(/install-script \(lockfile, HIGH\): esbuild@0\.21\.5 runs a script/);
    expect(ended.exitCode).toBe(1);
    allow(['esbuild']);
    expect((await audit(project)).stderr).not.toMatch(/install-script/);
  });
});
