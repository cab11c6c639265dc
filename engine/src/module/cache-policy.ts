import { ModuleError } from './errors.ts';

/** The time for which a function's result may be used again. */
export type CachePolicy =
  | { readonly kind: 'never' }
  | { readonly kind: 'session' }
  | { readonly kind: 'for'; readonly durationMs: number };

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Dagger's default: seven days. */
const defaultDurationMs = 7 * 24 * unitMs.h;

/**
 * Reads the `cache` of `@func`.
 *
 * @param text `never`, `session`, a duration as Go writes it (`10m`, `1h30m`), or undefined for seven days.
 * @throws {ModuleError} It is something else.
 */
export function cachePolicy(text: string | undefined): CachePolicy {
  if (text === undefined) return { kind: 'for', durationMs: defaultDurationMs };
  if (text === 'never' || text === 'session') return { kind: text };
  const parts = [...text.matchAll(/(?<count>\d+(?:\.\d+)?)(?<unit>ms|s|m|h)/gy)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    throw new ModuleError(
      `@func({ cache: '${text}' }): expected never, session or a duration`,
      "Write a duration such as '10m'.",
    );
  }
  const durationMs = parts.reduce(
    (sum, { groups }) => sum + Number(groups?.['count']) * unitOf(groups?.['unit']),
    0,
  );
  return { kind: 'for', durationMs };
}

function unitOf(unit: string | undefined): number {
  return unit === 'ms' || unit === 's' || unit === 'm' || unit === 'h' ? unitMs[unit] : Number.NaN;
}
