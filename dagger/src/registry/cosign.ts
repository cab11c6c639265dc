/** How images are signed with cosign, and how signatures are verified. */
import type { JsonCursor } from '../verdict/json.ts';
import { ifShaped, readIf } from '../verdict/json-text.ts';

/** The environment variables in which cosign finds keys; they are on no command line. */
export const signingKeyVariable = 'SIGNING_KEY';
export const publicKeyVariable = 'PUBLIC_KEY';

/** The expected signer: the holder of a key, or an identity from an issuer. */
export type Signer =
  | { readonly kind: 'key' }
  | { readonly kind: 'identity'; readonly identity: string; readonly issuer: string };

/**
 * Flags for signing. With a key, nothing goes to a public transparency log, so that it works on a closed network; an
 * identity's certificate lives ten minutes, and only the log proves that the signature was made within them.
 */
export function signingFlags(kind: Signer['kind']): string[] {
  if (kind === 'identity') return ['--yes'];
  return [
    ...['--key', `env://${signingKeyVariable}`],
    ...['--tlog-upload=false', '--use-signing-config=false', '--yes'],
  ];
}

/** Flags for verifying what {@link signingFlags} signed. */
export function verifyingFlags(signer: Signer): string[] {
  if (signer.kind === 'key') return ['--key', `env://${publicKeyVariable}`, '--insecure-ignore-tlog=true'];
  return [
    ...['--certificate-identity-regexp', signer.identity],
    ...['--certificate-oidc-issuer', signer.issuer],
  ];
}

/** A statement about an image (in-toto). */
export interface Statement {
  readonly predicateType: string;
  readonly predicate: Readonly<Record<string, unknown>>;
}

/** The result of a cosign command. */
export interface CosignResult {
  readonly command: string;
  readonly exitCode: number;
  readonly stderr: string;
  /** Whether the network, and not the image, was at fault. */
  readonly unreachable: boolean;
  /** Claims of the signatures that were found. */
  readonly claims: readonly string[];
  readonly statements: readonly Statement[];
}

/**
 * Reads the line that `programs/registry/cosign.ts` printed.
 * @returns undefined for what is no such line
 */
export function parseCosign(text: string): CosignResult[] | undefined {
  const line = text.trim().split('\n').at(-1) ?? '';
  return readIf(line, (answer) => answer.at('results').list(resultAt));
}

function resultAt(place: JsonCursor): CosignResult {
  return {
    command: place.at('command').text(),
    exitCode: place.at('exitCode').optionalNumber() ?? 1,
    stderr: place.at('stderr').optionalText() ?? '',
    unreachable: place.at('unreachable').optionalBoolean() ?? false,
    claims: place
      .at('claims')
      .optionalItems()
      .flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
    statements: place.at('statements').optionalItems().map(statementAt),
  };
}

/** Reads a signed statement; one that is no object has no content. */
function statementAt(place: JsonCursor): Statement {
  const predicate = ifShaped(() => place.at('predicate').optionalEntries()) ?? [];
  return {
    predicateType: place.at('predicateType').optionalText() ?? '',
    predicate: Object.fromEntries(predicate.map(([key, { value }]) => [key, value])),
  };
}

/** cosign's own reason: the line that it calls an error. */
export function reasonOf({ stderr }: Pick<CosignResult, 'stderr'>): string {
  const lines = stderr.trim().split('\n');
  const error = lines.find((line) => line.startsWith('Error: ')) ?? lines.at(-1) ?? '';
  return error.replace(/^Error: /, '').slice(0, 400);
}
