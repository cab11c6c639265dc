import { readIf } from '../verdict/json-text.ts';

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
  const catalog = readIf(text, (root) =>
    root
      .at('catalog')
      .entries()
      .map(([name, tags]) => [name, tags.optionalItems().map((tag) => tag.text())] as const),
  );
  if (catalog === undefined) throw new Error(`no list of a registry: ${text}`);
  return new Map(catalog);
}
