import type { Decision } from '../../verdict/model.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** How packages say that what their install script builds or downloads is not there. */
const complaints = new RegExp(
  [
    // bindings; node-gyp-build; prebuild and others; Node's own loader.
    'Could not locate the bindings file|No native build was found for platform',
    String.raw`Cannot find module '[^'\n]*(?:build/(?:Release|Debug)/|prebuilds?/|\.node')`,
    String.raw`Cannot find module '@prisma/client/|\.prisma/client/`,
    'was compiled against a different Node\\.js version|invalid ELF header|ERR_DLOPEN_FAILED',
    // sharp; esbuild, swc and napi-rs; prisma.
    'Could not load the "sharp" module|Failed to load native binding|Cannot find native binding',
    String.raw`The package "@esbuild/[^"\n]+" could not be found|You installed esbuild for another platform`,
    '@prisma/client did not initialize yet|(?:Query|Schema) [Ee]ngine.{0,40}(?:could not|cannot) be? ?(?:located?|found)',
    // Programs that are downloaded.
    'Could not find (?:Chrome|Chromium)|Electron failed to install correctly|[Cc]ypress (?:binary|executable).{0,30}missing',
    "Executable doesn't exist at .{0,100}ms-playwright",
  ].join('|'),
  'g',
);

/** Packages that a complaint is of though it names another one, or a path outside of node_modules. */
const owners: readonly (readonly [name: string, sign: RegExp])[] = [
  ['esbuild', /esbuild/],
  ['sharp', /"sharp" module/],
  ['@prisma/client', /prisma/i],
  ['puppeteer', /Could not find Chrom/],
  ['electron', /Electron failed/],
  ['cypress', /[Cc]ypress/],
];

/** A package by its folder, also where a manager keeps it in a store of its own. */
const folder = /node_modules\/((?!\.)(?:@[\w.-]+\/)?[\w.-]+)\//g;

/** What a run of the tests printed and reported. */
interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly json?: string | undefined;
  readonly junit?: string | undefined;
}

/** {@link missingBindings} of tests that are not green. A file that ends before its tests says why in the output alone. */
export function bindingNotes(
  { outcome, reason, findings }: Decision,
  { stdout, stderr, json, junit }: Output,
  scripted: readonly string[],
): string[] {
  if (outcome === 'passed') return [];
  const messages = findings.map(({ message }) => message);
  return missingBindings([reason, ...messages, stdout, stderr, json, junit], scripted);
}

/**
 * Names the package whose install script did not run, where tests fail for what that script makes.
 * @param texts what the tests said
 * @param scripted installed packages with an install script that did not run
 */
export function missingBindings(
  texts: readonly (string | undefined)[],
  scripted: readonly string[],
): string[] {
  const complaining = texts.flatMap((text) => complaintsIn(text ?? ''));
  if (complaining.length === 0) return [];
  const named = new Set(complaining.flatMap((text) => packagesIn(text, scripted)));
  const found = scripted.filter((name) => named.has(name));
  if (found.length === 0) return [];
  const names = found.map((name) => plainLine(name, 100));
  return [
    `tests miss what the install script of ${names.join(', ')} makes, which is not allowed to run: write "audit": {"installScripts": ${JSON.stringify(names)}} in pipeline.json to allow it`,
  ];
}

/** How far around a complaint the package may be named: below it what was tried, or the stack. UTF-16 code units. */
const around = { before: 300, after: 1200 };

/** Most complaints of one text that are read. */
const most = 20;

/** Each complaint with the text around it: elsewhere in an output other packages are named. */
function complaintsIn(text: string): string[] {
  return [...text.slice(0, 2_000_000).matchAll(complaints)]
    .slice(0, most)
    .map(({ index }) => text.slice(Math.max(0, index - around.before), index + around.after));
}

function packagesIn(text: string, scripted: readonly string[]): string[] {
  const inPaths = [...text.matchAll(folder)].map(([, name = '']) => name);
  const known = owners.filter(([, sign]) => sign.test(text)).map(([name]) => name);
  if (inPaths.length + known.length > 0) return [...inPaths, ...known];
  // Nothing but the complaint: any of them may be the one.
  return [...scripted];
}
