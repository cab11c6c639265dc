import type { Directory, Secret } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { within } from '../tools/deadline.ts';
import { images } from '../tools/images.ts';
import { UsageError } from '../verdict/usage-error.ts';
import { registriesNamed, registryFiles, tokenVariables } from './private-registries.ts';

/** The token of private packages, and who gets it. */
export interface RegistryToken {
  readonly secret: Secret;
  readonly text: string;
  /** Registries that are given it, as URLs. */
  readonly registries: readonly string[];
  /** Variables in which the project's own settings expect it. */
  readonly variables: readonly string[];
  /** The texts of the files that name registries. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * The token for the registries that a project names; for npm's own where it names none.
 * @throws UsageError if it is no token
 */
export async function registryToken(source: Directory, secret: Secret): Promise<RegistryToken> {
  const [files, text] = await Promise.all([registryTexts(source), tokenText(secret)]);
  const named = registriesNamed(files);
  const registries = named.length > 0 ? named : [await ownRegistry()];
  return { secret, text, registries, variables: tokenVariables(files), files };
}

async function tokenText(secret: Secret): Promise<string> {
  const text = (await secret.plaintext()).trim();
  if (/^[^\s"\\${}#;]+$/.test(text)) return text;
  throw new UsageError(
    `--npm-token: expected a token on one line, without blanks or quotes, got ${text === '' ? 'nothing' : 'something else'}`,
  );
}

async function registryTexts(source: Directory): Promise<Record<string, string>> {
  const entries = await source.entries();
  const present = registryFiles.filter((name) => entries.includes(name));
  const texts = present.map(async (name) => [name, await source.file(name).contents()] as const);
  return Object.fromEntries(await Promise.all(texts));
}

/** npm's own registry, as it says itself. */
async function ownRegistry(): Promise<string> {
  const container = dag.container().from(images.node).withWorkdir('/tmp');
  return (await container.withExec(within(60, ['npm', 'config', 'get', 'registry'])).stdout()).trim();
}
