/**
 * Looks manifests of a repository up, or gives one of them further tags, and prints one JSON line of facts. Decides
 * nothing. Credentials come as REGISTRY_USERNAME and REGISTRY_PASSWORD.
 *
 * Usage: node manifests.js '{"origin": "https://...", "name": "team/app", "look": ["TAG or DIGEST"], "seconds": 15}'
 *    or  node manifests.js '{"origin": ..., "name": ..., "digest": "sha256:...", "tags": ["1.2.3"], "seconds": 15}'
 */
/* global console, process */
import { RegistryClient, RegistryFailure } from './client.js';
import { forwardLoopback } from './loopback.js';

const settings = JSON.parse(process.argv[2]);
const { REGISTRY_USERNAME: username, REGISTRY_PASSWORD: password = '' } = process.env;
const client = new RegistryClient({ ...settings, username, password });

/** What a reference leads to: digest, and the configuration's digest for each platform. */
async function look(reference) {
  const found = await client.manifest(reference);
  if (!found) return { reference };
  return { reference, digest: found.digest, images: await imagesOf(found) };
}

async function imagesOf({ text, digest }) {
  const manifest = JSON.parse(text);
  if (!Array.isArray(manifest.manifests))
    return [{ manifest: digest, configuration: manifest.config?.digest }];
  const images = [];
  for (const { digest: own, platform } of manifest.manifests) {
    const found = await client.manifest(own);
    const name = [platform?.os, platform?.architecture, platform?.variant].filter(Boolean).join('/');
    const configuration = found && JSON.parse(found.text).config?.digest;
    images.push({ manifest: own, platform: name, configuration });
  }
  return images;
}

async function tag({ digest, tags }) {
  const found = await client.manifest(digest);
  if (!found) return [{ reference: digest }];
  for (const one of tags) await client.tag(found, one);
  return Promise.all(tags.map(look));
}

async function answer() {
  try {
    await forwardLoopback(settings.forward);
    if (settings.tags) return { answers: await tag(settings) };
    const answers = [];
    for (const reference of settings.look) answers.push(await look(reference));
    return { answers };
  } catch (error) {
    if (!(error instanceof RegistryFailure)) throw error;
    return { failure: { kind: error.kind, detail: error.message } };
  }
}

console.log(JSON.stringify(await answer()));
process.exit(0);
