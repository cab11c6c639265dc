import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { call, ModuleProcesses } from './call.ts';
import { Interrupted } from './exit.ts';

/** npm passes on an interrupt that the terminal has sent already: one key press arrives twice, within milliseconds. */
const echoMs = 500;

/** Runs this process's command line, and sets its exit code. The first interrupt ends the run, the second the process. */
export async function start(): Promise<void> {
  const abort = new AbortController();
  let firstMs = 0;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      const interrupted = new Interrupted(name);
      if (!abort.signal.aborted) {
        firstMs = performance.now();
        abort.abort(interrupted);
      } else if (performance.now() - firstMs > echoMs) {
        // Somebody does not want to wait for the clean-up: the next start does it.
        process.exit(interrupted.exitCode);
      }
    });
  }
  // A reader that has enough, such as `head`, closes the pipe: no reason to end with a stack.
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));
  const processes = new ModuleProcesses();
  process.exitCode = await call({
    argv: process.argv.slice(2),
    workdir: workingDirectory(process.env),
    environment: process.env,
    signal: abort.signal,
    stdout: process.stdout,
    stderr: process.stderr,
    confirm: process.stdin.isTTY && process.stderr.isTTY ? confirmAtTerminal : undefined,
    processes,
  });
  await processes.close();
}

/** Asks a question on stderr, which stdout's reader does not see. An interrupt ends the process as ever. */
async function confirmAtTerminal(question: string): Promise<boolean> {
  // Without line editing the terminal itself makes a signal of Ctrl-C.
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    const ended = once(reader, 'close').then(() => '');
    const answered = await Promise.race([reader.question(`${question} [y/N] `), ended]);
    return /^y(es)?$/i.test(answered.trim());
  } finally {
    reader.close();
  }
}

/** npm runs a script in the project's folder; paths are meant from where `npm run` was typed. */
function workingDirectory(environment: NodeJS.ProcessEnv): string {
  const typedIn = environment['INIT_CWD'];
  const ranByNpm = environment['npm_lifecycle_script']?.includes('engine/src/call.ts') ?? false;
  return ranByNpm && typedIn !== undefined ? typedIn : process.cwd();
}
