import { expect, test } from 'vitest';

import { auditNpmrc } from '../../../src/gates/audit/npmrc.ts';
import { elsewhereNote, originNote } from '../../../src/gates/audit/notes.ts';

test('registries and what is known to them are taken, and nothing else', () => {
  const text = [
    'registry=https://npm.example/team/',
    '@scope:registry = https://npm.example/scope/',
    '//npm.example/team/:_authToken=${TOKEN}',
    '; omit=dev',
    'omit=dev',
    'omit[]=optional',
    'audit-level = critical',
    'strict-ssl=false',
    'save-exact=true',
  ].join('\r\n');
  expect(auditNpmrc(text)).toEqual({
    text: 'registry=https://npm.example/team/\n@scope:registry = https://npm.example/scope/\n//npm.example/team/:_authToken=${TOKEN}\n',
    leftOut: ['omit', 'audit-level', 'strict-ssl'],
  });
  expect(auditNpmrc('')).toEqual({ text: '', leftOut: [] });
});

test("registries beside npm's own are told by their hosts", () => {
  const own = ['https://npm.example/'];
  expect(originNote(['https://npm.example/a'], own)).toEqual([]);
  expect(originNote(['https://other.example/npm/', 'https://other.example'], own)).toEqual([
    "packages come from https://other.example, beside npm's own registry",
  ]);
});

test('packages for other systems are told by their names', () => {
  expect(elsewhereNote([])).toEqual([]);
  expect(elsewhereNote(['fsevents'])).toEqual(['never installed on Linux, with an install script: fsevents']);
});
