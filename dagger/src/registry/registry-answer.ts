import { jsonOrUndefined } from '../verdict/read-json.ts';

/** An image that a manifest leads to. */
export interface RemoteImage {
  readonly manifest: string;
  /** Empty where the manifest is of one image alone. */
  readonly platform: string;
  /** Digest of the image's configuration: what it is, however it was packed. */
  readonly configuration: string;
}

/** What a tag or digest leads to in a registry; without a digest, nothing is there. */
export interface Found {
  readonly reference: string;
  readonly digest?: string;
  readonly images: readonly RemoteImage[];
}

/** Why a registry could not be used. */
export type RegistryFailureKind = 'unreachable' | 'credentials' | 'refused';

/** What the registry said: what it has, or why it could not be asked. */
export type RegistryAnswer =
  | { readonly ok: true; readonly found: readonly Found[] }
  | {
      readonly ok: false;
      readonly kind: 'unreachable' | 'credentials' | 'refused';
      readonly detail: string;
    };

/**
 * Reads the line that the registry's client printed.
 * @returns `refused`, with the text, for what is no such line
 */
export function parseRegistryAnswer(text: string): RegistryAnswer {
  const answer = fieldsOf(jsonOrUndefined(text.trim().split('\n').at(-1) ?? ''));
  if (Array.isArray(answer['answers'])) return { ok: true, found: answer['answers'].map(foundIn) };
  const { kind, detail } = fieldsOf(answer['failure']);
  const known = (['unreachable', 'credentials'] as const).find((one) => one === kind) ?? 'refused';
  return { ok: false, kind: known, detail: textOf(detail) || text.trim().slice(-500) };
}

function foundIn(value: unknown): Found {
  const { reference, digest, images } = fieldsOf(value);
  return {
    reference: textOf(reference),
    ...(typeof digest === 'string' ? { digest } : {}),
    images: Array.isArray(images) ? images.map(imageIn) : [],
  };
}

function imageIn(value: unknown): RemoteImage {
  const { manifest, platform, configuration } = fieldsOf(value);
  return {
    manifest: textOf(manifest),
    platform: textOf(platform),
    configuration: textOf(configuration),
  };
}

/** The fields of an object; none of what is no object. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** A text, or an empty one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
