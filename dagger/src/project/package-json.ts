import { textField } from '../verdict/read-json.ts';

/** `repository` of package.json: a text, or an object with a `url`. */
export function repositoryOf(manifest: unknown): string | undefined {
  const text = textField(manifest, 'repository');
  if (text !== undefined || typeof manifest !== 'object' || manifest === null) return text;
  return textField((manifest as { repository?: unknown }).repository, 'url');
}
