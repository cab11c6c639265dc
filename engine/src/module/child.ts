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
listen();

/** Does what the engine tells it to, in the order of its messages. */
function listen(): void {
  const ready = Promise.withResolvers<Invoke>();
  let connected: Promise<void> = Promise.reject(new Error('a call came before its session was named'));
  // What fails is answered to each call that waits for it.
  const quiet = (work: Promise<unknown>): void => void work.catch(() => undefined);
  quiet(ready.promise);
  quiet(connected);
  process.on('message', (raw) => {
    const message = toChild.parse(raw);
    switch (message.type) {
      case 'start':
        ready.resolve(loadModule(message));
        return;
      case 'session':
        quiet((connected = connect(message)));
        return;
      case 'call':
        void answer(message, ready.promise, connected);
    }
  });
}

async function answer(call: Call, ready: Promise<Invoke>, connected: Promise<void>): Promise<void> {
  try {
    const [invoke] = await Promise.all([ready, connected]);
    const value = (await invoke(call)) ?? null;
    // As the SDK answers it: through JSON, which drops what is undefined.
    send({ type: 'result', id: call.id, value: JSON.parse(JSON.stringify(value)) as Json });
  } catch (error) {
    const [message, extensions] = [messageOf(error), extensionsOf(error)];
    send({ type: 'error', id: call.id, message, extensions, loaded: await isFulfilled(ready) });
  }
}

function isFulfilled(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => true,
    () => false,
  );
}

interface SdkInvoke {
  readonly invoke: (executor: object, module: object, context: object) => Promise<unknown>;
}

async function loadModule({ module, files, tsconfig }: Extract<ToChild, { type: 'start' }>): Promise<Invoke> {
  resolveSdk();
  register({ tsconfig });
  const [{ invoke }, { load }, { Executor }, classes] = await Promise.all([
    importFile<SdkInvoke>(sdkFiles.invoke),
    importFile<{ readonly load: (files: readonly string[]) => Promise<object[]> }>(sdkFiles.load),
    importFile<{ Executor: new (modules: object[], module: object) => object }>(sdkFiles.executor),
    importFile<DaggerModuleClasses>(sdkFiles.daggerModule),
  ]);
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

/** Lets `dag` speak to a session, in place of the one before, as the SDK's own `connection` does. */
async function connect({ port, token }: Extract<ToChild, { type: 'session' }>): Promise<void> {
  const [{ createGQLClient }, { globalConnection }] = await Promise.all([
    importFile<{ readonly createGQLClient: (port: number, token: string) => object }>(sdkFiles.client),
    importFile<{ readonly globalConnection: { setGQLClient(client: object): void } }>(sdkFiles.connection),
  ]);
  globalConnection.setGQLClient(createGQLClient(port, token));
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
