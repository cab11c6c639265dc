import type { FoundSettings } from '../settings/found.ts';
import type { Fact } from './fact.ts';

/** The evidence of an answer that a project gives itself. */
export function saidBy(key: keyof FoundSettings): string {
  return `pipeline.json: /found/${key}`;
}

/** Tools of the project as a gate knows them. */
interface Named {
  readonly name: string;
}

/**
 * The tools that a project says it has, instead of those that were found. What was found of one of them stays known:
 * its folders, version and configuration.
 * @param names undefined where the project says nothing
 * @param make the tool of that name in the top folder, of which nothing was found
 */
export function saidTools<T extends Named>(
  key: keyof FoundSettings,
  found: readonly Fact<T>[],
  names: readonly T['name'][] | undefined,
  make: (name: T['name']) => T,
): readonly Fact<T>[] {
  if (names === undefined) return found;
  return names.flatMap((name) => {
    const same = found.filter(({ value }) => value.name === name);
    const values = same.length === 0 ? [make(name)] : same.map(({ value }) => value);
    return values.map((value) => ({ value, from: saidBy(key) }));
  });
}
