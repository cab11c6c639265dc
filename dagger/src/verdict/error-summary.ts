import { plainText } from './plain-text.ts';

/** A line that names an error, as Node, npm, ESLint, vitest and most of their tools write it. */
const errorLine = new RegExp(
  [
    String.raw`^(?:Uncaught |\[?[\w.-]+\]? )?[A-Za-z]*(?:Error|Exception)(?: \[[^\]]+\])?: .+`,
    String.raw`^npm error code \S+|^ESLint (?!:)\w.+|^ERROR: .+|^ *MISSING DEPENDENCY .+`,
  ].join('|'),
);

/** A tool's message about a package that it cannot load. Paths and Node's own modules do not match. */
const missingPackage =
  /(?:Cannot find (?:package|module|dependency)|The) '(?<name>(?:@[\w.-]+\/)?(?!node:)[\w][\w.-]*)'(?: imported| library is required|$|\n| )/;

/** Lines that Node prints around an error and that do not name its cause: stack, fields, source, Node's version. */
const noise = [
  /^\s+at /,
  /^\s*❯ /,
  /^⎯+/,
  /^Serialized Error:/,
  /^Node\.js v\d/,
  /^[{}[\],\s]*$/,
  /^\s*(?:code|errno|syscall|path|requireStack|cause|url|address|port|hostname)\b['"]?:/,
  /^(?:node:|file:|\/)\S+:\d+$/,
  /^\s*\^+\s*$/,
  /^npm (?:error|ERR!) (?:A complete log|Log files|\s*\/|For a full report)/,
];

/** Longest summary of a command that broke down, in UTF-16 code units. */
const longest = 600;

/**
 * A summary of why a command failed, for a person who has to act on it: the line that names the error if there is one,
 * else the last lines outside a stack trace. It reads stderr, or stdout if stderr is empty.
 * @param lines number of last lines to return, whatever they say. Default: the error line, or three lines without one
 */
export function errorSummary(
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
  lines?: number,
): string {
  const text = plainText(stderr.trim() === '' ? stdout.slice(-50_000) : stderr.slice(-50_000), 50_000);
  const all = text.split('\n').filter((line) => line.trim() !== '');
  const telling = all.filter((line) => !noise.some((pattern) => pattern.test(line)));
  const error = lines === undefined ? telling.find((line) => errorLine.test(line)) : undefined;
  const told = error === undefined ? telling.slice(-(lines ?? 3)) : [error];
  return told.join(' | ').slice(0, longest);
}

/** What to do about a package that a tool says it lacks, whatever manager installs it; empty if it lacks none. */
export function installHint(said: string): string {
  const name = missingPackage.exec(said)?.groups?.['name'];
  return name === undefined ? '' : ` (add ${name} to devDependencies)`;
}
