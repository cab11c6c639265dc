import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { auditNpmrc, type AuditNpmrc } from './npmrc.ts';
import { registriesNamed } from './managers/all.ts';
import type { AuditManager } from './managers/manager.ts';
import { type Installation, textsOf } from '../packages/stage.ts';
import { parseNpmRegistries } from './npm-registries.ts';
import { plainEvidenceOf } from '../../tools/attempt.stage.ts';
import type { Project } from '../../project/project.stage.ts';

/** The registries that npm finds packages in. */
export interface Registries {
  /** Registries that npm uses without any configuration. */
  readonly own: readonly string[];
  /** Registries that npm uses with the project's `.npmrc`, its defaults included. */
  readonly all: readonly string[];
}

/**
 * The registries that npm uses by the project's `.npmrc` and by its defaults. Settings of this machine are ignored, so
 * that the same lockfile gets the same result everywhere.
 */
export async function configuredRegistries(project: Project): Promise<Registries | undefined> {
  const list = [
    'npm',
    'config',
    'list',
    '--json',
    '--userconfig=/nowhere/user',
    '--globalconfig=/nowhere/global',
  ];
  const base = dag.container().from(images.node).withWorkdir('/src');
  const files = project.workspace.root.filter({ include: ['package.json', '.npmrc'] });
  const command = ['sh', '-c', `exec env -i PATH="$PATH" HOME=/root timeout -k 10 60 ${list.join(' ')}`];
  const answers = [base, base.withDirectory('/src', files)].map(async (container) =>
    parseNpmRegistries((await plainEvidenceOf(container.withExec(command))).stdout),
  );
  const [own, all] = await Promise.all(answers);
  return own === undefined || all === undefined ? undefined : { own, all };
}

/**
 * The registries of a manager other than npm: npm's, its own default, and those that its settings name. It reads `.npmrc`
 * too, or has settings of the same meaning.
 */
export async function registriesOf(
  project: Project,
  { program }: Pick<Installation, 'program'>,
  manager: AuditManager,
): Promise<Registries | undefined> {
  const [npm, usual, texts] = await Promise.all([
    configuredRegistries(project),
    defaultRegistry(program, manager),
    textsOf(project, manager.reads),
  ]);
  if (npm === undefined || usual === undefined) return undefined;
  const named = registriesNamed(manager, texts).filter((registry) => /^https:/i.test(registry));
  return { own: [...npm.own, ...usual], all: [...npm.all, ...usual, ...named] };
}

/** The registry that a manager uses where no project is, if it is not npm's; undefined if it does not say. */
async function defaultRegistry(
  program: Container,
  { ownRegistry }: AuditManager,
): Promise<readonly string[] | undefined> {
  if (ownRegistry === undefined) return [];
  const command = [
    'sh',
    '-c',
    `exec env -i PATH="$PATH" HOME=/root timeout -k 10 60 ${ownRegistry.join(' ')}`,
  ];
  const { stdout } = await plainEvidenceOf(program.withWorkdir('/nowhere').withExec(command));
  const registry = /^https:\/\/\S+/m.exec(stdout)?.[0];
  return registry === undefined ? undefined : [registry];
}

/** The project's `.npmrc`, reduced to its registry settings. */
export async function npmrcOf({ source }: Project): Promise<AuditNpmrc> {
  const isThere = await source.exists('.npmrc');
  return auditNpmrc(isThere ? await source.file('.npmrc').contents() : '');
}
