import type Dockerode from 'dockerode';
import { archiveOf } from '../../store/tar.ts';
import type { Context } from '../session/context.ts';
import { ownedBy } from '../docker/client.ts';
import { dockerStatus, ImageGone } from '../common/errors.ts';
import { followProgress } from '../docker/progress.ts';

/** A container of an image that is never started. Throws {@link ImageGone} when Docker does not have the image. */
export async function createStopped(context: Context, image: string): Promise<Dockerode.Container> {
  const docker = await context.docker();
  context.signal.throwIfAborted();
  try {
    return await docker.createContainer({
      ...ownedBy(context.names, context.session),
      Image: image,
      Entrypoint: ['/none'],
      Cmd: [],
    });
  } catch (error) {
    if (dockerStatus(error) === 404) throw new ImageGone(image);
    throw error;
  }
}

/** Docker has no container without an image: this one has nothing in it. */
export async function emptyImage(context: Context): Promise<string> {
  const docker = await context.docker();
  const repo = context.names.cacheRepository;
  const stream = await docker.importImage(archiveOf(context.content, []), { repo, tag: 'empty' });
  await followProgress(docker, stream);
  return `${repo}:empty`;
}
