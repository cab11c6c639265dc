import { z } from 'zod';

const configuration = z.object({
  version: z.literal(2),
  updates: z.array(
    z.looseObject({
      'package-ecosystem': z.string(),
      directory: z.string(),
      schedule: z.looseObject({ interval: z.string() }),
      cooldown: z.looseObject({ 'default-days': z.number() }).optional(),
    }),
  ),
});

/** What is kept up to date: the kind of packages and a file that names them. */
export const packageFiles: Readonly<Record<string, readonly string[]>> = {
  npm: ['package.json'],
  docker: ['Dockerfile'],
  pip: ['requirements.txt'],
  'github-actions': ['.github/workflows/ci.yml'],
};

/**
 * What is wrong with Dependabot's configuration.
 * @param document `dependabot.yml`, parsed
 * @param exists whether a path of the repository exists
 */
export function dependabotProblems(document: unknown, exists: (path: string) => boolean): string[] {
  const { updates } = configuration.parse(document);
  const watched = new Set(updates.map((update) => update['package-ecosystem']));
  const missing = Object.keys(packageFiles).filter((ecosystem) => !watched.has(ecosystem));
  const wrong = updates.filter((update) => {
    const files = packageFiles[update['package-ecosystem']] ?? [];
    const found = files.some((file) => exists(`${update.directory}/${file}`));
    const waits = (update.cooldown?.['default-days'] ?? 0) >= 3;
    return !found || !waits || update.schedule.interval !== 'weekly';
  });
  return [...missing, ...wrong.map((update) => update['package-ecosystem'])];
}
