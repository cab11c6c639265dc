import type { NeedsSettings } from '../../project/settings/needs.ts';
import type { Fact } from '../../project/facts/fact.ts';
import { commandsOf } from '../../project/facts/commands.ts';
import type { ProjectFacts } from '../../project/facts/facts.ts';
import type { Script } from '../../project/facts/scripts.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { isGenerator } from './generators.ts';

/** A command of a shell that writes what a gate needs. */
export interface NeededCommand {
  readonly kind: 'generate' | 'build' | 'before';
  readonly text: string;
  /** Where it was found; undefined for one that `pipeline.json` names. */
  readonly from: string | undefined;
}

/** Scripts of `package.json` by name, in the project's own folder. */
export type Scripts = ReadonlyMap<string, string>;

/** Scripts that npm runs by itself: with an installation, and before the tests. */
const byNpm = ['preinstall', 'install', 'postinstall', 'prepare', 'pretest'];

/** A project as far as its commands go. */
export interface Commanding {
  readonly settings: Pick<NeedsSettings, 'generate' | 'build'>;
  readonly facts: Pick<ProjectFacts, 'generate' | 'build'>;
  readonly scripts: Scripts;
}

/** What is run before lint, types and tests: the commands that are named, else those that are known to write sources. */
export function generateCommands({ settings, facts, scripts }: Commanding): NeededCommand[] {
  if (settings.generate !== undefined) return settings.generate.map((text) => named('generate', text));
  return facts.generate.filter((one) => isSure(one, scripts)).map((one) => found('generate', one));
}

/** What was found and is not run, because nothing says that it only writes sources: a note for a gate that is not green. */
export function unsureNotes({ settings, facts, scripts }: Commanding): string[] {
  if (settings.generate !== undefined) return [];
  return facts.generate
    .filter(({ value }) => value.name !== undefined && !byNpm.includes(value.name))
    .filter((one) => !isSure(one, scripts))
    .map(
      ({ from }) =>
        `found and not run: ${plainLine(from, 160)}: if a gate needs what it writes, name it in generate of pipeline.json`,
    );
}

function isSure({ value: { folder, name, command } }: Fact<Script>, scripts: Scripts): boolean {
  if (name === undefined) return true;
  if (byNpm.includes(name)) return false;
  return isGenerator(folder === '.' ? scripts : new Map([[name, command]]), name);
}

/** What is run before the tests besides: the commands that are named, else the build where the test script says so. */
export function buildCommands(project: Commanding): NeededCommand[] {
  if (project.settings.build !== undefined) return project.settings.build.map((text) => named('build', text));
  return startsBuilt(project.scripts) ? foundBuilds(project) : [];
}

/** The project's build, for tests that turned out to need it; empty where `pipeline.json` says what is built. */
export function foundBuilds({ settings, facts }: Commanding): NeededCommand[] {
  return settings.build === undefined ? facts.build.map((one) => found('build', one)) : [];
}

/** Whether the tests are started where a build writes, such as `node --test dist/`. */
function startsBuilt(scripts: Scripts): boolean {
  const words = commandsOf(scripts, 'test').flat();
  return words.some((word) => /^(?:\.\/)?(?:dist|build)(?:\/|$)/.test(word));
}

/** What is run in the container of the tests directly before them: the commands that are named, else `pretest`, as npm does. */
export function beforeCommands(before: readonly string[] | undefined, scripts: Scripts): NeededCommand[] {
  if (before !== undefined) return before.map((text) => named('before', text));
  const pretest = scripts.get('pretest')?.trim() ?? '';
  if (pretest === '') return [];
  return [{ kind: 'before', text: 'npm run pretest', from: `package.json: ${plainLine(pretest, 80)}` }];
}

/** Tells of commands that nobody named. */
export function commandNotes(commands: readonly NeededCommand[]): string[] {
  return commands.flatMap(({ text, from }) => (from === undefined ? [] : [`runs first: ${text} (${from})`]));
}

const named = (kind: NeededCommand['kind'], text: string): NeededCommand => ({ kind, text, from: undefined });

function found(
  kind: NeededCommand['kind'],
  { value: { folder, name, command }, from }: Fact<Script>,
): NeededCommand {
  const text = name === undefined ? command : `npm run ${name}`;
  return { kind, text: folder === '.' ? text : `cd ${quoted(folder)} && ${text}`, from };
}

/** A word of a shell (POSIX, "Single-Quotes"). */
function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
