import type { Affected } from '../advisory.ts';
import type { LockfileSettings } from '../../packages/read-lockfile.ts';
import type { Texts } from '../../packages/manager.ts';

/** Which of a command's ends are an answer, as the program that runs it takes them. */
export interface Answers {
  readonly codes: readonly number[];
  /** A text that only the output of an answer contains. */
  readonly says?: string;
  /** Texts that only the output of a breakdown contains. */
  readonly breaks?: readonly string[];
}

/** Exit code and output of an audit command. */
export interface AuditOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command's question is sent to another address in place of the registry. */
export interface Redirection {
  readonly flags: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** Files of settings for the audit, which have no setting but where registries are. */
export interface AuditSettingsFiles {
  readonly files: Readonly<Record<string, string>>;
  /** Settings that were left out and would have changed the result: `.yarnrc.yml: npmAuditIgnoreAdvisories`. */
  readonly leftOut: readonly string[];
}

/** What the audit gate knows of a package manager: how it asks for advisories, and what its answers mean. */
export interface AuditManager {
  /** Its name in findings. */
  readonly tool: string;
  /** Its lockfile's format, and the package that parses it, at an exact version. */
  readonly format: LockfileSettings['format'];
  readonly parser: { readonly name: string; readonly version: string };
  /** Files beside package.json and the lockfile that the lockfile's meaning depends on. */
  readonly beside: readonly string[];
  /** Asks about every kind of dependency, in every workspace, and prints JSON. */
  readonly command: (version: string | undefined) => readonly string[];
  /** Which ends of the command are answers, and are kept for the hour. */
  readonly answers: Answers;
  /** Variables of the command. */
  readonly variables: Readonly<Record<string, string>>;
  /** Sends the question elsewhere; undefined where the manager has no setting for that. */
  readonly redirect: ((address: string) => Redirection) | undefined;
  /** Files that `settings` reads. */
  readonly reads: readonly string[];
  /** The project's settings, reduced to those of registries, so that none can keep a package from being audited. */
  readonly settings: (texts: Texts) => AuditSettingsFiles;
  /** Prints the registry that the manager uses by itself, where that is not npm's. */
  readonly ownRegistry: readonly string[] | undefined;
  /** A shell's line that prints what the manager runs of install scripts by itself; undefined where its version tells. */
  readonly scriptDefaults: string | undefined;
  /** Updates a package; its name follows. */
  readonly update: string;
  /** Why a version cannot audit at all, and what to do; undefined if it can. */
  readonly without: (version: string | undefined) => string | undefined;
  /** For a version that asks a service which npm's registry has retired: that, and what to do. */
  readonly retired: (version: string | undefined) => string | undefined;
  /**
   * The advisories in the command's answer.
   * @throws ShapeError if there is no answer, with the manager's own words
   */
  readonly read: (output: AuditOutput) => readonly Affected[];
}

/** What failed, where a manager has no answer: the beginning of its own words. */
export function failedToAsk(manager: string): string {
  return `${manager} failed to ask the registry's advisory service`;
}

/** What to do where a manager cannot be asked. */
export const otherwise = 'or leave audit out of the gates in pipeline.json';
