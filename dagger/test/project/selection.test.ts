import { expect, test } from 'vitest';

import { catalogue, defaultGates, gateNames } from '../../src/gates/order.ts';
import { parseConfiguration } from '../../src/project/read-configuration.ts';
import type { ProjectFacts } from '../../src/project/facts/facts.ts';
import { factsOf } from '../../src/project/facts/facts.ts';
import { type GateSelection, selectGates } from '../../src/project/selection.ts';

const factsWith = (files: Readonly<Record<string, string>>): ProjectFacts =>
  factsOf({ paths: Object.keys(files), text: (path) => files[path] });

interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: object;
}

function selectionOf({ files = {}, settings = {} }: Given): GateSelection {
  const facts = factsWith(files);
  const configuration = parseConfiguration(JSON.stringify(settings), catalogue);
  const dockerfile = facts.dockerfile?.value;
  return selectGates({ facts, configuration, dockerfile }, catalogue);
}

const reasonsOf = (given: Given): Record<string, string> =>
  Object.fromEntries(selectionOf(given).notConfigured.map(({ gate, reason }) => [gate, reason]));

const service = {
  'package.json': JSON.stringify({
    scripts: { test: 'vitest run' },
    devDependencies: { vitest: '^4.0.0', eslint: '^10.0.0' },
  }),
  Dockerfile: 'FROM node:24\nCOPY . .\n',
};

test('a service gets every gate by default but those that run only by name', () => {
  const given = { files: service, settings: { codeqlLicenceAcknowledged: true } };
  expect(selectionOf(given).gates).toEqual(defaultGates);
  expect(reasonsOf(given)).toEqual({
    dockerfile: 'runs only where pipeline.json names it',
    licences: 'runs only where pipeline.json names it',
  });
});

test('a gate that has nothing to check is not configured, for a reason that names what is missing', () => {
  expect(reasonsOf({ files: { 'package.json': '{}' } })).toMatchObject({
    lint: 'no linter, formatter or type checker',
    codeql: 'pipeline.json does not say codeqlLicenceAcknowledged',
    test: 'no test runner, test script or test file',
    audit: 'package.json asks for no package',
    image: 'no Dockerfile',
    'scan-vulnerabilities': 'no Dockerfile',
    'scan-config': 'no Dockerfile and no Kubernetes manifests',
    smoke: 'no Dockerfile',
  });
});

test('what needs no certain file runs for every project', () => {
  expect(selectionOf({ files: { 'package.json': '{}' } }).gates).toEqual(['semgrep', 'scan-secrets']);
});

test('manifests alone are a configuration to scan', () => {
  expect(selectionOf({ files: { 'k8s/kustomization.yaml': '' } }).gates).toContain('scan-config');
});

test('a gate that pipeline.json names is in use even if there is nothing to check: that it went missing is told', () => {
  const settings = { gates: ['lint', 'image', 'smoke'] };
  expect(selectionOf({ settings }).gates).toEqual(['lint', 'image', 'smoke']);
  expect(reasonsOf({ settings })).toEqual(
    Object.fromEntries(
      gateNames
        .filter((gate) => !settings.gates.includes(gate))
        .map((gate) => [gate, 'not named by pipeline.json']),
    ),
  );
});

test('test files without a runner are something to check: the gate says that nothing runs them', () => {
  const files = { 'package.json': '{}', 'src/a.test.ts': '' };
  expect(selectionOf({ files }).gates).toContain('test');
});
