/* The values of Secrets that the pipeline makes for a cluster of its own. Pure but for what is random. */
import { isOf } from '../kube/read.ts';
import type { KubeObject, StatefulSet } from '../kube/types.ts';
import { serviceFor } from './objects.ts';
import { readsOf } from './reads.ts';

/** The variables by which PostgreSQL's image is told its user and its database (its documentation, "Environment Variables"). */
const userVariable = 'POSTGRES_USER';
const databaseVariable = 'POSTGRES_DB';

/** PostgreSQL's name for both, where its image is not told another. */
const unnamed = 'postgres';

/** A database that the manifests bring: where it is, and the key of the Secret that has its password. */
export interface OwnDatabase {
  readonly secret: string;
  readonly key: string;
  /** Its address with a password. */
  readonly url: (password: string) => string;
}

/** The StatefulSet among the objects that reads a password and that a Service leads to; undefined where there is none. */
export function ownDatabase(objects: readonly KubeObject[]): OwnDatabase | undefined {
  return objects
    .filter(isOf('StatefulSet'))
    .map((set) => databaseOf(objects, set))
    .find((one) => one !== undefined);
}

function databaseOf(objects: readonly KubeObject[], set: StatefulSet): OwnDatabase | undefined {
  const use = readsOf(set).find(
    ({ kind, key, forPull }) => kind === 'Secret' && key !== undefined && forPull !== true,
  );
  const service = serviceFor(objects, set);
  const port = service?.spec.ports?.[0]?.port;
  if (use?.key === undefined || service === undefined || port === undefined) return undefined;
  const user = variableOf(set, userVariable) ?? unnamed;
  const database = variableOf(set, databaseVariable) ?? user;
  const place = `${service.metadata.name}:${String(port)}/${database}`;
  return {
    secret: use.name,
    key: use.key,
    url: (password) => `postgres://${user}:${password}@${place}`,
  };
}

function variableOf({ spec }: StatefulSet, name: string): string | undefined {
  return spec.template.spec.containers.flatMap(({ env = [] }) => env).find((one) => one.name === name)?.value;
}

/** A Secret, and the keys of it that are to be made. */
export interface NeededSecret {
  readonly name: string;
  readonly keys: readonly string[];
}

/** The sources of values. */
export interface ValueSources {
  readonly database: OwnDatabase | undefined;
  readonly password: string;
  /** Makes a random value. */
  readonly random: () => string;
}

/** The value of each key of a Secret: the database's password, an address of the database, else something random. */
export function secretValues(
  { name, keys }: NeededSecret,
  { database, password, random }: ValueSources,
): Record<string, string> {
  const valueOf = (key: string): string => {
    if (database === undefined) return random();
    if (name === database.secret && key === database.key) return password;
    return key.endsWith('DATABASE_URL') ? database.url(password) : random();
  };
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)]));
}
