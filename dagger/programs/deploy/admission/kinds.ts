/* Kinds that a cluster does not have. Pure. */
import { fieldsOf, itemsOf, textOf } from '../../shared/json.ts';
import type { KubeObject } from '../kube/types.ts';
import { titleOf } from '../manifests/pod-templates.ts';
import { type Findings, problemsOf } from './findings.ts';
import { groupOf, isKnown, type KnownKinds } from './known-kinds.ts';

const definition = 'CustomResourceDefinition';

/** The rule of a kind that the cluster does not have. */
const rule = 'unknown-kind';

/** Whether the definition of an object's kind comes with the manifests. */
export function isDefinedBy(object: KubeObject, objects: readonly KubeObject[]): boolean {
  return objects.some((one) => {
    if (one.kind !== definition) return false;
    const { group, names, versions } = fieldsOf(fieldsOf(one)['spec']);
    const served = itemsOf(versions).map(
      (version) => `${textOf(group) ?? ''}/${textOf(fieldsOf(version)['name']) ?? ''}`,
    );
    return fieldsOf(names)['kind'] === object.kind && served.includes(object.apiVersion ?? '');
  });
}

/** Objects whose kind the cluster does not have yet, and has once the definitions of the manifests are applied. */
export function definedLater(objects: readonly KubeObject[], known: KnownKinds | undefined): KubeObject[] {
  return objects.filter(
    (object) => isDefinedBy(object, objects) && (known === undefined || !isKnown(object, known)),
  );
}

/** Refuses objects of kinds that the cluster does not have, and of versions that it no longer has. */
export function unknownKinds(
  objects: readonly KubeObject[],
  known: KnownKinds | undefined,
): Partial<Findings> {
  if (known === undefined) {
    return {
      notes: [
        'the server did not tell all of its kinds: whether it has those of the manifests was left to its dry run',
      ],
    };
  }
  const unknown = objects.filter((object) => !isKnown(object, known) && !isDefinedBy(object, objects));
  return problemsOf(
    rule,
    unknown.map((object) => words(object, unknown, known)),
  );
}

function words(
  { kind, apiVersion = '' }: KubeObject,
  unknown: readonly KubeObject[],
  known: KnownKinds,
): string {
  const same = unknown.filter((one) => one.kind === kind && (one.apiVersion ?? '') === apiVersion);
  const titles = same.map(titleOf).join(', ');
  const current = versionsOf(kind, apiVersion, known);
  if (current.length > 0) {
    return `the cluster has no ${kind} of ${apiVersion || 'no version'} (${titles}): expected ${current.join(' or ')}: change the manifests`;
  }
  return `the cluster has no kind ${kind} of ${apiVersion || 'no version'} (${titles}): install what brings it, or leave these objects out in pipeline.json: "deploy": { "leaveOut": [${JSON.stringify(kind)}] }`;
}

/** The versions in which a cluster has a kind: of the same group, else of the one that has taken it over. */
function versionsOf(kind: string, apiVersion: string, { kinds }: KnownKinds): string[] {
  const all = kinds.filter((one) => one.kind === kind);
  const own = all.filter((one) => groupOf(one.apiVersion) === groupOf(apiVersion));
  const moved = movedGroups.has(groupOf(apiVersion)) ? all : [];
  return (own.length > 0 ? own : moved).map((one) => one.apiVersion);
}

/** Groups whose kinds went to others (Kubernetes, "Deprecated API Migration Guide"). An object of no group at all may be of any. */
const movedGroups: ReadonlySet<string> = new Set(['extensions', '']);
