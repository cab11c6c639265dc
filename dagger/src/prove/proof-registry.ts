import { readIf } from '../verdict/json-text.ts';

/** The result of an attempt to publish. */
export interface PublishAttempt {
  /** `broke`: neither published nor refused because of the image. */
  readonly kind: 'published' | 'refused' | 'broke';
  /** The message of publish. */
  readonly answer: string;
}

/**
 * Reads the output of `programs/registry/catalog.ts`: repositories, each with its tags.
 * @throws Error if it is not such a line: a proof based on it would be worthless
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
