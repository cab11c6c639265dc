/** How an image is signed, and by what a signature is known again. */
import { jsonOrUndefined } from '../verdict/read-json.ts';
import { fieldsOf, textOf } from './registry-answer.ts';

/** The environment variables in which cosign finds keys; they are on no command line. */
export const signingKeyVariable = 'SIGNING_KEY';
export const publicKeyVariable = 'PUBLIC_KEY';

/** Who is to have signed: the holder of a key, or somebody whom an issuer of identities vouches for. */
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

/** How a command of cosign's ended. */
export interface CosignResult {
  readonly command: string;
  readonly exitCode: number;
  readonly stderr: string;
  /** Whether the network, and not the image, was at fault. */
  readonly unreachable: boolean;
  /** What the signatures that were found claim. */
  readonly claims: readonly string[];
  readonly statements: readonly Statement[];
}

/**
 * Reads the line that `programs/registry/cosign.ts` printed.
 * @returns undefined for what is no such line
 */
export function parseCosign(text: string): CosignResult[] | undefined {
  const { results } = fieldsOf(jsonOrUndefined(text.trim().split('\n').at(-1) ?? ''));
  return Array.isArray(results) ? results.map(resultIn) : undefined;
}

function resultIn(value: unknown): CosignResult {
  const { command, exitCode, stderr, unreachable, claims, statements } = fieldsOf(value);
  return {
    command: textOf(command),
    exitCode: typeof exitCode === 'number' ? exitCode : 1,
    stderr: textOf(stderr),
    unreachable: unreachable === true,
    claims: Array.isArray(claims) ? claims.map(textOf) : [],
    statements: Array.isArray(statements) ? statements.map(statementIn) : [],
  };
}

function statementIn(value: unknown): Statement {
  const { predicateType, predicate } = fieldsOf(value);
  return { predicateType: textOf(predicateType), predicate: fieldsOf(predicate) };
}

/** cosign's own reason: the line that it calls an error. */
export function reasonOf({ stderr }: Pick<CosignResult, 'stderr'>): string {
  const lines = stderr.trim().split('\n');
  const error = lines.find((line) => line.startsWith('Error: ')) ?? lines.at(-1) ?? '';
  return error.replace(/^Error: /, '').slice(0, 400);
}
