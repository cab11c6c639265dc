import { type Command, commandsOf, programOf } from '../../project/facts/commands.ts';

/** Programs that write sources by what a project describes, and the command of each that does; none where it has only one. */
const generators: ReadonlyMap<string, string | undefined> = new Map([
  ['prisma', 'generate'],
  ['zenstack', 'generate'],
  ['graphql-codegen', undefined],
  ['graphql-code-generator', undefined],
  ['relay-compiler', undefined],
  ['openapi-typescript', undefined],
  ['openapi-ts', undefined],
  ['openapi-zod-client', undefined],
  ['swagger-typescript-api', undefined],
  ['orval', undefined],
  ['kubb', undefined],
  ['json2ts', undefined],
  ['typechain', undefined],
  ['tsp', 'compile'],
  ['buf', 'generate'],
  ['panda', 'codegen'],
  ['paraglide-js', 'compile'],
  ['velite', undefined],
  ['tsr', 'generate'],
  ['react-router', 'typegen'],
  ['next', 'typegen'],
  ['svelte-kit', 'sync'],
  ['astro', 'sync'],
  ['nuxt', 'prepare'],
  ['nuxi', 'prepare'],
  ['wrangler', 'types'],
]);

/** Programs that may stand beside a generator: they call scripts, which are looked at too, or tidy up. */
const besides = new Set([
  ...['npm', 'pnpm', 'yarn', 'bun', 'run-s', 'run-p', 'npm-run-all', 'npm-run-all2'],
  ...['rimraf', 'rm', 'del-cli', 'mkdir', 'mkdirp', 'cp', 'shx', 'echo', 'prettier', 'biome'],
]);

/** What a package manager does besides calling scripts. */
const elsewise = new Set([
  'install',
  'i',
  'ci',
  'add',
  'publish',
  'version',
  'create',
  'init',
  'exec',
  'dlx',
]);

/**
 * Whether a script does nothing but write sources by programs that are known to. Others of the same names ask questions
 * (`plop`), open a browser (`playwright codegen`), or write to a database: nobody expects these before tests.
 */
export function isGenerator(scripts: ReadonlyMap<string, string>, name: string): boolean {
  const commands = commandsOf(scripts, name);
  return commands.some(generates) && commands.every((command) => generates(command) || isBeside(command));
}

function generates(command: Command): boolean {
  const program = programOf(command, new Set(generators.keys()));
  if (program === undefined || command.includes('--watch')) return false;
  const asked = generators.get(program);
  return asked === undefined || command.includes(asked);
}

function isBeside([program = '', second = '']: Command): boolean {
  return besides.has(program) && !elsewise.has(second);
}
