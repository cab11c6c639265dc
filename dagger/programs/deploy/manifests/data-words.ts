/* Words for Secrets and ConfigMaps that are missing: what is missing, and how to give it. */
import { listOf, type Problem } from '../admission/findings.ts';
import type { DataFacts, Missing } from './data-plan.ts';
import type { DataKind } from './reads.ts';

/** A key, or a whole object, with who reads it. */
interface Lack {
  readonly name: string;
  readonly users: readonly string[];
}

/** One problem for the keys that are missing of each kind, and one for the objects that are missing as a whole. */
export function missingWords(
  missing: readonly Missing[],
  { own, namespace }: Pick<DataFacts, 'own' | 'namespace'>,
): Problem[] {
  return (['Secret', 'ConfigMap'] as const).flatMap((kind) => {
    const ofKind = missing.filter(({ needed }) => needed.kind === kind);
    const keys = ofKind.flatMap(({ needed: { name, users }, keys: lacking }) =>
      lacking.map((key) => ({ name: `${name}/${key}`, users })),
    );
    const whole = ofKind.filter(({ keys: lacking }) => lacking.length === 0).map(({ needed }) => needed);
    const place = own ? 'the manifests' : `the manifests or the namespace ${namespace}`;
    return [...keyWords(kind, keys, place), ...wholeWords(kind, whole, place)];
  });
}

function keyWords(kind: DataKind, keys: readonly Lack[], place: string): Problem[] {
  if (keys.length === 0) return [];
  const text = `no ${kind} has these keys, which pods read: ${listOf(keys)}: expected them in ${place}, or given ${howToGive(
    kind,
    keys.map(({ name }) => name),
  )}`;
  return [{ rule: 'secrets', text }];
}

function wholeWords(kind: DataKind, whole: readonly Lack[], place: string): Problem[] {
  if (whole.length === 0) return [];
  const text = `these ${kind}s are not there, which pods read as a whole: ${listOf(whole)}: expected them in ${place}, or their keys given ${howToGive(
    kind,
    whole.map(({ name }) => `${name}/KEY`),
  )}`;
  return [{ rule: 'secrets', text }];
}

/** The lines of pipeline.json, or the links of a call, by which values are given. */
function howToGive(kind: DataKind, names: readonly string[]): string {
  if (kind === 'Secret') {
    return `by ${names.map((name) => `with-deploy-secret --name=${name} --value=env:VARIABLE`).join(' ')}`;
  }
  const lines = names.map((name) => `${JSON.stringify(name)}: "VALUE"`);
  return `in pipeline.json: "deploy": { "values": { ${lines.join(', ')} } }`;
}
