/**
 * Settings for finding registries and signing in to them (npm, "config"). The gate accepts no others from the project's
 * `.npmrc`.
 */
const registry = /^(?:@[^:=\s]+:)?registry$/;
const acceptedSettings = [
  registry,
  /^\/\/.+:(?:_authToken|_auth|username|_password|email|certfile|keyfile|always-auth)$/,
];

/** Settings that would change what an audit checks, or how. */
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

/** A project's `.npmrc`, reduced to the settings that the audit accepts. */
export interface AuditNpmrc {
  /** The lines of accepted settings. */
  readonly text: string;
  /** Names of settings that are not accepted and would have changed the result. */
  readonly leftOut: readonly string[];
}

/**
 * Reduces the project's `.npmrc` to its registry settings, so that no setting of the source can keep a package from
 * being audited.
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

/** Addresses of the registries in a `.npmrc`, for all packages or for a scope. */
export function registriesIn(text: string): string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => registry.test(keyOf(line)))
    .flatMap((line) => /=\s*(\S+)/.exec(line)?.[1] ?? []);
}

/** The name before the equals sign, without the brackets of a list; empty for a comment. */
function keyOf(line: string): string {
  const [key = ''] = line.split('=', 1);
  return /^\s*[#;]/.test(line) ? '' : key.trim().replace(/\[\]$/, '');
}
