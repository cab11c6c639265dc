import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { plainEvidenceOf, withPrograms } from '../../tools/attempt.stage.ts';
import { within } from '../../tools/deadline.ts';
import { leftOut, type Project } from '../../project/project.stage.ts';
import { brokenDown } from '../../verdict/evidence.ts';
import { ShapeError } from '../../verdict/json.ts';
import { apart } from '../packages/manager.ts';
import { npm } from '../packages/managers/npm.ts';
import { type LockfileSettings, readLockfile, type ScriptedLockfile } from '../packages/read-lockfile.ts';
import type { Installation } from '../packages/stage.ts';
import type { AuditManager } from './managers/manager.ts';

/** A lockfile that was read, or why it could not be. */
export type LockfileReading =
  | { readonly ok: true; readonly lockfile: ScriptedLockfile }
  | { readonly ok: false; readonly reason: string };

/** Folder with the parser of the lockfile's format. */
const parserFolder = '/parser';

/** Reads the lockfile of pnpm, Yarn or Bun in a container, by a program that uses the format's own parser. */
export async function lockfileOf(
  project: Project,
  { use, program }: Pick<Installation, 'use' | 'program'>,
  manager: AuditManager,
  file: string,
): Promise<LockfileReading> {
  const settings: LockfileSettings = {
    format: manager.format,
    file,
    parser: parserFolder,
    ...(use.version === undefined ? {} : { version: use.version }),
    ...(manager.scriptDefaults === undefined ? {} : { defaults: defaultsFile }),
  };
  const include = [file, '**/package.json', ...manager.beside];
  const source = withParser(parserOf(manager, file)).withDirectory('/src', project.workspace.root, {
    include,
    exclude: leftOut,
  });
  const read = withDefaults(withText(source, program, file), program, manager)
    .withWorkdir('/src')
    .withExec(within(120, ['node', '/programs/lockfile/read.ts', JSON.stringify(settings)]));
  const evidence = await plainEvidenceOf(read);
  if (evidence.broke === true) {
    return { ok: false, reason: brokenDown(`lockfile: the reader of ${file}`, evidence) };
  }
  return reading(evidence.stdout, file);
}

/** The result of the program, or its reason. */
function reading(text: string, file: string): LockfileReading {
  try {
    return { ok: true, lockfile: readLockfile(text, file) };
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, reason: `lockfile: ${error.message}` };
    throw error;
  }
}

/** Bun prints its binary lockfile in the format of Yarn 1. */
function isBinary(file: string): boolean {
  return file.endsWith('.lockb');
}

function parserOf({ parser }: AuditManager, file: string): AuditManager['parser'] {
  return isBinary(file) ? { name: '@yarnpkg/lockfile', version: '1.1.0' } : parser;
}

/** Node with the parser, brought by npm before anything of a project is there, and the program that reads. */
function withParser({ name, version }: AuditManager['parser']): Container {
  const { path, volume } = npm.cache;
  const container = dag
    .container()
    .from(images.node)
    .withMountedCache(path, dag.cacheVolume(volume))
    .withExec(within(300, apart(name, version, parserFolder)))
    .withoutMount(path);
  return withPrograms(container, 'lockfile', 'shared');
}

/** The binary lockfile, in place of itself, as the text that Bun prints of it. */
function withText(container: Container, program: Container, file: string): Container {
  if (!isBinary(file)) return container;
  const printed = program
    .withFile(`/binary/${file}`, container.file(`/src/${file}`))
    .withExec(within(60, ['sh', '-c', `bun /binary/${file} > /binary/text`]));
  return container.withFile(`/src/${file}`, printed.file('/binary/text'));
}

const defaultsFile = '/defaults';

/** What the manager says of its own defaults for install scripts, where no project is. */
function withDefaults(container: Container, program: Container, { scriptDefaults }: AuditManager): Container {
  if (scriptDefaults === undefined) return container;
  const said = program
    .withWorkdir('/nowhere')
    .withExec(within(60, ['sh', '-c', `(${scriptDefaults}) > ${defaultsFile}`]));
  return container.withFile(defaultsFile, said.file(defaultsFile));
}
