import type { Name, Position } from './figures.ts';

/** The one scale on which all tools are compared, lowest first. */
export const severities = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

/** One of {@link severities}. */
export type Severity = (typeof severities)[number];

/** One thing that a tool found wrong. */
export interface Finding {
  /** The tool that found it: `eslint`, `semgrep`, `trivy`, `npm-audit`, ... */
  readonly tool: Name;
  /** The tool's own identifier of the rule or advisory: `no-unused-vars`, `CVE-2026-1`, `GHSA-...`. */
  readonly rule: Name;
  readonly severity: Severity;
  /** The problem in one or two sentences, as plain text. */
  readonly message: string;
  /** Path relative to the source directory, where there is one. */
  readonly file?: string;
  /** Line in the file, counted from 1. */
  readonly line?: Position;
  /** Column in the line, counted from 1. */
  readonly column?: Position;
  /** How to fix it. */
  readonly fix?: string;
  /** A page that explains the rule. */
  readonly url?: string;
  /** Other identifiers of the same thing, by which an exception may name it too: the CVE of a GHSA. */
  readonly aliases?: readonly string[];
  /** Classes of weakness that the tool names: `CWE-89`, `OWASP A03:2021`. */
  readonly tags?: readonly string[];
  /** Package, installed version and dependency path, for a finding about a dependency. */
  readonly dependency?: {
    readonly name: string;
    readonly version: string;
    readonly path?: string;
    readonly production?: boolean;
    /** The affected versions: `<4.17.21`. */
    readonly range?: string;
    /** First version without the flaw, where there is one. */
    readonly fixedIn?: string;
  };
}
