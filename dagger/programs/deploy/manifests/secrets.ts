/* Secrets that the manifests need and do not have: created once, and never changed. */
import { randomBytes } from 'node:crypto';

import type { Kube } from '../kube/kube.ts';
import type { DataObject, KubeObject } from '../kube/types.ts';
import { StepError } from '../run/command.ts';
import { type NeededSecret, secretsNeeded } from './secret-uses.ts';
import { type OwnDatabase, ownDatabase, secretValues } from './secret-values.ts';

/**
 * Creates missing Secrets on kind clusters of the pipeline; on other clusters their owner creates them.
 * @returns names of the created Secrets
 * @throws StepError naming the missing ones, on a cluster of another owner
 */
export async function makeSecrets(
  kube: Kube,
  objects: readonly KubeObject[],
  { ownSecrets }: { readonly ownSecrets: boolean },
): Promise<string[]> {
  const needed = secretsNeeded(objects);
  const found = await Promise.all(needed.map(({ name }) => kube.find('Secret', name)));
  const missing = needed.filter((_, index) => found[index] === undefined);
  const names = missing.map(({ name }) => name);
  if (missing.length > 0 && !ownSecrets) {
    throw new StepError(`Secrets are missing, which the owner of the cluster makes: ${names.join(', ')}`, {
      rule: 'secrets',
    });
  }
  const database = ownDatabase(objects);
  const password = passwordIn(found, database) ?? randomBytes(24).toString('hex');
  for (const secret of missing) await make(kube, secret, { database, password });
  return names;
}

async function make(
  kube: Kube,
  secret: NeededSecret,
  known: { readonly database: OwnDatabase | undefined; readonly password: string },
): Promise<void> {
  const random = (): string => randomBytes(32).toString('hex');
  const stringData = secretValues(secret, { database: known.database, password: known.password, random });
  const evidence = await kube.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secret.name },
    stringData,
  });
  if (evidence.exitCode !== 0) {
    throw new StepError(`the Secret ${secret.name} could not be made`, { evidence });
  }
}

/** The database keeps the password that it was initialised with: one that is there is used again. */
function passwordIn(
  secrets: readonly (DataObject | undefined)[],
  database: OwnDatabase | undefined,
): string | undefined {
  const own = secrets.find((secret) => secret?.metadata.name === database?.secret);
  const coded = database === undefined ? undefined : own?.data?.[database.key];
  return coded === undefined ? undefined : Buffer.from(coded, 'base64').toString('utf8');
}
