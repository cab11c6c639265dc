import type Dockerode from 'dockerode';
import { once, type Context } from '../session/context.ts';
import { ownedBy } from '../docker/client.ts';
import { dockerStatus, Refused } from '../common/errors.ts';

/**
 * The Docker network of this session for one purpose, made at its first use. Docker lets no packet from one network into
 * another and answers names within a network alone, so what stands on it is reached from there and by this machine. It goes
 * away with the session.
 *
 * @param purpose What stands on it; whoever asks for the same again stands on the same.
 * @returns Its name.
 * @throws {Refused} when Docker has no addresses left for one
 */
export function networkFor(context: Context, purpose: string): Promise<string> {
  return once(context, `network ${purpose}`, async () => {
    const docker = await context.docker();
    const known = context.networks.get(purpose);
    // Docker's own pruning takes a network on which nothing stands at the moment.
    if (known !== undefined && (await networkIsThere(docker, known))) return known;
    context.signal.throwIfAborted();
    const made = await make(context, docker);
    context.networks.set(purpose, made);
    return made;
  });
}

/** Whether Docker has a network. */
export async function networkIsThere(docker: Dockerode, name: string): Promise<boolean> {
  try {
    await docker.getNetwork(name).inspect();
    return true;
  } catch (error) {
    if (dockerStatus(error) === 404) return false;
    throw error;
  }
}

async function make(context: Context, docker: Dockerode): Promise<string> {
  const { networkPrefix } = context.names;
  const { name: Name, Labels } = ownedBy(context.names, context.session, networkPrefix);
  try {
    await docker.createNetwork({ Name, Labels, CheckDuplicate: true, Options: await usualOptions(docker) });
    return Name;
  } catch (error) {
    if (!isExhausted(error)) throw error;
    const { length } = await docker.listNetworks();
    throw new Refused(
      `Docker has no addresses left for a network of this run's own, of ${length} networks that it has now: remove those that nobody uses (\`docker network prune\`), wait until other runs have ended, or give the daemon more by \`default-address-pools\` in its daemon.json`,
      { cause: error },
    );
  }
}

/** Known by its words alone, which differ from version to version: Docker 20.10 says 404, as of a driver that it has not. */
const isExhausted = (error: unknown): boolean =>
  dockerStatus(error) !== undefined && error instanceof Error && /address pool/i.test(error.message);

const mtu = 'com.docker.network.driver.mtu';

/** Docker gives the packet size that its daemon is configured with to its default network alone. */
async function usualOptions(docker: Dockerode): Promise<Record<string, string>> {
  try {
    const { Options } = await docker.getNetwork('bridge').inspect();
    const size: unknown = Options?.[mtu];
    return typeof size === 'string' ? { [mtu]: size } : {};
  } catch (error) {
    if (dockerStatus(error) === 404) return {};
    throw error;
  }
}
