import { type Catalogue, parseConfiguration } from '../project/read-configuration.ts';
import type { Configuration } from '../project/configuration.ts';
import type { ToolRow } from '../verdict/report-tools.ts';
import type { NeededFile } from '../project/source.ts';
import { auditGate } from './audit/gate.ts';
import { codeqlGate } from './codeql/gate.ts';
import { dockerfileGate } from './dockerfile/gate.ts';
import type { Gate, Row } from './gate.ts';
import { imageGate } from './image/gate.ts';
import { licencesGate } from './licences/gate.ts';
import { lintGate } from './lint/gate.ts';
import { scanGates } from './scan/gate.ts';
import { semgrepGate } from './semgrep/gate.ts';
import { smokeGate } from './smoke/gate.ts';
import { testGate } from './test/gate.ts';

/**
 * The pipeline from first to last. `ci`, `plan`, the report and the documentation all read this list. A gate needs only
 * gates above it.
 */
export const order: readonly Gate[] = [
  lintGate,
  dockerfileGate,
  semgrepGate,
  codeqlGate,
  auditGate,
  testGate,
  imageGate,
  ...scanGates,
  licencesGate,
  smokeGate,
];

/** Names of all gates, first to last. */
export const gateNames: readonly string[] = order.map((row) => row.gate);

/** Gates of a project whose configuration names none. */
export const defaultGates: readonly string[] = order
  .filter((row) => row.onlyByName !== true)
  .map((row) => row.gate);

/** Tools whose findings can have exceptions. */
export const toolNames: readonly string[] = [
  ...new Set(order.filter(({ isScanner }) => isScanner).flatMap(({ tools }) => tools)),
];

/**
 * Tools of a gate whose findings a baseline may carry: those of scanners and of lint. A test that fails, and an image that
 * does not build or start, are never carried.
 */
export function carriedToolsOf({ gate, tools, isScanner }: Row): readonly string[] {
  return isScanner === true || gate === lintGate.gate ? tools : [];
}

/** Tools whose findings a baseline may carry. */
export const carriedTools: readonly string[] = [...new Set(order.flatMap(carriedToolsOf))];

/** Files that the given gates need in the source. */
export function filesFor(gates: readonly string[]): NeededFile[] {
  return order.filter(({ gate }) => gates.includes(gate)).flatMap(({ files }) => files);
}

/** The names that a project may use in its configuration and its arguments. */
export const catalogue: Catalogue = {
  gates: gateNames,
  byDefault: defaultGates,
  tools: toolNames,
  carried: carriedTools,
  nothingToCheck: (gate, subject) => order.find((row) => row.gate === gate)?.nothingToCheck?.(subject),
};

/** The configuration of a project without a `pipeline.json`. */
export const defaults: Configuration = parseConfiguration('{}', catalogue);

/**
 * The rows in use, each needing only rows in use. A gate that the project leaves out blocks nothing, but its own needs
 * are passed on to the gates that need it.
 */
export function rowsInUse(gates: readonly string[], rows: readonly Row[] = order): Row[] {
  const inUse = new Set(gates);
  const needsOf = (gate: string): readonly string[] => rows.find((row) => row.gate === gate)?.needs ?? [];
  const resolve = (needs: readonly string[]): string[] => [
    ...new Set(needs.flatMap((need) => (inUse.has(need) ? [need] : resolve(needsOf(need))))),
  ];
  return rows.filter((row) => inUse.has(row.gate)).map((row) => ({ ...row, needs: resolve(row.needs) }));
}

/** The gates in use that have tools whose findings a baseline may carry, with these tools. */
export function carriedRows(gates: readonly string[]): ToolRow[] {
  return order
    .filter(({ gate }) => gates.includes(gate))
    .map((row) => ({ gate: row.gate, tools: carriedToolsOf(row) }))
    .filter(({ tools }) => tools.length > 0);
}
