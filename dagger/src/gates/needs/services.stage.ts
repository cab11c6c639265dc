import type { Container, Service } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { Services, ServiceSettings } from '../../project/settings/services.ts';
import { withPrograms } from '../../tools/attempt.stage.ts';
import { images } from '../../tools/images.ts';
import { unavailable, unavailableBy } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** Services for one use of them. */
export interface ServiceUse {
  readonly services: Services;
  /**
   * What they are for: each use has services of its own, so that tests, a repeated run of tests, and the two starts of an
   * image never see what another one wrote.
   */
  readonly use: string;
}

/** Longest error of a service that is read, in UTF-16 code units. */
const longest = 20_000;

/** Host name by which a gatekeeper reaches its service. */
const behind = 'service';

/** Seconds in which a path has to answer 200. An engine waits a minute for a port. */
const readySeconds = 50;

/** A container that reaches services by their names. They start when it runs, and not for a result that is cached. */
export function withServices(container: Container, { services, use }: ServiceUse): Container {
  return Object.entries(services).reduce(
    (one, [name, settings]) => one.withServiceBinding(name, serviceOf(name, settings, use)),
    container,
  );
}

function serviceOf(name: string, settings: ServiceSettings, use: string): Service {
  const service = Object.entries(settings.env)
    .reduce((one, [name, value]) => one.withEnvVariable(name, value), dag.container().from(settings.image))
    .withEnvVariable('PIPELINE_SERVICE_FOR', use)
    .withExposedPort(settings.port)
    .asService({
      useEntrypoint: true,
      ...(settings.arguments.length === 0 ? {} : { args: [...settings.arguments] }),
    });
  return settings.ready === undefined ? service : behindGate(service, name, settings);
}

/**
 * The service behind a gatekeeper, whose port takes connections from the moment on at which the path answers 200: an engine
 * waits for ports. It asks from outside, because images need not have a program that asks.
 */
function behindGate(service: Service, name: string, { port, ready: path }: ServiceSettings): Service {
  const settings = JSON.stringify({ name, host: behind, port, path, seconds: readySeconds });
  return withPrograms(dag.container().from(images.node), 'needs')
    .withServiceBinding(behind, service)
    .withExposedPort(port)
    .asService({ args: ['node', '/programs/needs/gatekeeper.js', settings] });
}

/** What is started, and the words that name it. */
export interface Started {
  readonly words: string;
  readonly image: string;
  readonly service: Service;
  /** What its gatekeeper says if it does not get ready; undefined if it has none. */
  readonly notReady?: string | undefined;
}

/** The services of a use, to be started one by one. */
export function startable({ services, use }: ServiceUse): Started[] {
  return Object.entries(services).map(([name, settings]) => ({
    words: `the service ${name} (${settings.image})`,
    image: settings.image,
    service: serviceOf(name, settings, use),
    notReady: settings.ready === undefined ? undefined : `the service ${name} is not ready: `,
  }));
}

/**
 * Looks for the reason why a container did not run: the first of its services whose image cannot be had, or that does not
 * start. An engine's own error need not name it.
 * @param said the error of that container, which may have the words of a gatekeeper: it is not waited for again
 * @returns undefined if all of them start
 */
export async function serviceFault(services: readonly Started[], said = ''): Promise<Decision | undefined> {
  for (const { words, notReady } of services) {
    const at = notReady === undefined ? -1 : said.indexOf(notReady);
    if (at >= 0) return saying(words, unavailable(said.slice(at).split('\n')[0] ?? ''));
  }
  for (const { words, image, service } of services) {
    const pulled = await failureOf(dag.container().from(image).sync());
    if (pulled !== undefined) return saying(`the image of ${words} cannot be had`, pulled);
    const started = await failureOf(service.start());
    if (started !== undefined) return saying(`${words} did not start or get ready`, started);
  }
  return undefined;
}

async function failureOf(work: Promise<unknown>): Promise<Decision | undefined> {
  return work.then(() => undefined, unavailableBy);
}

function saying(what: string, { reason, ...rest }: Decision): Decision {
  return { ...rest, reason: `${what}: ${plainLine(reason, longest).slice(-1500)}` };
}
