import { ModuleProcesses } from '../module/processes.ts';
import { cacheFolder } from '../store/location.ts';
import { runCommandLine, type CommandLine } from './main.ts';

/** All that a command line has of a process, as values. */
export type Call = Pick<
  CommandLine,
  'argv' | 'workdir' | 'environment' | 'signal' | 'stdout' | 'stderr' | 'confirm' | 'processes'
>;

/**
 * Runs a command line on this machine's Docker, with the cache of the user whose environment it has.
 *
 * @returns The exit code; what there is to say is written by then.
 */
export function call(given: Call): Promise<number> {
  const cache = cacheFolder(given.environment);
  return runCommandLine({
    ...given,
    cache,
    // Imported when needed: they bring the Docker client with them.
    startSession: async (options) =>
      (await import('../api/session.ts')).startSession({ ...options, cacheFolder: cache }),
    prune: async () => (await import('../executor/index.ts')).pruneCache({ folder: cache }),
  });
}

export { ModuleProcesses };
