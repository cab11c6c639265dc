/* Sets Secrets and ConfigMaps as it was planned: what the manifests need and do not have. */
import { randomBytes } from 'node:crypto';

import type { Kube } from '../kube/kube.ts';
import { foundIn } from '../kube/read.ts';
import type { DataObject, KubeObject } from '../kube/types.ts';
import { StepError } from '../run/command.ts';
import { dataOf, type GivenValues, isData, textIn, valuesManager } from './data-state.ts';
import type { DataChange } from './data-plan.ts';
import { neededBy } from './reads.ts';
import { type OwnDatabase, ownDatabase, secretValues, type ValueSources } from './secret-values.ts';

/** Reads the Secrets and ConfigMaps that pods read, as far as they are there. @throws StepError */
export async function dataIn(kube: Kube, objects: readonly KubeObject[]): Promise<DataObject[]> {
  const needed = neededBy(objects);
  const kinds = (['Secret', 'ConfigMap'] as const).map(async (kind) => {
    const names = needed.filter((one) => one.kind === kind).map(({ name }) => name);
    if (names.length === 0) return [];
    const how = ['--output', 'json', '--ignore-not-found', '--show-managed-fields'];
    return foundIn(await kube.must(['get', kind.toLowerCase(), ...names, ...how]));
  });
  return (await Promise.all(kinds)).flat().filter(isData);
}

/** The sources of values: the password of a database that is initialised already stays. */
export function sourcesOf(
  objects: readonly KubeObject[],
  there: readonly DataObject[],
  given: GivenValues,
): ValueSources {
  const database = ownDatabase(objects);
  return {
    database,
    password:
      (database && passwordOf(database, { objects, there, given })) ?? randomBytes(24).toString('hex'),
    random: () => randomBytes(32).toString('hex'),
  };
}

function passwordOf(
  { secret: name, key }: OwnDatabase,
  known: {
    readonly objects: readonly KubeObject[];
    readonly there: readonly DataObject[];
    readonly given: GivenValues;
  },
): string | undefined {
  const { values, secrets } = known.given;
  const named = `${name}/${key}`;
  const place = { kind: 'Secret', name } as const;
  return (
    secrets[named] ??
    values[named] ??
    textIn(dataOf(known.objects, place), key) ??
    textIn(dataOf(known.there, place), key)
  );
}

/** Sets what a plan has to set. Their fields are owned apart from those of the manifests, which then leave them. @throws StepError */
export async function setData(
  kube: Kube,
  changes: readonly DataChange[],
  known: { readonly there: readonly DataObject[]; readonly sources: ValueSources },
): Promise<void> {
  for (const change of changes) {
    const { kind, name, made, type } = change;
    const current = dataOf(known.there, change);
    const values = {
      ...secretValues({ name, keys: made }, known.sources),
      ...Object.fromEntries(change.given),
    };
    const data = { ...current?.data, ...(kind === 'Secret' ? inBase64(values) : values) };
    const typed = type === undefined ? {} : { type };
    const object = current ?? { apiVersion: 'v1', kind, metadata: { name }, ...typed };
    const how = [current === undefined ? 'create' : 'replace', `--field-manager=${valuesManager}`, '-f', '-'];
    const evidence = await kube.tryTo(how, { input: JSON.stringify({ ...object, data }) });
    if (evidence.exitCode !== 0) throw new StepError(`the ${kind} ${name} could not be set`, { evidence });
  }
}

function inBase64(values: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(values);
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value).toString('base64')]));
}
