import { readIf } from '../../verdict/json-text.ts';

/** The scripts of a `package.json`; none if it has another shape. */
export function scriptsOf(manifest: string): ReadonlyMap<string, string> {
  const entries = readIf(manifest, (root) => root.at('scripts').optionalEntries()) ?? [];
  return new Map(entries.flatMap(([name, { value }]) => (typeof value === 'string' ? [[name, value]] : [])));
}
