import { readFileSync } from 'node:fs';
import type { Parsed } from '../../src/tools/answer.ts';
import type { Finding } from '../../src/verdict/finding.ts';

/** The text of a captured report. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
}

/** The findings and facts of an answer that must be readable. */
export function readable<Facts>(answer: Parsed<Facts>): {
  readonly findings: readonly Finding[];
  readonly facts: Facts;
} {
  if (!answer.ok) throw new Error(`expected a readable report, got: ${answer.reason}`);
  return answer;
}

/** The reason of an answer that must not be readable. */
export function reasonOf(answer: Parsed<unknown>): string {
  if (answer.ok)
    throw new Error(`expected no readable report, got ${JSON.stringify(answer.findings).slice(0, 200)}`);
  return answer.reason;
}
