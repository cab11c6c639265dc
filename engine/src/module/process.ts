import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from './child-environment.ts';
import type { ModuleConfig } from './config.ts';
import { FunctionError } from './errors.ts';
import { fromChild, type FromChild, type SpanMessage, type ToChild } from './protocol.ts';
import type { SdkModule } from './sdk-shapes.ts';
import { writeTsconfig } from './tsconfig.ts';
import type { Json } from './values.ts';

const script = fileURLToPath(new URL('./child.ts', import.meta.url));

/** Options of a module's process. */
export interface ModuleProcessOptions {
  readonly config: ModuleConfig;
  readonly files: readonly string[];
  readonly module: SdkModule;
  /** A folder for files of the process's own. */
  readonly scratch: string;
}

/** The session that a process works for, and who listens to it. */
export interface ModuleSession {
  readonly port: number;
  readonly token: string;
  /** Called for each span that starts or ends. */
  readonly onSpan: (span: SpanMessage) => void;
  /** Called for each line that the module's code prints. */
  readonly onLine: (line: string) => void;
}

/** One function call. */
export interface FunctionCall {
  readonly object: string;
  /** Empty for the constructor. */
  readonly function: string;
  readonly state: Readonly<Record<string, Json>>;
  readonly arguments: Readonly<Record<string, Json>>;
}

interface Waiting {
  readonly resolve: (value: Json) => void;
  readonly reject: (error: Error) => void;
}

/** The process in which a module's functions run: one for all calls of a session, and then for those of the next. */
export class ModuleProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #session: ModuleSession | undefined;
  #calls = 0;
  #isBroken = false;

  constructor({ config, files, module, scratch }: ModuleProcessOptions) {
    this.#child = fork(script, {
      cwd: config.source,
      env: { ...childEnvironment(process.env), NODE_COMPILE_CACHE: join(scratch, 'compile') },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#session?.onLine(line));
    }
    this.#child.on('message', (raw) => this.#receive(fromChild.parse(raw)));
    this.#child.on('exit', (code, signal) =>
      this.#rejectAll(
        new Error(`the module's process ended with ${signal ?? `exit code ${code}`} before it answered`),
      ),
    );
    this.#child.on('error', (error) => this.#rejectAll(error));
    this.#send({ type: 'start', module, files: [...files], tsconfig: writeTsconfig(scratch, config) });
  }

  /** Whether it lives, its module could be loaded, and no call waits for it. */
  get idle(): boolean {
    return !this.#isBroken && !this.#hasEnded && this.#waiting.size === 0;
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Works for a session from now on: its calls, and whatever the module's code does, belong to it. */
  serve(session: ModuleSession): void {
    this.#session = session;
    this.#send({ type: 'session', port: session.port, token: session.token });
  }

  /** Runs a function. @throws {FunctionError} What the function threw. */
  call({ object, function: name, state, arguments: given }: FunctionCall): Promise<Json> {
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      if (this.#hasEnded) {
        reject(new Error("the module's process has ended"));
        return;
      }
      this.#waiting.set(id, { resolve, reject });
      this.#send({ type: 'call', id, object, function: name, state: { ...state }, arguments: { ...given } });
    });
  }

  /** Ends the process and waits until it has ended. Calls that wait are rejected. */
  async close(): Promise<void> {
    if (this.#hasEnded) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  #send(message: ToChild): void {
    // A failure to send means that the process has ended: its `exit` event rejects what waits.
    this.#child.send(message, () => undefined);
  }

  #receive(message: FromChild): void {
    if (message.type === 'span') {
      this.#session?.onSpan(message);
      return;
    }
    if (message.type === 'error' && !message.loaded) this.#isBroken = true;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'result') waiting?.resolve(message.value);
    else waiting?.reject(new FunctionError(message.message, message.extensions));
  }

  #rejectAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
