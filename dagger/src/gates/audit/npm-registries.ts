import { jsonOrUndefined } from '../../verdict/read-json.ts';

/**
 * Reads `npm config list --json`.
 * @returns the registries that packages come from, those of scopes included and unencrypted ones left out; undefined when
 *   it names none at all
 */
export function parseNpmRegistries(text: string): readonly string[] | undefined {
  const settings = jsonOrUndefined(text);
  if (typeof settings !== 'object' || settings === null) return undefined;
  const named = Object.entries(settings).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' && /^(?:@.+:)?registry$/.test(key) ? [value] : [],
  );
  return named.length === 0 ? undefined : named.filter((registry) => /^https:/i.test(registry));
}
