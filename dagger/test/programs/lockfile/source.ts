import { parseAllDocuments } from 'yaml';
import type { Source } from '../../../programs/lockfile/source.ts';

/** What a reader gets of a lockfile in YAML, as the program reads it: every scalar is a text. */
export function yamlSource(text: string, more: Partial<Source> = {}): Source {
  const document = parseAllDocuments(text, { schema: 'failsafe' }).map((one) => one.toJS() as unknown);
  return sourceOf({ text, document, ...more });
}

/** What a reader gets of a lockfile that another parser has read. */
export function sourceOf(given: Partial<Source>): Source {
  return {
    text: '',
    document: undefined,
    manifests: new Map(),
    settings: undefined,
    version: undefined,
    defaults: '',
    ...given,
  };
}
