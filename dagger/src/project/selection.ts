import type { Configuration } from './configuration.ts';
import type { Catalogue } from './read-configuration.ts';
import type { ProjectFacts } from './facts/facts.ts';
import type { NotConfigured } from '../verdict/model.ts';

/** A project, as far as it decides whether a gate has anything to check. */
export interface Subject {
  readonly facts: ProjectFacts;
  readonly configuration: Configuration;
  /** Path of the Dockerfile, by argument or by what was found; undefined if there is none. */
  readonly dockerfile: string | undefined;
}

/** The gates that a project has, and those that it does not have. */
export interface GateSelection {
  readonly gates: readonly string[];
  readonly notConfigured: readonly NotConfigured[];
}

/**
 * The gates of a project: those that `pipeline.json` names, each whatever there is to check, so that a subject that went
 * missing is told. Where it names none: those of the defaults that have something to check.
 */
export function selectGates(subject: Subject, catalogue: Catalogue): GateSelection {
  const { gates: named } = subject.configuration;
  const reasons = catalogue.gates.map((gate): [string, string | undefined] => [
    gate,
    named === undefined ? reasonByDefault(gate, subject, catalogue) : reasonByName(gate, named),
  ]);
  return {
    gates: reasons.filter(([, reason]) => reason === undefined).map(([gate]) => gate),
    notConfigured: reasons.flatMap(([gate, reason]) => (reason === undefined ? [] : [{ gate, reason }])),
  };
}

function reasonByName(gate: string, named: readonly string[]): string | undefined {
  return named.includes(gate) ? undefined : 'not named by pipeline.json';
}

function reasonByDefault(
  gate: string,
  subject: Subject,
  { byDefault, nothingToCheck }: Catalogue,
): string | undefined {
  return byDefault.includes(gate) ? nothingToCheck(gate, subject) : 'runs only where pipeline.json names it';
}
