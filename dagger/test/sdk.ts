import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the SDK's package, and of its compiled code. */
export const sdkPackage = fileURLToPath(new URL('../..', import.meta.resolve('@dagger.io/dagger')));
const compiled = join(sdkPackage, 'dist', 'src');

/** Folder of the module's code. */
export const moduleSource = fileURLToPath(new URL('../src', import.meta.url));

/** A function of the module, as the SDK reads it from the code. */
export interface ModuleFunction {
  readonly name: string;
  /** Kind of what it answers with, such as `STRING_KIND`. */
  readonly returns: string;
  readonly isCheck: boolean;
}

/** The part that is used of the SDK's introspection, by which Dagger learns what a module has. */
interface Introspector {
  readonly scan: (
    files: readonly string[],
    module: string,
    load: boolean,
  ) => Promise<{ objects: Readonly<Record<string, { methods: Readonly<Record<string, Method>> }>> }>;
}

interface Method {
  readonly name: string;
  readonly isCheck: boolean;
  readonly returnType?: { readonly kind: string };
}

/** The functions of the module's object, in the order of its code. */
export async function moduleFunctions(): Promise<ModuleFunction[]> {
  const folder = mkdtempSync(join(tmpdir(), 'introspect-'));
  try {
    // The introspector knows the core types from a file of this name alone, which the package has only as declarations.
    const client = join(folder, 'client.gen.ts');
    copyFileSync(join(compiled, 'api', 'client.gen.d.ts'), client);
    const files = readdirSync(moduleSource, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const { scan } = (await import(join(compiled, 'module', 'introspector', 'index.js'))) as Introspector;
    const { objects } = await scan(
      [...files.map((file) => join(moduleSource, file)), client],
      'pipeline',
      false,
    );
    return Object.values(objects['Pipeline']?.methods ?? {}).map(({ name, isCheck, returnType }) => ({
      name,
      isCheck,
      returns: returnType?.kind ?? 'none',
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
