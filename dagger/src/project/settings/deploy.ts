import { type CheckName, checkNames } from '../../verdict/check-names.ts';
import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor, Reader } from '../../verdict/json.ts';
import { healthPathOf, sourcePath } from '../arguments.ts';
import { pathAt, pathsAt, sectionAt, textAt, textsAt } from './readers.ts';
import { type RevisionPlace, revisionPlaceAt } from './revision-place.ts';

/** Settings of deployments. */
export interface DeploySettings {
  /**
   * Folder of the Kubernetes manifests in the source, or in the repository where it begins with a slash: a kustomization,
   * plain YAML or a Helm chart. Default: the one that is found.
   */
  readonly manifests?: Text;
  /** Overlay in that folder. Default: the one for the kind of cluster. */
  readonly overlay?: Text;
  /** Files of values for the Helm chart, relative to the source, the last one wins. Default none. */
  readonly chartValues?: readonly Text[];
  /** Workload that is the service, by name or as `Deployment/NAME`. Default: the one that runs the project's image. */
  readonly workload?: Text;
  /**
   * Values of Secrets and ConfigMaps that the manifests need and do not have, as `NAME/KEY`. Not for secrets: everybody who
   * reads the file knows them. Default none.
   * @propertyNames {"pattern": "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?/[A-Za-z0-9._-]+$"}
   */
  readonly values?: Readonly<Record<string, string>>;
  /** Objects of the manifests that are left out, as `KIND` or `KIND/NAME`. Default none. */
  readonly leaveOut?: readonly Text[];
  /**
   * Paths that are asked beside the health path while the service is replaced; each must answer below 500. Default none.
   * @maxItems 10
   */
  readonly paths?: readonly Text[];
  /** Place of the revision in the answer of the health path. Default: `revision` in its JSON. */
  readonly revision?: RevisionPlace;
  /**
   * Lines of the proof that are binding beside those that always are: rollout, replicas, image, restarts, old-pods and
   * health; probe with two replicas or more; load and smoke where the project has them. Default none.
   */
  readonly require?: readonly CheckName[];
  /**
   * A program for Node, relative to the source and one file, that uses the service at BASE_URL while it is replaced and
   * reads back what was acknowledged (`deploy/proof/parse.ts` says what it prints). Default: none, nothing is written.
   */
  readonly load?: Text;
}

const keys = [
  ...['manifests', 'overlay', 'chartValues', 'workload', 'values', 'leaveOut'],
  ...['paths', 'revision', 'require', 'load'],
];

/** Reads the settings of deployments. */
export function deployAt(place: JsonCursor): DeploySettings {
  const section = sectionAt(place, keys);
  const given = <K extends keyof DeploySettings, T>(key: K, read: Reader<T>): Partial<Record<K, T>> => {
    const value = section.at(key).optional(read);
    const entry: Partial<Record<K, T>> = {};
    if (value !== undefined) entry[key] = value;
    return entry;
  };
  return {
    ...given('manifests', manifestsAt),
    ...given('overlay', pathAt),
    ...given('chartValues', pathsAt),
    ...given('workload', textAt),
    ...given('values', valuesAt),
    ...given('leaveOut', textsAt),
    ...given('paths', askedPathsAt),
    ...given('revision', revisionPlaceAt),
    ...given('require', (list) => list.list((name) => name.oneOf(checkNames))),
    ...given('load', pathAt),
  };
}

/** As many paths share the rate of the steady probe, of which each must be asked often enough to see an interruption. */
const mostPaths = 10;

function askedPathsAt(place: JsonCursor): string[] {
  const paths = place.list((path) => healthPathOf(path.filledText(), `pipeline.json: ${path.pointer}`));
  if (paths.length > mostPaths) throw place.mismatch(`at most ${String(mostPaths)} paths`);
  return paths;
}

/** A path in the source, or one in the repository, which begins with a slash. */
function manifestsAt(place: JsonCursor): string {
  const text = place.filledText();
  if (!text.startsWith('/')) return pathAt(place);
  const below = text.slice(1);
  return `/${sourcePath(`pipeline.json: ${place.pointer}`, below === '' ? '.' : below)}`;
}

/** `NAME/KEY` of a Secret or a ConfigMap: a DNS subdomain, and a key as Kubernetes has it (its API reference, Secret). */
export const valueName = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/[A-Za-z0-9._-]+$/;

function valuesAt(place: JsonCursor): Record<string, string> {
  return Object.fromEntries(
    place.entries().map(([name, value]) => {
      if (!valueName.test(name)) throw value.mismatch('NAME/KEY of a Secret or a ConfigMap as its name');
      return [name, value.text()];
    }),
  );
}
