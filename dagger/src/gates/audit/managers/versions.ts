/** The major version in a version or range; undefined if it has none. */
export function majorIn(version: string | undefined): number | undefined {
  const major = /\d+/.exec(version ?? '')?.[0];
  return major === undefined ? undefined : Number(major);
}

/** Whether an exact version is lower than another one. A range is not: npm takes the newest in it. */
export function isExactlyBelow(
  version: string | undefined,
  bound: readonly [number, number, number],
): boolean {
  const parts =
    /^v?(\d+)\.(\d+)\.(\d+)/
      .exec(version ?? '')
      ?.slice(1)
      .map(Number) ?? [];
  if (parts.length === 0) return false;
  const index = parts.findIndex((part, place) => part !== bound[place]);
  return index !== -1 && (parts[index] ?? 0) < (bound[index] ?? 0);
}
