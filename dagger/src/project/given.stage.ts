import type { Directory, File, Secret, Service } from '@dagger.io/dagger';

import { sourcePath } from './arguments.ts';
import type { BuildSecret, NamedSecret } from './project.stage.ts';
import { valueName } from './settings/deploy.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** The module's arguments, as the caller gave them. */
export interface Arguments {
  readonly source: Directory;
  /** Folder of the project in the source. */
  readonly directory: string;
  /** Empty for the one that is found. */
  readonly dockerfile: string;
  readonly manifests: string;
  /** 0 for the one that is found. */
  readonly port: number;
  /** Empty for the one that is found. */
  readonly healthPath: string;
  /** Empty for the threshold of `pipeline.json`. */
  readonly threshold: string;
  readonly conversation?: File;
  readonly trivyCache?: Directory;
  readonly advisories?: Service;
  readonly trivyDatabase: string;
  readonly base: string;
  /** A token for registries of private packages. */
  readonly npmToken?: Secret;
  /** Ids of the secrets that the build of the image may mount, and their values in the same order. */
  readonly buildSecretNames: readonly string[];
  readonly buildSecretValues: readonly Secret[];
  /** `NAME/KEY` of Secrets of the cluster, and their values in the same order. */
  readonly deploySecretNames: readonly string[];
  readonly deploySecretValues: readonly Secret[];
  /** Gates to run again in spite of cached results. */
  readonly rerun: readonly string[];
}

/** The folder of the project. @throws UsageError when the source has none of that name */
export async function folderOf({ source, directory }: Arguments): Promise<Directory> {
  const path = sourcePath('--directory', directory);
  if (path === '.') return source;
  const isFolder = (await source.glob(`${path}/*`)).length > 0;
  if (!isFolder) throw new UsageError(`--directory: expected a folder of the source, got ${path}`);
  return source.directory(path);
}

/**
 * The secrets of the build by their ids; of two with one id, the later counts.
 * @throws UsageError if an id is none that a Dockerfile could name
 */
export function buildSecretsOf({
  buildSecretNames: names,
  buildSecretValues: values,
}: Pick<Arguments, 'buildSecretNames' | 'buildSecretValues'>): BuildSecret[] {
  const wrong = names.find((name) => !/^[\w.-]{1,100}$/.test(name));
  if (wrong !== undefined) {
    throw new UsageError(
      `with-build-secret: --name: expected an id of letters, digits, dots and dashes, as in RUN --mount=type=secret,id=NAME, got ${JSON.stringify(wrong)}`,
    );
  }
  return byName(names, values);
}

/**
 * The values of Secrets of the cluster by `NAME/KEY`; of two of one name, the later counts.
 * @throws UsageError if a name is none that a Secret and its key can have
 */
export function deploySecretsOf({
  deploySecretNames: names,
  deploySecretValues: values,
}: Pick<Arguments, 'deploySecretNames' | 'deploySecretValues'>): NamedSecret[] {
  const wrong = names.find((name) => !valueName.test(name));
  if (wrong !== undefined) {
    throw new UsageError(
      `with-deploy-secret: --name: expected NAME/KEY of a Secret in the manifests, such as database/password, got ${JSON.stringify(wrong)}`,
    );
  }
  return byName(names, values);
}

function byName(names: readonly string[], values: readonly Secret[]): NamedSecret[] {
  const last = new Map(
    names.flatMap((name, index) => {
      const value = values[index];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  return [...last].map(([name, value]) => ({ name, value }));
}
