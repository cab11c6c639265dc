import { describe, expect, it } from 'vitest';
import { annotated, readRules, readSamples } from './read-rules.ts';

const rules = readRules();
const mustFlag = readSamples();
const nearMisses = readSamples('near-misses');

/** What the gate promises to look for; a class without a rule at HIGH or above would never turn it red. */
const classes = [
  'code-execution',
  'command-injection',
  'cookie',
  'cross-origin-sharing',
  'cross-site-scripting',
  'error-exposure',
  'hard-coded-secret',
  'insecure-randomness',
  'json-web-token',
  'mass-assignment',
  'nosql-injection',
  'open-redirect',
  'path-traversal',
  'prototype-pollution',
  'regular-expression',
  'secret-logging',
  'server-side-request-forgery',
  'sql-injection',
  'transport-security',
  'unbounded-body',
  'weak-cryptography',
];

describe('the set of rules', () => {
  it('has a file for each class, and no class without a rule that turns the gate red', () => {
    expect(new Set(rules.map((rule) => rule.file))).toEqual(new Set(classes.map((name) => `${name}.yaml`)));
    const red = rules.filter(({ severity }) => severity === 'HIGH' || severity === 'CRITICAL');
    expect([...new Set(red.map((rule) => rule.class))].sort()).toEqual(classes);
  });

  it('gives every rule an id of its own', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  it('names in its samples no rule that does not exist', () => {
    const ids = new Set(rules.map(({ id }) => id));
    const named = [...annotated(mustFlag, 'ruleid'), ...annotated([...mustFlag, ...nearMisses], 'ok')];
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('has near misses that are nothing but near misses', () => {
    expect([...annotated(nearMisses, 'ruleid')]).toEqual([]);
  });
});

describe.each(rules)('$id', (rule) => {
  it('says how bad it is on the scale of the configuration, and how sure', () => {
    expect(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']).toContain(rule.severity);
    expect(['LOW', 'MEDIUM', 'HIGH']).toContain(rule.confidence);
  });

  it('names its class after its file, its weakness, and its place in both editions of the top ten', () => {
    expect(`${rule.class}.yaml`).toBe(rule.file);
    expect(rule.cwe.length).toBeGreaterThan(0);
    for (const cwe of rule.cwe) expect(cwe).toMatch(/^CWE-\d+: \S/);
    expect(rule.owasp.map((place) => place.replace(/^A(0\d|10):(\d{4}) .+$/, '$2'))).toEqual([
      '2021',
      '2025',
    ]);
  });

  it('tells what to do instead, and where to read on', () => {
    expect(rule.message).toMatch(/\S[.:)] Fix: \S.{20,}/s);
    expect(rule.references.length).toBeGreaterThan(0);
    for (const reference of rule.references) expect(reference).toMatch(/^https:\/\//);
  });

  it('is for TypeScript and JavaScript', () => {
    expect(rule.languages).toEqual(['typescript', 'javascript']);
  });

  it('has code that it must flag and code that it must not', () => {
    expect(annotated(mustFlag, 'ruleid')).toContain(rule.id);
    expect(annotated(nearMisses, 'ok')).toContain(rule.id);
  });
});
