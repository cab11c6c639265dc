/**
 * The module's process: loads the module's code once and runs its functions, as the SDK's entrypoint does for one call.
 * Told what to do by IPC; see protocol.ts.
 */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';
import type { z } from 'zod';
import { toChild, type FromChild, type ToChild } from './protocol.ts';
import { reviveModule, type DaggerModuleClasses } from './revive.ts';
import { sdkFiles } from './sdk.ts';
import { reportSpans } from './spans.ts';

type Call = Extract<ToChild, { type: 'call' }>;
type Json = z.core.util.JSONType;
/** Runs one function. */
type Invoke = (call: Call) => Promise<unknown>;

// An interrupt from a terminal reaches this process too; the engine decides when it ends.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));

reportSpans(send);
let ready: Promise<Invoke> | undefined;
process.on('message', (raw) => {
  const message = toChild.parse(raw);
  if (message.type === 'start') {
    ready = loadModule(message);
    // A failure is answered to each call that waits for it.
    ready.catch(() => undefined);
  } else {
    void answer(message);
  }
});

async function answer(call: Call): Promise<void> {
  try {
    const invoke = await ready;
    if (invoke === undefined) throw new Error('a call came before the module was named');
    const value = (await invoke(call)) ?? null;
    // As the SDK answers it: through JSON, which drops what is undefined.
    send({ type: 'result', id: call.id, value: JSON.parse(JSON.stringify(value)) as Json });
  } catch (error) {
    send({ type: 'error', id: call.id, message: messageOf(error), extensions: extensionsOf(error) });
  }
}

interface SdkInvoke {
  readonly invoke: (executor: object, module: object, context: object) => Promise<unknown>;
}

async function loadModule({ module, files, tsconfig }: Extract<ToChild, { type: 'start' }>): Promise<Invoke> {
  resolveSdk();
  register({ tsconfig });
  const [{ connection }, { invoke }, { load }, { Executor }, classes] = await Promise.all([
    importFile<{ readonly connection: (run: () => Promise<void>) => Promise<void> }>(sdkFiles.connect),
    importFile<SdkInvoke>(sdkFiles.invoke),
    importFile<{ readonly load: (files: readonly string[]) => Promise<object[]> }>(sdkFiles.load),
    importFile<{ Executor: new (modules: object[], module: object) => object }>(sdkFiles.executor),
    importFile<DaggerModuleClasses>(sdkFiles.daggerModule),
  ]);
  // The connection lasts until the process ends: `dag` works as long as its function has not returned.
  await new Promise<void>((connected, failed) => {
    connection(() => new Promise(() => connected())).catch(failed);
  });
  const revived = reviveModule(module, classes);
  const modules = await load(files.map((file) => pathToFileURL(file).href));
  const executor = new Executor(modules, revived);
  return (call) =>
    invoke(executor, revived, {
      parentName: call.object,
      fnName: call.function,
      parentArgs: call.state,
      fnArgs: call.arguments,
    });
}

/** The module's import of `@dagger.io/dagger` means the SDK of this engine, wherever the module lies. */
function resolveSdk(): void {
  const own = new Map([
    ['@dagger.io/dagger', pathToFileURL(sdkFiles.main).href],
    ['@dagger.io/dagger/telemetry', pathToFileURL(sdkFiles.telemetry).href],
  ]);
  registerHooks({
    resolve: (specifier, context, next) => next(own.get(specifier) ?? specifier, context),
  });
}

async function importFile<Exports>(path: string): Promise<Exports> {
  return (await import(pathToFileURL(path).href)) as Exports;
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : JSON.stringify(error);
}

/** The extensions of a failed request to the API, or of an error that the module made in its likeness. */
function extensionsOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error) || !('extensions' in error)) return {};
  const { extensions } = error;
  return typeof extensions === 'object' && extensions !== null ? { ...extensions } : {};
}

function send(message: FromChild): void {
  process.send?.(message);
}
