// @ts-check
/**
 * The files that count for the coverage by c8 and nyc. They count only files that a test has loaded, unless they are told
 * which ones there are: the project's own configuration tells it, or an argument; else the sources are named.
 */
import { existsSync, readFileSync } from 'node:fs';
import { sourcesIn } from './sources.js';

/**
 * @import { CoverageScope } from '../../src/gates/test/decide.ts'
 */

const option = /^(?:--include|-n|--src)(?:=(.*))?$/s;

/** Configurations that both read; what else they can be is code, and then what is counted is the project's choice. */
const files = {
  c8: { json: ['.c8rc', '.c8rc.json', '.nycrc', '.nycrc.json'], code: [] },
  nyc: {
    json: ['.nycrc', '.nycrc.json'],
    code: ['nyc.config.js', 'nyc.config.cjs', '.nycrc.yml', '.nycrc.yaml'],
  },
};

/**
 * @param {string} file
 * @returns {any}
 */
function jsonIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The tool itself says what is wrong with its configuration.
    return {};
  }
}

/**
 * Files to count, and how they came to be named.
 * @param {'c8' | 'nyc'} tool
 * @returns {(command: readonly string[]) => CoverageScope}
 */
export function measuringScope(tool) {
  return (command) => {
    const given = command.flatMap((word, index) => {
      const [match, value] = option.exec(word) ?? [];
      return match === undefined ? [] : [value ?? command[index + 1] ?? ''];
    });
    if (given.length > 0) return { by: 'arguments', include: given };
    if (files[tool].code.some((file) => existsSync(file))) return { by: 'runner', include: [] };
    const settings = [
      ...files[tool].json.filter((file) => existsSync(file)).map(jsonIn),
      jsonIn('package.json')[tool],
    ];
    const include = settings.flatMap((one) => [one?.include ?? [], one?.src ?? []].flat());
    return include.length > 0 ? { by: 'project', include: include.map(String) } : sourcesIn(['.']);
  };
}

/**
 * Arguments by which they count these files. Limits of the project's own are meant for what it counts itself, so they do
 * not count where the gate names the files.
 * @param {CoverageScope} scope
 */
export function measuringArguments({ by, include, exclude = [] }) {
  if (by !== 'default') return [];
  return [
    '--all',
    ...include.map((pattern) => `--include=${pattern}`),
    ...exclude.map((pattern) => `--exclude=${pattern}`),
    '--check-coverage=false',
  ];
}
