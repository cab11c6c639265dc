import type { Container, File } from '@dagger.io/dagger';

import type { GateResult } from '../verdict/model.ts';
import type { Repository } from '../registry/address.ts';
import type { ScannedImage } from './conflicts.ts';
import { runGate } from '../gates/run.stage.ts';
import { configurationOfArchive } from '../registry/archive.stage.ts';
import { basesOf, isMadeFromPackages } from '../ci/image-uses.stage.ts';
import { builtFrom } from '../project/image.stage.ts';
import type { Project } from '../project/project.stage.ts';
import type { RegistryAccess } from '../registry/registry.stage.ts';
import { packageList } from '../gates/scan/stage.ts';

/** Gates that look at the built image itself, and can do so wherever it is to run. */
const imageGates = ['image', 'scan-vulnerabilities', 'scan-secrets'];

/** How long a push may take, in milliseconds, and how often it is tried. */
const pushWithinMs = 600_000;
const mostPushes = 2;

/** An image for one platform: what was scanned, and what is pushed. */
export interface Candidate extends ScannedImage {
  readonly built: Container;
  /** Its CycloneDX list of packages. */
  readonly packages: File;
}

/** Base images of the Dockerfile that were made from packages. */
export async function basesMadeFromPackages(project: Project): Promise<string[]> {
  const bases = await basesOf(project);
  const made = await Promise.all(bases.map(isMadeFromPackages));
  return bases.filter((_, index) => made[index] === true);
}

/** The image for a platform, as the gates have seen it. */
export async function candidateFor(project: Project, platform: string): Promise<Candidate> {
  const { container, archive } = await project.image.get();
  const configuration = await configurationOfArchive(archive);
  return { platform, built: container, configuration, packages: await packageList(project) };
}

/** Runs the image's own gates for a further platform. Each result's name has the platform. */
export async function gatesFor(
  project: Project,
  platform: string,
): Promise<Pick<GateResult, 'gate' | 'outcome' | 'reason'>[]> {
  const inUse = imageGates.filter((gate) => project.configuration.gates.includes(gate));
  const results = inUse.map(async (gate) => {
    const { outcome, reason } = await runGate(gate, project).catch((error: unknown) => ({
      outcome: 'unavailable' as const,
      reason: error instanceof Error ? error.message : String(error),
    }));
    return { gate: `${gate} (${platform})`, outcome, reason };
  });
  return Promise.all(results);
}

/** The project for another platform than the engine's own. */
export function projectFor(project: Project, platform: string): Project {
  return { ...project, image: builtFrom(project, { platform }) };
}

/**
 * Pushes the images under one tag: several as an index. Tried twice, and not again where the credentials are refused.
 * @returns `address:tag@sha256:...`
 * @throws Error with the registry's reason, or when it took too long
 */
export async function push(
  repository: Repository,
  access: RegistryAccess,
  { tag, candidates }: { readonly tag: string; readonly candidates: readonly Candidate[] },
): Promise<string> {
  const [first, ...others] = candidates.map(({ built }) => built);
  if (first === undefined) throw new Error('nothing to push');
  const { registry, username, password } = access;
  const from =
    password === undefined ? first : first.withRegistryAuth(repository.address, username, password);
  const options = {
    ...(others.length === 0 ? {} : { platformVariants: others }),
    ...(registry === undefined ? {} : { registryService: registry }),
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withinTime(from.publish(`${repository.address}:${tag}`, options));
    } catch (error) {
      if (attempt === mostPushes || /unauthorized|denied|forbidden|\b40[13]\b/i.test(String(error)))
        throw error;
    }
  }
}

async function withinTime<Result>(work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`the push did not end within ${String(pushWithinMs / 1000)} s`));
  }, pushWithinMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
