/**
 * Prints one JSON line of what a registry holds: its repositories, each with its tags. Decides nothing.
 *
 * Usage: node catalog.ts '{"origin": "http://registry:5000", "seconds": 15}'
 */
import type { CatalogRecord, CatalogSettings } from '../../src/registry/programs.ts';
import { fieldsOf, itemsOf, settingsIn, textOf } from '../shared/json.ts';

const { origin, seconds } = settingsIn<CatalogSettings>(process.argv[2]);

/** A list of names in an answer; none of what is not there: a repository with layers and no manifest has no tags. */
async function namesIn(path: string, list: string): Promise<string[]> {
  const response = await fetch(`${origin}/v2/${path}`, { signal: AbortSignal.timeout(seconds * 1000) });
  if (response.status === 404) return [];
  if (!response.ok) throw new Error(`${path}: the registry answered ${String(response.status)}`);
  return itemsOf(fieldsOf(await response.json())[list]).flatMap((name) => textOf(name) ?? []);
}

const catalog: Record<string, string[]> = {};
for (const name of await namesIn('_catalog?n=1000', 'repositories')) {
  catalog[name] = await namesIn(`${name}/tags/list`, 'tags');
}
console.log(JSON.stringify({ catalog } satisfies CatalogRecord));
