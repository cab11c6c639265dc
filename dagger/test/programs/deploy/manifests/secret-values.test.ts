import { describe, expect, test } from 'vitest';

import { secretsNeeded } from '../../../../programs/deploy/manifests/secret-uses.ts';
import { ownDatabase, secretValues } from '../../../../programs/deploy/manifests/secret-values.ts';
import type { Container, KubeObject, PodSpec, Service } from '../../../../programs/deploy/kube/types.ts';
import { deploymentOf, setOf } from '../support/objects.ts';

const labels = { app: 'store' };

const container = (env: Container['env'] = []): Container => ({ name: 'any', image: 'any:1', env });
const fromSecret = (name: string, key: string): NonNullable<Container['env']>[number] => ({
  name: key,
  valueFrom: { secretKeyRef: { name, key } },
});
const template = (spec: PodSpec): { metadata: { labels: typeof labels }; spec: PodSpec } => ({
  metadata: { labels },
  spec,
});

/** A service that reads its Secret, and a database that is told its user, reads its password as a file. */
const service = deploymentOf({
  template: template({
    containers: [container([fromSecret('keys', 'DATABASE_URL'), fromSecret('keys', 'TOKEN')])],
  }),
});
const database = setOf({
  template: template({
    containers: [
      container([
        { name: 'POSTGRES_USER', value: 'clerk' },
        { name: 'POSTGRES_DB', value: 'books' },
      ]),
    ],
    volumes: [{ secret: { secretName: 'store-password', items: [{ key: 'word' }] } }],
  }),
});
const leading: Service & KubeObject = {
  kind: 'Service',
  metadata: { name: 'store' },
  spec: { selector: labels, ports: [{ port: 6432 }] },
};
const objects = [service, database, leading];

test('the Secrets that pods read and that the manifests do not have are needed, with their keys', () => {
  expect(secretsNeeded(objects)).toEqual([
    { name: 'keys', keys: ['DATABASE_URL', 'TOKEN'] },
    { name: 'store-password', keys: ['word'] },
  ]);
  const present: KubeObject = { kind: 'Secret', metadata: { name: 'keys' } };
  expect(secretsNeeded([...objects, present]).map(({ name }) => name)).toEqual(['store-password']);
});

describe('the values of Secrets', () => {
  const sources = { database: ownDatabase(objects), password: 'p', random: () => 'r' };

  test('have the password where the database reads it, and its address where the service does', () => {
    expect(secretsNeeded(objects).map((secret) => secretValues(secret, sources))).toEqual([
      { DATABASE_URL: 'postgres://clerk:p@store:6432/books', TOKEN: 'r' },
      { word: 'p' },
    ]);
  });

  test('are random where the manifests bring no database', () => {
    const without = { ...sources, database: ownDatabase([service]) };
    expect(secretValues({ name: 'keys', keys: ['DATABASE_URL'] }, without)).toEqual({ DATABASE_URL: 'r' });
  });
});

test('a database that is told no name has that of its user, and one that is told none PostgreSQL’s own', () => {
  const urlOf = (env: Container['env']): string | undefined => {
    const { volumes } = database.spec.template.spec;
    const spec = { containers: [container(env)], ...(volumes === undefined ? {} : { volumes }) };
    return ownDatabase([setOf({ template: template(spec) }), leading])?.url('p');
  };
  expect(urlOf([{ name: 'POSTGRES_USER', value: 'clerk' }])).toBe('postgres://clerk:p@store:6432/clerk');
  expect(urlOf([])).toBe('postgres://postgres:p@store:6432/postgres');
});
