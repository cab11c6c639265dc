import { expect, test } from 'vitest';

import { parseLicences } from '../../../src/gates/licences/parse.ts';
import { readable, reasonOf } from '../../support/fixture.ts';

const report = (packages: object[]): string =>
  JSON.stringify({
    SchemaVersion: 2,
    Results: [
      { Target: 'debian', Class: 'os-pkgs', Packages: [{ Name: 'bash', Licenses: ['GPL-3.0-or-later'] }] },
      { Target: 'Node.js', Class: 'lang-pkgs', Packages: packages },
      { Target: 'Node.js', Class: 'license' },
    ],
  });
const parse = (packages: object[]) => parseLicences({ text: report(packages), exitCode: 0 }, ['MIT']);

test('packages of the image are counted, and those of the distribution are not among them', () => {
  const { findings, facts } = readable(parse([{ Name: 'a', Version: '1.0.0', Licenses: ['MIT'] }]));
  expect([findings, facts]).toEqual([[], { packages: 1, ofTools: 0 }]);
});

test('a licence that is not allowed is a finding with package and place', () => {
  const found = { Name: 'b', Version: '2.0.0', Licenses: ['GPL-3.0-only'], FilePath: 'app/b/package.json' };
  expect(readable(parse([found])).findings).toEqual([
    {
      tool: 'trivy-licences',
      rule: 'GPL-3.0-only',
      severity: 'HIGH',
      message: 'b@2.0.0 has the licence GPL-3.0-only, which is not allowed',
      file: 'app/b/package.json',
      fix: 'Take another package, or add the licence to licences.allowed in pipeline.json.',
      dependency: { name: 'b', version: '2.0.0' },
    },
  ]);
});

test('packages of npm in a base image are counted apart', () => {
  const own = { Name: 'npm', Version: '11.0.0', FilePath: 'usr/local/lib/node_modules/npm/package.json' };
  const app = { Name: 'app', Version: '1.0.0', Licenses: ['MIT'], FilePath: 'usr/src/app/package.json' };
  const { findings, facts } = readable(parse([own, app]));
  expect([findings, facts]).toEqual([[], { packages: 1, ofTools: 1 }]);
});

test('a package that names no licence is a finding', () => {
  expect(readable(parse([{ Name: 'c', Version: '1.0.0' }])).findings[0]).toMatchObject({
    rule: 'no-licence',
  });
});

test.each([
  ['no report', '', 0],
  ['another report', '{"SchemaVersion": 1}', 0],
  ['Trivy that failed', report([]), 1],
])('%s cannot be read', (_what, text, exitCode) => {
  expect(reasonOf(parseLicences({ text, exitCode }, ['MIT']))).not.toBe('');
});
