import { readIf } from '../verdict/json-text.ts';

/** What `package.json` says of the project; what it does not say, or says in another shape, is absent. */
export interface ManifestFacts {
  readonly version?: string;
  /** Where its source is kept: `repository`, or the `url` in it. */
  readonly repository?: string;
}

/** Reads `package.json`, which another language's service may have none of. */
export function manifestFacts(text: string): ManifestFacts {
  const version = readIf(text, (manifest) => manifest.at('version').optionalText());
  const repository = readIf(text, (manifest) => {
    const place = manifest.at('repository');
    return typeof place.value === 'string' ? place.value : place.at('url').optionalText();
  });
  return {
    ...(version === undefined ? {} : { version }),
    ...(repository === undefined ? {} : { repository }),
  };
}
