/** Names and values. */
export type Variables = ReadonlyMap<string, string>;

/**
 * A text with its variables replaced: `$NAME`, `${NAME}`, `${NAME:-default}` (Dockerfile reference, "Environment
 * replacement"). One that has no value stays as it is, so that nobody takes half a text for a whole one.
 */
export function resolved(text: string, variables: Variables): string {
  return text.replace(
    /\$(?:\{([A-Za-z_]\w*)(?::?-([^{}$]*))?\}|([A-Za-z_]\w*))/g,
    (whole: string, braced: string | undefined, otherwise: string | undefined, bare: string | undefined) =>
      variables.get(braced ?? bare ?? '') ?? otherwise ?? whole,
  );
}

/** What `ARG` or `ENV` sets: `A=1 B="two words"`, or in the old form `A 1`. */
export function assignmentsOf(rest: string): [string, string][] {
  const old = /^([A-Za-z_]\w*)\s+([^=]*)$/.exec(rest);
  if (old !== null) return [[old[1] ?? '', unquoted((old[2] ?? '').trim())]];
  const pairs = rest.matchAll(/(?:^|\s)([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g);
  return [...pairs].map(([, name = '', value = '']) => [name, unquoted(value)]);
}

function unquoted(text: string): string {
  const quoted = /^(["'])(.*)\1$/s.exec(text);
  return quoted?.[2] ?? text;
}
