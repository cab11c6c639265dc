/**
 * Semgrep's SARIF log with its locations as URIs. Semgrep does not encode paths. With a space, `#` or `%` in one,
 * GitHub refuses the log (SARIF 2.1.0, 3.4.3: a URI reference by RFC 3986).
 * @returns the text unchanged if it is not JSON
 */
export function withUris(text: string): string {
  let log: unknown;
  try {
    log = JSON.parse(text);
  } catch {
    return text;
  }
  return JSON.stringify(mended(log));
}

function mended(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mended);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'artifactLocation' ? locationOf(inner) : mended(inner),
    ]),
  );
}

function locationOf(location: unknown): unknown {
  if (typeof location !== 'object' || location === null) return location;
  return Object.fromEntries(
    Object.entries(location).map(([key, value]) => [
      key,
      key === 'uri' && typeof value === 'string' ? uriOf(value) : value,
    ]),
  );
}

/** A path as a relative reference: each segment encoded, the slashes kept. */
function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
