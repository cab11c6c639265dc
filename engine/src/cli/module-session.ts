import { join } from 'node:path';
import { digestOf } from '../store/digest.ts';
import { RecordStore } from '../store/records.ts';
import { readModuleConfig, type ModuleConfig } from '../module/config.ts';
import { FunctionCache } from '../module/function-cache.ts';
import { ModuleHost } from '../module/host.ts';
import { introspect } from '../module/introspect.ts';
import { ModuleProcess } from '../module/process.ts';
import type { ModuleProcesses } from '../module/processes.ts';
import type { SdkModule } from '../module/sdk-shapes.ts';
import { sdkVersion } from '../module/sdk.ts';
import { readSources, type ModuleSources } from '../module/sources.ts';
import { moduleTypes } from '../module/typedefs.ts';
import type { ModuleTypes } from '../module/types.ts';
import type { CoreReference } from '../module/values.ts';
import type { Progress } from './progress/index.ts';
import type { Session } from './session.ts';

/** A module that was found and whose types are known. */
export interface LoadedModule {
  readonly config: ModuleConfig;
  readonly sources: ModuleSources;
  readonly sdkModule: SdkModule;
  readonly types: ModuleTypes;
  readonly records: RecordStore;
}

/**
 * Finds a module and learns its types.
 *
 * @param from Absolute path of the folder where dagger.json is looked for, and upwards.
 * @param cache The engine's cache folder.
 * @throws {ModuleError}
 */
export async function loadModule(from: string, cache: string): Promise<LoadedModule> {
  const config = readModuleConfig(from);
  const sources = readSources(config.source);
  const records = new RecordStore(join(cache, 'functions'));
  const sdkModule = await introspect({ config, sources, records });
  return { config, sources, sdkModule, records, types: moduleTypes(config.name, sdkModule) };
}

/** Options of {@link startHost}. */
export interface HostInSession {
  readonly module: LoadedModule;
  readonly session: Session;
  readonly progress: Progress;
  readonly volatile: ReadonlySet<string>;
  /** The engine's cache folder. */
  readonly cache: string;
  /** The pool that its process is taken from, and put back into when it is idle. */
  readonly processes: ModuleProcesses;
}

/** The host of a module in a session; its process starts with the first function that really runs. */
export function startHost({ module, session, progress, volatile, cache, processes }: HostInSession): {
  readonly host: ModuleHost;
  readonly close: () => Promise<void>;
} {
  const { config, sources, sdkModule, records, types } = module;
  const codeDigest = digestOf([config.name, sources.digest, sdkVersion()]);
  const loaded = digestOf([codeDigest, config.source]);
  let process: ModuleProcess | undefined;
  const started = (): ModuleProcess => {
    if (process !== undefined) return process;
    const scratch = join(cache, 'module', digestOf(config.source));
    const options = { config, files: sources.files, module: sdkModule, scratch };
    process = processes.take(loaded, () => new ModuleProcess(options));
    process.serve({
      port: session.port,
      token: session.token,
      onSpan: (span) => progress.span(span),
      onLine: (line) => progress.output(line),
    });
    return process;
  };
  const host = new ModuleHost({
    types,
    codeDigest,
    cache: new FunctionCache({ records }),
    volatile,
    run: (call) => started().call(call),
    knows: (references) => knows(session, references),
  });
  const close = async (): Promise<void> => {
    // What a function left running (fail-fast gives gates up) would go on in the next session.
    if (process?.idle === true && session.unanswered === 0) processes.keep(loaded, process);
    else await process?.close();
  };
  return { host, close };
}

/** Whether the session knows all these objects. One that is gone is an error of its query, and an answer here. */
async function knows(session: Session, references: readonly CoreReference[]): Promise<boolean> {
  if (references.length === 0) return true;
  const fields = references.map(
    ({ type }, index) => `r${index}: node(id: $r${index}) { ... on ${type} { id } }`,
  );
  const declared = references.map((_, index) => `$r${index}: ID!`);
  const variables = Object.fromEntries(references.map(({ id }, index) => [`r${index}`, id]));
  try {
    await session.query(`query(${declared.join(', ')}) { ${fields.join(' ')} }`, variables);
    return true;
  } catch {
    return false;
  }
}
