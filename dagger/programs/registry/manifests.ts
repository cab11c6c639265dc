/**
 * Looks manifests of a repository up, or gives one of them further tags, and prints one JSON line of facts. Decides
 * nothing. Credentials come as REGISTRY_USERNAME and REGISTRY_PASSWORD.
 *
 * Usage: node manifests.ts '{"origin": "https://...", "name": "team/app", "look": ["TAG or DIGEST"], "seconds": 15}'
 *    or  node manifests.ts '{"origin": ..., "name": ..., "digest": "sha256:...", "tags": ["1.2.3"], "seconds": 15}'
 */
import type { ManifestsRecord, ManifestsSettings } from '../../src/registry/programs.ts';
import type { Found, RemoteImage } from '../../src/registry/registry-answer.ts';
import { fieldsOf, itemsOf, parseJson, settingsIn, textOf } from '../shared/json.ts';
import { type Manifest, RegistryClient } from './client.ts';
import { RegistryFailure } from './failure.ts';
import { forwardLoopback } from './loopback.ts';

const settings = settingsIn<ManifestsSettings>(process.argv[2]);
const { REGISTRY_USERNAME: username = '', REGISTRY_PASSWORD: password = '' } = process.env;
const { origin, name, seconds } = settings;
const client = new RegistryClient({ origin, name, seconds, username, password });

/** The manifest of a tag or digest, with the configuration's digest for each platform. */
async function look(reference: string): Promise<Found> {
  const found = await client.manifest(reference);
  if (found === undefined) return { reference, images: [] };
  const { digest } = found;
  return { reference, ...(digest === undefined ? {} : { digest }), images: await imagesOf(found) };
}

async function imagesOf({ text, digest = '' }: Manifest): Promise<RemoteImage[]> {
  const { manifests } = fieldsOf(parseJson(text));
  if (!Array.isArray(manifests)) {
    return [{ manifest: digest, platform: '', configuration: configurationIn(text) }];
  }
  const images: RemoteImage[] = [];
  for (const entry of itemsOf(manifests)) {
    const { digest: own, platform } = fieldsOf(entry);
    const manifest = textOf(own) ?? '';
    const found = await client.manifest(manifest);
    const configuration = found === undefined ? '' : configurationIn(found.text);
    images.push({ manifest, platform: platformName(platform), configuration });
  }
  return images;
}

function configurationIn(manifest: string): string {
  return textOf(fieldsOf(fieldsOf(parseJson(manifest))['config'])['digest']) ?? '';
}

/** `linux/arm64/v8` */
function platformName(platform: unknown): string {
  const { os, architecture, variant } = fieldsOf(platform);
  return [os, architecture, variant].flatMap((part) => textOf(part) ?? []).join('/');
}

async function tag({ digest, tags }: { digest: string; tags: readonly string[] }): Promise<Found[]> {
  const found = await client.manifest(digest);
  if (found === undefined) return [{ reference: digest, images: [] }];
  for (const one of tags) await client.tag(found, one);
  return Promise.all(tags.map(look));
}

async function answer(): Promise<ManifestsRecord> {
  try {
    await forwardLoopback(settings.forward);
    if ('tags' in settings) return { answers: await tag(settings) };
    const answers: Found[] = [];
    for (const reference of settings.look) answers.push(await look(reference));
    return { answers };
  } catch (error) {
    if (!(error instanceof RegistryFailure)) throw error;
    return { failure: { kind: error.kind, detail: error.message } };
  }
}

console.log(JSON.stringify(await answer()));
process.exit(0);
