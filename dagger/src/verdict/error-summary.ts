import { plainText } from './plain-text.ts';

/** A line that says what went wrong, as Node, npm, ESLint, vitest and most tools of theirs write it. */
const errorLine = new RegExp(
  [
    String.raw`^(?:Uncaught |\[?[\w.-]+\]? )?[A-Za-z]*(?:Error|Exception)(?: \[[^\]]+\])?: .+`,
    String.raw`^npm error code \S+|^ESLint (?!:)\w.+|^ERROR: .+|^ *MISSING DEPENDENCY .+`,
  ].join('|'),
);

/** What a tool says of a package that it cannot load; paths and Node's own modules are none. */
const missingPackage =
  /(?:Cannot find (?:package|module|dependency)|The) '(?<name>(?:@[\w.-]+\/)?(?!node:)[\w][\w.-]*)'(?: imported| library is required|$|\n| )/;

/** What Node prints around an error, which says nothing of its cause: stack, fields, source, its own version. */
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

/** Longest text that is told of a command that broke down, in UTF-16 code units. */
const longest = 600;

/**
 * What a command said of its end, for a reason that a person can act on: the line that names the error where there is one,
 * else the last lines that are no stack; of the error output, or of the output where that is silent.
 * @param lines how many last lines are told, whatever they say. Default: the error, or three where none is named
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

/** The line to type where a tool says that it lacks a package; nothing where it does not. */
export function installHint(said: string): string {
  const name = missingPackage.exec(said)?.groups?.['name'];
  return name === undefined ? '' : ` (npm install --save-dev ${name})`;
}
