import type { Container, Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { decideInstall } from './install.ts';
import type { Decision } from '../../verdict/model.ts';
import { plainEvidenceOf } from '../../tools/attempt.stage.ts';
import { leftOut, type Project } from '../../project/project.stage.ts';
import { within } from '../../tools/deadline.ts';

/**
 * Files that `npm ci` reads, including archives in the project. Only these are copied before it, so that a changed line
 * of code does not cause a new installation.
 */
export const manifests = ['package.json', 'package-lock.json', '.npmrc', '**/package.json', '**/*.tgz'];

/** Installs everything in the lockfile, over encrypted connections, whatever the project's `.npmrc` leaves out. */
const complete = ['--include=dev', '--include=optional', '--strict-ssl=true', '--no-audit', '--no-fund'];

const npmCache = '/root/.npm';

/**
 * Node with the project's sources in /src and its dependencies installed, without running their install scripts.
 * @param without further paths to leave out of the sources; they do not affect the installation
 */
export function withDependencies(source: Directory, without: readonly string[] = []): Container {
  return installed(source).withDirectory('/src', source, { exclude: [...leftOut, ...without] });
}

/**
 * Removes npm's cache after the installation: later steps run the project's own code, and other projects install from
 * the cache.
 */
function installed(source: Directory): Container {
  return installRun(source).withoutMount(npmCache);
}

function installRun(source: Directory): Container {
  return dag
    .container()
    .from(images.node)
    .withMountedCache(npmCache, dag.cacheVolume('npm'))
    .withWorkdir('/src')
    .withDirectory('/src', source, { include: manifests, exclude: leftOut })
    .withExec(within(600, ['npm', 'ci', '--ignore-scripts', ...complete]));
}

/** The decision of each gate that needs the packages if they could not be installed; undefined if they were. */
export async function installFault({ source }: Project): Promise<Decision | undefined> {
  return decideInstall(await plainEvidenceOf(installRun(source)));
}

/** The text of the lockfile. */
export function lockfileOf({ source }: Project): Promise<string> {
  return source.file('package-lock.json').contents();
}
