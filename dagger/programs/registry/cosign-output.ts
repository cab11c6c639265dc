/* Reads cosign's output. */
import type { Statement } from '../../src/registry/cosign.ts';
import { fieldsOf, itemsOf, parseJson, textOf } from '../shared/json.ts';

/** The types that signatures claim: `verify` takes attestations for signatures too, and tells their types apart. */
export function claimsIn(stdout: string): string[] {
  const line = stdout.split('\n').find((one) => one.startsWith('['));
  if (line === undefined) return [];
  return itemsOf(parseJson(line)).flatMap(
    (claim) => textOf(fieldsOf(fieldsOf(claim)['critical'])['type']) ?? [],
  );
}

/** The statements that attestations hold, a line each (DSSE, in-toto). */
export function statementsIn(stdout: string): Statement[] {
  return stdout.split('\n').flatMap((line) => {
    const payload = line.startsWith('{') ? textOf(fieldsOf(parseJson(line))['payload']) : undefined;
    if (payload === undefined) return [];
    const statement = fieldsOf(parseJson(Buffer.from(payload, 'base64').toString()));
    return [
      {
        predicateType: textOf(statement['predicateType']) ?? '',
        predicate: shortened(fieldsOf(statement['predicate'])),
      },
    ];
  });
}

/** Of a list of packages only how long it is. */
function shortened(predicate: Statement['predicate']): Statement['predicate'] {
  const { bomFormat, components } = predicate;
  return bomFormat === undefined ? predicate : { bomFormat, components: itemsOf(components).length };
}
