import { join } from 'node:path';
import { afterAll } from 'vitest';
import { call, ModuleProcesses, type Call } from '../../src/cli/call.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { Collected } from './collected.ts';

/** What a command line left. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs command lines against a module of the tests, in this process. */
export type FixtureCall = (line: string, given?: Partial<Call>) => Promise<Outcome>;

/**
 * Command lines of a test file against one of the modules in `module/fixtures`: its types are scanned once, and it is
 * loaded once.
 */
export function fixtureCall(name: string): FixtureCall {
  const fixture = join(import.meta.dirname, '../module/fixtures', name);
  const cache = temporaryFolder();
  const processes = new ModuleProcesses();
  afterAll(async () => {
    await processes.close();
    cache[Symbol.dispose]();
  });
  return async (line, { environment = {}, workdir = fixture, ...given } = {}) => {
    const stdout = new Collected();
    const stderr = new Collected();
    const exitCode = await call({
      argv: ['--mod', fixture, ...line.split(' ')],
      workdir,
      environment: { XDG_CACHE_HOME: cache.path, ...environment },
      signal: new AbortController().signal,
      stdout,
      stderr,
      processes,
      ...given,
    });
    return { exitCode, stdout: stdout.text, stderr: stderr.text };
  };
}
