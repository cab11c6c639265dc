/* Secrets and ConfigMaps that pods read: what is to be made, what is missing, and what was given in vain. Pure. */
import { type Findings, problemsOf } from '../admission/findings.ts';
import type { DataObject, KubeObject } from '../kube/types.ts';
import {
  dataOf,
  type GivenValues,
  givenFor,
  isUsedBy,
  keptKeys,
  keysOf,
  ownersOf,
  textIn,
  valuesManager,
} from './data-state.ts';
import { missingWords } from './data-words.ts';
import { madeElsewhere } from './made-elsewhere.ts';
import { type DataKind, type Needed, neededBy, pullKey } from './reads.ts';

/** What a plan is made from. */
export interface DataFacts {
  readonly objects: readonly KubeObject[];
  /** Secrets and ConfigMaps of the cluster, as far as pods read them. */
  readonly there: readonly DataObject[];
  readonly given: GivenValues;
  /** True where missing Secrets are made: on a cluster of the pipeline's own. */
  readonly own: boolean;
  readonly namespace: string;
}

/** What is to be set in one Secret or ConfigMap. */
export interface DataChange {
  readonly kind: DataKind;
  readonly name: string;
  /** The type of a Secret that is not there yet, where it has one. */
  readonly type?: string;
  /** Values that were given, by key. */
  readonly given: ReadonlyMap<string, string>;
  /** Keys of a Secret whose values are to be made. */
  readonly made: readonly string[];
}

/** What is to be set before the manifests are applied, and what is found. */
export interface DataPlan extends Findings {
  readonly changes: readonly DataChange[];
}

/** A Secret or ConfigMap without something that a pod does not start without. */
export interface Missing {
  readonly needed: Needed;
  /** Keys that are missing; none where the object itself is, and no key of it is known. */
  readonly keys: readonly string[];
}

/** One Secret or ConfigMap as it is looked at. */
interface State {
  readonly needed: Needed;
  readonly inManifests: DataObject | undefined;
  readonly inCluster: DataObject | undefined;
  readonly given: ReadonlyMap<string, string>;
}

/** Plans what Secrets and ConfigMaps need. */
export function dataPlan(facts: DataFacts): DataPlan {
  const { objects, there, given, own } = facts;
  const states = neededBy(objects).map((needed) => ({
    needed,
    inManifests: dataOf(objects, needed),
    inCluster: dataOf(there, needed),
    given: givenFor(needed, given),
  }));
  const missing = states.flatMap((state) => missingOf(state, objects));
  const made = missing.filter((one) => isMade(one, own));
  const lacking = missing.filter((one) => !made.includes(one));
  const forPull = own ? lacking.filter(({ needed }) => needed.isForPull) : [];
  return {
    changes: states.flatMap((state) => changeOf(state, made)),
    problems: [
      ...problemsOf(
        'secrets',
        states.flatMap((state) => conflictsOf(state, own)),
      ).problems,
      ...missingWords(
        lacking.filter((one) => !forPull.includes(one)),
        facts,
      ),
    ],
    notes: [...made.map(madeNote), ...forPull.map(pullNote)],
  };
}

const isMade = ({ needed }: Missing, own: boolean): boolean =>
  own && needed.kind === 'Secret' && !needed.isForPull;

function missingOf(
  { needed, inManifests, inCluster, given }: State,
  objects: readonly KubeObject[],
): Missing[] {
  if (!needed.isRequired || madeElsewhere(needed, objects)) return [];
  const known = [...keysOf(inManifests), ...keptKeys(inCluster, inManifests), ...given.keys()];
  const keys = needed.keys.filter((key) => !known.includes(key));
  const isThere = inManifests !== undefined || inCluster !== undefined || given.size > 0;
  return keys.length > 0 || !isThere ? [{ needed, keys }] : [];
}

/** Given values that are there already by somebody else's hand, in the manifests or in the cluster. */
function conflictsOf({ needed, inManifests, inCluster, given }: State, own: boolean): string[] {
  return [...given].flatMap(([key, value]) => {
    const title = `${needed.kind}/${needed.name}`;
    if (keysOf(inManifests).includes(key)) {
      return [
        `a value is given for ${key} of ${title}, which the manifests have: leave it out of one of them`,
      ];
    }
    const current = textIn(inCluster, key);
    const owners = ownersOf(inCluster, key);
    if (own || current === undefined || current === value || owners.includes(valuesManager)) return [];
    const who = owners.length === 0 ? 'somebody else' : owners.join(', ');
    return [
      `${title} has another value for ${key} in the cluster than the one that is given, set by ${who}: change it there and give none, or remove the key there first`,
    ];
  });
}

function changeOf({ needed, inManifests, inCluster, given }: State, made: readonly Missing[]): DataChange[] {
  const own = made.find((one) => one.needed === needed);
  const changed = [...given].filter(([key, value]) => textIn(inCluster, key) !== value);
  if (own === undefined && changed.length === 0) return [];
  const type = inManifests?.type ?? (given.has(pullKey) ? 'kubernetes.io/dockerconfigjson' : undefined);
  const { kind, name } = needed;
  const isTyped = inCluster === undefined && type !== undefined;
  return [{ kind, name, given: new Map(changed), made: own?.keys ?? [], ...(isTyped ? { type } : {}) }];
}

function madeNote({ needed: { name, users }, keys }: Missing): string {
  const of = `the Secret ${name}, read by ${users.join(', ')}`;
  return keys.length === 0
    ? `made for this cluster: ${of}, without any key: none is known`
    : `made for this cluster: ${of}, with values of the pipeline's own for ${keys.join(', ')}`;
}

function pullNote({ needed: { name, users } }: Missing): string {
  return `the Secret ${name}, for pulls of images by ${users.join(', ')}, is not there: the nodes have the images already`;
}

/** Given values that nothing reads: most likely a typing error. */
export function unusedValues({
  objects,
  given,
}: Pick<DataFacts, 'objects' | 'given'>): Pick<Findings, 'problems'> {
  const needed = neededBy(objects);
  const read = needed.flatMap(({ kind, name, keys, optionalKeys, isWhole }) => [
    ...[...keys, ...optionalKeys].map((key) => `${name}/${key} (${kind})`),
    ...(isWhole ? [`${name}/KEY (${kind})`] : []),
  ]);
  const expected = `expected one of those that pods read: ${read.join(', ') || 'there is none'}`;
  const texts = (names: readonly string[], kinds: readonly DataKind[], how: string): string[] =>
    names.flatMap((named) => {
      const users = needed.filter((one) => isUsedBy(one, named));
      if (users.some(({ kind }) => kinds.includes(kind))) return [];
      return users.length === 0
        ? [`${how}: no pod reads ${named}: ${expected}`]
        : [
            `${how}: ${named} is of a ConfigMap, which everybody may read: give it by deploy.values in pipeline.json`,
          ];
    });
  return problemsOf('secrets', [
    ...texts(Object.keys(given.values), ['Secret', 'ConfigMap'], 'deploy.values'),
    ...texts(Object.keys(given.secrets), ['Secret'], 'with-deploy-secret'),
  ]);
}
