import { withoutOptions } from '../../../project/facts/command-options.ts';
import { reportFiles } from '../report-files.ts';
import type { RunSettings } from '../run-settings.ts';
import type { OwnCall } from './own-call.ts';
import type { CoveragePackage } from './runner.ts';

/**
 * What measures runners that do not measure by themselves: c8, or nyc where the project has that. c8 reads what Node
 * itself measured, so it knows ESM and sources that a loader compiled; it agrees with every runner, and its version is
 * ours. It needs Node 20.19 or later, as the image has.
 */
export const measuring: CoveragePackage = { name: 'c8', major: 7, instead: ['nyc'], bring: '12.0.0' };

/** What is measured: by which package, in which call of the project's own, and the command itself. */
export interface Measured {
  readonly measuredBy: string | undefined;
  readonly call: OwnCall | undefined;
  /** The command, the first word of which is a program of the PATH. */
  readonly inner: readonly string[];
}

/** A command in c8 or nyc, with the options that the project's script gives them but those for reports. */
export function measured({
  measuredBy,
  call,
  inner,
}: Measured): Omit<RunSettings, 'scopeFile' | 'resultsFile'> {
  const own = withoutOptions(call?.measuring ?? [], reportOptions);
  const scope = measuredBy === 'nyc' ? 'nyc' : 'c8';
  const directory = scope === 'nyc' ? '--report-dir' : '--reports-dir';
  const temporary = scope === 'nyc' ? '--temp-dir' : '--temp-directory';
  return {
    scope,
    environment: call?.variables ?? {},
    command: [
      `node_modules/${scope}/bin/${scope}.js`,
      ...own,
      ...['--reporter=json-summary', '--reporter=lcov', `${directory}=${reportFiles.coverage}`],
      `${temporary}=/tmp/coverage`,
    ],
    inner,
  };
}

/** Options of c8 and nyc that the gate sets itself. */
const reportOptions = {
  flags: ['--clean', '--no-clean'],
  valued: [
    ...['--reporter', '-r', '--reports-dir', '--report-dir', '-o'],
    ...['--temp-directory', '--temp-dir', '-t'],
  ],
};
