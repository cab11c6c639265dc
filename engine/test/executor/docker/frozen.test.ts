import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { expect, it } from 'vitest';
import { dockerStatus } from '../../../src/executor/common/errors.ts';
import { removeContainer } from '../../../src/executor/docker/client.ts';
import { resolveImage } from '../../../src/images/index.ts';
import { eventually } from '../../support/eventually.ts';
import { needs } from '../../support/needs.ts';
import { base } from '../../support/session.ts';

needs(base);

const freezers = '/sys/fs/cgroup/freezer/docker';

// With cgroup v2 a frozen process dies of SIGKILL, and nothing is to be done.
it.skipIf(!existsSync(freezers))(
  'a container in which a process is frozen is removed (cgroup v1)',

  async () => {
    const docker = new Dockerode();
    const { imageId } = await resolveImage(docker, base);
    const container = await docker.createContainer({ Image: imageId, Cmd: ['sleep', '1000'] });
    await container.start();
    const { Pid } = (await container.inspect()).State;
    const inner = join(freezers, container.id, 'inner');
    mkdirSync(inner);
    writeFileSync(join(inner, 'cgroup.procs'), String(Pid));
    writeFileSync(join(inner, 'freezer.state'), 'FROZEN');
    await removeContainer(docker, container.id);
    const gone = async () => container.inspect().then(() => undefined, dockerStatus);
    expect(await eventually(gone)).toBe(404);
  },
);
