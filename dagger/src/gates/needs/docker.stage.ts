import type { Container, Service } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import type { Started } from './services.stage.ts';

/**
 * A container with a Docker daemon of its own, for tests that start containers. What they start is reached at the daemon's
 * name, which Testcontainers has to be told ("Custom configuration", TESTCONTAINERS_HOST_OVERRIDE).
 */
export function withDocker(container: Container, use: string): Container {
  return container
    .withServiceBinding('docker', daemon(use))
    .withEnvVariable('DOCKER_HOST', 'tcp://docker:2375')
    .withEnvVariable('TESTCONTAINERS_HOST_OVERRIDE', 'docker');
}

/**
 * The daemon's storage is in memory, gone with the run: a volume would carry what this project's code put into it to other
 * projects, and the overlay file system of Docker's images works on no other one.
 */
function daemon(use: string): Service {
  return dag
    .container()
    .from(images.dind)
    .withEnvVariable('DOCKER_TLS_CERTDIR', '')
    .withEnvVariable('PIPELINE_SERVICE_FOR', use)
    .withMountedTemp('/var/lib/docker')
    .withExposedPort(2375)
    .asService({ useEntrypoint: true, insecureRootCapabilities: true });
}

/** The daemon, to be started by itself. */
export function startableDocker(use: string): Started {
  return { words: 'the Docker daemon of the tests (docker)', image: images.dind, service: daemon(use) };
}

/** Tells that tests have it. */
export const dockerNote =
  'the tests have a Docker daemon of their own (docker in pipeline.json): it is privileged, with the rights of root over the machine of the engine';
