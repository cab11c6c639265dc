import { join } from 'node:path';
import { digestOf } from '../store/digest.ts';
import { RecordStore } from '../store/records.ts';
import { readModuleConfig, type ModuleConfig } from '../module/config.ts';
import { FunctionCache } from '../module/function-cache.ts';
import { ModuleHost } from '../module/host.ts';
import { introspect } from '../module/introspect.ts';
import { ModuleProcess } from '../module/process.ts';
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

/** What a host in a session needs. */
export interface HostInSession {
  readonly module: LoadedModule;
  readonly session: Session;
  readonly progress: Progress;
  readonly volatile: ReadonlySet<string>;
  /** The engine's cache folder. */
  readonly cache: string;
}

/** The host of a module in a session; its process starts with the first function that really runs. */
export function startHost({ module, session, progress, volatile, cache }: HostInSession): {
  readonly host: ModuleHost;
  readonly close: () => Promise<void>;
} {
  const { config, sources, sdkModule, records, types } = module;
  let process: ModuleProcess | undefined;
  const started = (): ModuleProcess =>
    (process ??= new ModuleProcess({
      config,
      files: sources.files,
      module: sdkModule,
      session,
      scratch: join(cache, 'module', digestOf(config.source)),
      onSpan: (span) => progress.span(span),
      onLine: (line) => progress.output(line),
    }));
  const host = new ModuleHost({
    types,
    codeDigest: digestOf([config.name, sources.digest, sdkVersion()]),
    cache: new FunctionCache({ records }),
    volatile,
    run: (call) => started().call(call),
    knows: (references) => knows(session, references),
  });
  return { host, close: async () => process?.close() };
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
