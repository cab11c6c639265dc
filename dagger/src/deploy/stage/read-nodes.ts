import type { Drain, Nodes } from '../proof/observations.ts';
import { booleanAt, listAt, numberAt, oneOf, optional, recordAt, textAt } from '../../verdict/read-json.ts';

const number = numberAt({ from: 0, to: Number.MAX_SAFE_INTEGER });

/** Nodes and where pods stand on them, from a program's record. */
export function nodesAt(value: unknown, path: string): Nodes {
  const record = recordAt(value, path);
  const flag = (key: string): boolean => booleanAt(record[key], `${path}/${key}`);
  const names = (key: string): string[] => listAt(textAt)(record[key], `${path}/${key}`);
  return {
    ...{ readable: flag('readable'), ours: flag('ours') },
    ...{ eligible: names('eligible'), admitted: names('admitted') },
    pods: listAt(standingAt)(record['pods'], `${path}/pods`),
  };
}

function standingAt(value: unknown, path: string): Nodes['pods'][number] {
  const record = recordAt(value, path);
  const node = optional(record, path, 'node', textAt);
  return { name: textAt(record['name'], `${path}/name`), ...(node === undefined ? {} : { node }) };
}

/** The drain of a node, from a program's record. */
export function drainAt(value: unknown, path: string): Drain {
  const record = recordAt(value, path);
  const budget = optional(record, path, 'budget', budgetAt);
  const further = optional(record, path, 'further', oneOf(['refused', 'evicted', 'gone'] as const));
  const waitedFor = optional(record, path, 'waitedFor', textAt);
  return {
    node: textAt(record['node'], `${path}/node`),
    evicted: listAt(textAt)(record['evicted'], `${path}/evicted`),
    refused: number(record['refused'], `${path}/refused`),
    complete: booleanAt(record['complete'], `${path}/complete`),
    durationMs: number(record['durationMs'], `${path}/durationMs`),
    ...(budget === undefined ? {} : { budget }),
    ...(further === undefined ? {} : { further }),
    ...(waitedFor === undefined ? {} : { waitedFor }),
  };
}

function budgetAt(value: unknown, path: string): NonNullable<Drain['budget']> {
  const record = recordAt(value, path);
  return {
    name: textAt(record['name'], `${path}/name`),
    disruptionsAllowed: number(record['disruptionsAllowed'], `${path}/disruptionsAllowed`),
  };
}
