import type { Container, File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { withPrograms } from '../../tools/attempt.stage.ts';
import { images } from '../../tools/images.ts';
import { within } from '../../tools/deadline.ts';

/** Version of kind, which has to fit the node image in `images.ts`. */
const kindVersion = 'v0.32.0';

/** Version of Helm, which renders charts. */
const helmVersion = 'v4.3.2';

/** The container that renders manifests: it needs no cluster. */
export function renderTools(): Container {
  return withPrograms(withKubectl(dag.container().from(images.node)), 'deploy', 'shared');
}

/** kubectl in the version of the cluster, with the kustomize that is built in. */
function withKubectl(container: Container): Container {
  return container.withFile(
    '/usr/local/bin/kubectl',
    dag.container().from(images.kindNode).file('/usr/bin/kubectl'),
  );
}

/**
 * The container that creates, reaches and observes a cluster. Only kind's own source is downloaded: kubectl comes out of
 * the node's image, in the cluster's version, and the Docker client out of the daemon's image.
 */
export function clusterTools(): Container {
  const tools = withKubectl(dag.container().from(images.node))
    .withFile('/usr/local/bin/docker', dag.container().from(images.dind).file('/usr/local/bin/docker'))
    .withFile('/usr/local/bin/kind', kind());
  return withPrograms(tools, 'deploy', 'shared');
}

/** Helm, for charts alone. */
export function helm(): File {
  return goProgram(`helm.sh/helm/v4/cmd/helm@${helmVersion}`, 'helm');
}

const kind = (): File => goProgram(`sigs.k8s.io/kind@${kindVersion}`, 'kind');

/** A program of Go, built from its module: the checksum database vouches for the source. */
function goProgram(module: string, name: string): File {
  return dag
    .container()
    .from(images.golang)
    .withEnvVariable('CGO_ENABLED', '0')
    .withMountedCache('/go/pkg/mod', dag.cacheVolume('go-modules'))
    .withMountedCache('/root/.cache/go-build', dag.cacheVolume('go-build'))
    .withExec(within(900, ['go', 'install', '-ldflags', '-s -w', module]))
    .file(`/go/bin/${name}`);
}
