/* Why a registry could not be used. */
import type { RegistryFailureKind } from '../../src/registry/registry-answer.ts';

const mostAttempts = 3;

/** Ends a question: the registry broke down, or said no. */
export class RegistryFailure extends Error {
  readonly kind: RegistryFailureKind;

  constructor(kind: RegistryFailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The kind of a failure. A breakdown has no status, and may be over at the next attempt. */
export function failureOf(status: number | undefined, what: string, last: string): RegistryFailure {
  if (status === 401 || status === 403) return new RegistryFailure('credentials', `${what}: ${last}`);
  if (status !== undefined && status < 500 && status !== 429) {
    return new RegistryFailure('refused', `${what}: ${last}`);
  }
  return new RegistryFailure('unreachable', `${what} failed ${String(mostAttempts)} times: ${last}`);
}

/** Whether a question is asked again after so many attempts. */
export function isWorthAnAttempt({ kind }: RegistryFailure, attempts: number): boolean {
  return kind === 'unreachable' && attempts < mostAttempts;
}
