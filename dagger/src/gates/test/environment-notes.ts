import type { Fact } from '../../project/facts/fact.ts';
import type { EnvironmentExample } from '../../project/facts/environment.ts';
import { someOf } from '../../project/files.ts';
import { knownServices } from '../../project/settings/known-services.ts';
import type { TestUser } from '../../project/settings/test.ts';
import type { Decision } from '../../verdict/model.ts';

import { plainLine } from '../../verdict/plain-text.ts';
import { scriptsOf } from '../needs/scripts.ts';

/** Scripts that npm runs around an installation or the tests (npm, "scripts", life cycle). */
const lifecycleScripts = ['preinstall', 'install', 'postinstall', 'prepublish', 'prepare', 'pretest'];

/** Variables that every run has. */
const always = new Set(['CI', 'HOME', 'PATH', 'NODE_ENV']);

/** Longest output that is searched, from its end, in UTF-16 code units. */
const longest = 200_000;

/** Where tests ran. */
export interface TestEnvironment {
  /** The runner's name. */
  readonly runner: string;
  /** Whether the script itself ran, or a command in its place: then there is nothing beside it that did not run. */
  readonly ranWhole?: boolean;
  /** The text of `package.json`. */
  readonly manifest: string;
  /** Installed packages with an install script that did not run. */
  readonly scripted: readonly string[];
  /** Scripts of the project's own that did run. */
  readonly ran: readonly string[];
  readonly user: TestUser;
  /** What they printed. */
  readonly output: string;
  /** Examples of the environment that the project wants. */
  readonly examples: readonly Fact<EnvironmentExample>[];
  /** Names of the variables that `pipeline.json` sets. */
  readonly set: readonly string[];
  /** Ports of the services that `pipeline.json` names. */
  readonly services: readonly number[];
}

/**
 * Differences between this gate and a developer's machine that may be why tests fail: scripts that did not run, the user who
 * runs the tests, variables and services that are not there.
 */
export function environmentNotes(
  { outcome, reason, findings }: Pick<Decision, 'outcome' | 'reason' | 'findings'>,
  environment: TestEnvironment,
): string[] {
  const { runner, scripted, user, output, ranWhole = false } = environment;
  const own = ranWhole ? [] : ownScripts(environment);
  const said = [reason, ...findings.map(({ message }) => message), output.slice(-longest)].join('\n');
  return [
    ...missingVariables(said, environment),
    ...missingServices(said, environment),
    ...(scripted.length === 0
      ? []
      : [
          `install scripts run only of packages in audit.installScripts, and these have one: ${scripted.join(', ')}`,
        ]),
    ...(own.length === 0
      ? []
      : [`${runner} runs by itself here: of package.json these did not run: ${own.join(', ')}`]),
    ...(outcome === 'failed' && user === 'root'
      ? ['the tests run as root here (test.user), who reads and writes every file whatever its mode']
      : []),
  ];
}

/** Variables of the examples that the output names and that nobody set. */
function missingVariables(said: string, { examples, set }: TestEnvironment): string[] {
  const words = new Set(said.match(/[A-Za-z_]\w*/g) ?? []);
  return examples.flatMap(({ value: { file, names } }) => {
    const missing = names.filter((name) => words.has(name) && !set.includes(name) && !always.has(name));
    if (missing.length === 0) return [];
    return [
      `the tests may need ${someOf(missing, 6)}, which ${plainLine(file)} names: put them into env in pipeline.json`,
    ];
  });
}

/** Services that listen on the ports at which nobody answered the tests. */
function missingServices(said: string, { services }: TestEnvironment): string[] {
  const refused = [...said.matchAll(/ECONNREFUSED[^\n]{0,80}?:(\d{2,5})\b/g)].map(([, port]) => Number(port));
  return [...new Set(refused)].flatMap((port) => {
    const [known, other] = knownServices.filter((one) => one.port === port).map(({ name }) => name);
    if (known === undefined) return [];
    const names = other === undefined ? known : `${known} or ${other}`;
    return [
      services.includes(port)
        ? `nothing answered the tests on port ${String(port)}: a service of pipeline.json is reached under its name, not on localhost`
        : `nothing answered the tests on port ${String(port)}: name ${names} in services of pipeline.json: {"services": {"db": {"image": "${known}"}}}, reached at db:${String(port)}`,
    ];
  });
}

/** The project's own scripts that npm would have run, and what `npm test` does besides the runner. */
function ownScripts({ runner, manifest, ran }: TestEnvironment): string[] {
  const scripts = scriptsOf(manifest);
  const named = lifecycleScripts.flatMap((name) => {
    const command = scripts.get(name);
    return command === undefined || ran.includes(name) ? [] : [`${name} (${plainLine(command, 80)})`];
  });
  const test = scripts.get('test') ?? '';
  const isMore = /&&|\|\||;/.test(test);
  return isMore ? [...named, `test (${plainLine(test, 80)}) beside ${runner}`] : named;
}
