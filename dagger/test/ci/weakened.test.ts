import { expect, test } from 'vitest';

import type { Configuration } from '../../src/project/configuration.ts';
import { parseConfiguration } from '../../src/project/read-configuration.ts';
import { catalogue, defaults } from '../../src/gates/order.ts';
import { weakenings } from '../../src/ci/weakened.ts';

/** A configuration of a project that has three tools for lint. */
const withTools = (one: Configuration): Configuration => ({
  ...one,
  lint: { ...one.lint, tools: one.lint.tools ?? ['eslint', 'prettier', 'tsc'] },
});

/** What is weaker than the defaults, a line each. */
const linesOf = (configuration: object): string[] =>
  weakenings(withTools(parseConfiguration(JSON.stringify(configuration), catalogue)), {
    configuration: withTools(defaults),
    than: 'defaults',
  }).map(({ setting, text }) => `${setting} ${text}`);

test.each([
  [{ threshold: 'CRITICAL' }, '/threshold is CRITICAL, by default HIGH'],
  [{ thresholds: { semgrep: 'CRITICAL' } }, '/thresholds/semgrep is CRITICAL, by default HIGH'],
  [{ coverage: { lines: 40 } }, '/coverage/lines is 40 %, by default 85 %'],
  [{ lint: { tools: ['eslint'] } }, '/lint/tools leaves out prettier, tsc'],
  [{ semgrep: { exclude: ['legacy'] } }, '/semgrep/exclude is not scanned: legacy'],
  [{ scan: { skip: ['test'] } }, '/scan/skip is not searched for secrets: test'],
  [{ scan: { ignoreUnfixed: true } }, '/scan/ignoreUnfixed is true, by default false'],
  [{ scan: { maxDatabaseAgeHours: 720 } }, '/scan/maxDatabaseAgeHours is 720, by default 168'],
  [{ test: { arguments: ['--project=a'] } }, '/test/arguments may skip tests: --project=a'],
  [{ audit: { signatures: false } }, '/audit/signatures is false, by default true'],
  [
    { audit: { registries: ['https://npm.example'] } },
    '/audit/registries lets packages come from https://npm.example',
  ],
  [{ audit: { installScripts: ['esbuild'] } }, '/audit/installScripts allows those of esbuild'],
  [{ test: { command: 'make test' } }, "/test/command is make test, by default the project's own runner"],
  [{ test: { retries: 1 } }, '/test/retries is 1, by default 0'],
  [{ test: { user: 'root' } }, '/test/user is root, by default ordinary'],
  [{ docker: true }, '/docker is true, by default false'],
  [{ node: { image: 'own:1' } }, '/node/image runs lint and tests on own:1'],
  [{ found: { lint: ['eslint'], port: 3000 } }, '/found/lint says eslint, whatever else the project has'],
  [{ found: { types: [] } }, '/found/types says none, whatever else the project has'],
  [{ found: { test: 'mocha' } }, '/found/test says mocha, whatever else the project has'],
  [{ smoke: { mounts: ['/data', '/cache'] } }, '/smoke/mounts lets the image write to /cache'],
])('%j is told', (configuration, line) => {
  expect(linesOf(configuration)).toEqual([line]);
});

test('gates that are left out are told, those that run only by name are not missed', () => {
  const [line] = linesOf({ gates: ['lint', 'test'] });
  expect(line).toBe(
    '/gates leaves out semgrep, codeql, audit, image, scan-vulnerabilities, scan-config and 2 more',
  );
});

test('what is as strict or stricter is not told', () => {
  expect(linesOf({})).toEqual([]);
  expect(
    linesOf({
      threshold: 'LOW',
      thresholds: { audit: 'MEDIUM' },
      coverage: { lines: 100 },
      smoke: { mounts: [] },
    }),
  ).toEqual([]);
});

/** What is weaker than in the target branch, a line each. */
const comparedWith = (before: object, now: object): string[] =>
  weakenings(parseConfiguration(JSON.stringify(now), catalogue), {
    configuration: parseConfiguration(JSON.stringify(before), catalogue),
    than: 'base',
  }).map(({ setting, text }) => `${setting} ${text}`);

const exception = { tool: 'semgrep', id: 'eval', reason: 'r', owner: 'o', expires: '2030-01-01' };

test.each([
  [{ threshold: 'MEDIUM' }, {}, '/threshold is HIGH, there MEDIUM'],
  [{ thresholds: { 'scan-config': 'MEDIUM' } }, {}, '/thresholds/scan-config is HIGH, there MEDIUM'],
  [{ coverage: { lines: 95 } }, { coverage: { lines: 90 } }, '/coverage/lines is 90 %, there 95 %'],
  [{ gates: ['lint', 'test'] }, { gates: ['lint'] }, '/gates leaves out test'],
  [
    { semgrep: { exclude: ['a'] } },
    { semgrep: { exclude: ['a', 'b'] } },
    '/semgrep/exclude is not scanned: b',
  ],
  [{ smoke: { conversation: 'talk.ts' } }, {}, '/smoke/conversation is gone, there talk.ts'],
  [{ deploy: { load: 'load.ts' } }, {}, '/deploy/load is gone, there load.ts'],
  [
    { deploy: { require: ['hardening', 'probe'] } },
    { deploy: { require: ['probe'] } },
    '/deploy/require no longer makes binding hardening',
  ],
  [{ deploy: { paths: ['/items'] } }, {}, '/deploy/paths no longer asks /items'],
  [{}, { deploy: { leaveOut: ['NetworkPolicy'] } }, '/deploy/leaveOut leaves out NetworkPolicy'],
  [{ lint: { suppressions: 3 } }, {}, '/lint/suppressions is without a bound, there 3'],
  [{ lint: { suppressions: 3 } }, { lint: { suppressions: 5 } }, '/lint/suppressions is 5, there 3'],
  [{ test: { flaky: 'fail' } }, {}, '/test/flaky is pass, there fail'],
  [{ audit: { installScripts: ['a'] } }, {}, '/audit/installScripts is gone, there [a]'],
  [{ lint: { scope: 'source' } }, {}, '/lint/scope is scripts, there source'],
  [
    { test: { command: 'make test' } },
    { test: { command: 'make fast' } },
    '/test/command is make fast, there make test',
  ],
  [
    { lint: { commands: [{ name: 'prose', run: 'prose .', sarif: 'a' }] } },
    { lint: { commands: [{ name: 'prose', run: 'true', sarif: 'a' }] } },
    '/lint/commands leaves out prose (prose .)',
  ],
  [
    { env: { A: '1', B: '1' } },
    { env: { A: '1', B: '2', SKIP: '1' } },
    '/env may change what tests and smoke check: B, SKIP',
  ],
  [{}, { exceptions: [exception] }, '/exceptions tolerates eval (semgrep)'],
])('beside %j, %j is told', (before, now, line) => {
  expect(comparedWith(before, now)).toEqual([line]);
});

test('what was as weak before is told of the defaults alone', () => {
  const weak = {
    found: { lint: ['eslint'], test: 'mocha' },
    threshold: 'CRITICAL',
    semgrep: { exclude: ['a'] },
    exceptions: [exception],
    test: { retries: 2 },
  };
  expect(comparedWith(weak, weak)).toEqual([]);
});
