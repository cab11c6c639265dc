import type { Container, Directory, File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { AttemptSettings } from './attempt-settings.ts';
import { images } from './images.ts';
import { type Evidence, textField } from '../verdict/evidence.ts';
import { within } from './deadline.ts';

/** Where an attempt leaves the exit code of its command. */
const codeFile = '/tmp/attempt.code';

/** How a command is attempted. */
export interface Attempt {
  /** Seconds after which the command is ended. Default 600. */
  readonly seconds?: number;
  /** Exit codes that are an answer, by the command's manual. Default 0 and 1. */
  readonly codes?: readonly number[];
  /** What the output of an answer holds, for a command that ends with such a code when it broke down, too. */
  readonly says?: string;
  /** What the output of a breakdown holds, for a command that ends then as it does with an answer. */
  readonly breaks?: readonly string[];
}

/** A program that runs inside a container; it is part of the module's source, outside what the SDK loads. */
export function program(name: string): File {
  return dag.currentModule().source().file(`programs/${name}`);
}

/**
 * A container with programs in /programs, laid out as in the module's source.
 * @param folders the program's own, and those that it shares with others
 */
export function withPrograms(container: Container, ...folders: readonly string[]): Container {
  const source = dag.currentModule().source();
  return folders
    .reduce(
      (one, folder) => one.withDirectory(`/programs/${folder}`, source.directory(`programs/${folder}`)),
      container,
    )
    .withNewFile('/programs/package.json', '{"type":"module"}');
}

/**
 * A program that has run over files in /src: they are there as it leaves them, and what it printed is its answer.
 * @param name of a program in `programs/source`
 */
export function overFiles(files: Directory, name: string, seconds = 120): Container {
  return withPrograms(dag.container().from(images.node), 'source')
    .withDirectory('/src', files)
    .withExec(within(seconds, ['node', `/programs/source/${name}`, '/src']));
}

/**
 * Runs a command in a container that has Node, and keeps its answer whatever it says: an exit code among `codes` is an
 * answer and no failure of the exec. Every other end is a failure, which no cache keeps: a tool that was killed is
 * asked again next time.
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

/** The same for a plain exec, whose only answer is 0. */
export function plainEvidenceOf(container: Container): Promise<Evidence> {
  return orFailure(async () => {
    const [stdout, stderr] = await Promise.all([container.stdout(), container.stderr()]);
    return { exitCode: 0, stdout, stderr };
  });
}

/** What a failed exec says of itself; any other error is not this command's and goes on. */
async function orFailure(read: () => Promise<Evidence>): Promise<Evidence> {
  try {
    return await read();
  } catch (error) {
    const failure = execFailure(error);
    if (failure === undefined) throw error;
    return failure;
  }
}

/** The facts of an exec that failed; undefined for any other error. */
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

/** A file that a command may have written, or undefined where it has not, or where the command broke down. */
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
