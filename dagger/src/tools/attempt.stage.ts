import type { Container, Directory, File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { AttemptSettings } from './attempt-settings.ts';
import { images } from './images.ts';
import { type Evidence, textField } from '../verdict/evidence.ts';
import { within } from './deadline.ts';
import { ordinary } from './user.ts';

/** The file with the exit code of an attempted command. */
const codeFile = '/tmp/attempt.code';

/** Options of {@link attempt}. */
export interface Attempt {
  /** Seconds after which the command is ended. Default 600. */
  readonly seconds?: number;
  /** Exit codes that are an answer, by the command's manual. Default 0 and 1. */
  readonly codes?: readonly number[];
  /** A text that only the output of an answer contains, if a breakdown may have the same exit code. */
  readonly says?: string;
  /** Texts that only the output of a breakdown contains, if it may have an exit code of `codes`. */
  readonly breaks?: readonly string[];
}

/** A program for a container. It is in the module's source, outside the folder that the SDK loads. */
export function program(name: string): File {
  return dag.currentModule().source().file(`programs/${name}`);
}

/**
 * A container with programs in /programs, laid out as in the module's source. They belong to the user who runs tests, who
 * could not read them where the permissions of the caller's files keep others out.
 * @param folders the program's own, and those that it shares with others
 */
export function withPrograms(container: Container, ...folders: readonly string[]): Container {
  const source = dag.currentModule().source();
  return folders
    .reduce(
      (one, folder) =>
        one.withDirectory(`/programs/${folder}`, source.directory(`programs/${folder}`), {
          owner: ordinary.id,
        }),
      container,
    )
    .withNewFile('/programs/package.json', '{"type":"module"}');
}

/**
 * The container of a program that ran over files in /src, which it may have changed; its stdout is the answer.
 * @param name of a program in `programs/source`
 */
export function overFiles(files: Directory, name: string, seconds = 120): Container {
  return withPrograms(dag.container().from(images.node), 'source')
    .withDirectory('/src', files)
    .withExec(within(seconds, ['node', `/programs/source/${name}`, '/src']));
}

/**
 * Runs a command in a container that has Node, so that its result is cached: an exit code among `codes` is an
 * answer and no failure of the exec. Every other end is a failure, which is not cached: a tool that was killed
 * runs again next time.
 */
export function attempt(
  container: Container,
  command: string[],
  { seconds = 600, codes = [0, 1], says, breaks }: Attempt = {},
): Container {
  const settings: AttemptSettings = { command, seconds, codes, says, breaks, codeFile };
  return withPrograms(container, 'attempt').withExec([
    'node',
    '/programs/attempt/attempt.js',
    JSON.stringify(settings),
  ]);
}

/** Exit code and output of an attempted command, as facts for a decision. */
export function evidenceOf(container: Container): Promise<Evidence> {
  return orFailure(async () => {
    const [code, stdout, stderr] = await Promise.all([
      container.file(codeFile).contents(),
      container.stdout(),
      container.stderr(),
    ]);
    return { exitCode: Number(code), stdout, stderr };
  });
}

/** Exit code and output of a plain exec, whose only answer is 0. */
export function plainEvidenceOf(container: Container): Promise<Evidence> {
  return orFailure(async () => {
    const [stdout, stderr] = await Promise.all([container.stdout(), container.stderr()]);
    return { exitCode: 0, stdout, stderr };
  });
}

/** The evidence of a failed exec. Any other error is thrown on. */
async function orFailure(read: () => Promise<Evidence>): Promise<Evidence> {
  try {
    return await read();
  } catch (error) {
    const failure = execFailure(error);
    if (failure === undefined) throw error;
    return failure;
  }
}

/** The evidence in the error of a failed exec; undefined for any other error. */
export function execFailure(error: unknown): Evidence | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const exitCode: unknown = Reflect.get(error, 'exitCode');
  if (typeof exitCode !== 'number') return undefined;
  return {
    exitCode,
    broke: true,
    stdout: textField(error, 'stdout') ?? '',
    stderr: textField(error, 'stderr') ?? '',
  };
}

/** A file that a command may have written; undefined if it did not, or if the command broke down. */
export async function fileIfAny(
  container: Container,
  { broke }: Evidence,
  path: string,
): Promise<string | undefined> {
  if (broke) return undefined;
  const [, directory = '/', name = ''] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
  const reports = container.directory(directory);
  return (await reports.entries()).includes(name) ? reports.file(name).contents() : undefined;
}
