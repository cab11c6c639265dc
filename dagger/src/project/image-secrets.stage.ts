import type { Secret } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { buildNpmrc } from './private-registries.ts';
import type { Project } from './project.stage.ts';
import { registryToken } from './registry-token.stage.ts';

/** Ids of the secrets that a token for private packages gives to the build. */
const npmSecrets = { token: 'npm_token', npmrc: 'npmrc' } as const;

/**
 * The secrets of the image's build: those of the caller, and those for private packages unless the caller gives others by
 * their ids. The engine calls a build's secret by the name that it was made with.
 * @throws UsageError if the token is none
 */
export async function secretsOf({
  source,
  npmToken,
  buildSecrets,
}: Pick<Project, 'source' | 'npmToken' | 'buildSecrets'>): Promise<Secret[]> {
  const texts = new Map<string, string>();
  if (npmToken !== undefined) {
    const { text, registries, files } = await registryToken(source, npmToken);
    texts.set(npmSecrets.token, text);
    texts.set(npmSecrets.npmrc, buildNpmrc(files['.npmrc'] ?? '', registries, text));
  }
  for (const { name, value } of buildSecrets) texts.set(name, await value.plaintext());
  return [...texts].map(([name, text]) => dag.setSecret(name, text));
}
