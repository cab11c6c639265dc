import type { NodeSettings } from '../../project/settings/node.ts';

/** Most programs that are named. */
const mostNamed = 3;

/** Longest output that is searched, in UTF-16 code units, from its end: that is where a run says what was wrong. */
const longest = 500_000;

const program = '([A-Za-z0-9][\\w.+-]{0,40})';

/** How Node, shells and env(1) tell that there is no such program. */
const sentences: readonly RegExp[] = [
  new RegExp(`\\bspawn(?:Sync)? (?:/usr)?(?:/bin/)?${program} ENOENT\\b`, 'g'),
  // dash and bash name the script and the line, BusyBox the shell alone.
  new RegExp(`: (?:line )?\\d+: ${program}: (?:command )?not found\\b`, 'g'),
  new RegExp(`\\bsh: ${program}: not found\\b`, 'g'),
  new RegExp(`(?:^|: )${program}: command not found\\b`, 'gm'),
  new RegExp(`\\benv: ['‘]?${program}['’]?: No such file or directory`, 'g'),
];

/** Debian's package of a program, where it has another name. */
const packageOf: Readonly<Record<string, string>> = {
  cc: 'gcc',
  convert: 'imagemagick',
  dig: 'dnsutils',
  java: 'default-jre-headless',
  ping: 'iputils-ping',
  pkill: 'procps',
  ps: 'procps',
  psql: 'postgresql-client',
  python: 'python-is-python3',
  'redis-cli': 'redis-tools',
  'redis-server': 'redis-server',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  xmllint: 'libxml2-utils',
};

/** Programs that Debian has a package of by their own name, and that tests are known to call. */
const known = new Set([
  ...['curl', 'ffmpeg', 'file', 'g++', 'gcc', 'git', 'gnupg', 'graphviz', 'jq', 'lsof', 'make', 'openssl'],
  ...['perl', 'python3', 'rsync', 'ruby', 'sqlite3', 'sudo', 'tree', 'unzip', 'wget', 'xz-utils', 'zip'],
]);

/**
 * Programs that tests miss, by what they printed or reported, with what to do about each.
 * @param texts output and reports of the run; lines of a JSON report may end with `\n` as it is written there
 */
export function missingPrograms(
  texts: readonly (string | undefined)[],
  { image }: Pick<NodeSettings, 'image'>,
): string[] {
  const output = texts.map((text) => (text ?? '').slice(-longest).replaceAll(/\\+n/g, '\n')).join('\n');
  const names = new Set(
    sentences.flatMap((sentence) => [...output.matchAll(sentence)].map(([, name = '']) => name)),
  );
  return [...names]
    .slice(0, mostNamed)
    .map((name) => `the tests miss the program ${name}: ${advice(name, image)}`);
}

function advice(name: string, image: string | undefined): string {
  if (image !== undefined) return 'add it to the image that node.image names';
  const debian = Object.hasOwn(packageOf, name) ? packageOf[name] : undefined;
  if (debian !== undefined) return `add ${debian} as node.packages in pipeline.json`;
  if (known.has(name)) return 'add it as node.packages in pipeline.json';
  return 'if a Debian package has it, add that as node.packages in pipeline.json';
}
