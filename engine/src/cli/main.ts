import { resolve } from 'node:path';
import { z } from 'zod';
import type { ModuleProcesses } from '../module/processes.ts';
import type { Catalog, ModuleTypes } from '../module/types.ts';
import { offerChanges } from './changes.ts';
import { checkInputs } from './check-inputs.ts';
import { coreEnum, coreObject } from './core-catalog.ts';
import { readEngineOptions, withoutEngineOptions, type EngineOptions } from './engine-flags.ts';
import { execute, type CallResult } from './execute.ts';
import { endingOf } from './exit.ts';
import { helpText, type Row } from './help.ts';
import { InputLoader } from './load-inputs.ts';
import { loadModule, startHost, type LoadedModule } from './module-session.ts';
import { planCall } from './plan.ts';
import type { CallPlan } from './plan-types.ts';
import { printed } from './print.ts';
import { createProgress, type Progress, type ProgressStream } from './progress/index.ts';
import type { Session, StartSession } from './session.ts';
import { untilAborted } from './until-aborted.ts';
import { UsageError } from './usage-error.ts';

/** A command line and its surroundings. */
export interface CommandLine {
  /** The words after `npm run call --`. */
  readonly argv: readonly string[];
  /** Absolute path of the folder that relative paths start from. */
  readonly workdir: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The engine's cache folder. */
  readonly cache: string;
  /** Aborted when the run shall end; its reason is then the error. */
  readonly signal: AbortSignal;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: ProgressStream;
  /** Asks the person at the terminal; undefined where there is none. */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined;
  /** Processes that modules run in; who made them ends them. */
  readonly processes: ModuleProcesses;
  readonly startSession: StartSession;
  /** Removes what the engine keeps. @returns What was removed, as plain data. */
  readonly prune: () => Promise<unknown>;
}

const pruneRow: Row = ['prune', 'Delete the cache of the local engine.'];

/** Runs a command line. @returns The exit code; what there is to say is written by then. */
export async function runCommandLine(command: CommandLine): Promise<number> {
  try {
    const options = readEngineOptions(command.argv);
    const progress = createProgress({ stream: command.stderr, mode: options.progress });
    const text = await answer(command, options, progress).finally(() => progress.stop());
    command.stdout.write(text);
    return 0;
  } catch (error) {
    const { exitCode, text } = endingOf(command.signal.aborted ? command.signal.reason : error);
    command.stderr.write(text);
    return exitCode;
  }
}

async function answer(command: CommandLine, options: EngineOptions, progress: Progress): Promise<string> {
  const module = await loadModule(resolve(command.workdir, options.mod ?? '.'), command.cache);
  const functions = module.types.objects.get(module.types.main)?.functions ?? [];
  const builtins = functions.some(({ name }) => name === 'prune') ? [] : [pruneRow];
  const [name, ...given] = withoutEngineOptions(command.argv);
  if (builtins.length > 0 && name === 'prune') return prune(command, given);
  const session = await command.startSession({
    workdir: command.workdir,
    signal: command.signal,
    module: { name: module.config.name, source: module.config.source },
    verbose: options.verbose,
    // With the commands' output among them, equal lines are no repetition.
    report: (line) => (options.verbose ? progress.output(line) : progress.note(line)),
  });
  try {
    const catalog = catalogOf(module.types, session);
    const { root, context } = module.config;
    const plan = planCall(
      { types: module.types, catalog, workdir: command.workdir, folders: { root, context } },
      command.argv,
    );
    if (plan.kind === 'help') return helpText(catalog, plan, builtins);
    checkInputs(plan, command.environment);
    const result = await run({ command, module, session, progress, catalog }, plan);
    progress.stop();
    return await ended({ command, session, options }, result);
  } finally {
    await session.close();
  }
}

/** The text of a result for stdout. Changes are offered to the caller, and leave nothing to print. */
async function ended(
  { command, session, options }: { command: CommandLine; session: Session; options: EngineOptions },
  result: CallResult,
): Promise<string> {
  switch (result.kind) {
    case 'data':
      return printed(result.value, { json: options.json });
    case 'objects':
      return `${result.text}\n`;
    case 'changes': {
      const { signal, confirm, stderr } = command;
      const say = (text: string): void => void stderr.write(text);
      const { autoApply } = options;
      await untilAborted(signal, offerChanges({ session, autoApply, confirm, say }, result.id));
      return '';
    }
  }
}

/** The one function of the command line itself. It takes nothing, and a question about it removes nothing. */
async function prune({ prune: removeAll }: CommandLine, given: readonly string[]): Promise<string> {
  if (given.some((text) => text === '--help' || text === '-h')) return `${pruneRow[1]}\n`;
  if (given.length > 0)
    throw new UsageError(`prune takes no flags, got ${given.join(' ')}`, 'Write prune alone.');
  return printed(z.json().parse(await removeAll()));
}

interface Run {
  readonly command: CommandLine;
  readonly module: LoadedModule;
  readonly session: Session;
  readonly progress: Progress;
  readonly catalog: Catalog;
}

async function run({ command, module, session, progress, catalog }: Run, plan: CallPlan) {
  const { environment, cache, signal, processes } = command;
  const inputs = new InputLoader({ session, environment });
  const { volatile } = inputs;
  const { host, close } = startHost({ module, session, progress, volatile, cache, processes });
  try {
    return await untilAborted(signal, execute({ session, host, inputs, catalog }, plan));
  } finally {
    await close();
  }
}

function catalogOf(types: ModuleTypes, { schema }: Session): Catalog {
  return {
    object: (name) => types.objects.get(name) ?? coreObject(schema, name),
    enumMembers: (name) => types.enums.get(name) ?? coreEnum(schema, name),
  };
}
