import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { digestOf } from '../store/digest.ts';
import type { RecordStore } from '../store/records.ts';
import type { ModuleConfig } from './config.ts';
import { ModuleError } from './errors.ts';
import { sdkModule, type SdkModule } from './sdk-shapes.ts';
import { sdkFiles, sdkVersion } from './sdk.ts';
import type { ModuleSources } from './sources.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./introspect-child.ts', import.meta.url));

/** Raise it when the JSON that introspect-child.ts prints changes: what an older one printed is then asked for again. */
const formatVersion = 2;
const recordKind = 'module-types';

/** Options of {@link introspect}. */
export interface IntrospectOptions {
  readonly config: ModuleConfig;
  readonly sources: ModuleSources;
  /** The records of earlier results, by the digest of the sources and the SDK's version. */
  readonly records: RecordStore;
}

/**
 * A module's types as its code declares them, from the record when the code has not changed.
 *
 * @throws {ModuleError} The code cannot be scanned.
 */
export async function introspect({ config, sources, records }: IntrospectOptions): Promise<SdkModule> {
  const key = digestOf([formatVersion, sdkVersion(), config.name, sources.digest]);
  const known = records.get(recordKind, key, sdkModule);
  if (known !== undefined) return known;
  const fresh = sdkModule.parse(JSON.parse(await scan(config, sources)));
  records.put(recordKind, key, fresh);
  return fresh;
}

async function scan({ name, source }: ModuleConfig, { files }: ModuleSources): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-introspect-'));
  try {
    const client = join(folder, 'client.gen.ts');
    copyFileSync(sdkFiles.clientDeclarations, client);
    const scanned = findsSdk(source) ? files : copyBesideSdk(folder, source, files);
    const { stdout } = await run(process.execPath, [script, name, ...scanned, client], {
      cwd: source,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (cause) {
    throw new ModuleError(
      `the module ${name} does not load: ${scanMessage(cause)}`,
      'Fix its code: npx tsc --noEmit shows more.',
      { cause },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the compiler finds the SDK's types from a folder: in its node_modules, or in one above it. */
function findsSdk(folder: string): boolean {
  if (existsSync(join(folder, 'node_modules', '@dagger.io', 'dagger'))) return true;
  return folder !== dirname(folder) && findsSdk(dirname(folder));
}

/** A module that lies outside this repository is scanned in a copy that has the SDK beside it. */
function copyBesideSdk(folder: string, source: string, files: readonly string[]): string[] {
  const scope = join(folder, 'node_modules', '@dagger.io');
  mkdirSync(scope, { recursive: true });
  symlinkSync(sdkFiles.package, join(scope, 'dagger'));
  return files.map((file) => {
    const copy = join(folder, relative(source, file));
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(file, copy);
    return copy;
  });
}

/** The line of the child's stderr that names the error, rather than its stack. */
function scanMessage(cause: unknown): string {
  const stderr = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
  return (
    stderr
      .split('\n')
      .find((line) => /^\s*(\w*Error)\b.*:/.test(line))
      ?.trim() ?? stderr.trim()
  );
}
