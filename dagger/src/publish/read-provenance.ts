import { verdictName } from './provenance.ts';
import { JsonCursor } from '../verdict/json.ts';
import { ifShaped } from '../verdict/json-text.ts';

/** The fields of a provenance that are checked. */
export interface Provenance {
  readonly builder: string;
  readonly revision: string;
  readonly gates: readonly { readonly gate: string; readonly outcome: string }[];
  readonly notConfigured: readonly string[];
  /** How many findings a baseline carried; 0 for an image without one. */
  readonly carried: number;
}

/** Reads a signed provenance. @returns undefined if it has another shape */
export function readProvenance(predicate: Readonly<Record<string, unknown>>): Provenance | undefined {
  return ifShaped(() => provenanceAt(new JsonCursor(predicate)));
}

function provenanceAt(predicate: JsonCursor): Provenance {
  const details = predicate.at('runDetails');
  const byproducts = details.at('byproducts').optionalItems();
  const verdict = byproducts.find((one) => one.at('name').value === verdictName)?.at('annotations');
  const parameters = predicate.at('buildDefinition').at('externalParameters');
  return {
    builder: details.at('builder').at('id').optionalText() ?? '',
    revision: parameters.at('revision').optionalText() ?? '',
    gates: (verdict?.at('gates').optionalItems() ?? []).map((row) => ({
      gate: row.at('gate').optionalText() ?? '',
      outcome: row.at('outcome').optionalText() ?? '',
    })),
    carried: verdict?.at('baseline').at('carried').optionalNumber() ?? 0,
    notConfigured: (verdict?.at('notConfigured').optionalItems() ?? []).map(leftOutGate),
  };
}

/** The gate of an entry; images that were published by an earlier version have its name alone. */
function leftOutGate(entry: JsonCursor): string {
  return typeof entry.value === 'string' ? entry.value : entry.at('gate').text();
}
