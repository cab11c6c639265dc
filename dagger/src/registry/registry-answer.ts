import { type JsonCursor, present } from '../verdict/json.ts';
import { readIf } from '../verdict/json-text.ts';

/** An image of a manifest. */
export interface RemoteImage {
  readonly manifest: string;
  /** Empty where the manifest is of one image alone. */
  readonly platform: string;
  /** Digest of the image's configuration, which does not depend on how its layers are compressed. */
  readonly configuration: string;
}

/** The images under a tag or digest of a registry; without a digest, there is none. */
export interface Found {
  readonly reference: string;
  readonly digest?: string;
  readonly images: readonly RemoteImage[];
}

/** Why a registry could not be used. */
export type RegistryFailureKind = 'unreachable' | 'credentials' | 'refused';

/** The registry's answer: its images, or why it gave none. */
export type RegistryAnswer =
  | { readonly ok: true; readonly found: readonly Found[] }
  | {
      readonly ok: false;
      readonly kind: RegistryFailureKind;
      readonly detail: string;
    };

/**
 * Reads the line that the registry's client printed.
 * @returns `refused`, with the text, for what is no such line
 */
export function parseRegistryAnswer(text: string): RegistryAnswer {
  const refused = { ok: false, kind: 'refused', detail: text.trim().slice(-500) } as const;
  return readIf(text.trim().split('\n').at(-1) ?? '', answerAt) ?? refused;
}

function answerAt(answer: JsonCursor): RegistryAnswer | undefined {
  if (answer.at('answers').exists) return { ok: true, found: answer.at('answers').list(foundAt) };
  const failure = answer.at('failure');
  const detail = failure.at('detail').optionalText() ?? '';
  if (detail === '') return undefined;
  const kind = (['unreachable', 'credentials'] as const).find((one) => one === failure.at('kind').value);
  return { ok: false, kind: kind ?? 'refused', detail };
}

function foundAt(place: JsonCursor): Found {
  return {
    reference: place.at('reference').text(),
    ...present('digest', place, (digest) => digest.text()),
    images: place.at('images').optionalItems().map(imageAt),
  };
}

function imageAt(place: JsonCursor): RemoteImage {
  return {
    manifest: place.at('manifest').text(),
    platform: place.at('platform').optionalText() ?? '',
    configuration: place.at('configuration').text(),
  };
}
