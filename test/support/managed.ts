import { rmSync } from 'node:fs';
import { adapterOf } from '../../dagger/src/gates/packages/managers/all.ts';
import type { ManagerUse } from '../../dagger/src/project/manager-use.ts';
import { Greeter } from './greeter.ts';
import { runInImage } from './run-in-image.ts';

/**
 * The small project as a project of another package manager, without its lockfile. Yarn installs no peers by itself,
 * so that vitest's own is a dependency.
 */
export function managed({ name, version }: ManagerUse): Greeter {
  const project = new Greeter()
    .remove('package-lock.json')
    .write('.prettierignore', 'pnpm-lock.yaml\nyarn.lock\nbun.lock\n')
    .replace('package.json', '"vitest": "5.1.1"', '"vitest": "5.1.1",\n    "vite": "8.3.8"');
  return version === undefined
    ? project
    : project.replace(
        'package.json',
        '"private": true',
        `"private": true,\n  "packageManager": "${name}@${version}"`,
      );
}

/**
 * Has the manager itself write the project's lockfile, in a container: one in the repository could name a registry that
 * only one machine has.
 */
export async function lock(project: Greeter, use: Pick<ManagerUse, 'name' | 'version'>): Promise<Greeter> {
  const manager = adapterOf(use);
  const steps = [...manager.program(use.version).map((command) => command.join(' ')), manager.lock];
  await runInImage({
    image: 'node',
    folder: project.folder,
    at: '/src',
    env: ['npm_config_store_dir=/tmp/store', 'YARN_ENABLE_SCRIPTS=false'],
    steps,
  });
  for (const made of ['node_modules', '.yarn']) rmSync(project.path(made), { recursive: true, force: true });
  return project;
}
