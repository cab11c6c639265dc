import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRecipe, recipes } from '../../src/images/recipes.ts';
import type { Recipe } from '../../src/images/recipe.ts';
import { parseReference } from '../../src/images/reference.ts';

const folder = join(import.meta.dirname, '../../src/images/recipes');
const folderOf = ({ folder: own, name }: Recipe): string => own ?? name;
const digest = `@sha256:${'ab'.repeat(32)}`;

describe('finding a recipe', () => {
  test.each([
    ['node:24-bookworm-slim', 'node-24-bookworm-slim'],
    ['node:24-slim', 'node-24-bookworm-slim'],
    ['node:lts-slim', 'node-24-bookworm-slim'],
    ['node:22', 'node-22-bookworm'],
    ['node:22.11.0', 'node-22-bookworm'],
    ['node:jod-bookworm', 'node-22-bookworm'],
    ['node:20-bookworm', 'node-20-bookworm'],
    ['node:20.11-trixie-slim', 'node-20-trixie-slim'],
    ['node:iron-trixie', 'node-20-trixie'],
    ['gcr.io/distroless/nodejs22-debian12:nonroot', 'distroless-nodejs22-debian12'],
    ['postgres:17.2-bookworm', 'postgres-17'],
    ['postgres:15', 'postgres-15'],
    ['postgres:16', 'postgres-17'],
    ['postgres', 'postgres-17'],
    ['redis:7.4', 'valkey'],
    ['valkey/valkey:8.1-trixie', 'valkey'],
    ['mariadb:11.4', 'mariadb-11.8'],
    ['mariadb:10.11-jammy', 'mariadb-10.11'],
    ['mariadb:latest', 'mariadb-11.8'],
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
    'node:18-bookworm-slim',
    'node:26',
    'node:latest',
    'node:220',
    'node:20-bullseye',
    'node:22-bookworm-slim-extra',
    'node:24-alpine',
    'redis:7-alpine',
    'postgres:17-alpine',
    'mysql:8',
    'mongo:8',
    `postgres${digest}`,
    `node${digest}`,
    'node',
    'gcr.io/distroless/nodejs24-debian12:latest',
    'example.com/node:24-bookworm-slim',
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
  test('names every folder, and no two have one name', () => {
    expect([...new Set(recipes.map(folderOf))].toSorted()).toEqual(readdirSync(folder).toSorted());
    expect(new Set(recipes.map(({ name }) => name)).size).toBe(recipes.length);
  });

  test.each(recipes)('$name gives every argument that its Dockerfile wants, and no other', (recipe) => {
    const dockerfile = readFileSync(join(folder, folderOf(recipe), 'Dockerfile'), 'utf8');
    const roots = ['ROOT', 'BOOKWORM', 'TRIXIE'];
    const wanted = [...dockerfile.matchAll(/^ARG (\w+)/gm)].flatMap(([, name = '']) =>
      roots.includes(name) ? [] : [name],
    );
    expect([...new Set(wanted)].toSorted()).toEqual(Object.keys(recipe.buildArguments ?? {}).toSorted());
  });

  test.each(recipes)('$name says how it differs, and builds on the roots that it names', (recipe) => {
    const dockerfile = readFileSync(join(folder, folderOf(recipe), 'Dockerfile'), 'utf8');
    const declared = [...dockerfile.matchAll(/^ARG (BOOKWORM|TRIXIE|ROOT)$/gm)].map(([, name]) =>
      name?.toLowerCase(),
    );
    const [only] = recipe.roots;
    const expected = declared.includes('root') && recipe.roots.length === 1 ? ['root'] : recipe.roots;
    expect(only).toBeDefined();
    expect(declared.toSorted()).toEqual([...expected].toSorted());
    expect(recipe.notes).not.toHaveLength(0);
  });

  test.each(recipes)('$name fetches no Python package without its hash', (recipe) => {
    const name = folderOf(recipe);
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
    const withPython = recipes
      .map(folderOf)
      .filter((name) => readdirSync(join(folder, name)).includes('requirements.txt'));
    const begins = withPython.map(
      (name) => readFileSync(join(folder, name, 'Dockerfile'), 'utf8').split('\n\n')[0],
    );
    expect(begins.length).toBeGreaterThan(1);
    expect(new Set(begins).size).toBe(1);
    expect(begins[0]).toContain('python3-pip-whl');
  });
});
