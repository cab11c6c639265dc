import type { Container, Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../images.ts';
import { leftOut } from './project.ts';

/** What `npm ci` reads. Only these are copied before it, so that a changed line of code does not install again. */
export const manifests = ['package.json', 'package-lock.json', '.npmrc', '**/package.json'];

/**
 * Node with the project's sources in /src and its dependencies installed, without running their install scripts.
 * @param without further paths to leave out of the sources; what is installed does not depend on them
 */
export function withDependencies(source: Directory, without: readonly string[] = []): Container {
  return dag
    .container()
    .from(images.node)
    .withMountedCache('/root/.npm', dag.cacheVolume('npm'))
    .withWorkdir('/src')
    .withDirectory('/src', source, { include: manifests, exclude: leftOut })
    .withExec(['timeout', '-k', '10', '600', 'npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'])
    .withDirectory('/src', source, { exclude: [...leftOut, ...without] });
}
