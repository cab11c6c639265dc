import type { Container, Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { decideInstall } from './install.ts';
import type { Decision } from '../../verdict/model.ts';
import { plainEvidenceOf } from '../../tools/attempt.stage.ts';
import { leftOut, type Project } from '../../project/project.stage.ts';
import { within } from '../../tools/deadline.ts';

/**
 * What `npm ci` reads, archives that the project brings itself included. Only these are copied before it, so that a changed
 * line of code does not install again.
 */
export const manifests = ['package.json', 'package-lock.json', '.npmrc', '**/package.json', '**/*.tgz'];

/** All that the lockfile has, over encrypted connections, whatever the project's `.npmrc` leaves out. */
const complete = ['--include=dev', '--include=optional', '--strict-ssl=true', '--no-audit', '--no-fund'];

const npmCache = '/root/.npm';

/**
 * Node with the project's sources in /src and its dependencies installed, without running their install scripts.
 * @param without further paths to leave out of the sources; what is installed does not depend on them
 */
export function withDependencies(source: Directory, without: readonly string[] = []): Container {
  return installed(source).withDirectory('/src', source, { exclude: [...leftOut, ...without] });
}

/** npm's cache is there for npm alone: what runs later is the project's own code, and other projects install from it. */
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

/** Why nothing could be installed, as the decision of each gate that needs it; undefined where it could. */
export async function installFault({ source }: Project): Promise<Decision | undefined> {
  return decideInstall(await plainEvidenceOf(installRun(source)));
}

/** The text of the lockfile, by which everything is installed. */
export function lockfileOf({ source }: Project): Promise<string> {
  return source.file('package-lock.json').contents();
}
