import type { ScriptPolicy } from '../../src/gates/packages/script-policy.ts';
import { fieldsOf, itemsOf, textOf } from '../shared/json.ts';
import { splitDescriptor } from './requests.ts';
import { majorOf, type Source } from './source.ts';

/**
 * Whose install scripts pnpm runs: from version 10 on those of the packages that the project allows, before that those of
 * all, unless the project names some (pnpm.io/settings, "Build Settings").
 */
export function pnpmScripts({ manifests, settings, version }: Source): ScriptPolicy {
  const own = fieldsOf(settings);
  const inManifest = fieldsOf(fieldsOf(manifests.get('.'))['pnpm']);
  const setting = (name: string): unknown => own[name] ?? inManifest[name];
  const builds = Object.entries(fieldsOf(setting('allowBuilds'))).map(
    ([name, value]) => [splitDescriptor(name)[0], isTrue(value)] as const,
  );
  const only = setting('onlyBuiltDependencies');
  const never = [
    ...namesIn(setting('neverBuiltDependencies')),
    ...builds.flatMap(([name, runs]) => (runs ? [] : [name])),
  ];
  const allowed = [...namesIn(only), ...builds.flatMap(([name, runs]) => (runs ? [name] : []))];
  if (isTrue(setting('dangerouslyAllowAllBuilds')) || isNamed(setting('onlyBuiltDependenciesFile')))
    return { kind: 'all', names: never };
  const isListed = (majorOf(version) ?? 10) >= 10 || only !== undefined;
  return isListed ? { kind: 'only', names: allowed } : { kind: 'all', names: never };
}

/** The setting is true: texts in YAML as it is read here, values in JSON. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function isNamed(value: unknown): boolean {
  return textOf(value) !== undefined;
}

/** Names of packages in a list, which may name versions too: `esbuild@0.21.5 || 0.25.0`. */
function namesIn(list: unknown): string[] {
  return itemsOf(list).flatMap((one) => {
    const name = textOf(one);
    return name === undefined ? [] : [splitDescriptor(name)[0]];
  });
}
