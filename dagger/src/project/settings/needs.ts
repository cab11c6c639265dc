import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { environmentAt } from './environment.ts';
import { flagAt, textsAt } from './readers.ts';
import { type Services, servicesAt } from './services.ts';
import type { TestSettings } from './test.ts';

/** What tests, smoke and builds need beside the source and its packages. */
export interface NeedsSettings {
  /**
   * Variables of the tests, of the image in smoke, and of the commands in generate, build and test.before. Not for secrets:
   * everybody who reads the file knows them. Default none.
   * @propertyNames {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}
   */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Services that tests and smoke reach, each under its key as the host name. Default none.
   * @propertyNames {"pattern": "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"}
   */
  readonly services: Services;
  /** Gives the tests a Docker daemon of their own, which is privileged. Default false. */
  readonly docker: boolean;
  /** Shell commands that write what lint, types and tests need. Default: those of the project that are known to. */
  readonly generate?: readonly Text[];
  /** Shell commands that write what the tests start. Default: the build script, where tests need what it writes. */
  readonly build?: readonly Text[];
}

/** Keys of these settings in `pipeline.json`. */
export const needsKeys = ['env', 'services', 'docker', 'generate', 'build'] as const;

/**
 * Reads these settings. A variable or host name that another setting uses is refused.
 * @param root the whole of `pipeline.json`
 */
export function needsAt(root: JsonCursor, { postgres }: Pick<TestSettings, 'postgres'>): NeedsSettings {
  const docker = root.at('docker').optional(flagAt) ?? false;
  const variables = {
    ...(docker ? { DOCKER_HOST: '/docker', TESTCONTAINERS_HOST_OVERRIDE: '/docker' } : {}),
    ...(postgres ? { TEST_DATABASE_URL: '/test/postgres' } : {}),
  };
  const hosts = {
    ...(docker ? { docker: '/docker' } : {}),
    ...(postgres ? { postgres: '/test/postgres' } : {}),
  };
  const generate = root.at('generate').optional(textsAt);
  const build = root.at('build').optional(textsAt);
  return {
    env: root.at('env').optional((place) => environmentAt(place, variables)) ?? {},
    services: root.at('services').optional((place) => servicesAt(place, hosts)) ?? {},
    docker,
    ...(generate === undefined ? {} : { generate }),
    ...(build === undefined ? {} : { build }),
  };
}
