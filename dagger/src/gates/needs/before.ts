import type { Evidence } from '../../verdict/evidence.ts';
import { readIf } from '../../verdict/json-text.ts';
import type { Decision } from '../../verdict/model.ts';
import { decideCommand } from './command-fault.ts';
import type { NeededCommand } from './commands.ts';

/** Settings of the program `dagger/programs/needs/before.js`. */
export interface BeforeSettings {
  /** Commands of a shell, in order. */
  readonly before: readonly string[];
  /** Variables of these commands, beside those of the container. */
  readonly environment: Readonly<Record<string, string>>;
  /** The command behind them, and its arguments. */
  readonly command: readonly string[];
}

/** The exit code of that program if one of the commands failed. */
export const beforeFailed = 65;

/** The decision on the command before the tests that failed; undefined if none did. */
export function beforeFault(before: readonly NeededCommand[], evidence: Evidence): Decision | undefined {
  if (before.length === 0 || evidence.exitCode !== beforeFailed) return undefined;
  const lines = evidence.stderr.trimEnd().split('\n');
  const failed = readIf(lines.at(-1) ?? '', (root) => ({
    index: root.at('before').count(),
    exitCode: root.at('exitCode').count(),
  }));
  const command = before[failed?.index ?? 0];
  if (failed === undefined || command === undefined) return undefined;
  const { stdout } = evidence;
  return decideCommand(command, { stdout, stderr: lines.slice(0, -1).join('\n'), exitCode: failed.exitCode });
}
