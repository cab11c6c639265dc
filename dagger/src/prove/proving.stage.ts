import type { Directory, Service } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../tools/images.ts';
import { parseCatalog } from './proof-registry.ts';
import { advisoriesPort } from '../gates/audit/advisories.stage.ts';
import type { Signing } from '../publish/attest.stage.ts';
import { withPrograms } from '../tools/attempt.stage.ts';
import {
  alias,
  answerSeconds,
  type RegistryAccess,
  withAccess,
  withCosign,
} from '../registry/registry.stage.ts';
import { commitCommands, committer } from '../project/git.ts';
import { within } from '../tools/deadline.ts';

/** Port of the registry, in its container and in its addresses. */
const registryPort = 5000;

/** A registry of one run, empty at first, to which the proof tries to publish. */
export interface ProvingRegistry {
  readonly access: RegistryAccess;
  /** An address in it, in the form that publish accepts. */
  readonly addressOf: (name: string) => string;
  /** Its repositories, each with its tags. */
  readonly catalog: () => Promise<ReadonlyMap<string, readonly string[]>>;
  readonly end: () => Promise<void>;
}

/** Starts the registry and keeps it running: an engine that stopped it between two uses would lose its content. */
export async function provingRegistry(): Promise<ProvingRegistry> {
  const registry = dag
    .container()
    .from(images.registry)
    .withExposedPort(registryPort)
    .asService({ useEntrypoint: true });
  await registry.start();
  const access = { registry, username: '', password: undefined };
  const settings = { origin: `http://${alias}:${String(registryPort)}`, seconds: answerSeconds };
  return {
    access,
    addressOf: (name) => `localhost:${String(registryPort)}/${name}`,
    catalog: async () => {
      const command = ['node', '/programs/registry/catalog.ts', JSON.stringify(settings)];
      return parseCatalog(await withAccess(access).withExec(within(120, command)).stdout());
    },
    end: async () => {
      await registry.stop();
    },
  };
}

/** A key of this run, which signs only images in the run's own registry. */
export async function provingKey({ access }: ProvingRegistry): Promise<Signing> {
  const made = withCosign(withAccess(access))
    .withEnvVariable('COSIGN_PASSWORD', '')
    .withWorkdir('/tmp')
    .withExec(within(60, ['cosign', 'generate-key-pair']));
  const key = dag.setSecret('prove-gates-key', await made.file('/tmp/cosign.key').contents());
  return { kind: 'key', key, password: undefined };
}

/** The files in one commit, which publish requires. */
export function committed(source: Directory): Directory {
  const prepared = Object.entries(committer).reduce(
    (container, [name, value]) => container.withEnvVariable(name, value),
    dag.container().from(images.golang).withDirectory('/src', source),
  );
  return commitCommands('/src')
    .reduce((container, command) => container.withExec(within(60, command)), prepared)
    .directory('/src');
}

/** A service that knows one vulnerability, so that the proof needs no registry for advisories. */
export function provingAdvisories(): Service {
  return withPrograms(dag.container().from(images.node), 'advisories', 'shared')
    .withExposedPort(advisoriesPort)
    .asService({ args: ['node', '/programs/advisories/advisories.ts'] });
}

/**
 * A Trivy cache with a database of this hour that knows two vulnerabilities; fixtures/trivy-database describes how it
 * is made.
 */
export function provingDatabase(now: Date): Directory {
  const packed = dag.currentModule().source().file('fixtures/trivy-database/vulnerable.db.gz');
  const database = dag
    .container()
    .from(images.node)
    .withFile('/db/trivy.db.gz', packed)
    .withExec(within(60, ['gunzip', '/db/trivy.db.gz']))
    .file('/db/trivy.db');
  const hour = new Date(now).setUTCMinutes(0, 0, 0);
  const [updated, next] = [0, 24].map((hours) => new Date(hour + hours * 3_600_000).toISOString());
  const metadata = { Version: 2, UpdatedAt: updated, NextUpdate: next, DownloadedAt: updated };
  return dag
    .directory()
    .withFile('db/trivy.db', database)
    .withNewFile('db/metadata.json', JSON.stringify(metadata));
}
