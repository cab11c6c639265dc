import { fieldsOf, textOf } from '../registry/registry-answer.ts';
import { jsonOrUndefined } from '../verdict/read-json.ts';

/** What became of an attempt to publish. */
export interface PublishAttempt {
  /** `broke`: neither published nor refused for what was to be published. */
  readonly kind: 'published' | 'refused' | 'broke';
  /** What publish answered. */
  readonly answer: string;
}

/**
 * Reads the line that `programs/registry/catalog.ts` printed: repositories, each with its tags.
 * @throws Error for what is no such line: nothing that was proved by it would be true
 */
export function parseCatalog(text: string): ReadonlyMap<string, readonly string[]> {
  const { catalog } = fieldsOf(jsonOrUndefined(text));
  if (typeof catalog !== 'object' || catalog === null) throw new Error(`no list of a registry: ${text}`);
  return new Map(
    Object.entries(catalog).map(([name, tags]) => [name, Array.isArray(tags) ? tags.map(textOf) : []]),
  );
}
