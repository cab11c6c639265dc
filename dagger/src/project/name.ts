/** The name of a project that nothing names. */
export const unnamed = 'project';

/** Longest name of a namespace of Kubernetes (RFC 1123, label). */
const longest = 63;

/**
 * The name of a project that gives itself none in `pipeline.json`: that of package.json without its scope, else that of its
 * folder. It becomes a namespace and part of an image's name, so it is cut down to what both of them allow: small letters,
 * digits and dashes, with a letter or digit at either end.
 * @param manifestName `name` in package.json
 * @param folder path of the project in its repository; `.` for the repository itself, which has no name of its own
 */
export function projectName(manifestName: string | undefined, folder: string): string {
  const candidates = [manifestName?.replace(/^@[^/]*\//, ''), folder.split('/').at(-1)];
  const names = candidates.map((candidate) => labelOf(candidate ?? ''));
  return names.find((name) => name !== '') ?? unnamed;
}

function labelOf(text: string): string {
  return text
    .slice(0, 1000)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, longest)
    .replace(/-$/, '');
}
