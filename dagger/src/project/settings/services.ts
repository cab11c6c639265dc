import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { variablesAt } from './environment.ts';
import { knownService } from './known-services.ts';
import { textsAt } from './readers.ts';

/** A service that tests and smoke reach under a name. */
export interface ServiceSettings {
  /**
   * Its image with a tag or digest, or a short name: postgres, mysql, mariadb, redis, valkey, mongodb. The images of these
   * have a port and variables by default, whatever their tag.
   */
  readonly image: Text;
  /**
   * The port that it listens on. Default: that of an image that is known.
   * @asType integer
   * @minimum 1
   * @maximum 65535
   */
  readonly port: number;
  /** Variables of the service; those of an image that is known have values by default. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * A path that answers 200 by HTTP when it is ready. Default: it is ready when its port takes connections.
   * @pattern ^/\S*$
   */
  readonly ready?: string;
  /** Arguments in place of those of the image. Default: the image's. */
  readonly arguments: readonly Text[];
}

/** Services by their names. */
export type Services = Readonly<Record<string, ServiceSettings>>;

/** A label of a host name (RFC 1123), in lower case. */
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** A reference of an image with a tag or a digest (distribution/reference). */
const reference = /^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

/**
 * Reads the services, complete with what is known of their images.
 * @param taken host names that other settings use, and which setting that is
 */
export function servicesAt(place: JsonCursor, taken: Readonly<Record<string, string>> = {}): Services {
  const services = place.entries().map(([name, service]) => {
    if (!label.test(name) || name === 'localhost') {
      throw service.mismatch('a host name of a-z, 0-9 and - as the key, other than localhost');
    }
    if (Object.hasOwn(taken, name)) {
      throw service.mismatch(`another host name as the key: ${taken[name] ?? ''} uses this one`);
    }
    return [name, serviceAt(service)] as const;
  });
  return Object.fromEntries(services);
}

function serviceAt(place: JsonCursor): ServiceSettings {
  place.only(['image', 'port', 'env', 'ready', 'arguments']);
  const named = place.at('image').filledText();
  const known = knownService(named);
  const hasTag = /[:@][^/]*$/.test(named);
  const image = hasTag ? named : known?.image;
  if (image === undefined || !reference.test(image)) {
    throw place.at('image').mismatch('an image with a tag, or one of the short names of the schema');
  }
  const ready = place.at('ready').optional(pathAt);
  return {
    image,
    port: place.at('port').optional(portAt) ?? known?.port ?? portAt(place.at('port')),
    env: { ...known?.env, ...place.at('env').optional(variablesAt) },
    ...(ready === undefined ? {} : { ready }),
    arguments: place.at('arguments').optional(textsAt) ?? [],
  };
}

function portAt(place: JsonCursor): number {
  const port = place.numberWithin({ from: 1, to: 65_535 });
  if (!Number.isInteger(port)) throw place.mismatch('a whole number');
  return port;
}

/** A path by HTTP. */
function pathAt(place: JsonCursor): string {
  if (!/^\/\S*$/.test(place.text())) throw place.mismatch('a path that begins with /');
  return place.text();
}
