import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { auditNpmrc, type AuditNpmrc } from './npmrc.ts';
import { parseNpmRegistries } from './npm-registries.ts';
import { plainEvidenceOf } from '../../tools/attempt.stage.ts';
import type { Project } from '../../project/project.stage.ts';

/** Where npm finds packages. */
export interface Registries {
  /** What npm uses with no configuration at all. */
  readonly own: readonly string[];
  /** What it uses by the project's `.npmrc`, and by itself. */
  readonly all: readonly string[];
}

/**
 * What npm uses by the project's `.npmrc` and by its own default. A setting of this machine counts for nothing: the same
 * lockfile is to be as good everywhere.
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
  const files = project.source.filter({ include: ['package.json', '.npmrc'] });
  const command = ['sh', '-c', `exec env -i PATH="$PATH" HOME=/root timeout -k 10 60 ${list.join(' ')}`];
  const answers = [base, base.withDirectory('/src', files)].map(async (container) =>
    parseNpmRegistries((await plainEvidenceOf(container.withExec(command))).stdout),
  );
  const [own, all] = await Promise.all(answers);
  return own === undefined || all === undefined ? undefined : { own, all };
}

/** The project's `.npmrc` as the audit reads it: its registries alone. */
export async function npmrcOf({ source }: Project): Promise<AuditNpmrc> {
  const isThere = await source.exists('.npmrc');
  return auditNpmrc(isThere ? await source.file('.npmrc').contents() : '');
}
