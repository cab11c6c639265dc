import { type Command, programName, programOf } from './commands.ts';

/** How tests can be run: by a runner that gates know, or by the script as it is. */
export const runnerNames = [
  'vitest',
  'jest',
  'mocha',
  'ava',
  'node:test',
  'tape',
  'tap',
  'bun',
  'script',
] as const;

/** One of {@link runnerNames}. */
export type RunnerName = (typeof runnerNames)[number];

/** By what a runner is recognised. */
export interface Runner {
  readonly name: RunnerName;
  /** Programs that call it. */
  readonly programs: readonly string[];
  /** Packages that bring it along; the first is its own, and has its version. */
  readonly packages: readonly string[];
  /** Names of its configuration files. */
  readonly configs?: RegExp;
}

/** The runners that gates know. */
export const runners: readonly Runner[] = [
  { name: 'vitest', programs: ['vitest'], packages: ['vitest'], configs: /^vitest\.(?:config|workspace)\./ },
  {
    name: 'jest',
    // These call jest, and bring it along.
    programs: ['jest', 'react-scripts', 'craco', 'jest-cli', 'kcd-scripts'],
    packages: ['jest', 'react-scripts', '@craco/craco', 'ts-jest', 'jest-cli'],
    configs: /^jest\.config\./,
  },
  { name: 'mocha', programs: ['mocha', '_mocha', 'ts-mocha'], packages: ['mocha'], configs: /^\.mocharc\./ },
  { name: 'ava', programs: ['ava'], packages: ['ava'], configs: /^ava\.config\./ },
  { name: 'tape', programs: ['tape', 'tape-es', 'ts-tape'], packages: ['tape'] },
  { name: 'tap', programs: ['tap'], packages: ['tap'], configs: /^\.taprc$/ },
  // borp is a command of its own for node:test.
  { name: 'node:test', programs: ['borp'], packages: [] },
];

const programs = new Map(runners.flatMap((runner) => runner.programs.map((one) => [one, runner] as const)));
const programNames = new Set(programs.keys());

/** Programs that run node:test with the option `--test`. */
const nodePrograms = new Set(['node', 'tsx', 'ts-node']);

/** The runners that commands call, each once, in the order of the commands. */
export function runnersAmong(commands: readonly Command[]): RunnerName[] {
  return [...new Set(commands.flatMap((command) => runnerOf(command) ?? []))];
}

function runnerOf(command: Command): RunnerName | undefined {
  const program = programOf(command, programNames);
  if (program !== undefined) return programs.get(program)?.name;
  const [first = '', second] = command;
  if (first === 'bun' && second === 'test') return 'bun';
  const hasFlag = command.some((word) => /^--test(?:$|=|-(?!$))/.test(word));
  return hasFlag && command.some((word) => nodePrograms.has(programName(word))) ? 'node:test' : undefined;
}
