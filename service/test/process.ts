import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ownName, ownVariable } from './folders.ts';

/** The program that a test starts as a process. */
export const mainFile = join(import.meta.dirname, '../src/main.ts');

const compileCache = join(tmpdir(), 'messenger-compile-cache');

/** A service in its own process. */
export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly port: number;
  readonly url: string;
  /** The lines written so far. */
  readonly said: readonly string[];
  /** Ends the process and waits. @returns the exit code, null when it was killed */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the service and waits until it listens. @throws Error with its output when it ends before */
export async function startProcess(env: Readonly<Record<string, string>>, port = 0): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [mainFile], {
    // The compile cache halves the time of each further start.
    env: {
      RATE_LIMIT_FACTOR: '0',
      HOST: '127.0.0.1',
      NODE_COMPILE_CACHE: compileCache,
      [ownVariable]: ownName,
      ...env,
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (text: Buffer) => said.push(text.toString()));
  const found = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      const listening = /"port":(\d+)/.exec(line)?.[1];
      if (listening !== undefined) resolve(Number(listening));
    });
    child.once('exit', (code) => {
      reject(new Error(`ended with ${String(code)} before it listened: ${said.join('\n')}`));
    });
  });
  return {
    child,
    port: found,
    url: `http://127.0.0.1:${String(found)}`,
    said,
    async end(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal);
        await once(child, 'exit');
      }
      return child.exitCode;
    },
  };
}
