/** Settings by which npm finds registries and is known to them (npm, "config"): all that a gate takes of the project's `.npmrc`. */
const registry = /^(?:@[^:=\s]+:)?registry$/;
const acceptedSettings = [
  registry,
  /^\/\/.+:(?:_authToken|_auth|username|_password|email|certfile|keyfile|always-auth)$/,
];

/** Settings that would change what an audit looks at, or how it is asked. */
const silencing = new Set([
  ...['omit', 'only', 'production', 'dev', 'include', 'optional', 'also', 'audit', 'audit-level'],
  ...[
    'strict-ssl',
    'ca',
    'cafile',
    'proxy',
    'https-proxy',
    'http-proxy',
    'noproxy',
    'offline',
    'prefer-offline',
  ],
]);

/** A project's `.npmrc` as the audit reads it. */
export interface AuditNpmrc {
  /** The lines that it takes. */
  readonly text: string;
  /** Names of settings that it does not, and that would have changed its answer. */
  readonly leftOut: readonly string[];
}

/**
 * What an audit takes of the project's `.npmrc`: its registries and nothing else, so that no setting of the source keeps a
 * package from being asked about.
 */
export function auditNpmrc(text: string): AuditNpmrc {
  const lines = text.split(/\r?\n/);
  const isTaken = (line: string): boolean => acceptedSettings.some((pattern) => pattern.test(keyOf(line)));
  const names = lines.map(keyOf).filter((key) => silencing.has(key));
  return {
    text: lines
      .filter(isTaken)
      .map((line) => `${line}\n`)
      .join(''),
    leftOut: [...new Set(names)],
  };
}

/** Addresses of the registries that a `.npmrc` names, for all packages or for a scope. */
export function registriesIn(text: string): string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => registry.test(keyOf(line)))
    .flatMap((line) => /=\s*(\S+)/.exec(line)?.[1] ?? []);
}

/** The name before the equals sign; of a list, without its brackets. Comments have none. */
function keyOf(line: string): string {
  const [key = ''] = line.split('=', 1);
  return /^\s*[#;]/.test(line) ? '' : key.trim().replace(/\[\]$/, '');
}
