import type { Container } from '@dagger.io/dagger';

import type { MainCommand } from './bad-plan.ts';
import { nodeIn, ownCommand } from '../gates/smoke/image-command.stage.ts';
import { buildImage } from '../project/image.stage.ts';
import { leftOut, type Project } from '../project/project.stage.ts';

/** The images of a proof. */
export interface ProofImages {
  readonly sound: Container;
  readonly bad: Container;
  /** The bad image with a migration that fails, if it has migrations. */
  readonly broken: Container;
  readonly migrations: string | undefined;
}

/** Builds the sound image, one with another revision for bad deployments, and one with a migration that fails. */
export async function imagesOf(project: Project): Promise<ProofImages> {
  const [{ container: sound }, { container: bad }] = await Promise.all([
    buildImage(project, { as: 'sound' }),
    buildImage(project, { as: 'bad' }),
  ]);
  const migrations = await migrationsIn(sound, project);
  if (migrations === undefined) return { sound, bad, broken: bad, migrations };
  const broken = bad.withNewFile(`${migrations}/9999_broken.sql`, 'ALTER TABLE nowhere ADD nothing;\n', {
    permissions: 0o644,
  });
  return { sound, bad, broken, migrations };
}

/**
 * The folder of SQL migrations in the image: one of the source that exists at the same path below the working
 * directory.
 */
async function migrationsIn(image: Container, { source }: Project): Promise<string | undefined> {
  const files = await source.filter({ exclude: leftOut }).glob('**/migrations/*.sql');
  const workdir = await image.workdir();
  for (const folder of new Set(files.map((path) => path.replace(/\/[^/]+$/, '')))) {
    const place = `${workdir.replace(/\/$/, '')}/${folder}`;
    if (await image.exists(place)) return place;
  }
  return undefined;
}

/** The main program of an image; a relative path is below its working directory. */
export async function mainCommand(image: Container): Promise<MainCommand> {
  const [node, words, workdir] = await Promise.all([nodeIn(image), ownCommand(image), image.workdir()]);
  const main = words.find((word) => /\.[cm]?[jt]s$/.test(word)) ?? '';
  return { node, main: main.startsWith('/') ? main : `${workdir.replace(/\/$/, '')}/${main}` };
}
