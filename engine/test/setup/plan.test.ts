import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/setup/machine.ts';
import { planSetup, type Action, type Need } from '../../src/setup/plan.ts';

/** A Debian machine, used as root, that has everything and reaches no container registry. */
const base: Machine = {
  platform: 'linux',
  arch: 'x64',
  distribution: ['debian'],
  root: true,
  docker: { status: 'answers', version: '20.10.24' },
  silentRegistries: ['registry-1.docker.io'],
  mmdebstrap: '/usr/bin/mmdebstrap',
  debianKeyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
  postgresql: '/usr/lib/postgresql/15/bin/initdb',
  chromium: '/usr/bin/chromium',
  pip: '/usr/bin/pip3',
  jq: '/usr/bin/jq',
};

const everything = { ...base, tests: true };
const down = (installed: boolean) => ({ docker: { status: 'down', installed } }) as const;
const ubuntu = { distribution: ['ubuntu', 'debian'] };
const fedora = { distribution: ['fedora'] };
const connected = { silentRegistries: [] };
const user = { root: false };

function planned(change: Partial<Machine>, need: Need, tests = true): Action | undefined {
  return planSetup({ ...everything, ...change }, { tests }).find((action) => action.need === need);
}

describe('a machine that has everything', () => {
  test('has nothing to do', () => {
    const kinds = planSetup(base, { tests: true }).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['there']));
  });

  test('is not asked about the needs of tests unless they are wanted', () => {
    const needs = planSetup({ ...base, postgresql: undefined, chromium: undefined }, { tests: false });
    expect(needs.map(({ need }) => need)).toEqual(['Docker daemon', 'mmdebstrap', 'Debian keyring']);
  });
});

describe('what is missing is installed or started', () => {
  test.each<[string, Partial<Machine>, Need, Action['kind'], readonly string[]]>([
    ['no Docker on Debian', down(false), 'Docker daemon', 'install', ['docker.io']],
    ['no Docker on Ubuntu', { ...down(false), ...ubuntu }, 'Docker daemon', 'install', ['docker.io']],
    ['Docker that does not run', down(true), 'Docker daemon', 'start', []],
    ['Docker that does not run, elsewhere', { ...down(true), ...fedora }, 'Docker daemon', 'start', []],
    ['no mmdebstrap', { mmdebstrap: undefined }, 'mmdebstrap', 'install', ['mmdebstrap']],
    [
      "no keys of Debian's",
      { debianKeyring: undefined, ...ubuntu },
      'Debian keyring',
      'install',
      ['debian-archive-keyring'],
    ],
    ['no PostgreSQL', { postgresql: undefined }, 'PostgreSQL', 'install', ['postgresql']],
    ['no Chromium', { chromium: undefined }, 'Chromium', 'install', ['chromium']],
    ['no pip', { pip: undefined }, 'pip', 'install', ['python3-pip']],
    ['no jq', { jq: undefined }, 'jq', 'install', ['jq']],
  ])('%s', (_, change, need, kind, packages) => {
    const action = planned(change, need);
    expect(action?.kind).toBe(kind);
    expect(action?.kind === 'install' ? action.packages : []).toEqual(packages);
  });
});

describe('mmdebstrap is needed only where a registry does not answer', () => {
  test('and not where all answer, whoever the user is', () => {
    const change = { ...connected, ...user, mmdebstrap: undefined };
    expect(planned(change, 'mmdebstrap')?.kind).toBe('not-needed');
    expect(planned(change, 'Debian keyring')).toBeUndefined();
  });

  test('one silent registry is enough', () => {
    expect(planned({ silentRegistries: ['gcr.io'], mmdebstrap: undefined }, 'mmdebstrap')?.kind).toBe(
      'install',
    );
  });
});

describe('what cannot be done here says what happened, what was expected, and what is next', () => {
  test.each<[string, Partial<Machine>, Need, RegExp, RegExp]>([
    [
      'a socket that refuses',
      { docker: { status: 'denied' } },
      'Docker daemon',
      /refuses this user/,
      /group docker/,
    ],
    ['a daemon that hangs', { docker: { status: 'silent' } }, 'Docker daemon', /does not answer/, /restart/],
    [
      'DOCKER_HOST',
      { docker: { status: 'elsewhere', host: 'tcp://h:1' } },
      'Docker daemon',
      /tcp:\/\/h:1/,
      /unset DOCKER_HOST/,
    ],
    ['no root to start', { ...down(true), ...user }, 'Docker daemon', /only root/, /systemctl start docker/],
    [
      'no root to install',
      { ...down(false), ...user },
      'Docker daemon',
      /only root/,
      /Install Docker Engine/,
    ],
    [
      'another system',
      { ...down(false), ...fedora },
      'Docker daemon',
      /another system/,
      /Install Docker Engine/,
    ],
    [
      'no root for mmdebstrap',
      user,
      'mmdebstrap',
      /registry-1\.docker\.io does not answer.*not root/,
      /as root/,
    ],
    ['arm64', { arch: 'arm64' }, 'mmdebstrap', /linux on arm64/, /Connect/],
    ['macOS', { platform: 'darwin' }, 'mmdebstrap', /darwin/, /Connect/],
    [
      'no PostgreSQL elsewhere',
      { postgresql: undefined, ...fedora },
      'PostgreSQL',
      /another system/,
      /postgresql/,
    ],
    ['Chromium on Ubuntu', { chromium: undefined, ...ubuntu }, 'Chromium', /snap/, /chromium/],
  ])('%s', (_, change, need, happened, next) => {
    const action = planned(change, need);
    expect(action).toMatchObject({
      kind: 'problem',
      happened: expect.stringMatching(happened) as string,
      expected: expect.stringMatching(/./) as string,
      next: expect.stringMatching(next) as string,
    });
  });
});
