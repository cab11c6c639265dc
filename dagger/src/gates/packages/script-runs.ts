import { abnormalEnd, type Evidence, unavailable } from '../../verdict/evidence.ts';
import { errorSummary } from '../../verdict/error-summary.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { readIf } from '../../verdict/json-text.ts';
import type { Decision } from '../../verdict/model.ts';
import { plainLine, plainText } from '../../verdict/plain-text.ts';

/** What `programs/packages/run-scripts.js` is asked for. */
export interface ScriptSettings {
  /** The project's folder. */
  readonly folder: string;
  /** Packages that may run a script. */
  readonly names: readonly string[];
  /** The package manager that the scripts are told of: `pnpm/10.1.0`. */
  readonly agent: string;
}

/** How the install scripts of a package ended. */
export interface ScriptRun {
  readonly name: string;
  readonly version: string;
  /** Whether the project goes on without the package. */
  readonly optional: boolean;
  /** The script that failed; absent if all went well. */
  readonly failed?: {
    readonly event: string;
    readonly script: string;
    /** Such as `code 1`. */
    readonly end: string;
    /** The end of what it printed. */
    readonly output: string;
  };
}

/**
 * Decides on install scripts that failed. None of that is known to be a fault of the project, so it is unavailable, with the
 * package, and the host that it could not reach or the program that it lacks.
 * @returns undefined if none failed that counts
 */
export function decideScripts(evidence: Evidence): Decision | undefined {
  if (evidence.broke !== true) return undefined;
  const failed = readIf(evidence.stdout, (runs) => runs.list(failureAt))?.find(
    (run) => run !== undefined && !run.optional,
  );
  if (failed === undefined) {
    const how = abnormalEnd(evidence) ?? `ended with code ${String(evidence.exitCode)}`;
    return unavailable(`the install scripts of packages ${how}: ${errorSummary(evidence)}`);
  }
  return unavailable(sentenceOf(failed));
}

interface Failure {
  readonly name: string;
  readonly optional: boolean;
  readonly event: string;
  readonly end: string;
  readonly output: string;
}

function failureAt(run: JsonCursor): Failure | undefined {
  const failed = run.at('failed');
  if (!failed.exists) return undefined;
  return {
    name: plainLine(`${run.at('name').text()}@${run.at('version').text()}`, 100),
    optional: run.at('optional').boolean(),
    event: failed.at('event').text(),
    end: failed.at('end').text(),
    output: plainText(failed.at('output').text(), 20_000),
  };
}

function sentenceOf({ name, event, end, output }: Failure): string {
  const hosts = unreachedHosts(output);
  const lacks = missingPrograms(output);
  const parts = [
    ...(hosts.length === 0 ? [] : [`could not reach ${hosts.join(' and ')}`]),
    ...(lacks.length === 0
      ? []
      : [`lacks ${lacks.join(', ')} (node.packages in pipeline.json adds Debian packages)`]),
  ];
  // node-gyp and npm put their name before each line, also before the one that names the error.
  const plain = output.replaceAll(/^(?:gyp|npm) (?:ERR!|error) (?:stack )?/gm, '');
  const said = plainLine(errorSummary({ stdout: '', stderr: plain }), 300);
  const how = parts.length === 0 ? `ended with ${end}` : parts.join(', and ');
  return `the ${event} script of ${name} ${how}: ${said}`;
}

/** How programs say that a host could not be reached, each with the host: Node, undici, curl, git, node-gyp. */
const unreached = [
  /(?:ENOTFOUND|EAI_AGAIN) ([\w-]+(?:\.[\w-]+)+)/g,
  /[Cc]ould not resolve (?:host|proxy):? ([\w.-]+)/g,
  /(?:unable to access|request to|download(?:ing)?(?: from)?|GET) ["']?https?:\/\/([^/"'\s:]+)[^\n]*(?:failed|error|reason|\b40\d\b|\b50\d\b|ECONN|ETIMEDOUT)/gi,
  /(?:failed to (?:download|fetch)|\b40\d\b|\b50\d\b|ECONN\w*|ETIMEDOUT)[^\n]*https?:\/\/([^/"'\s:)]+)/gi,
];

/** A failure of the network; the address may stand in another line. */
const networkFailure =
  /\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|EPROTO|CERT_\w+)\b|socket hang up|self[- ]signed certificate|unable to (?:get|verify)/i;

/** Hosts that a script could not reach, as far as it says so. */
function unreachedHosts(output: string): string[] {
  const direct = unreached.flatMap((form) => [...output.matchAll(form)].map(([, host = '']) => host));
  const hosts = direct.length > 0 || !networkFailure.test(output) ? direct : addressed(output);
  return [...new Set(hosts.map((host) => host.replace(/\.$/, '')))].slice(0, 3);
}

function addressed(output: string): string[] {
  return [...output.matchAll(/https?:\/\/([^/"'\s:)]+)/g)].map(([, host = '']) => host);
}

/** Programs that node-gyp and others miss, and how they say so. */
const programs: readonly (readonly [program: string, sign: RegExp])[] = [
  ['python3', /find Python|Could not find any Python|python3?: (?:command )?not found/],
  ['make', /not found: make\b|make: (?:command )?not found/],
  [
    'g++',
    /g\+\+: (?:command )?not found|c\+\+: (?:command )?not found|not found: g\+\+|No CMAKE_CXX_COMPILER/,
  ],
  ['cmake', /cmake: (?:command )?not found|CMake executable is not found/i],
  ['git', /git: (?:command )?not found|spawn git ENOENT/],
  ['curl', /curl: (?:command )?not found/],
];

function missingPrograms(output: string): string[] {
  return programs.filter(([, sign]) => sign.test(output)).map(([program]) => program);
}
