import { abnormalEnd, type Evidence, unavailable } from '../../verdict/evidence.ts';
import { errorSummary } from '../../verdict/error-summary.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';
import { plainLine, plainText } from '../../verdict/plain-text.ts';

/** npm's codes for a project that cannot be installed in its present state (npm's sources, lib/utils/error-message.js). */
const ownFaults: Readonly<Record<string, string>> = {
  EUSAGE: 'Run npm install and commit package-lock.json.',
  ERESOLVE: 'Run npm install and solve what it says of peer dependencies; commit package-lock.json.',
  EINTEGRITY: 'Find out why before anything is installed: what came is not what was locked.',
  ENOENT: 'Commit the file, or take the dependency on it out.',
  EJSONPARSE: 'Fix the syntax of the file.',
  EBADPLATFORM: 'Make the package an optional dependency, or take one that runs on Linux.',
  ETARGET: 'Take a version that is published; commit package-lock.json.',
};

/**
 * Decides on a failed installation by npm: red if the project itself cannot be installed, unavailable if a registry or
 * the machine is the cause.
 * @param command the beginning of the command, for messages
 * @returns undefined if the installation worked
 */
export function decideInstall(evidence: Evidence, command = 'npm ci'): Decision | undefined {
  if (evidence.broke !== true) return undefined;
  const lines = errorLines(evidence);
  const code = codeOf(lines);
  const fix = ownFaults[code];
  if (code === 'EBADENGINE') return unavailable(`${command}: ${enginesOf(lines)}`);
  const abnormal = abnormalEnd(evidence);
  if (fix === undefined || abnormal !== undefined) {
    const how = abnormal ?? `ended with ${code || `code ${String(evidence.exitCode)}`}`;
    return unavailable(`${command} ${how}: ${causeOf(lines) || errorSummary(evidence)}`);
  }
  const message = `${command}: ${code === 'EUSAGE' ? driftOf(lines) : causeOf(lines)}`;
  const finding: Finding = {
    tool: 'npm',
    rule: code,
    severity: 'HIGH',
    message: plainText(message),
    fix,
    file: code === 'EUSAGE' || code === 'EINTEGRITY' ? 'package-lock.json' : 'package.json',
  };
  return { outcome: 'failed', reason: plainLine(message), findings: [finding] };
}

/** The same for the program of a package manager, which npm installs at the version that the project names. */
export function decideProgram(evidence: Evidence, name: string): Decision | undefined {
  const decision = decideInstall(evidence, `npm install --global ${name}`);
  if (decision === undefined) return undefined;
  const fix = `Name a version of ${name} that is published, as packageManager in package.json.`;
  return { ...decision, findings: decision.findings.map((finding) => ({ ...finding, fix })) };
}

/** npm's own code; empty if it says none. */
function codeOf(lines: readonly string[]): string {
  return lines.map((line) => /^code (\S+)/.exec(line)?.[1]).find((found) => found !== undefined) ?? '';
}

/** The lines of npm's error, without its prefixes. */
function errorLines({ stdout, stderr }: Evidence): string[] {
  return `${stdout}\n${stderr}`
    .split(/\r?\n/)
    .flatMap((line) => /^npm (?:error|ERR!) ?(.*)$/.exec(plainLine(line, 2000))?.[1] ?? [])
    .filter((line) => line.trim() !== '' && !/^(?:A complete log|For a full report|\/)/.test(line));
}

/** The first sentence after npm's code and similar fields. */
function causeOf(lines: readonly string[]): string {
  const told = lines
    .filter((line) => !/^(?:code|errno|syscall|path) /.test(line))
    .map((line) => line.replace(/^(?:enoent|notsup|network|E[A-Z]+) (?=\S)/, ''));
  return (told[0] ?? '').slice(0, 400);
}

/** The packages that are missing or invalid in the lockfile. */
function driftOf(lines: readonly string[]): string {
  const missing = lines.flatMap((line) => /^Missing: (.+) from lock file/.exec(line)?.[1] ?? []);
  const invalid = lines.flatMap((line) => /^Invalid: (.+)/.exec(line)?.[1] ?? []);
  if (missing.length + invalid.length === 0) return causeOf(lines);
  const more = missing.length > 3 ? ` and ${String(missing.length - 3)} more` : '';
  const lacks =
    missing.length === 0
      ? []
      : [
          `${missing.slice(0, 3).join(', ')}${more} ${missing.length === 1 ? 'is' : 'are'} missing in package-lock.json`,
        ];
  return [...lacks, ...invalid.slice(0, 3)].join('; ');
}

/** The Node version that a package requires, and the one that is installed. */
function enginesOf(lines: readonly string[]): string {
  const told = lines.join('\n');
  const who = /Not compatible with your version of node\/npm: (\S+)/.exec(told)?.[1] ?? 'a package';
  const wanted = /Required: (\{.*\})/.exec(told)?.[1] ?? 'another one';
  const actual = /Actual: +(\{.*\})/.exec(told)?.[1] ?? 'this one';
  return `${who} wants ${wanted} (engines, with engine-strict in .npmrc), and this gate runs ${actual}`;
}
