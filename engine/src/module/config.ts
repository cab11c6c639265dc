import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { ModuleError } from './errors.ts';

/** The version of Dagger whose modules the engine runs: the SDK in node_modules is of it. */
export const supportedVersion = 'v0.21.8';

/** The place of a module, and the content of its dagger.json. */
export interface ModuleConfig {
  readonly name: string;
  /** The folder of dagger.json. */
  readonly root: string;
  /** The folder of the module's code, `source` of dagger.json. */
  readonly source: string;
  /** The folder that a leading slash in `defaultPath` means: the nearest one upwards with `.git`, else `root`. */
  readonly context: string;
}

const configFile = z.object({
  name: z.string().min(1),
  engineVersion: z.string(),
  sdk: z.union([z.string().transform((source) => ({ source })), z.object({ source: z.string() })]),
  source: z.string().default('.'),
});

/**
 * Finds a module and reads its dagger.json.
 *
 * @param from Absolute path of a folder: dagger.json is looked for there and upwards.
 * @throws {ModuleError} No dagger.json, one that does not parse, another SDK or version, no code.
 */
export function readModuleConfig(from: string): ModuleConfig {
  const root = upwards(from, 'dagger.json');
  if (root === undefined) {
    throw new ModuleError(
      `no dagger.json in ${from} nor in a folder above it`,
      'Go to the project, or name its folder with -m.',
    );
  }
  const file = join(root, 'dagger.json');
  const config = parseConfig(file);
  refuseOthers(file, config);
  const source = resolve(root, config.source);
  if (!isFolder(join(source, 'src'))) {
    throw new ModuleError(
      `${file}: source is ${config.source}, but ${join(source, 'src')} is not a folder`,
      "Set source to the folder that holds the module's package.json and src.",
    );
  }
  return { name: config.name, root, source, context: upwards(root, '.git') ?? root };
}

function parseConfig(file: string): z.infer<typeof configFile> {
  try {
    return configFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const what = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new ModuleError(
      `${file} cannot be read: ${what}`,
      'Fix the file: name, engineVersion, sdk, source.',
      {
        cause,
      },
    );
  }
}

function refuseOthers(file: string, { engineVersion, sdk }: z.infer<typeof configFile>): void {
  if (sdk.source !== 'typescript') {
    throw new ModuleError(
      `${file}: sdk is ${sdk.source}, but only typescript modules run here`,
      'Use the Dagger engine for this module.',
    );
  }
  if (engineVersion !== supportedVersion) {
    throw new ModuleError(
      `${file}: engineVersion is ${engineVersion}, expected ${supportedVersion}`,
      `Set engineVersion to ${supportedVersion}, the version of the SDK that is installed here.`,
    );
  }
}

function upwards(from: string, name: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
