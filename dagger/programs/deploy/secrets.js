/* Secrets that the manifests ask for and do not have: made once, and never changed. */
/* global Buffer */
import { randomBytes } from 'node:crypto';

import { StepError } from './command.js';
import { secretsNeeded } from './objects.js';

/**
 * Makes the Secrets that are not there, on a cluster of the pipeline's own kind; elsewhere their owner makes them.
 * @returns names of those that were made
 * @throws StepError naming those that are missing, where they are not ours to make
 */
export async function makeSecrets(kube, objects, { project, ownSecrets }) {
  const needed = secretsNeeded(objects);
  const found = await Promise.all(needed.map(({ name }) => kube.find('secret', name)));
  const missing = needed.filter((_, index) => found[index] === undefined);
  if (missing.length > 0 && !ownSecrets) {
    const names = missing.map(({ name }) => name).join(', ');
    throw new StepError(`Secrets are missing, which the owner of the cluster makes: ${names}`, {
      rule: 'secrets',
    });
  }
  if (missing.length === 0) return [];
  const password = passwordOf(found) ?? randomBytes(24).toString('hex');
  for (const { name, keys } of missing) {
    const stringData = Object.fromEntries(keys.map((key) => [key, valueOf(key, { project, password })]));
    const evidence = await kube.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData });
    if (evidence.exitCode !== 0) throw new StepError(`the Secret ${name} could not be made`, { evidence });
  }
  return missing.map(({ name }) => name);
}

/** The database keeps the password that it was initialised with: one that is there is used again. */
function passwordOf(secrets) {
  const coded = secrets.find((secret) => secret?.data?.password)?.data.password;
  return coded === undefined ? undefined : Buffer.from(coded, 'base64').toString('utf8');
}

function valueOf(key, { project, password }) {
  if (key === 'password') return password;
  if (key === 'DATABASE_URL') return `postgres://${project}:${password}@${project}-database:5432/${project}`;
  return randomBytes(32).toString('hex');
}
