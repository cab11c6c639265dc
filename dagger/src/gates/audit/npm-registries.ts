import { readIf } from '../../verdict/json-text.ts';

/**
 * Reads `npm config list --json`.
 * @returns the registries that packages come from, including those of scopes and without unencrypted ones; undefined if
 *   it names none at all
 */
export function parseNpmRegistries(text: string): readonly string[] | undefined {
  const named = readIf(text, (settings) => settings.entries())?.flatMap(([key, { value }]) =>
    typeof value === 'string' && /^(?:@.+:)?registry$/.test(key) ? [value] : [],
  );
  if (named === undefined || named.length === 0) return undefined;
  return named.filter((registry) => /^https:/i.test(registry));
}
