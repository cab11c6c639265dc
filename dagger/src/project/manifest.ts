import { readIf } from '../verdict/json-text.ts';

/** Facts of `package.json` about the project. A field that is missing or has another shape is absent. */
export interface ManifestFacts {
  readonly name?: string;
  readonly version?: string;
  /** Where its source is kept: `repository`, or the `url` in it. */
  readonly repository?: string;
}

/** Reads `package.json`; a service in another language may have none. */
export function manifestFacts(text: string): ManifestFacts {
  const name = readIf(text, (manifest) => manifest.at('name').optionalText());
  const version = readIf(text, (manifest) => manifest.at('version').optionalText());
  const repository = readIf(text, (manifest) => {
    const place = manifest.at('repository');
    return typeof place.value === 'string' ? place.value : place.at('url').optionalText();
  });
  return {
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(repository === undefined ? {} : { repository }),
  };
}
