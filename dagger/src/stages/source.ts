import type { Directory, File, Service } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../images.ts';
import {
  type Configuration,
  defaults,
  parseConfiguration,
  thresholdOf,
  withThreshold,
} from '../verdict/configuration.ts';
import type { Policy } from '../verdict/exceptions.ts';
import { refuseLeavingLinks, requireFiles, requireNamed } from '../verdict/source.ts';
import { UsageError } from '../verdict/usage-error.ts';
import { leftOut, type Project } from './project.ts';
import { hasEntry } from './revision.ts';

/**
 * The project's configuration.
 * @returns the defaults where the source has no `pipeline.json`
 * @throws UsageError when the file is wrong
 */
export async function configurationOf(source: Directory): Promise<Configuration> {
  if (!(await hasEntry(source, 'pipeline.json'))) return defaults;
  return parseConfiguration(await source.file('pipeline.json').contents());
}

/** @throws UsageError when files that every stage needs are missing */
export async function requireNodeProject({ source }: Project): Promise<void> {
  requireFiles(await source.entries(), ['package.json', 'package-lock.json']);
}

/** @throws UsageError when the source lacks what a build needs, or has links that leave it */
export async function requireBuildable(project: Project): Promise<void> {
  await requireBuildFiles(project);
  await requireNoLeavingLinks(project);
}

/** @throws UsageError when files that a build needs are missing */
export async function requireBuildFiles({ source, dockerfile }: Project): Promise<void> {
  const nested = dockerfile.includes('/');
  const top = ['package.json', 'package-lock.json', ...(nested ? [] : [dockerfile])];
  requireFiles(await source.entries(), top);
  if (nested) requireFiles(await source.glob(dockerfile), [dockerfile]);
}

/** @throws UsageError when the source has no such overlay of Kubernetes manifests */
export async function requireOverlay({ source, manifests }: Project, overlay: string): Promise<void> {
  const folder = `${manifests}/${overlay}`;
  // kustomize takes kustomization.yaml, kustomization.yml and Kustomization.
  if ((await source.glob(`${folder}/*ustomization*`)).length === 0) {
    throw new UsageError(
      `${folder}: expected a kustomization there: give --manifests for their directory, --overlay for the one in it`,
    );
  }
}

/** @throws UsageError when the source has symbolic links that leave it */
export async function requireNoLeavingLinks({ source }: Project): Promise<void> {
  refuseLeavingLinks(await linksOf(source));
}

/** A line per symbolic link in the source, `PATH\tTARGET`. */
function linksOf(source: Directory): Promise<string> {
  return dag
    .container()
    .from(images.node)
    .withDirectory('/src', source, { exclude: leftOut })
    .withExec(['find', '/src', '-type', 'l', '-printf', '%P\\t%l\\n'])
    .stdout();
}

/** The module's arguments, as the caller gave them. */
export interface Arguments {
  readonly source: Directory;
  readonly dockerfile: string;
  readonly manifests: string;
  readonly port: number;
  readonly healthPath: string;
  /** Empty where `pipeline.json` is to say it. */
  readonly threshold: string;
  readonly conversation?: File;
  readonly trivyCache?: Directory;
  readonly advisories?: Service;
  readonly trivyDatabase: string;
}

/**
 * The project as its arguments and its `pipeline.json` describe it; an argument outweighs the file.
 * @throws UsageError when either is wrong
 */
export async function projectOf(given: Arguments, now: Date = new Date()): Promise<Project> {
  const read = await configurationOf(given.source);
  const configuration = given.threshold === '' ? read : withThreshold(read, given.threshold);
  const { source, dockerfile, manifests, port, healthPath, trivyDatabase } = given;
  await requireNamedFiles(given, configuration);
  return {
    ...{ source, dockerfile, manifests, port, healthPath, trivyDatabase, configuration },
    conversation: given.conversation ?? conversationOf(source, configuration),
    trivyCache: given.trivyCache,
    advisories: given.advisories,
    hour: now.toISOString().slice(0, 13),
    policy: (gate) => policyOf(configuration, gate, now),
  };
}

/** @throws UsageError when `pipeline.json` names files that the source does not have */
async function requireNamedFiles(
  { source, conversation }: Arguments,
  { smoke, deploy }: Configuration,
): Promise<void> {
  const settings = Object.entries({
    '/smoke/conversation': conversation === undefined ? smoke.conversation : undefined,
    '/deploy/load': deploy.load,
  });
  const named = settings.flatMap(([setting, file]) => (file === undefined ? [] : [{ setting, file }]));
  const found = named.map(async (one) => ({ ...one, isThere: await source.exists(one.file) }));
  requireNamed(await Promise.all(found));
}

function policyOf(configuration: Configuration, gate: string, now: Date): Policy {
  const threshold = thresholdOf(configuration, gate);
  return { threshold, exceptions: configuration.exceptions, today: now.toISOString().slice(0, 10) };
}

function conversationOf(source: Directory, { smoke }: Configuration): File | undefined {
  return smoke.conversation === undefined ? undefined : source.file(smoke.conversation);
}
