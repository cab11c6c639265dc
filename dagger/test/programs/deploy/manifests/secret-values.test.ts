import { describe, expect, test } from 'vitest';

import { ownDatabase, secretValues } from '../../../../programs/deploy/manifests/secret-values.ts';
import type { Container, KubeObject, PodSpec, Service } from '../../../../programs/deploy/kube/types.ts';
import { deploymentOf, setOf } from '../support/objects.ts';

const labels = { app: 'store' };

const container = (env: Container['env'] = []): Container => ({ name: 'any', image: 'any:1', env });
const volumes = [{ secret: { secretName: 'store-password', items: [{ key: 'word' }] } }];
const template = (
  spec: PodSpec & { readonly volumes?: readonly object[] },
): { metadata: { labels: typeof labels }; spec: PodSpec } => ({
  metadata: { labels },
  spec,
});

/** A service, and a database that is told its user, reads its password as a file. */
const service = deploymentOf({ template: template({ containers: [container()] }) });
const database = setOf({
  template: template({
    containers: [
      container([
        { name: 'POSTGRES_USER', value: 'clerk' },
        { name: 'POSTGRES_DB', value: 'books' },
      ]),
    ],
    volumes,
  }),
});
const leading: Service & KubeObject = {
  kind: 'Service',
  metadata: { name: 'store' },
  spec: { selector: labels, ports: [{ port: 6432 }] },
};
const objects = [service, database, leading];

const needed = [
  { name: 'keys', keys: ['DATABASE_URL', 'TOKEN'] },
  { name: 'store-password', keys: ['word'] },
];

describe('the values of Secrets', () => {
  const sources = { database: ownDatabase(objects), password: 'p', random: () => 'r' };

  test('have the password where the database reads it, and its address where the service does', () => {
    expect(needed.map((secret) => secretValues(secret, sources))).toEqual([
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
    const spec = { containers: [container(env)], volumes };
    return ownDatabase([setOf({ template: template(spec) }), leading])?.url('p');
  };
  expect(urlOf([{ name: 'POSTGRES_USER', value: 'clerk' }])).toBe('postgres://clerk:p@store:6432/clerk');
  expect(urlOf([])).toBe('postgres://postgres:p@store:6432/postgres');
});
