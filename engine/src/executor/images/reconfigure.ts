import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type Dockerode from 'dockerode';
import { pack } from 'tar-stream';
import { z } from 'zod';
import type { Context } from '../session/context.ts';
import { removeContainer } from '../docker/client.ts';
import { goneOr } from '../common/errors.ts';
import { followProgress } from '../docker/progress.ts';
import { createStopped } from './stopped.ts';
import type { RunConfig } from '../common/values.ts';

/** The part of an image's configuration that the API cannot change. It is kept as it is. */
export const inheritedShape = z.object({
  Healthcheck: z.json().nullish(),
  Volumes: z.json().nullish(),
  StopSignal: z.json().nullish(),
  Shell: z.json().nullish(),
  OnBuild: z.json().nullish(),
});

/** A configuration as an image has it (OCI image specification, config.md). */
export function ociConfig(config: RunConfig): Dockerode.ContainerCreateOptions {
  return {
    ...config.inherited,
    Env: [...config.env],
    WorkingDir: config.workdir,
    User: config.user,
    Entrypoint: [...config.entrypoint],
    Cmd: [...config.args],
    Labels: { ...config.labels },
    ExposedPorts: Object.fromEntries(
      config.ports.map(({ port, protocol }) => [`${port}/${protocol.toLowerCase()}`, {}]),
    ),
  };
}

/**
 * Makes an image with the layers of another one and another configuration.
 *
 * `docker commit` cannot: it merges the configuration of the container, in which stand variables and labels of the run
 * that are nobody else's business, and can take nothing away. `docker load` takes an archive that names layers by their
 * digests without having them, as long as the daemon has them (moby, image/tarexport/load.go), and costs no copying.
 * Docker's containerd image store does not; there the merged configuration is what can be had, and a note says so.
 */
export async function reconfigure(
  context: Context,
  image: string,
  config: Dockerode.ContainerCreateOptions,
  name: { repo: string; tag: string },
): Promise<void> {
  const docker = await context.docker();
  const { Architecture, Os, Created, RootFS } = await docker.getImage(image).inspect().catch(goneOr(image));
  const layers = RootFS.Layers ?? [];
  const configuration = JSON.stringify({
    architecture: Architecture,
    os: Os,
    created: Created,
    config,
    rootfs: { type: 'layers', diff_ids: layers },
  });
  const digest = createHash('sha256').update(configuration).digest('hex');
  const manifest = [
    { Config: `${digest}.json`, RepoTags: [`${name.repo}:${name.tag}`], Layers: layers.map(absentLayer) },
  ];
  const archive = pack();
  archive.entry({ name: `${digest}.json` }, configuration);
  archive.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
  archive.finalize();
  try {
    await followProgress(docker, await docker.loadImage(archive.pipe(new PassThrough()), { quiet: true }));
    await docker.getImage(`${name.repo}:${name.tag}`).inspect();
  } catch (error) {
    context.signal.throwIfAborted();
    context.report(
      "this Docker daemon cannot give an image's layers another configuration: variables of the run stay in it",
    );
    await committed(context, image, { ...config }, name).catch((second: unknown) => {
      throw new AggregateError([error, second], 'an image could not be given its configuration');
    });
  }
}

/** The archive names a file for each layer; none is there. */
function absentLayer(digest: string): string {
  return `${digest.replace('sha256:', '')}/layer.tar`;
}

async function committed(
  context: Context,
  image: string,
  config: Dockerode.ContainerCreateOptions,
  name: { repo: string; tag: string },
): Promise<void> {
  const handle = await createStopped(context, image);
  try {
    await handle.commit({ ...name, pause: false, ...config });
  } finally {
    await removeContainer(await context.docker(), handle.id);
  }
}
