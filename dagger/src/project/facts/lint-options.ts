import type { OwnOptions } from './command-options.ts';

/** Tools that scripts call over files. */
export const lintPrograms = ['eslint', 'biome', 'oxlint', 'prettier'] as const;

/** One of {@link lintPrograms}. */
export type LintProgram = (typeof lintPrograms)[number];

/** Options of a tool, by what they mean to whoever repeats a call of it. */
export interface LintOptions {
  /** Options by which it changes files. */
  readonly fixing: readonly string[];
  /** Options that whoever repeats the call sets by itself, or that say nothing about what is checked. */
  readonly dropped: OwnOptions;
  /** Options with a value in the next word, beside those that are dropped. */
  readonly valued: readonly string[];
  /** Options with which it checks no files. */
  readonly other: readonly string[];
  /** Options with which any warning is a failure. */
  readonly noWarnings: readonly string[];
  /** Words behind the program one of which says what it does; empty for a tool without any. */
  readonly commands: readonly string[];
}

/**
 * By the manuals: ESLint and Prettier, "Command Line Interface" (versions 8 to 10, 2 and 3); Biome and oxlint, "CLI"
 * (versions 1 and 2).
 */
export const lintOptions: Readonly<Record<LintProgram, LintOptions>> = {
  eslint: {
    fixing: ['--fix', '--fix-dry-run'],
    dropped: {
      flags: ['--fix', '--fix-dry-run', '--cache', '--color', '--no-color', '--debug', '--stats'],
      valued: [
        ...['--fix-type', '--format', '-f', '--output-file', '-o', '--max-warnings'],
        ...['--cache-file', '--cache-location', '--cache-strategy'],
      ],
    },
    valued: [
      ...['--ext', '--config', '-c', '--ignore-path', '--ignore-pattern', '--rulesdir', '--rule', '--plugin'],
      ...['--parser', '--parser-options', '--env', '--global', '--resolve-plugins-relative-to', '--flag'],
      ...['--report-unused-disable-directives-severity', '--report-unused-inline-configs', '--concurrency'],
    ],
    other: [
      '--stdin',
      '--print-config',
      '--init',
      '--inspect-config',
      '--env-info',
      '--version',
      '-v',
      '--help',
    ],
    noWarnings: [],
    commands: [],
  },
  prettier: {
    fixing: ['--write', '-w'],
    dropped: {
      flags: [
        ...['--write', '-w', '--check', '-c', '--list-different', '-l', '--cache', '--color', '--no-color'],
        '--no-error-on-unmatched-pattern',
      ],
      valued: ['--log-level', '--loglevel', '--cache-location', '--cache-strategy'],
    },
    valued: [
      ...['--config', '--ignore-path', '--plugin', '--plugin-search-dir', '--parser', '--config-precedence'],
      ...[
        '--end-of-line',
        '--print-width',
        '--tab-width',
        '--trailing-comma',
        '--arrow-parens',
        '--quote-props',
      ],
      ...['--prose-wrap', '--html-whitespace-sensitivity', '--embedded-language-formatting', '--object-wrap'],
      ...['--experimental-operator-position', '--range-start', '--range-end'],
    ],
    other: ['--stdin-filepath', '--find-config-path', '--support-info', '--file-info', '--version', '--help'],
    noWarnings: [],
    commands: [],
  },
  biome: {
    fixing: ['--write', '--fix', '--apply', '--apply-unsafe'],
    dropped: {
      flags: [
        ...[
          '--write',
          '--fix',
          '--apply',
          '--apply-unsafe',
          '--unsafe',
          '--changed',
          '--staged',
          '--verbose',
        ],
        '--error-on-warnings',
      ],
      valued: [
        ...['--reporter', '--max-diagnostics', '--colors', '--since', '--log-level', '--log-kind'],
        ...['--log-file', '--diagnostic-level'],
      ],
    },
    valued: ['--config-path', '--only', '--skip', '--vcs-root', '--files-max-size', '--stdin-file-path'],
    other: ['--stdin-file-path', '--help'],
    noWarnings: ['--error-on-warnings'],
    commands: ['check', 'ci', 'lint', 'format'],
  },
  oxlint: {
    fixing: ['--fix', '--fix-suggestions', '--fix-dangerously'],
    dropped: {
      flags: ['--fix', '--fix-suggestions', '--fix-dangerously', '--quiet', '--silent', '--deny-warnings'],
      valued: ['--format', '-f', '--max-warnings', '--threads'],
    },
    valued: [
      ...['--config', '-c', '--tsconfig', '--ignore-path', '--ignore-pattern'],
      ...['--allow', '-A', '--warn', '-W', '--deny', '-D'],
    ],
    other: ['--init', '--print-config', '--rules', '--lsp', '--version', '-V', '--help', '-h'],
    noWarnings: ['--deny-warnings'],
    commands: [],
  },
};
