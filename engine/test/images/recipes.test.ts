import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRecipe, recipes } from '../../src/images/recipes.ts';
import { parseReference } from '../../src/images/reference.ts';

const folder = join(import.meta.dirname, '../../src/images/recipes');
const digest = `@sha256:${'ab'.repeat(32)}`;

describe('finding a recipe', () => {
  test.each([
    ['node:24-bookworm-slim', 'node-24-bookworm-slim'],
    [`node:24-bookworm-slim${digest}`, 'node-24-bookworm-slim'],
    ['docker.io/library/node:24.18.0-bookworm-slim', 'node-24-bookworm-slim'],
    ['gcr.io/distroless/nodejs24-debian12:nonroot', 'distroless-nodejs24-debian12'],
    ['debian:bookworm-slim', 'debian-bookworm-slim'],
    ['postgres:17', 'postgres-17'],
    ['semgrep/semgrep:1.178.0', 'semgrep'],
    ['aquasec/trivy:0.74.0', 'trivy'],
    ['hadolint/hadolint:v2.14.0', 'hadolint'],
    ['registry:2', 'registry-2'],
    [`golang:1.26.8-trixie${digest}`, 'golang'],
    [`ghcr.io/sigstore/cosign/cosign:v3.1.3${digest}`, 'cosign'],
    ['docker:29.1.3-dind', 'docker-dind'],
    [`kindest/node:v1.36.1${digest}`, 'kindest-node'],
  ])('%s is made by %s', (reference, name) => {
    expect(findRecipe(parseReference(reference))?.name).toBe(name);
  });

  test.each([
    'node:22-bookworm-slim',
    'node:24-alpine',
    `node${digest}`,
    'node',
    'gcr.io/distroless/nodejs24-debian12:latest',
    'example.com/node:24-bookworm-slim',
    'postgres:16',
    'registry:3',
    'nginx:1',
    'golang:1.26-alpine',
    'golang:1.25-trixie',
    'docker:29',
    'kindest/node:v1.33.0',
  ])('nothing else stands in for %s', (reference) => {
    expect(findRecipe(parseReference(reference))).toBeUndefined();
  });
});

describe('the list of recipes', () => {
  test('names every folder once', () => {
    expect(recipes.map(({ name }) => name).toSorted()).toEqual(readdirSync(folder).toSorted());
  });

  test.each(recipes)('$name says how it differs, and builds on the roots that it names', (recipe) => {
    const dockerfile = readFileSync(join(folder, recipe.name, 'Dockerfile'), 'utf8');
    const declared = [...dockerfile.matchAll(/^ARG (BOOKWORM|TRIXIE)$/gm)].map(([, name]) =>
      name?.toLowerCase(),
    );
    expect(declared.toSorted()).toEqual([...recipe.roots].toSorted());
    expect(recipe.notes).not.toHaveLength(0);
  });

  test.each(recipes)('$name fetches no Python package without its hash', ({ name }) => {
    const files = readdirSync(join(folder, name)).filter((file) => file === 'requirements.txt');
    for (const file of files) {
      const lines = readFileSync(join(folder, name, file), 'utf8').split('\n');
      for (const line of lines.filter((text) => text !== '' && !text.startsWith('#'))) {
        expect(line).toMatch(/^\S+==\S+ --hash=sha256:[0-9a-f]{64}$/);
      }
    }
    const dockerfile = readFileSync(join(folder, name, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' ');
    for (const line of dockerfile.split('\n').filter((text) => / pip (download|install) /.test(text))) {
      expect(line).toContain('--require-hashes');
    }
  });

  test('has Python and pip by the same lines everywhere, so that a machine makes them once', () => {
    const withPython = recipes.filter(({ name }) =>
      readdirSync(join(folder, name)).includes('requirements.txt'),
    );
    const begins = withPython.map(
      ({ name }) => readFileSync(join(folder, name, 'Dockerfile'), 'utf8').split('\n\n')[0],
    );
    expect(begins.length).toBeGreaterThan(1);
    expect(new Set(begins).size).toBe(1);
    expect(begins[0]).toContain('python3-pip-whl');
  });
});
